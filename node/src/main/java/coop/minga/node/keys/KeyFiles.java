package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.node.config.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The directory of a node's keys: `root.key`, `ledger.key`, `mirror.key`, `entry.key`, `tls.key`,
/// `tls.pub`, `tls.crt`. Every file is durable and owner-only before the method that makes it
/// returns.
///
/// An organisation that keeps its root key elsewhere has `root.pub` in the place of `root.key`, and
/// signs what the root key must sign where that key is.
///
/// While keys change there are two sets: the next ones are in `next/`, and a next root key in
/// `next-root/`, until [#promote] or [#promoteRoot] puts them in the place of the old ones, which
/// it overwrites first. A crash in the middle of that is carried through by the next start. (What a
/// disk keeps of an overwritten file is not in our hands.) Where the next ones have to be replaced
/// before that, those that follow them wait in `next-but-one/`.
///
/// Reading is safe from any thread; changing is for one.
public final class KeyFiles {
  static final String KEY = "PRIVATE KEY";
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

  private static final String ROOT_PUBLIC = "root.pub";
  private static final String NEXT = "next";
  private static final String NEXT_BUT_ONE = "next-but-one";
  private static final String NEXT_ROOT = "next-root";
  private static final String PROMOTING = "promoting";
  private static final List<String> TLS_FILES = List.of("tls.key", "tls.pub");

  private final Path directory;
  private volatile Held held;

  /// The keys that are here.
  ///
  /// @param signing those in use; without the root key, if that is elsewhere
  /// @param shownRoot the root key's public half
  /// @param tls the pair in use
  /// @param coming those that will be
  private record Held(
      Map<Use, Ed25519Key> signing, PublicKey shownRoot, KeyPair tls, Coming coming) {}

  /// Keys that will be, as far as they are made.
  private record Coming(
      Map<Use, Ed25519Key> signing, Optional<PublicKey> shownRoot, Optional<KeyPair> tls) {}

  private KeyFiles(Path directory, Held held) {
    this.directory = directory;
    this.held = held;
  }

  /// Makes all keys anew.
  ///
  /// @throws UserError if the directory has any: keys are never written over
  public static KeyFiles create(Path directory, SecureRandom random) throws IOException {
    return create(directory, Optional.empty(), random);
  }

  /// Makes all keys anew but the root key, if that is elsewhere.
  ///
  /// @param root the public half of a root key that is kept elsewhere
  /// @throws UserError if the directory has any: keys are never written over
  public static KeyFiles create(Path directory, Optional<PublicKey> root, SecureRandom random)
      throws IOException {
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
    if (root.isPresent()) {
      PublicKeyFile.write(directory.resolve(ROOT_PUBLIC), root.get());
    }
    for (Use use : Use.values()) {
      if (use != Use.ROOT || root.isEmpty()) {
        PrivateFile.write(directory.resolve(use.file()), KEY, pkcs8(Ed25519Key.generate(random)));
      }
    }
    return load(directory);
  }

  /// Reads the keys.
  ///
  /// @throws UserError if one is missing, damaged, or open to others
  public static KeyFiles load(Path directory) throws IOException {
    return new KeyFiles(directory, read(directory));
  }

  /// Carries a change of keys through that a crash cut short. Only for the one process that runs
  /// the node of the directory, before it reads the keys.
  public static void carryThrough(Path directory) throws IOException {
    for (Path here : List.of(directory, directory.resolve(NEXT_ROOT))) {
      PrivateFile.finish(here.resolve(Use.ROOT.file()));
    }
    for (String next : List.of(NEXT, NEXT_ROOT)) {
      if (Files.exists(directory.resolve(next).resolve(PROMOTING))) {
        putInPlace(directory, next);
      }
    }
    moveUp(directory);
  }

