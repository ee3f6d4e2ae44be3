package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Policy files as C2SP has them, and a note judged by them.
class PolicyTest {
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
  private static final SeededKey OWNER = new SeededKey(1);
  private static final String LOG =
      "log " + NoteKey.ofLedger(ORIGIN, OWNER.publicKey()).verifierKey() + "\n";
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 3, SomeTree.of(3).root(3));

  /// The example of the standard: two of three, and one of three others.
  private static final String TWO_LEVELS =
      LOG
          + witness("X1", 11)
          + witness("X2", 12)
          + witness("X3", 13)
          + "group X-witnesses 2 X1 X2 X3\n"
          + witness("Y1", 21)
          + witness("Y2", 22)
          + "group Y-witnesses any Y1 Y2\n"
          + "group X-and-Y all X-witnesses Y-witnesses\n"
          + "quorum X-and-Y\n";

  @Test
  void twoOfTheseAndOneOfThose() {
    Policy policy = good(TWO_LEVELS);
    assertWitnessed(true, policy, 11, 13, 22);
    assertWitnessed(true, policy, 11, 12, 13, 21, 22);
    assertWitnessed(false, policy, 11, 13);
    assertWitnessed(false, policy, 11, 21, 22);
    assertWitnessed(false, policy);
  }

  @Test
  void oneWitnessMayBeTheWholeQuorumAndNoneMayBeNeeded() {
    Policy one = good(LOG + witness("city", 11) + witness("other", 12) + "quorum city\n");
    assertWitnessed(true, one, 11);
    assertWitnessed(false, one, 12);
    Policy none = good(LOG + witness("city", 11) + "quorum none\n");
    assertEquals(Optional.empty(), none.quorum());
    assertWitnessed(true, none);
  }

  @Test
  void aCheckpointOfALogThatIsNotNamedIsRefused() {
    Policy nobodys = good("quorum none\n");
    assertEquals(
        new Witnesses.Standing.Refused(NoteFault.OTHER_ORIGIN),
        nobodys.judge(cosignedBy(), Long.MAX_VALUE, SeededKey.VERIFIER));
  }

  /// A log that has changed its key, and a reader who takes both.
  @Test
  void ofTwoLogsOfOneOriginEitherSigns() {
    var first = new SeededKey(2);
    var second = new SeededKey(3);
    String other = "log " + NoteKey.ofLedger(ORIGIN, first.publicKey()).verifierKey() + "\n";
    for (String logs : List.of(LOG + other, other + LOG)) {
      Policy both = good(logs + "quorum none\n");
      assertWitnessed(true, both);
      assertInstanceOf(
          Witnesses.Standing.Witnessed.class,
          both.judge(CHECKPOINT.sign(first), Long.MAX_VALUE, SeededKey.VERIFIER));
      assertInstanceOf(
          Witnesses.Standing.Refused.class,
          both.judge(CHECKPOINT.sign(second), Long.MAX_VALUE, SeededKey.VERIFIER));
    }
  }

  @Test
  void commentsTabsAndEmptyLinesMeanNothing() {
    String noisy =
        "# who we trust\n\n \t \n\t" + LOG.replace(" ", " \t ") + "  # more\nquorum\tnone  \n";
    assertEquals(LOG + "quorum none\n", good(noisy).text());
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    NoteKey mirror = NoteKey.ofMirror("0123456789abcdef/coop/mirror", key(11));
    NoteKey ledger = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
    Policy ours = new Witnesses(ledger, List.of(mirror), 1).policy();
    var city =
        new Policy.Witness(
            "city",
            NoteKey.ofMirror("city.example/w", key(12)),
            Optional.of("https://city.example"));
    for (Policy policy :
        List.of(
            ours,
            ours.and(List.of(city)),
            new Witnesses(ledger, List.of(), 0).policy().and(List.of(city)),
            good(TWO_LEVELS))) {
      assertEquals(new Policy.Read.Good(policy), Policy.read(policy.encode()));
    }
    assertWitnessed(false, ours.and(List.of(city)), 12);
  }

  @Test
  void anOutsideWitnessIsAFurtherConditionAndNeverStandsForAMember() {
    NoteKey ledger = NoteKey.ofLedger(ORIGIN, OWNER.publicKey());
    List<NoteKey> mirrors =
        IntStream.of(11, 12, 13).mapToObj(seed -> NoteKey.ofMirror("w" + seed, key(seed))).toList();
    var city = new Policy.Witness("city", NoteKey.ofMirror("w20", key(20)), Optional.empty());
    Policy policy = new Witnesses(ledger, mirrors, 2).policy().and(List.of(city));
    assertWitnessed(true, policy, 11, 12, 20);
    assertWitnessed(false, policy, 11, 12, 13);
    assertWitnessed(false, policy, 11, 20);
  }

  @Test
  void namesAreOctetsAndTwoSpellingsAreTwo() {
    byte[] kelvin =
        (witness("\u212a", 11) + witness("K", 12) + "quorum \u212a\n")
            .getBytes(StandardCharsets.UTF_8);
    var read = assertInstanceOf(Policy.Read.Good.class, Policy.read(Bytes.of(kelvin)));
    assertEquals(Bytes.of(kelvin), read.policy().encode());
  }

  @Test
  void aKeysNameIsUtf8AndWrittenAsItWasRead() {
    var nunoa = new Policy.Witness("mercado", NoteKey.ofMirror("Ñuñoa", key(11)), Optional.empty());
    Policy policy = good(LOG + "quorum none\n").and(List.of(nunoa));
    assertEquals(new Policy.Read.Good(policy), Policy.read(policy.encode()));
  }

  @Test
  void aKeysNameThatIsNoUtf8IsRefusedEvenIfItsIdFitsTheRepairedName() {
    var odd = new NoteKey("\ufffd", NoteKey.Type.ED25519, OWNER.publicKey());
    byte[] file = ("log " + odd.verifierKey() + "\nquorum none\n").getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(Policy.Read.Good.class, Policy.read(Bytes.of(file)));
    String octets = new String(file, StandardCharsets.ISO_8859_1).replace("ï¿½", "Ð");
    byte[] broken = octets.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(new Policy.Read.Bad(1, PolicyFault.BAD_KEY), Policy.read(Bytes.of(broken)));
  }

  @Test
  void whatIsNotExactlyAPolicyIsRefusedWithItsLineAndReason() {
    bad(0, PolicyFault.NOT_LINES, "");
    bad(0, PolicyFault.NOT_LINES, "quorum none");
    bad(0, PolicyFault.NOT_LINES, "#".repeat(Policy.MAX_BYTES) + "\n");
    bad(0, PolicyFault.NOT_ONE_QUORUM, LOG);
    bad(2, PolicyFault.NOT_ONE_QUORUM, "quorum none\nquorum none\n");
    bad(1, PolicyFault.CONTROL_CHARACTER, "quorum none\r\n");
    bad(1, PolicyFault.CONTROL_CHARACTER, "quorum none\u007f\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "quorum\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "quorum none none\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "Quorum none\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "log\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "witness X\n");
    bad(1, PolicyFault.UNKNOWN_LINE, witness("X", 11).strip() + " url more\n");
    bad(1, PolicyFault.UNKNOWN_LINE, "group X all\n");
    bad(1, PolicyFault.UNKNOWN_LINE, LOG.strip() + " url more\n");
    bad(1, PolicyFault.BAD_KEY, "log x\n");
    bad(1, PolicyFault.BAD_KEY, LOG.replace("log ", "witness X "));
    bad(1, PolicyFault.BAD_KEY, witness("X", 11).replace("witness X", "log"));
    bad(2, PolicyFault.REPEATED_KEY, LOG + LOG);
    bad(2, PolicyFault.REPEATED_KEY, witness("X", 11) + witness("Y", 11));
    bad(2, PolicyFault.REPEATED_NAME, witness("X", 11) + witness("X", 12));
    bad(1, PolicyFault.REPEATED_NAME, witness("none", 11));
    bad(2, PolicyFault.REPEATED_NAME, witness("X", 11) + "group X any X\n");
    bad(1, PolicyFault.UNKNOWN_NAME, "quorum X\n" + witness("X", 11));
    bad(2, PolicyFault.UNKNOWN_NAME, witness("X", 11) + "group G any none\n");
    bad(2, PolicyFault.UNKNOWN_NAME, witness("X", 11) + "group G any G\n");
    bad(2, PolicyFault.SHARED_MEMBER, witness("X", 11) + "group G 2 X X\n");
    bad(3, PolicyFault.SHARED_MEMBER, witness("X", 11) + "group G any X\ngroup H any X\n");
    for (String number : List.of("0", "2", "01", "-1", "1x", "99999999999", "ANY")) {
      bad(2, PolicyFault.BAD_THRESHOLD, witness("X", 11) + "group G " + number + " X\n");
    }
  }

  @Test
  void asManyAsTheLimitAreReadAndOneMoreIsNot() {
    var text = new StringBuilder();
    for (int i = 0; i < Policy.MAX_OF_A_KIND; i++) {
      text.append(witness("w" + i, i));
    }
    assertEquals(Policy.MAX_OF_A_KIND, good(text + "quorum none\n").witnesses().size());
    bad(Policy.MAX_OF_A_KIND + 1, PolicyFault.TOO_MANY, text + witness("more", 200));
    var logs = new StringBuilder();
    var groups = new StringBuilder(text);
    for (int i = 0; i <= Policy.MAX_OF_A_KIND; i++) {
      Origin origin = new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER);
      logs.append("log ").append(NoteKey.ofLedger(origin, key(i)).verifierKey()).append("\n");
      groups.append("group g" + i + " any " + (i == 0 ? "w0" : "g" + (i - 1)) + "\n");
    }
    bad(Policy.MAX_OF_A_KIND + 1, PolicyFault.TOO_MANY, logs.toString());
    bad(2 * Policy.MAX_OF_A_KIND + 1, PolicyFault.TOO_MANY, groups.toString());
  }

  private static void assertWitnessed(boolean expected, Policy policy, int... seeds) {
    var standing = policy.judge(cosignedBy(seeds), Long.MAX_VALUE, SeededKey.VERIFIER);
    assertEquals(expected, standing instanceof Witnesses.Standing.Witnessed);
    assertEquals(!expected, standing instanceof Witnesses.Standing.Signed);
  }

  private static SignedNote cosignedBy(int... seeds) {
    SignedNote note = CHECKPOINT.sign(OWNER);
    for (int seed : seeds) {
      NoteKey key = NoteKey.ofMirror("w" + seed, key(seed));
      note = note.with(Cosignature.sign(key, CHECKPOINT.text(), 1, new SeededKey(seed)).line());
    }
    return note;
  }

  private static coop.minga.federation.identity.PublicKey key(int seed) {
    return new SeededKey(seed).publicKey();
  }

  private static String witness(String name, int seed) {
    return "witness " + name + " " + NoteKey.ofMirror("w" + seed, key(seed)).verifierKey() + "\n";
  }

  private static Policy good(String text) {
    return assertInstanceOf(Policy.Read.Good.class, read(text), text).policy();
  }

  private static void bad(int line, PolicyFault why, String text) {
    assertFalse(why.sentence().isEmpty(), "it says why");
    assertEquals(new Policy.Read.Bad(line, why), read(text), text);
  }

  private static Policy.Read read(String text) {
    return Policy.read(Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
