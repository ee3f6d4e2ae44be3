package coop.minga.node.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// A public root key in a PEM file, as OpenSSL, keytool and tokens' tools write it.
public final class PublicKeyFile {
  static final String LABEL = "PUBLIC KEY";

  private static final Bytes ED25519_PREFIX = Bytes.hex("302a300506032b6570032100");
  private static final int MAX_BYTES = 4096;
  private static final String BEGIN = "-----BEGIN " + LABEL + "-----";
  private static final String END = "-----END " + LABEL + "-----";

  private PublicKeyFile() {}

  /// Writes a key, durably.
  public static void write(Path file, PublicKey key) throws IOException {
    PrivateFile.write(file, LABEL, encode(key));
  }

  /// Reads a key.
  ///
  /// @throws UserError if it is not one that a root key may be
  public static PublicKey read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw none(file, new IOException(file.toString()));
    }
    String text = Files.readString(file, ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw none(file, new IOException(file.toString()));
    }
    try {
      return decode(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw none(file, e);
    }
  }

  private static byte[] encode(PublicKey key) {
    return switch (key.algorithm()) {
      case ED25519 -> {
        byte[] spki = new byte[ED25519_PREFIX.size() + PublicKey.SIZE];
        ED25519_PREFIX.copyTo(spki, 0);
        key.value().copyTo(spki, ED25519_PREFIX.size());
        yield spki;
      }
      case P256 -> P256.spki(key);
    };
  }

  private static PublicKey decode(byte[] spki) throws GeneralSecurityException {
    Bytes whole = Bytes.of(spki);
    int prefix = ED25519_PREFIX.size();
    if (whole.size() == prefix + PublicKey.SIZE && whole.slice(0, prefix).equals(ED25519_PREFIX)) {
      return new PublicKey(whole.slice(prefix, whole.size()));
    }
    var read = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    return P256.publicKey((ECPublicKey) read);
  }

  private static UserError none(Path file, Exception cause) {
    return new UserError(
        file.toString(),
        "this is not a public key that an organisation may have: Ed25519, or P-256.",
        "Make one with minga root new, or write out a token's with minga root show.",
        cause);
  }
}
