package coop.minga.federation.judgement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.VoidReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen's ledger, leaf by leaf: what is its word, what is not, and that nothing stops it.
class ALeafOfEverySortTest {
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica"), SeededKey.VERIFIER);
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final SeededKey ALMACENS_KEY = SomeCharter.entryKey(0);
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Said WITHDRAWN =
      new Said.OfSurplus(new Withdraw("yoghurt", "sold after all", 0, NOON));
  private static final Bytes PAYLOAD = Statements.encode(WITHDRAWN);
  private static final Entry.Header RIGHT =
      new Entry.Header(
          ROSTER.federationId(),
          ALMACEN,
          ALMACENS_KEY.publicKey().keyId(),
          Tree.LEDGER,
          0,
          Statements.VERSION,
          Kind.WITHDRAW.code());

  private final TreeJudge judge =
      new TreeJudge(ROSTER, SeededKey.VERIFIER, new TreeJudge.Place(ALMACEN, Tree.LEDGER));

  @Test
  void itsAuthorsSignedWordIsKnown() {
    var known = assertInstanceOf(Ruling.Known.class, judge.judge(0, frame(RIGHT)));
    assertEquals(WITHDRAWN, known.said());
    assertEquals(signed(RIGHT).id(), known.id());
  }

  @Test
  void aCopyIsVoidAndTheFirstStaysGood() {
    judge.judge(3, frame(RIGHT));
    isVoid(new Fault.Repeated(3), judge.judge(7, frame(RIGHT)));
    isVoid(new Fault.Repeated(3), judge.judge(8, frame(RIGHT)));
  }

  @Test
  void aCopyInOtherBytesIsTheSameEntry() {
    judge.judge(0, frame(RIGHT));
    byte[] same = frame(RIGHT).toArray();
    byte[] longer = java.util.Arrays.copyOf(same, same.length + 3);
    longer[same.length] = 0x78; // field 15, a number, which a frame may gain
    longer[same.length + 1] = 1;
    Bytes respelt = Bytes.of(java.util.Arrays.copyOf(longer, same.length + 2));
    isVoid(new Fault.Repeated(0), judge.judge(1, respelt));
  }

  @Test
  void anothersEntryCopiedHereIsVoid() {
    Entry.Header boticas =
        new Entry.Header(
            ROSTER.federationId(),
            BOTICA,
            SomeCharter.entryKey(1).publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Kind.WITHDRAW.code());
    Entry entry = Entry.sign(boticas, PAYLOAD, SomeCharter.entryKey(1));
    isVoid(new Fault.OtherAuthor(BOTICA), judge.judge(0, EntryWire.encode(entry)));
  }

  @Test
  void anEntryMadeForTheBookIsVoidInTheLedger() {
    isVoid(new Fault.OtherTree(Tree.BOOK), judge.judge(0, frame(with(Tree.BOOK, 0, 1, 12))));
  }

  @Test
  void anEntryOfAnotherFederationOrGenerationIsVoid() {
    var elsewhere =
        new Entry.Header(
            Hash.sha256(Bytes.utf8("elsewhere")), ALMACEN, RIGHT.keyId(), Tree.LEDGER, 0, 1, 12);
    isVoid(new Fault.OtherFederation(), judge.judge(0, frame(elsewhere)));
    isVoid(new Fault.OtherGeneration(1), judge.judge(1, frame(with(Tree.LEDGER, 1, 1, 12))));
  }

