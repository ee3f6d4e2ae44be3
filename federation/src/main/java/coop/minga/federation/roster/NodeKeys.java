package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.PublicKey;
import java.util.Set;

/// The public keys of a member's node: all but the organisation's own root key.
///
/// @param ledger signs checkpoints
/// @param mirror cosigns others' checkpoints
/// @param entry signs entries
/// @param tls SHA-256 of the SubjectPublicKeyInfo of its TLS key
public record NodeKeys(PublicKey ledger, PublicKey mirror, PublicKey entry, Hash tls) {
  /// Checks that the keys are Ed25519 and differ.
  public NodeKeys {
    ledger.requireEd25519();
    mirror.requireEd25519();
    entry.requireEd25519();
    if (ledger.equals(mirror) || ledger.equals(entry) || mirror.equals(entry)) {
      throw new IllegalArgumentException("a node's keys all differ");
    }
  }

  /// The node's part of a member's keys.
  public static NodeKeys of(MemberKeys keys) {
    return new NodeKeys(keys.ledger(), keys.mirror(), keys.entry(), keys.tls());
  }

  /// The three signing keys.
  public Set<PublicKey> signing() {
    return Set.of(ledger, mirror, entry);
  }
}
