package coop.minga.federation.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Almacen tells Botica one thing and Coop another, who have never met; Dama helps it; Edu, who was
/// told nothing, is shown what they have.
class AnEquivocatorIsExposedTest {
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "coop", "dama", "edu"), SeededKey.VERIFIER);
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId DAMA = new MemberId("dama");
  private static final NoteKey ALMACENS = ROSTER.ledgerKey(ALMACEN, Tree.LEDGER);

  private static final List<Bytes> TO_BOTICA = SomeTree.entries(0, 9);
  private static final List<Bytes> TO_COOP = parted(TO_BOTICA, 4);

  private final EvidenceJudge edu = new EvidenceJudge(ROSTER, SeededKey.VERIFIER);

  // ---- Two histories of one ledger

  @Test
  void twoWhoNeverMetHaveTheProofOnceTheirCheckpointsDo() {
    SignedNote atBoticas = signed(TO_BOTICA, 7);
    SignedNote atCoops = signed(TO_COOP, 9);
    Mirror coop = mirror(TO_COOP, atCoops);
    var forked = assertInstanceOf(MirrorStep.Forked.class, coop.offer(9, List.of(), atBoticas));
    proven(ALMACEN, new Evidence.LedgerFork(forked.parting()));
  }

  @Test
  void twoRootsAtOneSizeAreAProofToo() {
    Mirror coop = mirror(TO_COOP, signed(TO_COOP, 9));
    var forked =
        assertInstanceOf(MirrorStep.Forked.class, coop.offer(9, List.of(), signed(TO_BOTICA, 9)));
    proven(ALMACEN, new Evidence.LedgerFork(forked.parting()));
  }

  @Test
  void theBookCanForkLikeTheLedger() {
    Checkpoint one = checkpoint(Tree.BOOK, TO_BOTICA, 9);
    Checkpoint other = checkpoint(Tree.BOOK, TO_COOP, 9);
    SeededKey key = SomeCharter.ledgerKey(0);
    var parting = Parting.make(one.sign(key), other.sign(key), SomeTree.of(TO_COOP));
    proven(ALMACEN, new Evidence.LedgerFork(parting));
  }

  @Test
  void anHonestLedgerThatGrewProvesNothing() {
    var grew = Parting.make(signed(TO_BOTICA, 5), signed(TO_BOTICA, 9), SomeTree.of(TO_BOTICA));
    refuted(EvidenceFault.NOT_PARTED, ALMACEN, new Evidence.LedgerFork(grew));
    var invented =
        new Parting(grew.smaller(), grew.larger(), SomeTree.of(TO_COOP).root(5), grew.proof());
    refuted(EvidenceFault.NOT_PARTED, ALMACEN, new Evidence.LedgerFork(invented));
  }

  @Test
  void historiesThatPartBehindTheSmallerCheckpointProveNothing() {
    var agree = Parting.make(signed(TO_BOTICA, 4), signed(TO_COOP, 9), SomeTree.of(TO_COOP));
    refuted(EvidenceFault.NOT_PARTED, ALMACEN, new Evidence.LedgerFork(agree));
  }

  /// Roots of an honest ledger at two other sizes differ, and a proof leads from one to the other.
  @Test
  void aProofOfOtherSizesConvictsNobody() {
    SomeTree tree = SomeTree.of(TO_BOTICA);
    var of5 = ConsistencyProof.make(tree, 5, 9);
    var honest = new Parting(signed(TO_BOTICA, 7), signed(TO_BOTICA, 9), tree.root(5), of5);
    refuted(EvidenceFault.NOT_PARTED, ALMACEN, new Evidence.LedgerFork(honest));
    SomeTree other = SomeTree.of(TO_COOP);
    var of8 = ConsistencyProof.make(other, 8, 9);
    var larger = new ConsistencyProof(8, 10, of8.path());
    assertTrue(larger.check(other.root(8), other.root(9)).holds(), "the same hashes lead there");
    SignedNote small = signed(TO_BOTICA, 8);
    proven(
        ALMACEN,
        new Evidence.LedgerFork(new Parting(small, signed(TO_COOP, 9), other.root(8), of8)));
    refuted(
        EvidenceFault.NOT_PARTED,
        ALMACEN,
        new Evidence.LedgerFork(new Parting(small, signed(TO_COOP, 9), other.root(8), larger)));
  }

  @Test
  void whatIsNoCheckpointOrOfAnotherLedgerPartsFromNothing() {
    Parting parting = almacensParting();
    var noise = new SignedNote("noise\n", parting.smaller().signatures());
    SignedNote book = checkpoint(Tree.BOOK, TO_COOP, 9).sign(SomeCharter.ledgerKey(0));
    assertTrue(parting.holds());
    assertFalse(with(parting, noise, parting.larger()).holds());
    assertFalse(with(parting, parting.smaller(), noise).holds());
    assertFalse(with(parting, parting.smaller(), book).holds());
  }

  @Test
  void nobodyIsAccusedOfWhatAnotherSigned() {
    Parting parting = almacensParting();
    refuted(EvidenceFault.NOT_ITS_LEDGER, BOTICA, new Evidence.LedgerFork(parting));
    refuted(EvidenceFault.NOT_A_MEMBER, new MemberId("zoe"), new Evidence.LedgerFork(parting));
    String text = parting.smaller().text();
    var byDamaAlone = new SignedNote(text, List.of(mirrorLine(3, text, 5)));
    refuted(
        EvidenceFault.NOT_SIGNED,
        ALMACEN,
        new Evidence.LedgerFork(
            new Parting(byDamaAlone, parting.larger(), parting.otherRoot(), parting.proof())));
  }

  @Test
  void anotherFederationsCheckpointIsNoEvidenceHere() {
    SignedNote elsewhere =
        new SignedNote(
            almacensParting().smaller().text().replaceFirst("^[0-9a-f]{16}", "0123456789abcdef"),
            almacensParting().smaller().signatures());
    Parting parting = almacensParting();
    refuted(
        EvidenceFault.NOT_A_CHECKPOINT,
        ALMACEN,
        new Evidence.LedgerFork(
            new Parting(elsewhere, parting.larger(), parting.otherRoot(), parting.proof())));
  }

  @Test
  void eachOfTheTwoCheckpointsIsLookedAt() {
    Parting fork =
        Parting.make(cosigned(TO_BOTICA, 7, 200), cosigned(TO_COOP, 9, 100), SomeTree.of(TO_COOP));
    SignedNote small = fork.smaller();
    SignedNote large = fork.larger();
    for (UnaryOperator<SignedNote> other :
        List.<UnaryOperator<SignedNote>>of(
            AnEquivocatorIsExposedTest::elsewhere, AnEquivocatorIsExposedTest::nobodys)) {
      EvidenceFault why = EvidenceFault.NOT_A_CHECKPOINT;
      refuted(why, ALMACEN, new Evidence.LedgerFork(with(fork, other.apply(small), large)));
      refuted(why, ALMACEN, new Evidence.LedgerFork(with(fork, small, other.apply(large))));
      refuted(why, DAMA, new Evidence.WitnessFork(with(fork, other.apply(small), large)));
      refuted(why, DAMA, new Evidence.WitnessFork(with(fork, small, other.apply(large))));
      refuted(why, DAMA, new Evidence.WitnessWentBack(other.apply(large), small));
      refuted(why, DAMA, new Evidence.WitnessWentBack(large, other.apply(small)));
    }
    SignedNote byDama = new SignedNote(large.text(), List.of(large.signatures().getLast()));
    SignedNote byAlmacen = large.only(ALMACENS);
    EvidenceFault unsigned = EvidenceFault.NOT_SIGNED;
    refuted(unsigned, ALMACEN, new Evidence.LedgerFork(with(fork, small, byDama)));
    refuted(unsigned, DAMA, new Evidence.WitnessFork(with(fork, small, byAlmacen)));
    refuted(unsigned, DAMA, new Evidence.WitnessWentBack(byAlmacen, small));
    refuted(unsigned, DAMA, new Evidence.WitnessWentBack(large, small.only(ALMACENS)));
    proven(DAMA, new Evidence.WitnessWentBack(large, small));
    SignedNote book = checkpoint(Tree.BOOK, TO_COOP, 9).sign(SomeCharter.ledgerKey(0));
    refuted(EvidenceFault.OTHER_LEDGER, ALMACEN, new Evidence.LedgerFork(with(fork, small, book)));
  }

  private static Parting with(Parting fork, SignedNote smaller, SignedNote larger) {
    return new Parting(smaller, larger, fork.otherRoot(), fork.proof());
  }

  private static SignedNote elsewhere(SignedNote note) {
    return new SignedNote(
        note.text().replaceFirst("^[0-9a-f]{16}", "0123456789abcdef"), note.signatures());
  }

  private static SignedNote nobodys(SignedNote note) {
    return new SignedNote(note.text().replace("almacen", "nadie"), note.signatures());
  }

  // ---- A mirror that helps

  @Test
  void aMirrorThatCosignsBothIsExposedWithItsOwner() {
    Parting parting =
        Parting.make(cosigned(TO_BOTICA, 7, 100), cosigned(TO_COOP, 9, 200), SomeTree.of(TO_COOP));
    proven(DAMA, new Evidence.WitnessFork(parting));
    refuted(EvidenceFault.NOT_SIGNED, BOTICA, new Evidence.WitnessFork(parting));
    var one =
        new Parting(signed(TO_BOTICA, 7), parting.larger(), parting.otherRoot(), parting.proof());
    refuted(EvidenceFault.NOT_SIGNED, DAMA, new Evidence.WitnessFork(one));
    Parting honest =
        Parting.make(cosigned(TO_COOP, 7, 100), cosigned(TO_COOP, 9, 200), SomeTree.of(TO_COOP));
    refuted(EvidenceFault.NOT_PARTED, DAMA, new Evidence.WitnessFork(honest));
  }

  @Test
  void aMirrorThatCosignsASmallerTreeLaterHasGoneBack() {
    SignedNote larger = cosigned(TO_COOP, 9, 100);
    proven(DAMA, new Evidence.WitnessWentBack(larger, cosigned(TO_COOP, 7, 101)));
    refuted(
        EvidenceFault.NOT_BACK,
        DAMA,
        new Evidence.WitnessWentBack(larger, cosigned(TO_COOP, 7, 100)));
    refuted(
        EvidenceFault.NOT_BACK,
        DAMA,
        new Evidence.WitnessWentBack(larger, cosigned(TO_COOP, 9, 101)));
    refuted(
        EvidenceFault.NOT_SIGNED,
        BOTICA,
        new Evidence.WitnessWentBack(larger, cosigned(TO_COOP, 7, 101)));
    Checkpoint book = checkpoint(Tree.BOOK, TO_COOP, 7);
    SignedNote ofTheBook = new SignedNote(book.text(), List.of(mirrorLine(3, book.text(), 101)));
    refuted(EvidenceFault.OTHER_LEDGER, DAMA, new Evidence.WitnessWentBack(larger, ofTheBook));
  }

  // ---- Two words in one ledger

  @Test
  void twoClosedSetsOfOneProposalAreTwoWords() {
    List<Bytes> ledger = List.of(freeze(0, 1, 2), Bytes.utf8("noise"), freeze(0, 1, 3));
    proven(ALMACEN, new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 2, 3)));
    refuted(
        EvidenceFault.NOT_AN_ENTRY,
        BOTICA,
        new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 2, 3)));
  }

  @Test
  void aCommitAndADeclineOfOneBallotAreTwoWords() {
    Hash parent = ROSTER.federationId();
    var ballot = new Ballot(Subject.ROSTER, parent, parent, 1, Instant.EPOCH);
    var next = new Ballot(Subject.ROSTER, parent, parent, 2, Instant.EPOCH);
    var place = new Place(ALMACEN, 0, name(1));
    Bytes commit = decides(new Commit(ballot, List.of(place), List.of()));
    List<Bytes> ledger =
        List.of(commit, decides(new DeclineBallot(ballot)), decides(new DeclineBallot(next)));
    proven(ALMACEN, new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 1, 3)));
    refuted(
        EvidenceFault.NO_CONTRADICTION,
        ALMACEN,
        new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 2, 3)));
  }

  @Test
  void oneWordSaidTwiceAndWordsOfDifferentThingsAreNone() {
    List<Bytes> ledger = List.of(freeze(0, 1, 2), freeze(0, 1, 2), freeze(0, 2, 2));
    refuted(
        EvidenceFault.NO_CONTRADICTION,
        ALMACEN,
        new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 1, 3)));
    refuted(
        EvidenceFault.NO_CONTRADICTION,
        ALMACEN,
        new Evidence.TwoWords(stands(ledger, 0, 3), stands(ledger, 2, 3)));
  }

  @Test
  void whatWasVoidAfterARestoreIsNotASecondWord() {
    List<Bytes> ledger = List.of(freeze(0, 1, 2), freeze(1, 1, 3));
    refuted(
        EvidenceFault.OTHER_GENERATION,
        ALMACEN,
        new Evidence.TwoWords(stands(ledger, 0, 2), stands(ledger, 1, 2)));
  }

  @Test
  void anEntryThatDoesNotStandWhereItSaysIsNoWord() {
    List<Bytes> ledger = List.of(freeze(0, 1, 2), freeze(0, 1, 3));
    TlogProof first = stands(ledger, 0, 2);
    TlogProof second = stands(ledger, 1, 2);
    var moved = new TlogProof(second.proof(), second.note(), first.extra());
    refuted(EvidenceFault.NOT_AN_ENTRY, ALMACEN, new Evidence.TwoWords(first, moved));
    var bare = new TlogProof(second.proof(), second.note(), Optional.empty());
    refuted(EvidenceFault.NOT_AN_ENTRY, ALMACEN, new Evidence.TwoWords(first, bare));
  }

  @Test
  void eachOfTheTwoWordsIsLookedAt() {
    List<Bytes> ledger = List.of(freeze(0, 1, 2), freeze(0, 1, 3));
    TlogProof first = stands(ledger, 0, 2);
    TlogProof second = stands(ledger, 1, 2);
    proven(ALMACEN, new Evidence.TwoWords(first, second));
    SignedNote unsigned =
        new SignedNote(first.note().text(), List.of(mirrorLine(3, first.note().text(), 5)));
    SignedNote book = checkpoint(Tree.BOOK, ledger, 2).sign(SomeCharter.ledgerKey(0));
    SignedNote boticas =
        new Checkpoint(ROSTER.origin(BOTICA, Tree.LEDGER), 2, SomeTree.of(ledger).root(2))
            .sign(SomeCharter.ledgerKey(1));
    for (SignedNote note : List.of(unsigned, book, boticas)) {
      var other = new TlogProof(first.proof(), note, first.extra());
      refuted(EvidenceFault.NOT_AN_ENTRY, ALMACEN, new Evidence.TwoWords(other, second));
      refuted(EvidenceFault.NOT_AN_ENTRY, ALMACEN, new Evidence.TwoWords(second, other));
    }
  }

  @Test
  void onlyWhatItsAuthorSignedAndSaysOnceIsAWord() {
    Bytes word = freeze(0, 1, 2);
    Entry right = EntryWire.decode(word).orElseThrow();
    Bytes forged =
        EntryWire.encode(
            new Entry(
                right.header(), right.payload(), new SeededKey(99).sign(right.signedBytes())));
    Bytes often = frame(0, new Said.OfRoster(new RosterStatement.Seen(name(1).hash())));
    var h = right.header();
    Bytes later =
        EntryWire.encode(
            Entry.sign(
                new Entry.Header(
                    h.federation(), h.author(), h.keyId(), h.tree(), 0, h.version(), 999),
                right.payload(),
                SomeCharter.entryKey(0)));
    List<Bytes> ledger = List.of(word, forged, often, later, Bytes.utf8("noise"));
    for (int index = 1; index < ledger.size(); index++) {
      refuted(
          EvidenceFault.NOT_AN_ENTRY,
          ALMACEN,
          new Evidence.TwoWords(stands(ledger, 0, 5), stands(ledger, index, 5)));
    }
  }

  // ---- As an entry

  @Test
  void evidenceGoesThroughALedgerUnchanged() {
    Parting parting =
        Parting.make(cosigned(TO_BOTICA, 7, 100), cosigned(TO_COOP, 9, 200), SomeTree.of(TO_COOP));
    List<Bytes> ledger = List.of(freeze(0, 1, 2), freeze(0, 1, 3));
    for (Evidence evidence :
        List.of(
            new Evidence.LedgerFork(almacensParting()),
            new Evidence.WitnessFork(parting),
            new Evidence.WitnessWentBack(parting.larger(), parting.smaller()),
            new Evidence.TwoWords(stands(ledger, 0, 2), stands(ledger, 1, 2)))) {
      var said = new Said.OfLedger(new Exposed(ALMACEN, evidence));
      Bytes payload = Statements.encode(said);
      assertEquals(
          new Decoded.Known(said),
          Statements.decode(Kind.EVIDENCE.code(), Statements.VERSION, payload));
      assertTrue(payload.size() < 4096, payload.size() + " bytes");
    }
  }

  private static Parting almacensParting() {
    return Parting.make(signed(TO_BOTICA, 7), signed(TO_COOP, 9), SomeTree.of(TO_COOP));
  }

  private void proven(MemberId member, Evidence evidence) {
    assertEquals(Optional.empty(), edu.fault(new Exposed(member, evidence)));
  }

  private void refuted(EvidenceFault why, MemberId member, Evidence evidence) {
    assertEquals(Optional.of(why), edu.fault(new Exposed(member, evidence)));
  }

  private static Mirror mirror(List<Bytes> entries, SignedNote last) {
    SomeTree held = SomeTree.of(entries);
    var ports = new Mirror.Ports(ALMACENS, SeededKey.VERIFIER, held);
    var frontier = Frontier.of(held, entries.size());
    return Mirror.resume(ports, frontier, Optional.of(last));
  }

  private static Checkpoint checkpoint(Tree tree, List<Bytes> entries, int size) {
    Hash root = SomeTree.of(entries).root(size);
    return new Checkpoint(ROSTER.origin(ALMACEN, tree), size, root);
  }

  private static SignedNote signed(List<Bytes> entries, int size) {
    return checkpoint(Tree.LEDGER, entries, size).sign(SomeCharter.ledgerKey(0));
  }

  /// Signed by almacen and cosigned by dama.
  private static SignedNote cosigned(List<Bytes> entries, int size, long seconds) {
    SignedNote note = signed(entries, size);
    return note.with(mirrorLine(3, note.text(), seconds));
  }

  private static NoteSignature mirrorLine(int place, String text, long seconds) {
    MemberId member = List.copyOf(ROSTER.members().keySet()).get(place);
    return Cosignature.sign(ROSTER.mirrorKey(member), text, seconds, SomeCharter.mirrorKey(place))
        .line();
  }

  /// Almacen closes the set of an attempt.
  private static Bytes freeze(int generation, int attempt, int masked) {
    return frame(generation, new Said.OfLearning(new Freeze(1, attempt, List.of(name(masked)))));
  }

  private static Bytes frame(int generation, Said said) {
    var header =
        new Entry.Header(
            ROSTER.federationId(),
            ALMACEN,
            SomeCharter.entryKey(0).publicKey().keyId(),
            Tree.LEDGER,
            generation,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), SomeCharter.entryKey(0)));
  }

  private static Bytes decides(DecisionStatement says) {
    return frame(0, new Said.OfDecision(says));
  }

  private static EntryId name(int number) {
    return new EntryId(Hash.sha256(Bytes.utf8("entry " + number)));
  }

  private static TlogProof stands(List<Bytes> ledger, int index, int size) {
    return TlogProof.make(SomeTree.of(ledger), index, signed(ledger, size)).with(ledger.get(index));
  }

  private static List<Bytes> parted(List<Bytes> truth, int at) {
    var lie = new ArrayList<>(truth.subList(0, at));
    for (int i = at; i < truth.size(); i++) {
      lie.add(Bytes.utf8("another entry " + i));
    }
    return lie;
  }
}