  @Test
  void afterASuccessionOnlyTheNewGenerationCounts() {
    var succeed = new Said.OfLedger(new Succeed(2, Optional.empty(), List.of()));
    Bytes payload = Statements.encode(succeed);
    Entry.Header header = with(Tree.LEDGER, 2, 1, Kind.SUCCEED.code());
    Bytes begins = EntryWire.encode(Entry.sign(header, payload, ALMACENS_KEY));
    Entry.Header wrong = with(Tree.LEDGER, 3, 1, Kind.SUCCEED.code());
    Bytes liesOfItself = EntryWire.encode(Entry.sign(wrong, payload, ALMACENS_KEY));
    assertInstanceOf(Ruling.Known.class, judge.judge(0, frame(RIGHT)));
    isVoid(new Fault.OtherGeneration(3), judge.judge(1, liesOfItself));
    assertInstanceOf(Ruling.Known.class, judge.judge(2, begins));
    Bytes late = EntryWire.encode(Entry.sign(RIGHT, other(), ALMACENS_KEY));
    isVoid(new Fault.OtherGeneration(0), judge.judge(3, late));
    Entry.Header now = with(Tree.LEDGER, 2, 1, Kind.WITHDRAW.code());
    Bytes fresh = EntryWire.encode(Entry.sign(now, other(), ALMACENS_KEY));
    assertInstanceOf(Ruling.Known.class, judge.judge(4, fresh));
    assertEquals(3, judge.remembered(), "nothing of before the succession");
  }

  @Test
  void noGenerationComesBack() {
    assertInstanceOf(Ruling.Known.class, judge.judge(0, begins(2)));
    isVoid(new Fault.OtherGeneration(1), judge.judge(1, begins(1)));
    Entry.Header now = with(Tree.LEDGER, 2, 1, Kind.WITHDRAW.code());
    Bytes fresh = EntryWire.encode(Entry.sign(now, other(), ALMACENS_KEY));
    assertInstanceOf(Ruling.Known.class, judge.judge(2, fresh), "it goes on as it was");
  }

