package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Known answers of RFC 7748, RFC 5869, RFC 9180, FIPS 197 and NIST SP 800-38A.
class PublishedVectorsTest {
  @Test
  void agreesAsRfc7748Section52Does() {
    assertEquals(
        Optional.of(Bytes.hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")),
        X25519.agree(
            Bytes.hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
            Bytes.hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")));
    assertEquals(
        Optional.of(Bytes.hex("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")),
        X25519.agree(
            Bytes.hex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
            Bytes.hex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")));
  }

  @Test
  void givesThePublicKeyOfRfc7748Section61() {
    assertEquals(
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        AttemptSecret.publicKey(
                Bytes.hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
            .toString());
  }

  @Test
  void refusesEveryPointOfSmallOrder() {
    List<String> points =
        List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    for (String point : points) {
      assertTrue(new MaskKey(Bytes.hex(point)).givesNoSecret(), point);
      assertEquals(Optional.empty(), X25519.agree(Bytes.of(new byte[32]), Bytes.hex(point)));
    }
    assertFalse(
        new MaskKey(Bytes.hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
            .givesNoSecret());
  }

  @Test
  void sealsAndOpensAsRfc9180SectionA21Does() {
    Bytes ephemeral = Bytes.hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
    Bytes reader = Bytes.hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    Bytes info = Bytes.hex("4f6465206f6e2061204772656369616e2055726e");
    Bytes message = Bytes.hex("4265617574792069732074727574682c20747275746820626561757479");
    Bytes aad = Bytes.hex("436f756e742d30");
    Bytes sealed =
        Bytes.hex(
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
                + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
                + "21993c62ce81883d2dd1b51a28");
    MaskKey key = AttemptSecret.publicKey(reader);
    assertEquals(
        "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a", key.toString());
    assertEquals(
        Optional.of(sealed), Sealing.seal(ephemeral, key, new Sealing.Bound(info, aad), message));
    assertEquals(
        Optional.of(message),
        Sealing.open(new Sealing.Reader(reader, key), sealed, new Sealing.Bound(info, aad)));
    assertEquals(
        Optional.empty(),
        Sealing.open(
            new Sealing.Reader(reader, key), sealed, new Sealing.Bound(info, Bytes.empty())));
  }

  @Test
  void multipliesInTheFieldOfFips197() {
    // 57 * 83 = c1 and 57 * 13 = fe, section 4.2. A line through (0, s) and (1, s + a) has the
    // value s + a * x at x, so with s = 0 the share of point x is a * x.
    assertEquals(0xc1, lineAt(0x57, 0x83));
    assertEquals(0xfe, lineAt(0x57, 0x13));
  }

  private static int lineAt(int slope, int point) {
    var two = new TreeMap<Integer, Bytes>();
    two.put(1, Bytes.of(new byte[] {(byte) slope}));
    two.put(2, Bytes.of(new byte[] {(byte) (slope << 1 ^ (slope > 127 ? 0x11b : 0))}));
    assertEquals(0, SecretSharing.valueAt(0, two).at(0));
    return SecretSharing.valueAt(point, two).at(0);
  }

  @Test
  void derivesKeysAsRfc5869Does() {
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        Masks.hkdf(
                Bytes.hex("0b".repeat(22)),
                Bytes.hex("000102030405060708090a0b0c"),
                Bytes.hex("f0f1f2f3f4f5f6f7f8f9"),
                42)
            .toHex());
    assertEquals(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        Masks.hkdf(Bytes.hex("0b".repeat(22)), Bytes.empty(), Bytes.empty(), 42).toHex());
  }

  /// F.5.5: what the stream xors onto the published plaintext gives the published ciphertext.
  @Test
  void streamsAsNistCtrAes256Does() {
    HexFormat hex = HexFormat.of();
    var stream =
        new KeyStream(
            hex.parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
            hex.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
    byte[] plain =
        hex.parseHex(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    ByteBuffer words = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < plain.length; at += Integer.BYTES) {
      words.putInt(at, words.getInt(at) ^ stream.next());
    }
    assertEquals(
        "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
            + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
        hex.formatHex(plain));
  }
}
