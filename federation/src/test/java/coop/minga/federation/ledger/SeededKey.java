package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A real Ed25519 key whose seed is one byte, repeated.
///
/// What was signed or verified once is remembered: both are functions of their bytes, and hundreds
/// of tests ask the same of the same ledgers. It is most of the time that they, and even more so
/// runs that remove one step after the other, would take.
public final class SeededKey implements Signer {
  /// Bouncy Castle alone: the node's stricter verifier has tests of its own.
  public static final SignatureVerifier VERIFIER = SeededKey::isSigned;

  private static final int MOST_REMEMBERED = 1 << 16;
  private static final Map<Asked, Boolean> ANSWERS = new ConcurrentHashMap<>();
  private static final Map<ToSign, Bytes> SIGNATURES = new ConcurrentHashMap<>();

  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
  private final PublicKey publicKey;

  private record Asked(PublicKey key, Hash message, Bytes signature) {}

  private record ToSign(PublicKey key, Hash message) {}

  /// The key of a byte.
  public SeededKey(int seedByte) {
    Arrays.fill(seed, (byte) seedByte);
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    this.publicKey = new PublicKey(Bytes.of(key));
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    return roomIn(SIGNATURES)
        .computeIfAbsent(
            new ToSign(publicKey, Hash.sha256(message)),
            _ -> {
              byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
              Ed25519.sign(seed, 0, message.toArray(), 0, message.size(), signature, 0);
              return Bytes.of(signature);
            });
  }

  private static boolean isSigned(PublicKey key, Bytes message, Bytes signature) {
    return roomIn(ANSWERS)
        .computeIfAbsent(
            new Asked(key, Hash.sha256(message), signature),
            _ ->
                signature.size() == Ed25519.SIGNATURE_SIZE
                    && Ed25519.verify(
                        signature.toArray(),
                        0,
                        key.value().toArray(),
                        0,
                        message.toArray(),
                        0,
                        message.size()));
  }

  private static <K, V> Map<K, V> roomIn(Map<K, V> remembered) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    return remembered;
  }
}
