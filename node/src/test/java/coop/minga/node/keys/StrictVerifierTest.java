package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import java.math.BigInteger;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Random;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

class StrictVerifierTest {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// The eight points whose order divides 8, in their canonical encodings, and then every other
  /// encoding of them in 32 bytes.
  private static final List<String> SMALL_ORDER =
      List.of(
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0000000000000000000000000000000000000000000000000000000000000080",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "0100000000000000000000000000000000000000000000000000000000000080",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

  private static final Provider CONSCRYPT = Conscrypt.newProvider();
  private static final SignatureVerifier YES = (_, _, _) -> true;

  private final StrictVerifier verifier = new StrictVerifier();
  private final Ed25519Key key = Ed25519Key.ofSeed(Bytes.of(new byte[32]));
  private final Bytes message = Bytes.utf8("96 yoghurts");
  private final Bytes signature = key.sign(message);

  @Test
  void theVectorsOfTheStandardAreAccepted() {
    // RFC 8032, section 7.1, tests 1 and 2.
    assertTrue(
        accepts(
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    assertTrue(
        accepts(
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    Bytes seed = Bytes.hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    assertEquals(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        Ed25519Key.ofSeed(seed).publicKey().toString());
  }

  @Test
  void bothVerifiersAndNotOneAloneDecide() {
    assertTrue(StrictVerifier.bouncyCastleAccepts(key.publicKey(), message, signature));
    assertTrue(StrictVerifier.accepts(CONSCRYPT, key.publicKey(), message, signature));
    assertEquals("Conscrypt", verifier.second());
    for (boolean opinion : List.of(true, false)) {
      SignatureVerifier other = (_, _, _) -> opinion;
      for (StrictVerifier split :
          List.of(
              new StrictVerifier(YES, other, "other"), new StrictVerifier(other, YES, "other"))) {
        assertEquals(opinion, split.verify(key.publicKey(), message, signature));
      }
    }
  }

  @Test
  void eachOfTheVerifiersSaysNoByItself() {
    var random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      PublicKey perhaps = new PublicKey(Bytes.of(bytes));
      assertFalse(StrictVerifier.bouncyCastleAccepts(perhaps, message, signature));
      for (Provider provider : List.of(CONSCRYPT, Security.getProvider("SunEC"))) {
        assertFalse(StrictVerifier.accepts(provider, perhaps, message, signature), "no such key");
      }
    }
    assertFalse(StrictVerifier.bouncyCastleAccepts(key.publicKey(), Bytes.empty(), signature));
  }

  /// What has another form is refused, whatever verifiers of today or tomorrow make of it.
  @Test
  void whatHasNotItsOneFormIsRefusedWhateverTheVerifiersSay() {
    var trusting = new StrictVerifier(YES, YES, "yes");
    String r = signature.slice(0, 32).toHex();
    String s = signature.slice(32, 64).toHex();
    assertTrue(trusting.verify(key.publicKey(), Bytes.empty(), signature), "of the one form");
    String notReduced = littleEndian(L).toHex();
    assertFalse(trusting.verify(key.publicKey(), message, Bytes.hex(r + notReduced)));
    String highest = littleEndian(L.subtract(BigInteger.ONE)).toHex();
    assertTrue(trusting.verify(key.publicKey(), message, Bytes.hex(r + highest)));
    String twoForms = SMALL_ORDER.getLast();
    assertFalse(trusting.verify(key.publicKey(), message, Bytes.hex(twoForms + s)));
    PublicKey two = new PublicKey(littleEndian(P.add(BigInteger.TWO)));
    assertFalse(EdwardsForm.isSmallOrder(two.value()));
    assertFalse(trusting.verify(two, message, signature));
    PublicKey weak = new PublicKey(Bytes.hex(SMALL_ORDER.getFirst()));
    assertFalse(trusting.verify(weak, message, signature));
  }

  @Test
  void numbersAndPointsHaveThirtyTwoBytes() {
    for (Bytes other : List.of(Bytes.of(new byte[31]), Bytes.of(new byte[33]), Bytes.empty())) {
      assertFalse(EdwardsForm.isCanonicalPoint(other));
      assertFalse(EdwardsForm.isCanonicalScalar(other));
    }
    assertTrue(EdwardsForm.isCanonicalScalar(Bytes.of(new byte[32])));
    assertFalse(EdwardsForm.isCanonicalScalar(littleEndian(L)));
  }

  @Test
  void whereConscryptHasNoNativeCodeTheJdkGivesTheSecondOpinion() {
    StrictVerifier withJdk = new StrictVerifier(Security.getProvider("SunEC"));
    assertTrue(withJdk.verify(key.publicKey(), message, signature));
    assertFalse(withJdk.verify(key.publicKey(), Bytes.empty(), signature));
  }

  @Test
  void aSignatureWithAnyBitChangedIsRefused() {
    byte[] bytes = signature.toArray();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(verifier.verify(key.publicKey(), message, Bytes.of(bytes)), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertTrue(verifier.verify(key.publicKey(), message, Bytes.of(bytes)));
  }

  @Test
  void aSignatureOfAnotherLengthIsRefused() {
    assertFalse(verifier.verify(key.publicKey(), message, Bytes.empty()));
    assertFalse(verifier.verify(key.publicKey(), message, signature.slice(0, 63)));
    assertFalse(verifier.verify(key.publicKey(), message, Bytes.hex(signature.toHex() + "00")));
  }

  @Test
  void aSignatureWhoseScalarIsNotReducedIsRefused() {
    BigInteger s = number(signature.slice(32, 64));
    for (BigInteger more = s.add(L); more.bitLength() <= 256; more = more.add(L)) {
      Bytes other = Bytes.hex(signature.slice(0, 32).toHex() + littleEndian(more).toHex());
      assertFalse(verifier.verify(key.publicKey(), message, other), more.toString());
    }
  }

  @Test
  void aKeyOfSmallOrderIsRefusedWithEverySignature() {
    for (String point : SMALL_ORDER) {
      PublicKey weak = new PublicKey(Bytes.hex(point));
      for (String r : SMALL_ORDER) {
        // S = 0 and R of small order: the equation holds for many messages under such a key.
        Bytes forged = Bytes.hex(r + "00".repeat(32));
        for (int i = 0; i < 16; i++) {
          assertFalse(verifier.verify(weak, Bytes.utf8("message " + i), forged), point + " " + r);
        }
      }
    }
  }

  @Test
  void suchForgeriesWouldHoldWithoutOurOwnCheck() {
    PublicKey identity = new PublicKey(Bytes.hex(SMALL_ORDER.getFirst()));
    Bytes forged = Bytes.hex(SMALL_ORDER.getFirst() + "00".repeat(32));
    assertTrue(
        EdwardsForm.isCanonicalPoint(identity.value())
            && EdwardsForm.isSmallOrder(identity.value()));
    assertTrue(StrictVerifier.accepts(CONSCRYPT, identity, message, forged));
    assertFalse(verifier.verify(identity, message, forged));
  }

  @Test
  void aPointThatIsNotInItsOneEncodingIsRefused() {
    for (int i = 0; i < 19; i++) {
      BigInteger y = P.add(BigInteger.valueOf(i));
      for (BigInteger encoded : List.of(y, y.setBit(255))) {
        Bytes point = littleEndian(encoded);
        assertFalse(EdwardsForm.isCanonicalPoint(point), point.toHex());
        assertFalse(verifier.verify(new PublicKey(point), message, signature));
        Bytes withR = Bytes.hex(point.toHex() + signature.slice(32, 64).toHex());
        assertFalse(verifier.verify(key.publicKey(), message, withR));
      }
    }
    for (String negativeZero : SMALL_ORDER.subList(8, 10)) {
      assertFalse(EdwardsForm.isCanonicalPoint(Bytes.hex(negativeZero)), negativeZero);
    }
    for (String canonical : SMALL_ORDER.subList(0, 8)) {
      assertTrue(EdwardsForm.isCanonicalPoint(Bytes.hex(canonical)), canonical);
      assertTrue(EdwardsForm.isSmallOrder(Bytes.hex(canonical)), canonical);
    }
  }

  @Test
  void bytesThatAreNoPointAtAllAreRefusedWithoutAnException() {
    long seed = Long.getLong("seed", 5L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] point = new byte[32];
      byte[] some = new byte[64];
      random.nextBytes(point);
      random.nextBytes(some);
      assertFalse(verifier.verify(new PublicKey(Bytes.of(point)), message, Bytes.of(some)));
    }
  }

  @Test
  void whatOneKeySignsTheOtherVerifiersAccept() {
    long seed = Long.getLong("seed", 6L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      Ed25519Key signer = Ed25519Key.ofSeed(Bytes.of(bytes));
      Bytes text = Bytes.of(new byte[random.nextInt(2000)]);
      assertTrue(verifier.verify(signer.publicKey(), text, signer.sign(text)), "seed " + seed);
    }
  }

  private boolean accepts(String publicKey, String text, String signed) {
    return verifier.verify(new PublicKey(Bytes.hex(publicKey)), Bytes.hex(text), Bytes.hex(signed));
  }

  private static BigInteger number(Bytes bytes) {
    return new BigInteger(1, turned(bytes.toArray()));
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
