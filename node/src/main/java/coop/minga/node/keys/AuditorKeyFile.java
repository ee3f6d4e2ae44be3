package coop.minga.node.keys;

import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.SealedOpenings;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/// An auditor's X25519 key in a file that only its owner can read, and what is sealed to it: HPKE
/// in its base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. Source: RFC 9180.
public final class AuditorKeyFile {
  private static final String LABEL = "MINGA AUDITOR KEY";

  private final X25519PrivateKeyParameters secret;

  private AuditorKeyFile(X25519PrivateKeyParameters secret) {
    this.secret = secret;
  }

  /// Makes a key; the file is durable when this returns.
  ///
  /// @throws UserError if there is such a file: a key that was lost cannot be made again
  public static AuditorKeyFile create(Path file, SecureRandom random) throws IOException {
    if (Files.exists(file)) {
      throw new UserError(
          file.toString(), "There is a file by that name.", "Choose another, and keep this one.");
    }
    var secret = new X25519PrivateKeyParameters(random);
    PrivateFile.write(file, LABEL, secret.getEncoded());
    return new AuditorKeyFile(secret);
  }

  /// Reads a key.
  public static AuditorKeyFile load(Path file) throws IOException {
    byte[] content = PrivateFile.read(file, LABEL);
    if (content.length != AuditorKey.SIZE) {
      throw PrivateFile.notOne(file, LABEL, new IOException("of " + content.length + " bytes"));
    }
    return new AuditorKeyFile(new X25519PrivateKeyParameters(content));
  }

  /// What a member is told.
  public AuditorKey publicKey() {
    return new AuditorKey(Bytes.of(secret.generatePublicKey().getEncoded()));
  }

  /// Seals openings to an auditor.
  public static SealedOpenings seal(SealedOpenings.For to, Bytes openings) {
    HPKE hpke = hpke();
    try {
      byte[][] made =
          hpke.seal(
              hpke.deserializePublicKey(to.auditor().value().toArray()),
              to.info().toArray(),
              new byte[0],
              openings.toArray(),
              null,
              null,
              null);
      return new SealedOpenings(to, Bytes.of(made[1]), Bytes.of(made[0]));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /// Opens what was sealed to this key; absent if it was not, or was changed.
  public Optional<Bytes> open(SealedOpenings sealed) {
    if (!sealed.to().auditor().equals(publicKey())) {
      return Optional.empty();
    }
    try {
      byte[] opened =
          hpke()
              .open(
                  sealed.encapsulated().toArray(),
                  new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret),
                  sealed.to().info().toArray(),
                  new byte[0],
                  sealed.content().toArray(),
                  null,
                  null,
                  null);
      return Optional.of(Bytes.of(opened));
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