  private static Bytes begins(int generation) {
    var succeed = new Said.OfLedger(new Succeed(generation, Optional.empty(), List.of()));
    Entry.Header header = with(Tree.LEDGER, generation, 1, Kind.SUCCEED.code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(succeed), ALMACENS_KEY));
  }

  @Test
  void inABookEntriesOfEveryGenerationCountOnce() {
    var book = new TreeJudge(ROSTER, SeededKey.VERIFIER, new TreeJudge.Place(ALMACEN, Tree.BOOK));
    Bytes later = frame(with(Tree.BOOK, 1, 1, 999));
    Bytes before = frame(with(Tree.BOOK, 0, 1, 999));
    assertInstanceOf(Ruling.Unknown.class, book.judge(0, later));
    assertInstanceOf(Ruling.Unknown.class, book.judge(1, before));
    isVoid(new Fault.Repeated(0), book.judge(2, later));
    assertEquals(2, book.remembered());
  }

  @Test
  void whatWasJudgedAndCountedIsSaidAgain() {
    judge.judge(0, frame(RIGHT));
    assertEquals(WITHDRAWN, judge.again(frame(RIGHT)).orElseThrow().said());
    Bytes unheard = EntryWire.encode(Entry.sign(RIGHT, other(), ALMACENS_KEY));
    assertEquals(Optional.empty(), judge.again(unheard), "it was not judged before");
    Bytes later = frame(with(Tree.LEDGER, 0, 1, 999));
    judge.judge(1, later);
    assertEquals(Optional.empty(), judge.again(later), "nobody knows what it says");
    Entry forged = new Entry(RIGHT, PAYLOAD, new SeededKey(99).sign(signed(RIGHT).signedBytes()));
    assertEquals(Optional.empty(), judge.again(EntryWire.encode(forged)));
  }

  @Test
  void aKindOfTheOtherTreeIsVoidWhateverItSays() {
    Bytes bid = frame(with(Tree.LEDGER, 0, 1, Kind.BID.code()));
    isVoid(new Fault.KindNotHere(Kind.BID), judge.judge(0, bid));
  }

  @Test
  void whatItsAuthorDidNotSignIsVoid() {
    var forged = new Entry(RIGHT, PAYLOAD, new SeededKey(99).sign(signed(RIGHT).signedBytes()));
    isVoid(new Fault.BadSignature(), judge.judge(0, EntryWire.encode(forged)));
    SeededKey old = new SeededKey(98);
    var header =
        new Entry.Header(
            ROSTER.federationId(), ALMACEN, old.publicKey().keyId(), Tree.LEDGER, 0, 1, 12);
    Entry byOldKey = Entry.sign(header, PAYLOAD, old);
    isVoid(
        new Fault.UnknownKey(old.publicKey().keyId()), judge.judge(1, EntryWire.encode(byOldKey)));
  }

  @Test
  void bytesThatAreNoEntryAndEntriesBeyondTheSizeOfATreeAreVoid() {
    isVoid(new Fault.Unreadable(), judge.judge(0, Bytes.empty()));
    isVoid(new Fault.Unreadable(), judge.judge(1, Bytes.utf8("not an entry")));
    int one = Entry.MAX_FRAME + 1;
    isVoid(new Fault.TooLong(one), judge.judge(2, Bytes.of(new byte[one])));
    isVoid(new Fault.Unreadable(), judge.judge(3, Bytes.of(new byte[Entry.MAX_FRAME])));
  }

  @Test
  void aPayloadThatIsNotExactlyOneIsVoid() {
    Bytes unknownField = Bytes.hex(PAYLOAD.toHex() + "7801");
    Bytes noField = Bytes.hex("ff");
    isVoid(
        new Fault.BadPayload(VoidReason.NOT_CANONICAL),
        judge.judge(0, EntryWire.encode(Entry.sign(RIGHT, unknownField, ALMACENS_KEY))));
    isVoid(
        new Fault.BadPayload(VoidReason.NOT_A_MESSAGE),
        judge.judge(1, EntryWire.encode(Entry.sign(RIGHT, noField, ALMACENS_KEY))));
  }

  @Test
  void aLaterMingasKindOrVersionIsUnknownAndNotVoid() {
    assertEquals(
        new Ruling.Unknown(signed(with(Tree.LEDGER, 0, 1, 999)).id(), 999, 1),
        judge.judge(0, frame(with(Tree.LEDGER, 0, 1, 999))));
    int kind = Kind.WITHDRAW.code();
    assertEquals(
        new Ruling.Unknown(signed(with(Tree.LEDGER, 0, 9, kind)).id(), kind, 9),
        judge.judge(1, frame(with(Tree.LEDGER, 0, 9, kind))));
  }

  @Test
  void nothingStopsALedger() {
    judge.judge(0, Bytes.utf8("not an entry"));
    judge.judge(1, frame(with(Tree.BOOK, 0, 1, 12)));
    assertInstanceOf(Ruling.Known.class, judge.judge(2, frame(RIGHT)));
  }

  @Test
  void whatIsDatedAheadIsHeldUntilItsWitnessesHaveThatTime() {
    var known = assertInstanceOf(Ruling.Known.class, judge.judge(0, frame(RIGHT)));
    Instant earliest = NOON.minus(Ruling.CLOCKS_DIFFER);
    assertEquals(Optional.empty(), known.heldUntil(NOON));
    assertEquals(Optional.empty(), known.heldUntil(earliest));
    assertEquals(Optional.of(earliest), known.heldUntil(earliest.minusMillis(1)));
    assertEquals(Optional.of(earliest), known.heldUntil(NOON.minus(Duration.ofDays(1))));
  }

  @Test
  void everyFaultSaysSomethingOfItsOwn() {
    assertEquals("has 70000 bytes, more than a tree holds", new Fault.TooLong(70_000).words());
    assertEquals(
        "was signed for generation 2 of its author's ledger", new Fault.OtherGeneration(2).words());
    assertEquals(
        "is of a kind that does not belong there: bid", new Fault.KindNotHere(Kind.BID).words());
    assertEquals(
        "counts for nothing: a value in it is out of its range",
        new Fault.BadPayload(VoidReason.OUT_OF_RANGE).words());
  }

  private static Entry.Header with(Tree tree, int generation, int version, int kind) {
    return new Entry.Header(
        ROSTER.federationId(), ALMACEN, RIGHT.keyId(), tree, generation, version, kind);
  }

  private static Bytes other() {
    return Statements.encode(new Said.OfSurplus(new Withdraw("milk", "sold", 0, NOON)));
  }

  private static Entry signed(Entry.Header header) {
    return Entry.sign(header, PAYLOAD, ALMACENS_KEY);
  }

  private static Bytes frame(Entry.Header header) {
    return EntryWire.encode(signed(header));
  }

  private static void isVoid(Fault why, Ruling ruling) {
    assertEquals(new Ruling.Void(why), ruling);
  }
}
