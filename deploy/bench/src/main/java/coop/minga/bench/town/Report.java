package coop.minga.bench.town;

import com.google.gson.JsonObject;
import coop.minga.bench.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Prints what the arms of one town came to.
///
/// @param figures where it goes
/// @param params which town
/// @param arms as played
record Report(Figures figures, Map<String, Integer> params, Arms arms) {
  /// What is printed of every town, by name.
  static final List<String> CASES =
      List.of(
          "waste-plain",
          "waste-model",
          "waste-plain-first-come",
          "waste-model-first-come",
          "waste-minga",
          "waste-central",
          "waste-perfect",
          "availability",
          "people-served",
          "p10-share",
          "km",
          "gap-closed",
          "offer-to-accept-min",
          "october-1972-kept",
          "october-1972-vs-central",
          "october-1972-first-come");

  private static final double GRAMS_A_PERSON_A_DAY = 1260;
  private static final int KILO = 1000;

  /// Prints it, and in which way it is void, if it is.
  ///
  /// @param reference what the plain arm and first-come must come to
  void print(JsonObject reference) {
    boolean whole = arms.calm().containsKey(Arms.MINGA);
    printWaste();
    String ours = whole ? Arms.MINGA : Arms.OCTOBER + Arms.MINGA;
    compare("availability", "share", ours, t -> t.availability(Tally.Span.COUNTED));
    compare("people-served", "people", ours, Report::peopleServed);
    compare("p10-share", "share", ours, this::poorest);
    compare("km", "km", ours, t -> t.metres(Tally.Span.COUNTED) / (double) KILO);
    if (whole) {
      var asked = Map.of("asked", arms.gapClosed(Arms.MINGA + Arms.ASKED));
      one("gap-closed", "share", arms.gapClosed(Arms.MINGA), asked);
    }
    one("offer-to-accept-min", "min", arms.tally(ours).minutesToAccept(), Map.of());
    printOctober();
    printTable();
    new Validity(arms, reference)
        .faults()
        .forEach(fault -> figures.say("VOID " + params + ": " + fault));
  }

  private void printWaste() {
    for (String name : CASES.subList(0, CASES.indexOf("availability"))) {
      String arm = name.substring("waste-".length());
      if (arms.calm().containsKey(arm)) {
        Map<String, Double> vs =
            arms.calm().containsKey(arm + Arms.ASKED)
                ? Map.of("asked", arms.tally(arm + Arms.ASKED).wasteShare())
                : Map.of();
        one(name, "share", arms.tally(arm).wasteShare(), vs);
      }
    }
  }

  private void printOctober() {
    String minga = Arms.OCTOBER + Arms.MINGA;
    String central = Arms.OCTOBER + Arms.CENTRAL;
    double kept = arms.kept(minga);
    double keptAsked = arms.kept(minga + Arms.ASKED);
    one(
        "october-1972-kept",
        "share",
        kept,
        Map.of("asked", keptAsked, "central", arms.kept(central)));
    one(
        "october-1972-vs-central",
        "ratio",
        kept / arms.kept(central),
        Map.of("asked", keptAsked / arms.kept(central + Arms.ASKED)));
    one("october-1972-first-come", "share", arms.kept(Arms.FIRST_COME), Map.of());
  }

  private void compare(String name, String unit, String ours, ToDoubleFunction<Tally> figure) {
    var others = new TreeMap<String, Double>();
    arms.calm().forEach((arm, play) -> others.put(arm, figure.applyAsDouble(play.tally())));
    one(name, unit, figure.applyAsDouble(arms.tally(ours)), others);
  }

  private void one(String name, String unit, double value, Map<String, Double> vs) {
    figures.print(new Figures.Figure(name, params, value, unit, vs));
  }

  private static double peopleServed(Tally tally) {
    return tally.eatenGrams(Tally.Span.COUNTED) / GRAMS_A_PERSON_A_DAY / Days.COUNT_OF_COUNTED;
  }

  /// What a head at the second worst taker gets, as a share of what a head gets in all.
  private double poorest(Tally tally) {
    List<Taker> takers = arms.calm().values().iterator().next().town().takers();
    double[] aHead = new double[takers.size()];
    long people = 0;
    for (int taker = 0; taker < aHead.length; taker++) {
      people += takers.get(taker).people();
      aHead[taker] = (double) tally.eatenBy(taker, Tally.Span.COUNTED) / takers.get(taker).people();
    }
    Arrays.sort(aHead);
    long eaten = tally.eatenGrams(Tally.Span.COUNTED);
    return eaten == 0 ? 0 : aHead[(aHead.length - 1) / 10] / ((double) eaten / people);
  }

  private void printTable() {
    figures.say(
        "%-24s %8s %8s %8s %8s %8s %8s %8s"
            .formatted("arm", "waste", "spoilt", "served", "worst", "use", "oct use", "people"));
    arms.calm()
        .forEach((name, play) -> {
          Tally tally = play.tally();
          figures.say(
              "%-24s %8.4f %7.0fk %8.4f %+8.4f %8.3f %8.3f %8.0f"
                  .formatted(
                      name,
                      tally.wasteShare(),
                      tally.spoiltGrams(Tally.Span.COUNTED) / (double) KILO,
                      tally.availability(Tally.Span.COUNTED),
                      Validity.worst(tally, arms.tally(Arms.PLAIN)),
                      arms.use(name, Tally.Span.COUNTED),
                      arms.use(name, Tally.Span.SHOCK),
                      peopleServed(tally)));
        });
  }
}
