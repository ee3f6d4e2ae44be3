package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  private static final SignatureVerifier VERIFIER = SeededKey.VERIFIER;
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final SeededKey OWNER = new SeededKey(7);
  private static final SeededKey MIRROR = new SeededKey(9);
  private static final NoteKey LEDGER_KEY = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
  private static final NoteKey MIRROR_KEY =
      NoteKey.ofMirror("0123456789abcdef/coop-sur/mirror", MIRROR.publicKey());
  private static final Witnesses ONE_OF_ONE = new Witnesses(LEDGER_KEY, List.of(MIRROR_KEY), 1);

  /// Signed by Go's golang.org/x/mod/sumdb/note with seed 0707...07, cosigned by Go's
  /// crypto/ed25519 with seed 0909...09; the tree is that of "entry 0" to "entry 299".
  private static final String FROM_GO =
      """
      0123456789abcdef/almacen/ledger
      300
      yjk9Apa+xeC43KuYO9H7fRRh9RLnJny4ljGtJv1m2Eg=

      — 0123456789abcdef/almacen/ledger qy6X/FcP7CY2v6kPw2TW9kcDOd6+gbgPLQhZeth5YJOvg/dnuj5ahki3TkO/cLAp2onL5Hh5qpx28nw9h2KpC8DN4QQ=
      — 0123456789abcdef/coop-sur/mirror RmREvgAAAABqsTuAoGG+nKPXj4WaEGlHrGubQ83an1fpOt4xr3n7DF+ZP5yCVXSGU+trxLnZ7tJ1SH4BE2z7Q9Z6c0kL3aY5vh0fBQ==
      """;

  private static final String GO_LEDGER_KEY =
      "0123456789abcdef/almacen/ledger+ab2e97fc+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
  private static final String GO_MIRROR_KEY =
      "0123456789abcdef/coop-sur/mirror+466444be+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY";

  private static final String TEXT = FROM_GO.substring(0, FROM_GO.indexOf("\n\n") + 1);
  private static final String OWNER_LINE = FROM_GO.lines().toList().get(4);
  private static final String MIRROR_LINE = FROM_GO.lines().toList().get(5);

  @Test
  void aNoteOfGoIsReadVerifiedAndWrittenBackTheSame() {
    SignedNote note = read(FROM_GO);
    assertEquals(Bytes.utf8(FROM_GO), note.encode());
    var standing =
        assertInstanceOf(
            Witnesses.Standing.Witnessed.class, ONE_OF_ONE.judge(note, Long.MAX_VALUE, VERIFIER));
    assertEquals(new Checkpoint(ORIGIN, 300, SomeTree.of(300).root(300)), standing.checkpoint());
    assertEquals(1_790_000_000L, standing.cosignatures().getFirst().seconds());
  }

  @Test
  void ourNoteIsTheOneThatGoMakes() {
    Checkpoint checkpoint = new Checkpoint(ORIGIN, 300, SomeTree.of(300).root(300));
    SignedNote signed = checkpoint.sign(OWNER);
    Cosignature cosignature = Cosignature.sign(MIRROR_KEY, TEXT, 1_790_000_000L, MIRROR);
    assertEquals(Bytes.utf8(FROM_GO), signed.with(cosignature.line()).encode());
  }

  @Test
  void verifierKeysAreThoseOfGo() {
    assertEquals(GO_LEDGER_KEY, LEDGER_KEY.verifierKey());
    assertEquals(GO_MIRROR_KEY, MIRROR_KEY.verifierKey());
    assertEquals(Optional.of(LEDGER_KEY), NoteKey.parse(GO_LEDGER_KEY).found());
    assertEquals(Optional.of(MIRROR_KEY), NoteKey.parse(GO_MIRROR_KEY).found());
    for (String wrong :
        List.of(
            "",
            "a",
            "a+b",
            "a+00000000+AA==",
            GO_LEDGER_KEY.replace("+ab2e97fc+", "+ab2e97fd+"),
            GO_LEDGER_KEY.replace("+ab2e97fc+", "+AB2E97FC+"),
            GO_LEDGER_KEY.replace("almacen", "alma cen"),
            GO_LEDGER_KEY + "=",
            GO_LEDGER_KEY.replace("+Aep", "+Cep"))) {
      assertEquals(Parsed.bad(NoteFault.BAD_VERIFIER_KEY), NoteKey.parse(wrong), wrong);
    }
  }

  @Test
  void theExampleOfTheStandardIsReadThoughItsOriginIsNotOurs() {
    String example =
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
        """;
    SignedNote note = read(example);
    assertEquals(Bytes.utf8(example), note.encode());
    assertEquals(Parsed.bad(NoteFault.BAD_ORIGIN), Checkpoint.parse(note.text()));
    Cosignature cosignature = Cosignature.read(note.signatures().getLast()).found().orElseThrow();
    assertEquals(1_679_315_147L, cosignature.seconds());
  }

  @Test
  void whatIsNotExactlyANoteIsRefusedWithItsReason() {
    refused(NoteFault.NO_SIGNATURE_BLOCK, "");
    refused(NoteFault.NO_SIGNATURE_BLOCK, TEXT);
    refused(NoteFault.NO_SIGNATURE_BLOCK, TEXT + "\n");
    refused(NoteFault.NO_SIGNATURE_BLOCK, FROM_GO.substring(0, FROM_GO.length() - 1));
    refused(NoteFault.CONTROL_CHARACTER, FROM_GO.replace("\n", "\r\n"));
    refused(NoteFault.CONTROL_CHARACTER, FROM_GO.replace("300", "300\t"));
    refused(NoteFault.CONTROL_CHARACTER, FROM_GO.replace("300", "300\0"));
    refused(NoteFault.BAD_SIGNATURE_LINE, FROM_GO + "no signature\n");
    refused(NoteFault.BAD_SIGNATURE_LINE, FROM_GO + "- almacen AAAAAAA=\n");
    refused(NoteFault.BAD_SIGNATURE_LINE, FROM_GO + "— almacen\n");
    refused(NoteFault.BAD_SIGNATURE_LINE, FROM_GO + "— almacen AAAAAA==\n");
    refused(NoteFault.BAD_KEY_NAME, FROM_GO + "—  AAAAAAA=\n");
    refused(NoteFault.BAD_KEY_NAME, FROM_GO + "— a+b AAAAAAA=\n");
    refused(NoteFault.BAD_KEY_NAME, FROM_GO + "— a\u00a0b AAAAAAA=\n");
    refused(NoteFault.BAD_BASE64, FROM_GO + "— almacen AAAAAAA\n");
    refused(NoteFault.BAD_BASE64, FROM_GO + "— almacen AAAAAAB=\n");
    refused(NoteFault.BAD_BASE64, FROM_GO + "— almacen AAAAAAA= \n");
    refused(NoteFault.BAD_BASE64, FROM_GO + "— almacen AA_AAAA=\n");
    refused(NoteFault.TOO_LONG, "x".repeat(SignedNote.MAX_BYTES) + FROM_GO);
    byte[] latin1 = FROM_GO.replace("300", "30é").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(Parsed.bad(NoteFault.NOT_UTF8), SignedNote.parse(Bytes.of(latin1)));
  }

  @Test
  void aHundredSignaturesAreReadAndOneMoreIsNot() {
    var note = new StringBuilder(TEXT + "\n");
    for (int i = 0; i < SignedNote.MAX_SIGNATURES; i++) {
      note.append("— key").append(i).append(" AAAAAAA=\n");
    }
    assertEquals(SignedNote.MAX_SIGNATURES, read(note.toString()).signatures().size());
    refused(NoteFault.TOO_MANY_SIGNATURES, note + "— more AAAAAAA=\n");
  }

  @Test
  void sixteenSignaturesAreReadWhateverTheirKind() {
    String large = Base64.getEncoder().encodeToString(new byte[4 + 8 + 2420]);
    var note = new StringBuilder(TEXT + "\n" + OWNER_LINE + "\n");
    for (int i = 1; i < 16; i++) {
      note.append("— key").append(i).append(' ').append(large).append('\n');
    }
    assertEquals(16, read(note.toString()).signatures().size());
  }

  @Test
  void whatIsNotExactlyACheckpointIsRefusedWithItsReason() {
    String root = TEXT.lines().toList().get(2);
    String origin = ORIGIN.text();
    checkpointRefused(NoteFault.BAD_ORIGIN, "x\n3\n" + root + "\n");
    checkpointRefused(NoteFault.BAD_ORIGIN, origin + "/\n3\n" + root + "\n");
    checkpointRefused(NoteFault.BAD_ORIGIN, origin.toUpperCase(Locale.ROOT) + "\n");
    checkpointRefused(NoteFault.BAD_SIZE, origin + "\n");
    for (String size :
        List.of("", "03", "-1", "+3", " 3", "3 ", "0x3", "9223372036854775808", "٣")) {
      checkpointRefused(NoteFault.BAD_SIZE, origin + "\n" + size + "\n" + root + "\n");
    }
    checkpointRefused(NoteFault.BAD_SIZE, origin + "\n" + (1L << 62) + "\n" + root + "\n");
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n3\n");
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n3\n" + root);
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n3\n" + root + "x");
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n3\nAAAA\n");
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n0\n" + root + "\n");
    checkpointRefused(NoteFault.BAD_ROOT, origin + "\n3\n" + root.replace("Eg=", "Eh=") + "\n");
    checkpointRefused(NoteFault.EXTENSION_LINES, origin + "\n3\n" + root + "\nmore\n");
    checkpointRefused(NoteFault.EXTENSION_LINES, origin + "\n3\n" + root + "\n\n");
  }

  @Test
  void aKnownKeysBadSignatureRefusesTheNoteThoughGoodOnesStandBesideIt() {
    String otherText = FROM_GO.replace("\n300\n", "\n301\n");
    assertEquals(new Witnesses.Standing.Refused(NoteFault.BAD_SIGNATURE), judge(otherText));
    String badCosignature = TEXT + "\n" + OWNER_LINE + "\n" + flipped(MIRROR_LINE) + "\n";
    assertEquals(new Witnesses.Standing.Refused(NoteFault.BAD_SIGNATURE), judge(badCosignature));
    String badOwner = TEXT + "\n" + flipped(OWNER_LINE) + "\n" + MIRROR_LINE + "\n";
    assertEquals(new Witnesses.Standing.Refused(NoteFault.BAD_SIGNATURE), judge(badOwner));
    String twice = FROM_GO + MIRROR_LINE + "\n";
    assertEquals(new Witnesses.Standing.Refused(NoteFault.REPEATED_SIGNATURE), judge(twice));
    String goodThenBad = FROM_GO + flipped(OWNER_LINE) + "\n";
    assertEquals(new Witnesses.Standing.Refused(NoteFault.REPEATED_SIGNATURE), judge(goodThenBad));
  }

  @Test
  void strangersLinesCountForNothing() {
    String sameIdOtherName = MIRROR_LINE.replace("coop-sur", "coop-mar");
    String stranger = TEXT + "\n" + OWNER_LINE + "\n" + sameIdOtherName + "\n";
    assertInstanceOf(Witnesses.Standing.Signed.class, judge(stranger));
    String sameNameOtherId = MIRROR_LINE.replace("RmREvg", "RmREvw");
    assertInstanceOf(
        Witnesses.Standing.Signed.class,
        judge(TEXT + "\n" + OWNER_LINE + "\n" + sameNameOtherId + "\n"));
    assertEquals(
        new Witnesses.Standing.Refused(NoteFault.NOT_SIGNED),
        judge(TEXT + "\n" + MIRROR_LINE + "\n"));
  }

  @Test
  void anothersLedgersCheckpointIsNotThisOnes() {
    Origin other = new Origin("0123456789abcdef", new MemberId("botica"), Tree.LEDGER);
    SignedNote note = new Checkpoint(other, 0, MerkleTree.EMPTY_ROOT).sign(OWNER);
    assertEquals(Parsed.bad(NoteFault.OTHER_ORIGIN), Checkpoint.open(note, LEDGER_KEY, VERIFIER));
  }

  @Test
  void aCosignaturesTimeIsNeitherNothingNorBeyondAllTimeNorLater() {
    assertEquals(NoteFault.BAD_TIMESTAMP, faultOfTime(0));
    assertEquals(NoteFault.BAD_TIMESTAMP, faultOfTime(Long.MIN_VALUE));
    assertEquals(NoteFault.BAD_TIMESTAMP, faultOfTime(-1));
    SignedNote note = read(FROM_GO);
    assertEquals(
        new Witnesses.Standing.Refused(NoteFault.BAD_TIMESTAMP),
        ONE_OF_ONE.judge(note, 1_789_999_999L, VERIFIER));
    assertInstanceOf(
        Witnesses.Standing.Witnessed.class, ONE_OF_ONE.judge(note, 1_790_000_000L, VERIFIER));
  }

  @Test
  void aCosignatureOfAnotherTimeOrTextIsNotValid() {
    NoteSignature line = Cosignature.sign(MIRROR_KEY, TEXT, 5, MIRROR).line();
    assertEquals(
        Parsed.good(line), MIRROR_KEY.signatureOn(new SignedNote(TEXT, List.of(line)), VERIFIER));
    byte[] later = line.signature().toArray();
    later[7] = 6;
    NoteSignature moved = new NoteSignature(line.name(), line.keyId(), Bytes.of(later));
    assertEquals(
        Parsed.bad(NoteFault.BAD_SIGNATURE),
        MIRROR_KEY.signatureOn(new SignedNote(TEXT, List.of(moved)), VERIFIER));
    assertEquals(
        Parsed.bad(NoteFault.BAD_SIGNATURE),
        MIRROR_KEY.signatureOn(new SignedNote("other\n", List.of(line)), VERIFIER));
  }

  @Test
  void aKeySignsInItsOwnWayOnly() {
    assertThrows(IllegalArgumentException.class, () -> MIRROR_KEY.sign(TEXT, MIRROR));
    assertThrows(IllegalArgumentException.class, () -> LEDGER_KEY.sign(TEXT, MIRROR));
    assertThrows(
        IllegalArgumentException.class, () -> Cosignature.sign(LEDGER_KEY, TEXT, 1, OWNER));
  }

  @Test
  void aCosignatureIsByTheKeyThatItNames() {
    Cosignature right = Cosignature.sign(MIRROR_KEY, TEXT, 5, MIRROR);
    assertTrue(right.isBy(MIRROR_KEY, TEXT, VERIFIER));
    NoteKey sameKeyOtherName =
        NoteKey.ofMirror("0123456789abcdef/botica/mirror", MIRROR.publicKey());
    assertFalse(right.isBy(sameKeyOtherName, TEXT, VERIFIER));
    NoteKey sameNameAsLedger =
        new NoteKey(MIRROR_KEY.name(), NoteKey.Type.ED25519, MIRROR.publicKey());
    assertFalse(right.isBy(sameNameAsLedger, TEXT, VERIFIER));
    assertThrows(
        IllegalArgumentException.class, () -> Cosignature.sign(MIRROR_KEY, TEXT, 1, OWNER));
    for (int size : List.of(1, Long.BYTES, 71, 73)) {
      var line = new NoteSignature(MIRROR_KEY.name(), MIRROR_KEY.id(), Bytes.of(new byte[size]));
      assertEquals(Parsed.bad(NoteFault.BAD_SIGNATURE), Cosignature.read(line));
    }
  }

  @Test
  void aSignatureGivesWayToALaterOneByTheSameKeyAndToNoOther() {
    SignedNote note = read(FROM_GO);
    NoteSignature later = Cosignature.sign(MIRROR_KEY, TEXT, 6, MIRROR).line();
    assertEquals(List.of(note.signatures().getFirst(), later), note.with(later).signatures());
    var otherName = new NoteSignature("another", later.keyId(), later.signature());
    var otherId = new NoteSignature(later.name(), later.keyId() + 1, later.signature());
    assertEquals(4, note.with(otherName).with(otherId).signatures().size());
    assertEquals(List.of(later), note.with(later).only(MIRROR_KEY).signatures());
  }

  @Test
  void namesHaveNoPlusAndNothingWhite() {
    for (String white : List.of("+", " ", "\t", "\n", "\u0085", "\u00a0", "\u2003", "\u3000")) {
      assertFalse(NoteSignature.isValidName("coop" + white + "sur"), white);
    }
    assertTrue(NoteSignature.isValidName("coop-sur/\u00f1"));
    assertFalse(NoteSignature.isValidName(""));
  }

  @Test
  void aVerifierKeyHasThirtyTwoBytes() {
    assertEquals(Parsed.good(LEDGER_KEY), NoteKey.parse(LEDGER_KEY.verifierKey()));
    for (int size : List.of(0, 1, 32, 34)) {
      byte[] typed = new byte[size];
      if (size > 0) {
        typed[0] = 1;
      }
      String key =
          LEDGER_KEY.name()
              + "+"
              + HexFormat.of().toHexDigits(LEDGER_KEY.id())
              + "+"
              + Base64Text.encode(Bytes.of(typed));
      assertEquals(Parsed.bad(NoteFault.BAD_VERIFIER_KEY), NoteKey.parse(key), key);
    }
  }

  @Test
  void onlyMirrorsKeysWitness() {
    assertThrows(IllegalArgumentException.class, () -> new Witnesses(MIRROR_KEY, List.of(), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Witnesses(LEDGER_KEY, List.of(ledgerOf(12), MIRROR_KEY), 1));
  }

  private static NoteKey ledgerOf(int seed) {
    return NoteKey.ofLedger(ORIGIN, new SeededKey(seed).publicKey());
  }

  @Test
  void belowTheQuorumIsSignedAndAtItIsWitnessed() {
    SeededKey second = new SeededKey(11);
    NoteKey secondKey = NoteKey.ofMirror("0123456789abcdef/botica/mirror", second.publicKey());
    Witnesses both = new Witnesses(LEDGER_KEY, List.of(MIRROR_KEY, secondKey), 2);
    SignedNote note = read(FROM_GO);
    assertInstanceOf(Witnesses.Standing.Signed.class, both.judge(note, Long.MAX_VALUE, VERIFIER));
    SignedNote more = note.with(Cosignature.sign(secondKey, TEXT, 1, second).line());
    assertInstanceOf(
        Witnesses.Standing.Witnessed.class, both.judge(more, Long.MAX_VALUE, VERIFIER));
  }

  @Test
  void oneKeyNeverStandsForTwoWitnesses() {
    NoteKey again = NoteKey.ofMirror("0123456789abcdef/botica/mirror", MIRROR.publicKey());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Witnesses(LEDGER_KEY, List.of(MIRROR_KEY, again), 2));
    NoteKey owners = NoteKey.ofMirror("0123456789abcdef/botica/mirror", OWNER.publicKey());
    assertThrows(
        IllegalArgumentException.class, () -> new Witnesses(LEDGER_KEY, List.of(owners), 1));
  }

  @Test
  void thePolicyNamesTheLogItsWitnessesAndTheQuorum() {
    assertEquals(
        "log "
            + GO_LEDGER_KEY
            + "\nwitness 0123456789abcdef/coop-sur/mirror "
            + GO_MIRROR_KEY
            + "\ngroup mirrors 1 0123456789abcdef/coop-sur/mirror\nquorum mirrors\n",
        ONE_OF_ONE.policy().text());
    assertEquals(
        "log " + GO_LEDGER_KEY + "\nquorum none\n",
        new Witnesses(LEDGER_KEY, List.of(), 0).policy().text());
  }

  @Test
  void quorumsAreThoseOfTheDesign() {
    int[][] table = {
      {1, 0, 1},
      {2, 0, 2},
      {3, 0, 2},
      {4, 1, 3},
      {5, 1, 4},
      {6, 1, 4},
      {7, 2, 5},
      {10, 3, 7},
      {13, 4, 9},
      {64, 21, 43}
    };
    for (int[] row : table) {
      Quorum quorum = new Quorum(row[0]);
      assertEquals(row[1], quorum.tolerated(), row[0] + " members");
      assertEquals(row[2], quorum.witnesses(), row[0] + " members");
      assertEquals(row[2] - 1, quorum.cosignatures(), row[0] + " members");
    }
    assertThrows(IllegalArgumentException.class, () -> new Quorum(0));
    assertThrows(IllegalArgumentException.class, () -> new Quorum(65));
  }

  @Test
  void originsAreReadStrictly() {
    assertEquals(Optional.of(ORIGIN), Origin.parse(ORIGIN.text()));
    Hash id = Hash.sha256(Bytes.utf8("x"));
    Origin book = Origin.of(id, new MemberId("botica"), Tree.BOOK);
    assertEquals(Optional.of(book), Origin.parse(book.text()));
    for (String wrong :
        List.of(
            "",
            "/",
            "a/b/ledger",
            "0123456789abcdef/almacen/mirror",
            "0123456789abcde/x/book",
            "0123456789abcdef/Almacen/ledger",
            "0123456789abcdef/almacen/ledger/")) {
      assertEquals(Optional.empty(), Origin.parse(wrong), wrong);
    }
  }

  private static NoteFault faultOfTime(long seconds) {
    byte[] bytes = ByteBuffer.allocate(72).putLong(seconds).array();
    NoteSignature line = new NoteSignature(MIRROR_KEY.name(), MIRROR_KEY.id(), Bytes.of(bytes));
    SignedNote note = new SignedNote(TEXT, List.of(line));
    return assertInstanceOf(Parsed.Bad.class, MIRROR_KEY.signatureOn(note, VERIFIER)).why();
  }

  @Test
  void joinedNotesHaveTheFirstLineOfEachKeyAndNoMoreThanANoteMayHave() {
    SignedNote note = read(FROM_GO);
    SignedNote other = read(TEXT + "\n" + flipped(MIRROR_LINE) + "\n");
    assertEquals(note, note.joined(other.signatures()));
    assertEquals(note, note.only(LEDGER_KEY).joined(note.signatures()));
    var many = new ArrayList<NoteSignature>();
    for (int i = 0; i < 2 * SignedNote.MAX_SIGNATURES; i++) {
      many.add(new NoteSignature("somebody", i, Bytes.utf8("x")));
    }
    assertEquals(SignedNote.MAX_SIGNATURES, note.joined(many).signatures().size());
    var longLine =
        new NoteSignature("somebody", 1, Bytes.of(new byte[SignedNote.MAX_BYTES / 4 * 3]));
    assertEquals(note, note.joined(List.of(longLine)), "no room for it");
    assertEquals(note.joined(many), read(note.joined(many).encode().toUtf8()));
  }

  private static Witnesses.Standing judge(String note) {
    return ONE_OF_ONE.judge(read(note), Long.MAX_VALUE, VERIFIER);
  }

  private static SignedNote read(String note) {
    return SignedNote.parse(Bytes.utf8(note)).found().orElseThrow();
  }

  private static void refused(NoteFault why, String note) {
    assertEquals(Parsed.bad(why), SignedNote.parse(Bytes.utf8(note)), note);
  }

  private static void checkpointRefused(NoteFault why, String text) {
    assertEquals(Parsed.bad(why), Checkpoint.parse(text), text);
  }

  /// The line with one bit of its last signature byte changed.
  private static String flipped(String line) {
    int space = line.lastIndexOf(' ') + 1;
    byte[] bytes = Base64.getDecoder().decode(line.substring(space));
    bytes[bytes.length - 1] ^= 1;
    return line.substring(0, space) + Base64.getEncoder().encodeToString(bytes);
  }
}
