package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/// The function X25519 of RFC 7748, on given bytes, as the JDK computes it.
final class X25519 {
  private static final Bytes BASE_POINT = littleEndian(BigInteger.valueOf(9));
  private static final Bytes ANY_SCALAR = Bytes.of(new byte[MaskKey.SIZE]);

  private X25519() {}

  /// The 32 bytes that both sides come to; absent if they are all zero.
  static Optional<Bytes> agree(Bytes scalar, Bytes point) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(privateKey(scalar));
      agreement.doPhase(publicPoint(point), true);
      byte[] secret = agreement.generateSecret();
      return Arrays.equals(secret, new byte[MaskKey.SIZE])
          ? Optional.empty()
          : Optional.of(Bytes.of(secret));
    } catch (InvalidKeyException e) {
      // The JDK refuses a point of small order here, which is what absent means.
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has X25519", e);
    }
  }

  static Bytes publicKey(Bytes scalar) {
    return agree(scalar, BASE_POINT)
        .orElseThrow(() -> new IllegalStateException("the base point has a large order"));
  }

  /// Clamped scalars are multiples of 8, the cofactor: one of them sends every point of small order
  /// to zero, and no other point.
  static boolean isOfSmallOrder(Bytes point) {
    return agree(ANY_SCALAR, point).isEmpty();
  }

  private static PrivateKey privateKey(Bytes scalar) throws GeneralSecurityException {
    return KeyFactory.getInstance("X25519")
        .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar.toArray()));
  }

  private static PublicKey publicPoint(Bytes point) throws GeneralSecurityException {
    byte[] bigEndian = reversed(point.toArray());
    // RFC 7748 section 5: the top bit of the last byte is masked away.
    bigEndian[0] &= 0x7f;
    return KeyFactory.getInstance("X25519")
        .generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
  }

  private static Bytes littleEndian(BigInteger value) {
    byte[] bytes = new byte[MaskKey.SIZE];
    bytes[0] = value.byteValueExact();
    return Bytes.of(bytes);
  }

  private static byte[] reversed(byte[] bytes) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte kept = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = kept;
    }
    return bytes;
  }
}
