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
import java.util.Set;
import javax.crypto.KeyAgreement;

/// The function X25519 of RFC 7748, on given bytes, as the JDK computes it.
final class X25519 {
  private static final Bytes BASE_POINT = littleEndian(BigInteger.valueOf(9));
  private static final Set<Bytes> SMALL_ORDER =
      Set.of(
          Bytes.hex("0000000000000000000000000000000000000000000000000000000000000000"),
          Bytes.hex("0100000000000000000000000000000000000000000000000000000000000000"),
          Bytes.hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
          Bytes.hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
          Bytes.hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          Bytes.hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          Bytes.hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

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

  /// The few u-coordinates of small order, and those that are the same modulo p: every agreement
  /// with one of them comes to zero, and with no other point.
  static boolean isOfSmallOrder(Bytes point) {
    byte[] masked = point.toArray();
    masked[masked.length - 1] &= 0x7f;
    return SMALL_ORDER.contains(Bytes.of(masked));
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
