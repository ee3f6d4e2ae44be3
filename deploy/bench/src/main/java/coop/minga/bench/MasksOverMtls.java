package coop.minga.bench;

import coop.minga.bench.LearningBench.Size;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table of masking and opening once more, over mutual TLS on loopback: a member hands its
/// vector to all who are there, and fetches theirs. Beside each figure the one of the same epoch in
/// this process, without any network.
///
/// Both ends of every session are in this process and on its cores, so that a figure is what a
/// member and its peers compute together; a member whose peers have machines of their own waits for
/// its own part only. What the heap grew by is all nodes', too.
///
/// @param figures where they go
record MasksOverMtls(Figures figures) {
  /// The same epoch in this process.
  private record Here(Neighbourhood.Ending ending, double openMillis, double heapMegabytes) {}

  void run(List<Size> sizes, List<Integer> percents) throws Exception {
    for (int from = 0; from < sizes.size(); ) {
      int members = sizes.get(from).members();
      int until = from;
      while (until < sizes.size() && sizes.get(until).members() == members) {
        until++;
      }
      ofSoMany(sizes.subList(from, until), percents);
      from = until;
    }
  }

  /// Models of several sizes of one cohort, whose sessions stay.
  private void ofSoMany(List<Size> sizes, List<Integer> percents) throws Exception {
    List<MemberId> names = new Neighbourhood(sizes.getFirst().members(), 1).cohort().members();
    try (var scratch = Scratch.make();
        var cohort = LoopbackCohort.start(scratch.root(), Neighbourhood.FEDERATION, names)) {
      for (Size size : sizes) {
        measure(size, percents, cohort);
      }
    }
  }

  private void measure(Size size, List<Integer> percents, LoopbackCohort cohort) throws Exception {
    var epoch = new Neighbourhood(size.members(), size.parameters());
    epoch.mask();
    var here = new ArrayList<Here>();
    for (int percent : percents) {
      Neighbourhood.Ending ending = epoch.without(size.share(percent));
      var heap = HeapPeak.begin();
      double millis = ending.open(epoch::find).millis();
      here.add(new Here(ending, millis, heap.endMegabytes()));
    }
    var over = new EpochOverMtls(epoch, cohort);
    over.placeVectors();
    for (Here each : here) {
      LoopbackCohort.Counted before = cohort.counted();
      EpochOverMtls.Handed handed = over.handOver(each.ending());
      EpochOverMtls.Received received = over.receive(each.ending());
      print(epoch, each, new Over(handed, received, cohort.counted().since(before)));
    }
    over.throwVectorsAway();
  }

  private record Over(
      EpochOverMtls.Handed handed,
      EpochOverMtls.Received received,
      LoopbackCohort.Counted counted) {}

  private void print(Neighbourhood epoch, Here here, Over over) {
    int members = epoch.cohort().members().size();
    int others = here.ending().summed().size() - 1;
    Map<String, Object> params =
        Map.of(
            "n",
            members,
            "parameters",
            epoch.parameters(),
            "dropped",
            members - 1 - others,
            "over",
            "mtls");
    EpochOverMtls.Handed handed = over.handed();
    EpochOverMtls.Received received = over.received();
    print(
        "mask-ms",
        params,
        handed.millis(),
        "ms",
        beside(handed.millis(), epoch.maskMillis(), Map.of("masked-after", handed.maskedMillis())));
    print(
        "unmask-verify-ms",
        params,
        received.millis(),
        "ms",
        beside(
            received.millis(),
            here.openMillis(),
            Map.of("fetched-after", received.fetchedMillis(), "opening", received.openMillis())));
    LoopbackCohort.Counted counted = over.counted();
    double formula = epoch.formulaBytes() * others;
    print(
        "bytes-up-ratio",
        params,
        counted.up() / formula,
        "",
        Map.of(
            "in-process",
            epoch.bytesRatio(),
            "vectors-only",
            counted.upVectors() / formula,
            "bytes",
            (double) counted.up(),
            "by-formula",
            formula));
    print(
        "bytes-down",
        params,
        (double) counted.down(),
        "B",
        Map.of(
            "by-formula",
            formula,
            "ratio",
            counted.down() / formula,
            "vectors-only",
            (double) counted.downVectors()));
    print(
        "peak-heap-mb",
        params,
        received.heapMegabytes(),
        "MB",
        beside(received.heapMegabytes(), here.heapMegabytes(), Map.of()));
  }

  private static Map<String, Double> beside(
      double value, double inProcess, Map<String, Double> parts) {
    var vs = new HashMap<>(parts);
    vs.put("in-process", inProcess);
    vs.put("ratio", value / inProcess);
    return vs;
  }

  private void print(
      String name, Map<String, Object> params, double value, String unit, Map<String, Double> vs) {
    figures.print(new Figures.Figure(name, params, value, unit, vs));
  }
}
