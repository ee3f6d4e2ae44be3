package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains a member's own model, on its data alone: the other half of what it forecasts with, and
/// what it falls back to.
///
/// It goes on from the own model that is there, night by night, if that is of the same
/// architecture.
///
/// @param model trains
/// @param architecture which of the two it is; the shared one may be of the other
/// @param passes over its windows
public record OwnModel(DemandModel model, Architecture architecture, int passes) {
  private static final Hash FIRST = Hash.sha256(Bytes.utf8("minga train"));

  /// What the member's own data make of it: the best pass by the validation days, or what was there
  /// before if no pass was better.
  ///
  /// @param present what the member forecasts with today
  public ModelWeights train(Optional<MemberModel> present, TrainingData data, long seed) {
    Optional<ModelWeights> before =
        present.flatMap(MemberModel::own).filter(own -> Architecture.of(own) == architecture);
    ModelWeights base = before.orElseGet(() -> architecture.seeded(FIRST));
    ModelWeights trained = model.train(base, data, seed, passes);
    return before.isPresent() && !better(trained, base, data) ? base : trained;
  }

  private boolean better(ModelWeights trained, ModelWeights base, TrainingData data) {
    OptionalDouble now = model.validationLoss(trained, data);
    OptionalDouble then = model.validationLoss(base, data);
    return now.isEmpty() || then.isEmpty() || now.getAsDouble() < then.getAsDouble();
  }
}
