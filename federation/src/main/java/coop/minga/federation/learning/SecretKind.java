package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;

/// The secrets that a member deals to the others in shares.
///
/// Of one member the others give back either its mask of its own (its vector is in the sum) or its
/// key with the others (it is not), never both: the two together would show its update.
public enum SecretKind {
  /// The key of the mask that a member lays on its own vector.
  OWN_MASK,
  /// The X25519 private key from which the masks with every other member follow.
  PAIR_KEY,
  /// What the member adds to the next epoch's seed.
  SEED_PART;

  /// Bytes in a secret, and so in each share of it.
  public static final int SIZE = 32;

  /// The name as it is hashed.
  Bytes label() {
    return Bytes.utf8(
        switch (this) {
          case OWN_MASK -> "own mask";
          case PAIR_KEY -> "pair key";
          case SEED_PART -> "seed part";
        });
  }
}
