package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals a message to one reader: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256),
/// HKDF-SHA256, ChaCha20-Poly1305, one message a context, with the JDK's functions.
///
/// The ephemeral key is given, as the core makes none; it must be used for one seal only.
final class Sealing {
  /// What a sealed message is longer than its plaintext: the encapsulated key and the tag.
  static final int OVERHEAD = MaskKey.SIZE + 16;

  private static final Bytes VERSION = Bytes.utf8("HPKE-v1");
  private static final Bytes KEM = Bytes.utf8("KEM").plus(shortNumber(0x0020));
  private static final Bytes SUITE =
      Bytes.utf8("HPKE")
          .plus(shortNumber(0x0020))
          .plus(shortNumber(0x0001))
          .plus(shortNumber(0x0003));
  private static final Bytes BASE_MODE = Bytes.of(new byte[1]);
  private static final int NONCE = 12;

  private Sealing() {}

  /// What a sealed message is bound to: it opens with nothing else.
  ///
  /// @param info of the key
  /// @param aad of the message
  record Bound(Bytes info, Bytes aad) {
    static Bound to(Bytes info) {
      return new Bound(info, Bytes.empty());
    }
  }

  /// Who opens, with both halves of its key.
  record Reader(Bytes privateKey, MaskKey key) {}

  /// Seals; absent if the reader's key gives no secret.
  ///
  /// @return the encapsulated key, then the ciphertext
  static Optional<Bytes> seal(Bytes ephemeral, MaskKey reader, Bound bound, Bytes message) {
    Bytes encapsulated = X25519.publicKey(ephemeral);
    return X25519
        .agree(ephemeral, reader.value())
        .map(agreed -> shared(agreed, encapsulated, reader))
        .map(secret ->
            encapsulated.plus(
                crypt(Cipher.ENCRYPT_MODE, secret, bound, message)
                    .orElseThrow(() -> new IllegalStateException("sealing has no tag to miss"))));
  }

  /// Opens; absent if it was not sealed to this key and bound to this, or was changed.
  static Optional<Bytes> open(Reader reader, Bytes sealed, Bound bound) {
    if (sealed.size() < OVERHEAD) {
      return Optional.empty();
    }
    Bytes encapsulated = sealed.slice(0, MaskKey.SIZE);
    return X25519
        .agree(reader.privateKey(), encapsulated)
        .map(agreed -> shared(agreed, encapsulated, reader.key()))
        .flatMap(secret ->
            crypt(Cipher.DECRYPT_MODE, secret, bound, sealed.slice(MaskKey.SIZE, sealed.size())));
  }

  private static Bytes shared(Bytes agreed, Bytes encapsulated, MaskKey reader) {
    SecretKey prk = extract(KEM, Bytes.empty(), "eae_prk", agreed);
    return expand(KEM, prk, "shared_secret", encapsulated.plus(reader.value()), MaskKey.SIZE);
  }

  private static Optional<Bytes> crypt(int mode, Bytes secret, Bound bound, Bytes text) {
    Bytes context =
        BASE_MODE
            .plus(raw(extract(SUITE, Bytes.empty(), "psk_id_hash", Bytes.empty())))
            .plus(raw(extract(SUITE, Bytes.empty(), "info_hash", bound.info())));
    SecretKey schedule = extract(SUITE, secret, "secret", Bytes.empty());
    Bytes key = expand(SUITE, schedule, "key", context, MaskKey.SIZE);
    Bytes nonce = expand(SUITE, schedule, "base_nonce", context, NONCE);
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(
          mode, new SecretKeySpec(key.toArray(), "ChaCha20"), new IvParameterSpec(nonce.toArray()));
      cipher.updateAAD(bound.aad().toArray());
      return Optional.of(Bytes.of(cipher.doFinal(text.toArray())));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has ChaCha20-Poly1305", e);
    }
  }

  private static SecretKey extract(Bytes suite, Bytes salt, String label, Bytes material) {
    Bytes labeled = VERSION.plus(suite).plus(Bytes.utf8(label)).plus(material);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "Generic",
              HKDFParameterSpec.ofExtract()
                  .addIKM(labeled.toArray())
                  .addSalt(salt.toArray())
                  .extractOnly());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has HKDF", e);
    }
  }

  private static Bytes expand(Bytes suite, SecretKey prk, String label, Bytes info, int length) {
    Bytes labeled =
        shortNumber(length).plus(VERSION).plus(suite).plus(Bytes.utf8(label)).plus(info);
    try {
      return Bytes.of(
          KDF.getInstance("HKDF-SHA256")
              .deriveData(HKDFParameterSpec.expandOnly(prk, labeled.toArray(), length)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has HKDF", e);
    }
  }

  private static Bytes raw(SecretKey key) {
    return Bytes.of(key.getEncoded());
  }

  private static Bytes shortNumber(int value) {
    return Bytes.of(new byte[] {(byte) (value >>> Byte.SIZE), (byte) value});
  }
}
