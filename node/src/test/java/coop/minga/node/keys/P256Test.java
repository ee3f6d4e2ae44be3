package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class P256Test {
  /// RFC 6979, appendix A.2.5.
  private static final PublicKey RFC_KEY =
      new PublicKey(
          Bytes.hex(
              "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                  + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));

  private static final String R_OF_SAMPLE =
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
  private static final String S_OF_SAMPLE =
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final SignatureVerifier verifier = new StrictVerifier();

  @Test
  void theVectorsOfRfc6979AreAcceptedAndOnlyWithTheLowerS() {
    Bytes test =
        Bytes.hex(
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
    assertTrue(verifier.verify(RFC_KEY, Bytes.utf8("test"), test));
    assertFalse(verifier.verify(RFC_KEY, Bytes.utf8("tesu"), test));

    Bytes high = Bytes.hex(R_OF_SAMPLE + S_OF_SAMPLE);
    assertFalse(verifier.verify(RFC_KEY, Bytes.utf8("sample"), high), "s above half the order");
    Bytes low = Bytes.hex(R_OF_SAMPLE + hex(ORDER.subtract(new BigInteger(S_OF_SAMPLE, 16))));
    assertTrue(verifier.verify(RFC_KEY, Bytes.utf8("sample"), low));
  }

  @Test
  void whatATokenGivesIsPutIntoItsOneForm() {
    var key = new P256Key();
    for (int round = 0; round < 20; round++) {
      Bytes message = Bytes.utf8("round " + round);
      Bytes signature = P256.canonical(key.der(message));
      assertEquals(P256.SIGNATURE_BYTES, signature.size());
      assertTrue(verifier.verify(key.publicKey(), message, signature));
      assertFalse(verifier.verify(new P256Key().publicKey(), message, signature));
    }
    assertThrows(IllegalStateException.class, () -> P256.canonical(new byte[] {0x30, 1, 2}));
  }

  @Test
  void whatIsNoSignatureOrNoPointIsRefusedWithoutATrace() {
    var key = new P256Key();
    Bytes message = Bytes.utf8("text");
    Bytes good = key.sign(message);
    for (int cut = 0; cut < good.size(); cut++) {
      assertFalse(verifier.verify(key.publicKey(), message, good.slice(0, cut)), "cut to " + cut);
    }
    String r = good.slice(0, 32).toHex();
    String s = good.slice(32, 64).toHex();
    for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, ORDER}) {
      assertFalse(verifier.verify(key.publicKey(), message, Bytes.hex(hex(wrong) + s)));
      assertFalse(verifier.verify(key.publicKey(), message, Bytes.hex(r + hex(wrong))));
    }
    byte[] off = key.publicKey().value().toArray();
    off[64] ^= 1;
    assertFalse(verifier.verify(new PublicKey(Bytes.of(off)), message, good), "off the curve");
    byte[] none = new byte[65];
    none[0] = 4;
    assertFalse(verifier.verify(new PublicKey(Bytes.of(none)), message, good), "no point");
    assertFalse(
        verifier.verify(Ed25519Key.generate(new SecureRandom()).publicKey(), message, good),
        "another kind of key");
  }

  @Test
  void bothVerifiersAndNotOneAloneDecide() {
    var key = new P256Key();
    Bytes message = Bytes.utf8("text");
    Bytes good = key.sign(message);
    Bytes changed = Bytes.utf8("tent");
    byte[] off = key.publicKey().value().toArray();
    off[64] ^= 1;
    PublicKey none = new PublicKey(Bytes.of(off));
    SignatureVerifier no = (_, _, _) -> false;
    for (SignatureVerifier one : P256.BOTH) {
      assertTrue(one.verify(key.publicKey(), message, good));
      assertFalse(one.verify(key.publicKey(), changed, good));
      assertFalse(one.verify(none, message, good), "off the curve");
      assertFalse(one.verify(key.publicKey(), message, good.slice(0, 63)), "too short to be read");
      assertTrue(P256.verify(List.of(one), key.publicKey(), message, good));
      assertFalse(P256.verify(List.of(one, no), key.publicKey(), message, good));
    }
    assertEquals(2, P256.BOTH.size());
  }

  @Test
  void aKeyOnAnotherCurveIsNone() throws GeneralSecurityException {
    var curves = KeyPairGenerator.getInstance("EC");
    curves.initialize(new ECGenParameterSpec("secp384r1"));
    var other = (ECPublicKey) curves.generateKeyPair().getPublic();
    var refused = assertThrows(IllegalArgumentException.class, () -> P256.publicKey(other));
    assertEquals("a key on another curve than P-256", refused.getMessage());
  }

  @Test
  void onlyARootKeyMayBeOnP256() {
    PublicKey key = new P256Key().publicKey();
    assertThrows(IllegalArgumentException.class, key::requireEd25519);
    byte[] compressed = key.value().toArray();
    compressed[0] = 2;
    assertThrows(IllegalArgumentException.class, () -> new PublicKey(Bytes.of(compressed)));
    assertThrows(IllegalArgumentException.class, () -> new PublicKey(key.value().slice(0, 33)));
  }

  private static String hex(BigInteger number) {
    return String.format(Locale.ROOT, "%064x", number);
  }
}
