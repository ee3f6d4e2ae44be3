package coop.minga.node.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Signer;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-11-01T00:00:00Z");
  private static final String NAME = "almacen.0123456789abcdef.minga";

  private final SecureRandom random = new SecureRandom();

  @TempDir Path root;

  @Test
  void keysAreReadBackAsTheyWereMade() throws IOException {
    KeyFiles made = KeyFiles.create(root.resolve("keys"), random);
    KeyFiles read = KeyFiles.load(root.resolve("keys"));
    assertEquals(made.publicKeys(), read.publicKeys());
    Bytes message = Bytes.utf8("text");
    for (Signer signer :
        List.of(read.root().orElseThrow(), read.ledger(), read.mirror(), read.entry())) {
      assertTrue(new StrictVerifier().verify(signer.publicKey(), message, signer.sign(message)));
    }
    assertEquals(made.ledger().sign(message), read.ledger().sign(message));
  }

  @Test
  void nobodyButTheOwnerCanReadAnyFile() throws IOException {
    KeyFiles keys = KeyFiles.create(root.resolve("keys"), random);
    keys.renewCertificate(new CertificateTerms(NAME, FROM, UNTIL), random);
    assertEquals("rwx------", permissions(root.resolve("keys")));
    try (Stream<Path> files = Files.list(root.resolve("keys"))) {
      List<Path> all = files.toList();
      assertEquals(7, all.size(), all.toString());
      for (Path file : all) {
        assertEquals("rw-------", permissions(file), file.toString());
      }
    }
  }

  @Test
  void aKeyThatOthersCanReadIsRefusedWithTheCure() throws IOException {
    KeyFiles.create(root.resolve("keys"), random);
    Path ledger = root.resolve("keys").resolve("ledger.key");
    Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rw-r-----"));
    UserError error = assertThrows(UserError.class, () -> KeyFiles.load(root.resolve("keys")));
    assertTrue(error.mend().contains("chmod 600 " + ledger), error.sentence());
  }

  @Test
  void keysAreNeverWrittenOver() throws IOException {
    KeyFiles first = KeyFiles.create(root.resolve("keys"), random);
    assertThrows(UserError.class, () -> KeyFiles.create(root.resolve("keys"), random));
    assertEquals(first.publicKeys(), KeyFiles.load(root.resolve("keys")).publicKeys());
  }

  @Test
  void aMissingOrDamagedKeyIsNamed() throws IOException {
    KeyFiles.create(root.resolve("keys"), random);
    Path mirror = root.resolve("keys").resolve("mirror.key");
    String good = Files.readString(mirror);
    for (String bad :
        List.of(
            "",
            "garbage",
            good.substring(1),
            good.replace("PRIVATE", "PUBLIC"),
            good.replaceFirst("\n....", "\n"),
            good.replaceFirst("\n.", "\n!"))) {
      Files.writeString(mirror, bad);
      UserError error = assertThrows(UserError.class, () -> KeyFiles.load(root.resolve("keys")));
      assertEquals(mirror.toString(), error.where(), bad);
    }
    Files.delete(mirror);
    UserError error = assertThrows(UserError.class, () -> KeyFiles.load(root.resolve("keys")));
    assertEquals("this key is missing.", error.what());
  }

  @Test
  void thePinStaysWhenTheCertificateIsRenewed() throws IOException, GeneralSecurityException {
    KeyFiles keys = KeyFiles.create(root.resolve("keys"), random);
    assertEquals(Optional.empty(), keys.certificate());
    TlsCertificate first = keys.renewCertificate(new CertificateTerms(NAME, FROM, UNTIL), random);
    TlsCertificate second =
        keys.renewCertificate(new CertificateTerms(NAME, FROM, UNTIL.plusSeconds(60)), random);
    assertEquals(keys.publicKeys().tls(), first.pin());
    assertEquals(keys.publicKeys().tls(), second.pin());
    TlsCertificate read = KeyFiles.load(root.resolve("keys")).certificate().orElseThrow();
    assertEquals(second.certificate(), read.certificate());
    read.certificate().verify(read.certificate().getPublicKey());
    assertEquals(UNTIL.plusSeconds(60), read.certificate().getNotAfter().toInstant());
    assertEquals(
        List.of(List.of(2, NAME)), List.copyOf(read.certificate().getSubjectAlternativeNames()));
  }

  @Test
  void theFilesAreThoseThatOtherProgramsRead() throws IOException, GeneralSecurityException {
    KeyFiles keys = KeyFiles.create(root.resolve("keys"), random);
    List<String> lines = Files.readAllLines(root.resolve("keys").resolve("entry.key"));
    byte[] pkcs8 = Base64.getDecoder().decode(lines.get(1));
    Signature jdk = Signature.getInstance("Ed25519", "SunEC");
    jdk.initSign(
        KeyFactory.getInstance("Ed25519", "SunEC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    jdk.update("text".getBytes(UTF_8));
    assertEquals(keys.entry().sign(Bytes.utf8("text")), Bytes.of(jdk.sign()));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
