package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import java.math.BigInteger;
import java.util.Set;

/// Which 32-byte strings are the one canonical encoding of a number or point of edwards25519.
/// Public data only: nothing here is constant-time.
final class EdwardsForm {
  private static final int SIZE = 32;
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// The y coordinates of the eight points whose order divides 8: 1 and -1 of order 1 and 2, 0 of
  /// order 4, two of order 8.
  private static final Set<BigInteger> SMALL_ORDER_Y =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P.subtract(BigInteger.ONE),
          littleEndian(
              Bytes.hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
          littleEndian(
              Bytes.hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")));

  private EdwardsForm() {}

  /// Whether 32 bytes could be the canonical encoding of a point: y below p, and no sign where x is
  /// 0. That y belongs to a point at all is left to the verifiers.
  static boolean isCanonicalPoint(Bytes encoded) {
    if (encoded.size() != SIZE) {
      return false;
    }
    BigInteger y = y(encoded);
    boolean xIsZero = y.equals(BigInteger.ONE) || y.equals(P.subtract(BigInteger.ONE));
    boolean negative = (encoded.at(SIZE - 1) & 0x80) != 0;
    return y.compareTo(P) < 0 && !(xIsZero && negative);
  }

  /// Whether a canonical point's order divides 8, so that it could stand for many keys.
  static boolean isSmallOrder(Bytes encoded) {
    return SMALL_ORDER_Y.contains(y(encoded));
  }

  /// Whether 32 bytes are a number below the group's order.
  static boolean isCanonicalScalar(Bytes encoded) {
    return encoded.size() == SIZE && littleEndian(encoded).compareTo(L) < 0;
  }

  private static BigInteger y(Bytes encoded) {
    return littleEndian(encoded).clearBit(255);
  }

  private static BigInteger littleEndian(Bytes encoded) {
    byte[] reversed = new byte[encoded.size()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = (byte) encoded.at(reversed.length - 1 - i);
    }
    return new BigInteger(1, reversed);
  }
}
