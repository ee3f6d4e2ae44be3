package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.node.config.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The directory of a node's keys: `root.key`, `ledger.key`, `mirror.key`, `entry.key`, `tls.key`,
/// `tls.pub`, `tls.crt`. Every file is durable and owner-only before the method that makes it
/// returns. Reading keys back is safe from any thread; renewing the certificate is for one.
public final class KeyFiles {
  private static final String KEY = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Bytes PKCS8_PREFIX = Bytes.hex("302e020100300506032b657004220420");

  private enum Use {
    ROOT,
    LEDGER,
    MIRROR,
    ENTRY;

    String file() {
      return name().toLowerCase(Locale.ROOT) + ".key";
    }
  }

  private final Path directory;
  private final Map<Use, Ed25519Key> signing;
  private final KeyPair tls;

  private KeyFiles(Path directory, Map<Use, Ed25519Key> signing, KeyPair tls) {
    this.directory = directory;
    this.signing = signing;
    this.tls = tls;
  }

  /// Makes all keys anew.
  ///
  /// @throws UserError if the directory has any: keys are never written over
  public static KeyFiles create(Path directory, SecureRandom random) throws IOException {
    PrivateFile.createDirectory(directory);
    for (Use use : Use.values()) {
      if (Files.exists(directory.resolve(use.file()))) {
        throw new UserError(
            directory.toString(),
            "there are keys here already, and whoever loses a key loses its signature.",
            "Choose another directory, or keep this one as it is.");
      }
    }
    KeyPair tls = generateTls(random);
    PrivateFile.write(directory.resolve("tls.key"), KEY, tls.getPrivate().getEncoded());
    PrivateFile.write(directory.resolve("tls.pub"), PUBLIC, tls.getPublic().getEncoded());
    var signing = new LinkedHashMap<Use, Ed25519Key>();
    for (Use use : Use.values()) {
      Ed25519Key key = Ed25519Key.generate(random);
      PrivateFile.write(directory.resolve(use.file()), KEY, pkcs8(key));
      signing.put(use, key);
    }
    return new KeyFiles(directory, signing, tls);
  }

  /// Reads the keys.
  ///
  /// @throws UserError if one is missing, damaged, or open to others
  public static KeyFiles load(Path directory) throws IOException {
    var signing = new LinkedHashMap<Use, Ed25519Key>();
    for (Use use : Use.values()) {
      signing.put(use, readSigning(present(directory.resolve(use.file()))));
    }
    return new KeyFiles(directory, signing, readTls(directory));
  }

  /// The organisation's own key: signs the charter.
  public Signer root() {
    return signer(Use.ROOT);
  }

  /// Signs checkpoints of the own ledger and book.
  public Signer ledger() {
    return signer(Use.LEDGER);
  }

  /// Cosigns others' checkpoints.
  public Signer mirror() {
    return signer(Use.MIRROR);
  }

  /// Signs entries, and Hellos.
  public Signer entry() {
    return signer(Use.ENTRY);
  }

  /// The public halves, as they stand in the roster.
  public MemberKeys publicKeys() {
    return new MemberKeys(
        root().publicKey(),
        ledger().publicKey(),
        mirror().publicKey(),
        entry().publicKey(),
        Hash.sha256(tls.getPublic().getEncoded()));
  }

  /// Makes and keeps a new certificate of the same TLS key: the roster's pin stays as it is.
  public TlsCertificate renewCertificate(CertificateTerms terms, SecureRandom random)
      throws IOException {
    X509Certificate certificate = CertificateMaker.make(tls, terms, random);
    try {
      PrivateFile.write(directory.resolve("tls.crt"), CERTIFICATE, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made can be encoded", e);
    }
    return new TlsCertificate(tls.getPrivate(), certificate);
  }

  /// The certificate made last; absent if none was.
  public Optional<TlsCertificate> certificate() throws IOException {
    Path file = directory.resolve("tls.crt");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var factory = CertificateFactory.getInstance("X.509");
      byte[] encoded = PrivateFile.read(file, CERTIFICATE);
      var found = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
      return Optional.of(new TlsCertificate(tls.getPrivate(), found))
          .filter(certificate -> certificate.pin().equals(publicKeys().tls()));
    } catch (GeneralSecurityException e) {
      throw PrivateFile.notOne(file, CERTIFICATE, e);
    }
  }

  private Signer signer(Use use) {
    return Optional.ofNullable(signing.get(use)).orElseThrow();
  }

  private static KeyPair generateTls(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static byte[] pkcs8(Ed25519Key key) {
    byte[] encoded = new byte[PKCS8_PREFIX.size() + Ed25519Key.SEED_BYTES];
    PKCS8_PREFIX.copyTo(encoded, 0);
    key.seed().copyTo(encoded, PKCS8_PREFIX.size());
    return encoded;
  }

  private static Ed25519Key readSigning(Path file) throws IOException {
    Bytes encoded = Bytes.of(PrivateFile.read(file, KEY));
    int prefix = PKCS8_PREFIX.size();
    if (encoded.size() != prefix + Ed25519Key.SEED_BYTES
        || !encoded.slice(0, prefix).equals(PKCS8_PREFIX)) {
      throw PrivateFile.notOne(file, "Ed25519 " + KEY, new IOException(file.toString()));
    }
    return Ed25519Key.ofSeed(encoded.slice(prefix, encoded.size()));
  }

  private static KeyPair readTls(Path directory) throws IOException {
    Path file = present(directory.resolve("tls.key"));
    Path publicFile = present(directory.resolve("tls.pub"));
    try {
      var factory = KeyFactory.getInstance("EC");
      PrivateKey key =
          factory.generatePrivate(new PKCS8EncodedKeySpec(PrivateFile.read(file, KEY)));
      PublicKey shown =
          factory.generatePublic(new X509EncodedKeySpec(PrivateFile.read(publicFile, PUBLIC)));
      return new KeyPair(shown, key);
    } catch (GeneralSecurityException e) {
      throw PrivateFile.notOne(file, KEY, e);
    }
  }

  private static Path present(Path file) {
    if (Files.exists(file)) {
      return file;
    }
    throw new UserError(
        file.toString(),
        "this key is missing.",
        "Make a node's keys with: minga init; or name its directory with --dir.");
  }
}
