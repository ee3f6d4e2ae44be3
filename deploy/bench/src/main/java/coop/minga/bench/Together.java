package coop.minga.bench;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.OpenEpochs;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.Poison;
import coop.minga.node.desk.Lesson;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Members that train one model, each on its own data, as nodes do at night: clipped, turned,
/// rounded and with noise as they encode it, summed as their ring sums it. Only the masks are left
/// out, which a sum does not show.
///
/// @param model trains
/// @param members their data
/// @param first what all begin with
/// @param lesson how they train
record Together(DemandModel model, List<TrainingData> members, ModelWeights first, Lesson lesson) {
  private static final int BEYOND = 1_000;

  Encoding encoding() {
    return lesson.encoding();
  }

  List<MemberId> names() {
    return IntStream.range(0, members.size())
        .mapToObj(member -> new MemberId("member-%02d".formatted(member)))
        .toList();
  }

  /// With all that nodes do against harm.
  ///
  /// @return absent if no epoch had a version: then nodes have no common model
  Optional<ModelWeights> secure(int epochs, Harm harm) {
    var open = new OpenEpochs(encoding(), names(), Run.SEED);
    ModelWeights shared = first;
    boolean any = false;
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<Parameters> changes = changes(shared, epoch);
      Map<MemberId, OpenEpochs.Handed> handed = new TreeMap<>();
      for (int member = 0; member < changes.size(); member++) {
        boolean beyond = harm.of(member).filter(kind -> !kind.isWithinBounds()).isPresent();
        Parameters given = beyond ? changes.get(member) : given(changes, member, harm);
        handed.put(names().get(member), new OpenEpochs.Handed(given, 1, beyond ? BEYOND : 1));
      }
      Optional<Parameters> change = open.run(handed);
      if (change.isPresent()) {
        shared = plus(shared, change.get());
        any = true;
      }
    }
    return any ? Optional.of(shared) : Optional.empty();
  }

  /// The mean of whatever is handed over.
  ///
  /// @return absent if it is no number any more
  Optional<ModelWeights> plain(int epochs, Harm harm) {
    ModelWeights shared = first;
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<Parameters> changes = changes(shared, epoch);
      double[] sum = new double[first.size()];
      for (int member = 0; member < changes.size(); member++) {
        Parameters given = given(changes, member, harm);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += given.at(i);
        }
      }
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / members.size());
        if (!Float.isFinite(mean[i])) {
          return Optional.empty();
        }
      }
      shared = plus(shared, Parameters.of(mean));
    }
    return Optional.of(shared);
  }

  private List<Parameters> changes(ModelWeights base, int epoch) {
    Parameters from = Parameters.of(base.toArray());
    List<Parameters> changes = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      long seed = (long) epoch * members.size() + member;
      ModelWeights trained = lesson.trained(model, base, members.get(member), seed);
      changes.add(Parameters.of(trained.toArray()).minus(from));
    }
    return changes;
  }

  private Parameters given(List<Parameters> changes, int member, Harm harm) {
    Optional<Poison> kind = harm.of(member);
    return kind.isEmpty()
        ? changes.get(member)
        : kind.get()
            .of(
                changes.get(member),
                changes.subList(harm.poisoners(), changes.size()),
                encoding().clip());
  }

  private static ModelWeights plus(ModelWeights base, Parameters change) {
    float[] sum = base.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += change.at(i);
    }
    return ModelWeights.of(base.schema(), sum);
  }
}
