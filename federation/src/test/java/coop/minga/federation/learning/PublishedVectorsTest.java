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
import org.junit.jupiter.api.Test;

/// Known answers of RFC 7748, RFC 5869 and NIST SP 800-38A.
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
        MaskSecret.publicKey(
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
    }
    assertFalse(
        new MaskKey(Bytes.hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
            .givesNoSecret());
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
