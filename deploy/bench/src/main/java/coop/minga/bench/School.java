package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Where models are trained: each member's alone, all together, and on everybody's data in one
/// place.
///
/// @param name whose data these are, in one word
/// @param frozen what is not seen here
/// @param pantry where what was trained is kept
record School(DemandModel model, String name, Frozen frozen, Pantry pantry) {

  /// @param epochs that a member trains alone; the best by its validation days is kept
  /// @param rounds that all train together
  /// @param momentum of the rounds; 0 is plain averaging
  record Effort(int epochs, int rounds, double momentum) {
    private String words() {
      return "%d-%d-%d".formatted(epochs, rounds, Math.round(100 * momentum));
    }
  }

  /// What each member has to mix, its own model and the shared one, fine-tuned by it; not yet
  /// mixed.
  List<MemberModel> pairs(Architecture architecture, Effort effort, int seed) {
    List<TrainingData> known = frozen.known();
    ModelWeights first = architecture.seeded(hash(seed));
    String folder = folder(architecture, effort.words(), seed);
    ModelWeights shared =
        pantry.weights(
            folder + "together",
            until(),
            () -> new Cohort(model, known, effort.momentum()).learn(first, effort.rounds(), seed));
    List<MemberModel> found = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      TrainingData data = known.get(i);
      found.add(
          pantry.of(
              folder + i,
              until(),
              () ->
                  MemberModel.unmixed(
                      model.train(first, data, seed, effort.epochs()),
                      model.fineTune(shared, data, seed).weights())));
    }
    return found;
  }

  /// One model for all, trained on everybody's data.
  List<MemberModel> pooled(Architecture architecture, int epochs, int seed) {
    TrainingData all = TrainingData.pooled(frozen.known());
    ModelWeights trained =
        pantry.weights(
            folder(architecture, "pooled-" + epochs, seed) + "together",
            until(),
            () -> model.train(architecture.seeded(hash(seed)), all, seed, epochs));
    return Collections.nCopies(frozen.members().size(), MemberModel.shared(trained));
  }

  private String folder(Architecture architecture, String effort, int seed) {
    String network = architecture.name().toLowerCase(Locale.ROOT);
    return "%s/%s-%s/%d/".formatted(name, network, effort, seed);
  }

  private LocalDate until() {
    return frozen.known().getFirst().until();
  }

  private static Hash hash(int seed) {
    return Hash.sha256(Bytes.utf8("minga bench forecast " + seed));
  }
}
