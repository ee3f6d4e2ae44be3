package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import java.util.LinkedHashSet;

/// Remembers which signatures it has found good, the last [#MOST] that were asked for.
///
/// Peers show each other the same checkpoints again and again, each with a cosignature by every
/// other member: of sixteen nodes that learnt together four tenths of what their loops computed
/// were signatures. Whether a signature is a key's on a message never changes; what it counts for
/// does, and is not remembered here. One that is not good is verified each time, so whoever sends
/// such pushes no good one out.
///
/// Usable from several threads.
public final class VerifiedBefore implements SignatureVerifier {
  /// So many are remembered, in some four megabytes: the cosignatures of four checkpoints each of
  /// sixty-four ledgers.
  static final int MOST = 16_384;

  private static final String DOMAIN = "minga/verified/v1";

  private final SignatureVerifier verifier;

  /// The one that was asked for longest ago first.
  private final LinkedHashSet<Hash> good = new LinkedHashSet<>();

  /// Remembers what a verifier finds good.
  public VerifiedBefore(SignatureVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public boolean verify(PublicKey key, Bytes message, Bytes signature) {
    Hash name =
        Hash.sha256(
            Pae.encode(
                DOMAIN, Bytes.utf8(key.algorithm().name()), key.value(), message, signature));
    if (isKnown(name)) {
      return true;
    }
    boolean accepted = verifier.verify(key, message, signature);
    if (accepted) {
      remember(name);
    }
    return accepted;
  }

  private boolean isKnown(Hash name) {
    synchronized (good) {
      boolean known = good.contains(name);
      if (known) {
        good.addLast(name);
      }
      return known;
    }
  }

  private void remember(Hash name) {
    synchronized (good) {
      good.addLast(name);
      if (good.size() > MOST) {
        good.removeFirst();
      }
    }
  }

  /// How many are remembered.
  int size() {
    synchronized (good) {
      return good.size();
    }
  }
}