  /// What follows the next keys is next once those are in their place.
  private static void moveUp(Path directory) throws IOException {
    Path further = directory.resolve(NEXT_BUT_ONE);
    if (Files.exists(further.resolve("tls.pub")) && !Files.exists(directory.resolve(NEXT))) {
      Files.move(further, directory.resolve(NEXT), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Held read(Path directory) throws IOException {
    var signing = new LinkedHashMap<Use, Ed25519Key>();
    boolean rootIsHere =
        Files.exists(directory.resolve(Use.ROOT.file()))
            || !Files.exists(directory.resolve(ROOT_PUBLIC));
    for (Use use : Use.values()) {
      if (use != Use.ROOT || rootIsHere) {
        signing.put(use, readSigning(present(directory.resolve(use.file()))));
      }
    }
    PublicKey shown =
        rootIsHere ? key(signing, Use.ROOT) : PublicKeyFile.read(directory.resolve(ROOT_PUBLIC));
    return new Held(signing, shown, readTls(directory), readComing(directory));
  }

  private static Coming readComing(Path directory) throws IOException {
    Path next = directory.resolve(NEXT);
    var coming = new LinkedHashMap<Use, Ed25519Key>();
    for (Use use : Use.values()) {
      Path file = directory.resolve(use == Use.ROOT ? NEXT_ROOT : NEXT).resolve(use.file());
      if (Files.exists(file)) {
        coming.put(use, readSigning(file));
      }
    }
    Optional<KeyPair> tls =
        Files.exists(next.resolve("tls.pub")) ? Optional.of(readTls(next)) : Optional.empty();
    Path elsewhere = directory.resolve(NEXT_ROOT).resolve(ROOT_PUBLIC);
    Optional<PublicKey> root =
        Files.exists(elsewhere)
            ? Optional.of(PublicKeyFile.read(elsewhere))
            : Optional.ofNullable(coming.get(Use.ROOT)).map(Ed25519Key::publicKey);
    return new Coming(coming, root, tls);
  }

  /// Makes the node's next keys, all but the root key; or gives those that are made already.
  public NodeKeys prepare(SecureRandom random) throws IOException {
    if (held.coming().tls().isEmpty()) {
      make(directory.resolve(NEXT), random);
      held = read(directory);
    }
    return prepared().orElseThrow();
  }

  /// Makes the keys that follow the next ones; or gives those that are made already. They are the
  /// next ones as soon as those before them are in their place.
  public NodeKeys prepareFurther(SecureRandom random) throws IOException {
    Path further = directory.resolve(NEXT_BUT_ONE);
    if (!Files.exists(further.resolve("tls.pub"))) {
      make(further, random);
    }
    var signing = new LinkedHashMap<Use, Ed25519Key>();
    for (Use use : List.of(Use.LEDGER, Use.MIRROR, Use.ENTRY)) {
      signing.put(use, readSigning(further.resolve(use.file())));
    }
    return nodeKeys(new Coming(signing, Optional.empty(), Optional.of(readTls(further))))
        .orElseThrow();
  }

  /// Makes a node's keys; `tls.pub` last.
  private static void make(Path place, SecureRandom random) throws IOException {
    PrivateFile.createDirectory(place);
    for (Use use : List.of(Use.LEDGER, Use.MIRROR, Use.ENTRY)) {
      PrivateFile.write(place.resolve(use.file()), KEY, pkcs8(Ed25519Key.generate(random)));
    }
    KeyPair pair = generateTls(random);
    PrivateFile.write(place.resolve("tls.key"), KEY, pair.getPrivate().getEncoded());
    PrivateFile.write(place.resolve("tls.pub"), PUBLIC, pair.getPublic().getEncoded());
  }

  /// The node's next keys; absent if none are made.
  public Optional<NodeKeys> prepared() {
    return nodeKeys(held.coming());
  }

  private static Optional<NodeKeys> nodeKeys(Coming coming) {
    return coming
        .tls()
        .map(pair ->
            new NodeKeys(
                key(coming.signing(), Use.LEDGER),
                key(coming.signing(), Use.MIRROR),
                key(coming.signing(), Use.ENTRY),
                Hash.sha256(pair.getPublic().getEncoded())));
  }

  /// Makes the organisation's next root key, or gives the one that is made already.
  public PublicKey prepareRoot(SecureRandom random) throws IOException {
    if (preparedRoot().isEmpty()) {
      Path next = directory.resolve(NEXT_ROOT);
      PrivateFile.createDirectory(next);
      PrivateFile.write(next.resolve(Use.ROOT.file()), KEY, pkcs8(Ed25519Key.generate(random)));
      held = read(directory);
    }
    return preparedRoot().orElseThrow();
  }

  /// Notes the organisation's next root key, which is kept elsewhere. One that was made or noted
  /// before and is not in force gives way.
  public void prepareRoot(PublicKey elsewhere) throws IOException {
    Path next = directory.resolve(NEXT_ROOT);
    PrivateFile.createDirectory(next);
    PrivateFile.discard(next.resolve(Use.ROOT.file()));
    PublicKeyFile.write(next.resolve(ROOT_PUBLIC), elsewhere);
    held = read(directory);
  }

  /// The organisation's next root key; absent if none is made.
  public Optional<PublicKey> preparedRoot() {
    return held.coming().shownRoot();
  }

  /// Puts the node's next keys in the place of the old ones, which are gone when this returns.
  public void promote() throws IOException {
    promote(NEXT);
    moveUp(directory);
    held = read(directory);
  }

  /// Puts the next root key in the place of the old one, which is gone when this returns.
  public void promoteRoot() throws IOException {
    promote(NEXT_ROOT);
  }

  private void promote(String next) throws IOException {
    PrivateFile.write(directory.resolve(next).resolve(PROMOTING), KEY, new byte[0]);
    putInPlace(directory, next);
    held = read(directory);
  }

  /// The private half of a key, in use or next.
  public Optional<Signer> by(PublicKey key) {
    Held now = held;
    return Stream.concat(now.signing().values().stream(), now.coming().signing().values().stream())
        .filter(signer -> signer.publicKey().equals(key))
        .<Signer>map(signer -> signer)
        .findFirst();
  }

  private static void putInPlace(Path directory, String from) throws IOException {
    Path next = directory.resolve(from);
    moveRoot(next.resolve(ROOT_PUBLIC), directory.resolve(Use.ROOT.file()));
    var names = new ArrayList<>(TLS_FILES);
    names.add(ROOT_PUBLIC);
    for (Use use : Use.values()) {
      names.add(use.file());
    }
    for (String name : names) {
      if (Files.exists(next.resolve(name))) {
        PrivateFile.erase(directory.resolve(name));
        Files.move(next.resolve(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    if (Files.exists(directory.resolve(Use.ROOT.file()))) {
      Files.deleteIfExists(directory.resolve(ROOT_PUBLIC)); // the root key is here again
    }
    Files.deleteIfExists(next.resolve(PROMOTING));
    Files.deleteIfExists(next);
  }

  /// A root key that is elsewhere from now on is not here any more.
  private static void moveRoot(Path elsewhere, Path here) throws IOException {
    if (Files.exists(elsewhere)) {
      PrivateFile.discard(here);
    }
  }

  /// The organisation's own key, which signs the charter; absent if it is kept elsewhere.
  public Optional<Signer> root() {
    return Optional.ofNullable(held.signing().get(Use.ROOT));
  }

  /// Moves the root key out into a file, and keeps its public half. Only while no node runs here.
  ///
  /// @throws UserError if it is elsewhere already, or there is such a file
  public void takeRootOut(Path file) throws IOException {
    Ed25519Key root =
        Optional.ofNullable(held.signing().get(Use.ROOT))
            .orElseThrow(() ->
                new UserError(
                    directory.toString(),
                    "the root key is not here.",
                    "It was taken out before, or never was here."));
    RootKeyFile.write(file, root);
    if (!RootKeyFile.read(file).publicKey().equals(root.publicKey())) {
      throw new IOException(file + " does not hold what was written into it");
    }
    PublicKeyFile.write(directory.resolve(ROOT_PUBLIC), root.publicKey());
    PrivateFile.discard(directory.resolve(Use.ROOT.file()));
    held = read(directory);
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
        held.shownRoot(),
        ledger().publicKey(),
        mirror().publicKey(),
        entry().publicKey(),
        Hash.sha256(held.tls().getPublic().getEncoded()));
  }

  /// Makes and keeps a new certificate of the same TLS key: the roster's pin stays as it is.
  public TlsCertificate renewCertificate(CertificateTerms terms, SecureRandom random)
      throws IOException {
    KeyPair tls = held.tls();
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
    KeyPair tls = held.tls();
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
    return Optional.ofNullable(held.signing().get(use)).orElseThrow();
  }

  private static PublicKey key(Map<Use, Ed25519Key> keys, Use use) {
    return Optional.ofNullable(keys.get(use)).orElseThrow().publicKey();
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

  static byte[] pkcs8(Ed25519Key key) {
    byte[] encoded = new byte[PKCS8_PREFIX.size() + Ed25519Key.SEED_BYTES];
    PKCS8_PREFIX.copyTo(encoded, 0);
    key.seed().copyTo(encoded, PKCS8_PREFIX.size());
    return encoded;
  }

  static Ed25519Key readSigning(Path file) throws IOException {
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
      java.security.PublicKey shown =
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
