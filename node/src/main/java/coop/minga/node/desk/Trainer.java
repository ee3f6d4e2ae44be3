package coop.minga.node.desk;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.forecast.MemberModel;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains a model version on what only this member knows.
///
/// An implementation MUST give the same change for the same base, data and epoch, MUST not let any
/// data out but through the change, and is called on one worker thread, where it may take minutes.
public interface Trainer {
  /// A change of the model and how much it counts.
  ///
  /// @param change trained minus base
  /// @param weight 1 to the encoding's greatest
  record Update(Parameters change, int weight) {}

  /// What this member made of a version.
  ///
  /// @param helped whether it was tried, and something of it is mixed in that forecasts better here
  ///   than what was in use
  /// @param uses what is forecast with from now on; empty if there is no model yet
  /// @param sentence what was compared, in words
  record Adoption(boolean helped, Optional<MemberModel.Uses> uses, String sentence) {}

  /// How changes become integers, the same at every member.
  Encoding encoding();

  /// The version that everybody starts from.
  ModelVersion seeded(Hash federation);

  /// One local epoch from a base.
  ///
  /// @return absent if there is too little to train on
  Optional<Update> train(ModelVersion base, long epoch) throws IOException;

  /// What somebody would find out who had an update of this member's in the clear: of how many
  /// pairs of weeks it could tell which of the two was trained on, a half being chance.
  ///
  /// @return absent if there is nothing to try it on
  default OptionalDouble attack(ModelVersion base, Update update) throws IOException {
    return OptionalDouble.empty();
  }

  /// Forecasts from now on with what was in use before what is.
  ///
  /// @return whether there was anything
  default boolean back() throws IOException {
    return false;
  }

  /// What is forecast with; empty if there is no model yet, or none that can be read.
  default Optional<MemberModel.Uses> uses() throws IOException {
    return Optional.empty();
  }

  /// Says whether what is in use stays as it is, whatever training comes to, also if that has begun
  /// already; only going back changes it then. Called on any thread.
  default void hold(boolean stays) {}

  /// Tries a version on this member's own held-out days, fine-tuned there and mixed with its own
  /// model, and from now on uses that only if it is better than what is in use.
  Adoption adopt(ModelVersion version) throws IOException;

  /// In a night in which this node has tried no version, because nobody learned or it took no part:
  /// goes on with its own model, and from now on uses what comes of it, mixed with the common one
  /// that is in use, if that is better.
  ///
  /// @param night the training is drawn by it
  default Adoption alone(long night) throws IOException {
    return new Adoption(false, Optional.empty(), "There is nothing to train alone.");
  }
}
