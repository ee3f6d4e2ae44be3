package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A real Ed25519 key whose seed is one byte, repeated.
public final class SeededKey implements Signer {
  /// Bouncy Castle alone: the node's stricter verifier has tests of its own.
  public static final SignatureVerifier VERIFIER =
      (key, message, signature) ->
          signature.size() == Ed25519.SIGNATURE_SIZE
              && Ed25519.verify(
                  signature.toArray(),
                  0,
                  key.value().toArray(),
                  0,
                  message.toArray(),
                  0,
                  message.size());

  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];

  /// The key of a byte.
  public SeededKey(int seedByte) {
    Arrays.fill(seed, (byte) seedByte);
  }

  @Override
  public PublicKey publicKey() {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    return new PublicKey(Bytes.of(key));
  }

  @Override
  public Bytes sign(Bytes message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message.toArray(), 0, message.size(), signature, 0);
    return Bytes.of(signature);
  }
}
