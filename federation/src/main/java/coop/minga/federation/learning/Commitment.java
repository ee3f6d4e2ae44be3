package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import java.util.List;

/// One secret and its shares as hashes, published before anything is dealt. So a share given back
/// later counts only if it is the one that was dealt, and a dealer whose shares do not give the
/// secret is found out by everybody alike.
///
/// @param secret the secret's hash
/// @param shares the hashes of the shares, one for each member of the cohort as drawn, by name
public record Commitment(Hash secret, List<Hash> shares) {
  /// Copies the list and checks its size.
  public Commitment {
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.size() > LearningStatement.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a secret has 1 to " + LearningStatement.MAX_MEMBERS + " shares, not " + shares.size());
    }
  }
}
