package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

/// Keys and commitments with a part of small order, made with arithmetic of our own. Verifiers that
/// multiply by the cofactor take signatures with them that others refuse: two members could then
/// disagree on which entries count.
class PointsOfMixedOrderTest {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  private static final BigInteger ROOT_OF_MINUS_1 =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
  private static final BigInteger EIGHT = BigInteger.valueOf(8);
  private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
  private static final Point BASE =
      Point.decode(Bytes.hex("5866666666666666666666666666666666666666666666666666666666666666"));

  /// A point whose order is 8.
  private static final Point EIGHTH =
      Point.decode(Bytes.hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));

  private static final BigInteger SECRET = new BigInteger("1234567890123456789012345678901234567");
  private static final BigInteger NONCE = new BigInteger("9876543210987654321098765432109876543");

  private final StrictVerifier verifier = new StrictVerifier();

  @Test
  void ourArithmeticIsThatOfTheCurve() {
    assertEquals(NEUTRAL, BASE.times(L));
    assertEquals(NEUTRAL, EIGHTH.times(EIGHT));
    assertFalse(EIGHTH.times(BigInteger.valueOf(4)).equals(NEUTRAL));
    Signed plain = sign(NEUTRAL, NEUTRAL, 0);
    assertTrue(verifier.verify(plain.key(), plain.message(), plain.signature()));
  }

  @Test
  void aCommitmentWithAPartOfSmallOrderIsRefusedThoughOneVerifierTakesIt() {
    boolean taken = false;
    for (int i = 0; i < 8; i++) {
      Signed signed = sign(NEUTRAL, EIGHTH, i);
      assertFalse(verifier.verify(signed.key(), signed.message(), signed.signature()), "" + i);
      taken |=
          StrictVerifier.bouncyCastleAccepts(signed.key(), signed.message(), signed.signature());
    }
    assertTrue(taken, "then one verifier would have been enough");
  }

  @Test
  void aKeyWithAPartOfSmallOrderSignsOnlyWhatBothVerifiersTake() {
    int refused = 0;
    for (int i = 0; i < 32; i++) {
      Signed signed = sign(EIGHTH, NEUTRAL, i);
      boolean holdsWithoutCofactor = signed.challenge().mod(EIGHT).signum() == 0;
      boolean accepts = verifier.verify(signed.key(), signed.message(), signed.signature());
      assertEquals(holdsWithoutCofactor, accepts, "message " + i);
      refused += accepts ? 0 : 1;
    }
    assertTrue(refused > 0 && refused < 32, refused + " of 32 refused");
  }

  private record Signed(PublicKey key, Bytes message, Bytes signature, BigInteger challenge) {}

  /// A signature whose equation holds but for the parts of small order.
  private static Signed sign(Point besideKey, Point besideNonce, int number) {
    Bytes key = BASE.times(SECRET).plus(besideKey).encode();
    Bytes commitment = BASE.times(NONCE).plus(besideNonce).encode();
    Bytes message = Bytes.utf8("message " + number);
    BigInteger challenge = challenge(commitment, key, message);
    Bytes scalar = littleEndian(NONCE.add(challenge.multiply(SECRET)).mod(L));
    Bytes signature = Bytes.hex(commitment.toHex() + scalar.toHex());
    return new Signed(new PublicKey(key), message, signature, challenge);
  }

  private static BigInteger challenge(Bytes commitment, Bytes key, Bytes message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(commitment.toArray());
      digest.update(key.toArray());
      return new BigInteger(1, turned(digest.digest(message.toArray()))).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// A point of -x^2 + y^2 = 1 + d x^2 y^2.
  private record Point(BigInteger x, BigInteger y) {
    static Point decode(Bytes bytes) {
      BigInteger whole = new BigInteger(1, turned(bytes.toArray()));
      BigInteger y = whole.clearBit(255);
      BigInteger square = y.multiply(y).mod(P);
      BigInteger above = square.subtract(BigInteger.ONE);
      BigInteger below = D.multiply(square).add(BigInteger.ONE).modInverse(P);
      BigInteger xSquared = above.multiply(below).mod(P);
      BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
      if (!x.multiply(x).mod(P).equals(xSquared)) {
        x = x.multiply(ROOT_OF_MINUS_1).mod(P);
      }
      return new Point(x.testBit(0) == whole.testBit(255) ? x : P.subtract(x), y);
    }

    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      BigInteger newX = x.multiply(other.y).add(other.x.multiply(y));
      BigInteger newY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          newX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
          newY.multiply(BigInteger.ONE.subtract(product).mod(P).modInverse(P)).mod(P));
    }

    Point times(BigInteger factor) {
      Point sum = NEUTRAL;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        sum = factor.testBit(bit) ? sum.plus(this) : sum;
      }
      return sum;
    }

    Bytes encode() {
      return littleEndian(x.testBit(0) ? y.setBit(255) : y);
    }
  }

  private static Bytes littleEndian(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] out = new byte[32];
    for (int i = 0; i < Math.min(out.length, big.length); i++) {
      out[i] = big[big.length - 1 - i];
    }
    return Bytes.of(out);
  }

  private static byte[] turned(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }
}
