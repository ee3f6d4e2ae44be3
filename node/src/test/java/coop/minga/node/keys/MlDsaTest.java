package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.MlDsaKey;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.node.config.UserError;
import coop.minga.node.desk.SealingDesk;
import coop.minga.node.exchange.OwnLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint signed by two keys, read by those who know the second and by those who do not.
class MlDsaTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final SeededKey OWNER = new SeededKey(7);
  private static final NoteKey LEDGER_KEY = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 3, Hash.sha256(Bytes.utf8("root")));

  @TempDir Path keys;
  private MlDsa signer;
  private MlDsaKey key;
  private SignedNote note;

  @BeforeEach
  void sign() throws Exception {
    signer = MlDsa.in(keys, new SecureRandom());
    key = new MlDsaKey(ORIGIN.text(), signer.publicKey());
    note = CHECKPOINT.sign(OWNER).with(key.sign(CHECKPOINT, 0, signer));
  }

  @Test
  void whoKnowsTheKeyVerifiesItsLineAndWhoDoesNotIgnoresIt() {
    SignedNote read = SignedNote.parse(note.encode()).found().orElseThrow();
    assertInstanceOf(Parsed.Good.class, key.signatureOn(read, MlDsa.VERIFIER));
    assertEquals(
        new Witnesses.Standing.Witnessed(CHECKPOINT, List.of()),
        new Witnesses(LEDGER_KEY, List.of(), 0).judge(read, Long.MAX_VALUE, SeededKey.VERIFIER));
  }

  @Test
  void whatIsSignedIsTheStandardsMessageAndAnotherLibraryAgrees() {
    byte[] origin = ORIGIN.text().getBytes(StandardCharsets.UTF_8);
    byte[] message =
        ByteBuffer.allocate(12 + 1 + origin.length + 8 + 1 + origin.length + 16 + 32)
            .put("subtree/v1\n\0".getBytes(StandardCharsets.UTF_8))
            .put((byte) origin.length)
            .put(origin)
            .putLong(0)
            .put((byte) origin.length)
            .put(origin)
            .putLong(0)
            .putLong(3)
            .put(CHECKPOINT.root().value().toArray())
            .array();
    Bytes line = note.signatures().getLast().signature();
    assertEquals(8 + 2420, line.size());
    var verifier = new MLDSASigner();
    verifier.init(
        false,
        new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, signer.publicKey().toArray()));
    verifier.update(message, 0, message.length);
    assertTrue(verifier.verifySignature(line.slice(8, line.size()).toArray()));
  }

  @Test
  void theSameKeyIsReadBackAndNobodyElseMayReadIt() throws Exception {
    assertEquals(signer.publicKey(), MlDsa.in(keys, new SecureRandom()).publicKey());
    Path secret = keys.resolve("ledger-ml-dsa.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    Files.writeString(secret, Files.readString(secret).replaceFirst("\n.{10}", "\nAAAAAAAAAA"));
    assertThrows(UserError.class, () -> MlDsa.in(keys, new SecureRandom()));
  }

  @Test
  void aLineOfAnotherCheckpointTimeOrLengthIsRefused() {
    NoteSignature line = note.signatures().getLast();
    Checkpoint other = new Checkpoint(ORIGIN, 4, CHECKPOINT.root());
    refused(NoteFault.BAD_SIGNATURE, new SignedNote(other.text(), List.of(line)));
    byte[] later = line.signature().toArray();
    later[7] = 1;
    refused(NoteFault.BAD_SIGNATURE, with(Bytes.of(later)));
    later[0] = (byte) 0x80;
    refused(NoteFault.BAD_TIMESTAMP, with(Bytes.of(later)));
    refused(NoteFault.BAD_SIGNATURE, with(line.signature().slice(0, 72)));
    refused(NoteFault.NOT_SIGNED, CHECKPOINT.sign(OWNER));
    refused(NoteFault.REPEATED_SIGNATURE, new SignedNote(note.text(), List.of(line, line)));
    assertFalse(MlDsa.VERIFIER.verify(Bytes.empty(), Bytes.empty(), Bytes.empty()));
  }

  @Test
  void itsVerifierKeyIsReadStrictly() {
    assertEquals(Parsed.good(key), MlDsaKey.parse(key.verifierKey()));
    for (String wrong :
        List.of(
            "",
            LEDGER_KEY.verifierKey(),
            key.verifierKey() + "=",
            key.verifierKey().replace("almacen", "botica"))) {
      assertEquals(Parsed.bad(NoteFault.BAD_VERIFIER_KEY), MlDsaKey.parse(wrong));
    }
  }

  @Test
  void thePublishedCheckpointIsSignedOnceAMomentLater() {
    var ledger = new Published();
    var desk = new SealingDesk(() -> ledger, signer);
    desk.tick();
    desk.tick();
    assertInstanceOf(Parsed.Good.class, key.signatureOn(ledger.note, MlDsa.VERIFIER));
    assertEquals(1, ledger.added);
  }

  private SignedNote with(Bytes signature) {
    return new SignedNote(note.text(), List.of(new NoteSignature(key.name(), key.id(), signature)));
  }

  private void refused(NoteFault why, SignedNote wrong) {
    assertEquals(Parsed.bad(why), key.signatureOn(wrong, MlDsa.VERIFIER));
  }

  /// A ledger of which only the checkpoint is looked at.
  private static final class Published implements OwnLedger {
    SignedNote note = CHECKPOINT.sign(OWNER);
    int added;

    @Override
    public NoteKey key() {
      return LEDGER_KEY;
    }

    @Override
    public Optional<SignedNote> checkpoint() {
      return Optional.of(note);
    }

    @Override
    public ConsistencyProof prove(long from, long to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addSignature(String text, NoteSignature line) {
      assertEquals(note.text(), text);
      note = note.with(line);
      added++;
    }
  }
}
