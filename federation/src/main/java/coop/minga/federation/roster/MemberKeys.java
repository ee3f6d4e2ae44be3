package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.PublicKey;
import java.util.Set;

/// A member's public keys, no two the same: what one is for, no other is accepted for.
///
/// @param root the organisation's own: signs the charter; Ed25519 or P-256
/// @param ledger signs checkpoints of its ledger and its book
/// @param mirror cosigns others' checkpoints
/// @param entry signs entries
/// @param tls SHA-256 of the SubjectPublicKeyInfo of its TLS key
public record MemberKeys(
    PublicKey root, PublicKey ledger, PublicKey mirror, PublicKey entry, Hash tls) {
  /// Checks that the keys differ, and that all but the root key are Ed25519.
  public MemberKeys {
    ledger.requireEd25519();
    mirror.requireEd25519();
    entry.requireEd25519();
    if (root.equals(ledger)
        || root.equals(mirror)
        || root.equals(entry)
        || ledger.equals(mirror)
        || ledger.equals(entry)
        || mirror.equals(entry)) {
      throw new IllegalArgumentException("a member's keys all differ");
    }
  }

  /// The four signing keys.
  public Set<PublicKey> signing() {
    return Set.of(root, ledger, mirror, entry);
  }
}
