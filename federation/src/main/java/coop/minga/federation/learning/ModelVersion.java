package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// One version of the common model.
///
/// @param epoch the epoch that it came of; 0 is the seeded first
/// @param parameters its weights
/// @param hash its name in proposals and results: see [#hashOf]
public record ModelVersion(long epoch, Parameters parameters, Hash hash) {
  private static final String DOMAIN = "minga/model/v1";

  /// Checks that the name is the parameters'.
  public ModelVersion {
    if (epoch < 0) {
      throw new IllegalArgumentException("epochs are counted from 0, not " + epoch);
    }
    if (!hash.equals(hashOf(parameters))) {
      throw new IllegalArgumentException("the hash is not that of these parameters");
    }
  }

  /// The version of an epoch with these parameters.
  public static ModelVersion of(long epoch, Parameters parameters) {
    return new ModelVersion(epoch, parameters, hashOf(parameters));
  }

  /// SHA-256 over the parameters' exact bits.
  public static Hash hashOf(Parameters parameters) {
    return Hash.sha256(Pae.encode(DOMAIN, parameters.packed()));
  }

  /// The way to the version of a later epoch.
  public Step next(long newEpoch) {
    return new Step(this, newEpoch);
  }

  /// From one version to the next.
  ///
  /// @param base the version that is trained from
  /// @param epoch the epoch of the next
  public record Step(ModelVersion base, long epoch) {
    /// The version that an epoch's average change makes of the base.
    public ModelVersion by(Parameters averageChange) {
      return of(epoch, base.parameters().plus(averageChange));
    }
  }
}
