package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.ALMACENS_BOOK;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Succession.Flaw;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.ToldEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen has lost the end of its ledger, and of its book, and goes on under a new name. What it
/// said before may rest on what nobody has any more; what it says since may not.
class AnEndThatWasLostTest {
  private static final List<MemberId> OTHERS = List.of(BOTICA, TALLER, TIA);
  private static final long SECONDS = Valley.MADE.minusSeconds(3600).getEpochSecond();
  private static final int LOST = 2;

  private final Valley valley = new Valley();
  private final List<Bytes> ledger = new ArrayList<>(valley.ledger(ALMACEN, 0).frames());
  private final List<Bytes> book = new ArrayList<>(valley.of(ALMACENS_BOOK));
  private final List<BookCommitment.Opening> openings = new ArrayList<>();
  private final int kept = ledger.size();
  private final SignedNote last = signed(Tree.LEDGER, 0, ledger);

  AnEndThatWasLostTest() {
    openings.add(valley.opening(ALMACEN));
    book.subList(book.size() - LOST, book.size()).clear();
    var retired = new ArrayList<Succeed.Named>();
    Said retire = new Said.OfLedger(new Retire(ALMACEN, 0, Optional.of(last)));
    for (MemberId other : OTHERS) {
      Bytes frame = valley.frame(other, retire);
      valley.of(new TreeName(other, Tree.LEDGER)).add(frame);
      retired.add(new Succeed.Named(other, EntryWire.decode(frame).orElseThrow().id()));
    }
    goOn(new Said.OfLedger(new Succeed(1, Optional.of(last), retired)));
  }

  @Test
  void whatRestsOnWhatWasLostRefutesNothing() {
    Report report = Valley.audit(bundle());
    assertTrue(report.verified(), report.findings().toString());
  }

  @Test
  @LiesIn(Kind.OUTBID)
  void whatStandsInItsBookMayRestOnWhatWasLostHoweverLongTheBookIs() {
    int units = 1;
    while (book.size() <= kept) {
      book.add(outbid(units++));
    }
    Report report = Valley.audit(bundle());
    assertTrue(report.verified(), report.findings().toString());
    var honest = new Valley();
    honest.of(ALMACENS_BOOK).add(outbid(1));
    assertFalse(honest.audit().verified(), "where nothing was lost it is recomputed");
  }

  private Bytes outbid(int units) {
    int index = valley.find(ALMACENS_BOOK, BidReply.class);
    var reply = (BidReply) ((Said.OfNegotiation) valley.said(ALMACENS_BOOK, index)).says();
    var says = new Outbid(reply.lot(), reply.taker(), units, reply.standing(), reply.at());
    return valley.frame(ALMACEN, new Said.OfNegotiation(says));
  }

  @Test
  @LiesIn(Kind.BOOK)
  void aBookThatIsCommittedToSinceIsTheOneThatIsHere() {
    commit(Valley.frontier(book).root());
    assertTrue(Valley.audit(bundle()).verified(), "to the book that is here");
    int index = commit(Hash.sha256(Bytes.utf8("another book")));
    refused(new Finding.BookDiffers(ALMACEN, index, "that is not the one here"));
  }

  @Test
  @LiesIn(Kind.CLOSE)
  void aCloseSinceNamesTheBookThatIsHere() {
    var close = (Close) close();
    var other = new Close.Book(book.size() + 1L, Hash.sha256(Bytes.utf8("another book")));
    int index =
        goOn(
            new Said.OfNegotiation(
                new Close(
                    close.lot(), other, close.clearingPoints(), close.bidsRoot(), close.at())));
    refused(new Finding.BookDiffers(ALMACEN, index, "that is not the one here"));
  }

  private Object close() {
    return ((Said.OfNegotiation) valley.said(ALMACENS, valley.find(ALMACENS, Close.class))).says();
  }

  @Test
  void whatWasToldOfTheLostEndIsNotMissedInTheBookThatWentOn() {
    ToldEntry lost = valley.told(ALMACENS_BOOK, book.size());
    Bundle bundle = Valley.withTold(bundle(), ALMACEN, List.of(lost));
    Report report = Valley.audit(bundle);
    assertTrue(report.verified(), report.findings().toString());
    book.add(book.getFirst());
    assertFalse(Valley.audit(bundle()).verified(), "an entry counts once, in every generation");
  }

  @Test
  void whatWasToldSinceIsInTheBookThatIsHere() {
    List<Bytes> another = new ArrayList<>(book);
    another.add(valley.of(ALMACENS_BOOK).getLast());
    ToldEntry told =
        new ToldEntry(
            another.getLast(),
            InclusionProof.make(HeldTree.of(another), book.size(), another.size()),
            signed(Tree.BOOK, 1, another).encode());
    Report report = Valley.audit(Valley.withTold(bundle(), ALMACEN, List.of(told)));
    assertTrue(
        report
            .findings()
            .contains(
                new Finding.ToldDiffers(ALMACEN, book.size(), "is not in the book that is here")),
        report.findings().toString());
  }

  @Test
  void whatWasToldBeforeIsProvenInTheBookThatItWasToldOf() {
    ToldEntry first = valley.told(ALMACENS_BOOK, 0);
    var elsewhere = new InclusionProof(0, first.proof().size(), List.of());
    var told = new ToldEntry(first.frame(), elsewhere, first.bookNote());
    Report report = Valley.audit(Valley.withTold(bundle(), ALMACEN, List.of(told)));
    assertEquals(
        List.of(new Finding.ToldDiffers(ALMACEN, 0, "is not proven to be in that book")),
        Finding.refuting(report.findings()));
  }

  // ---- Two histories

  @Test
  void aCheckpointOfWhatWasLostIsNoOtherHistory() {
    List<Bytes> more = new ArrayList<>(ledger.subList(0, kept));
    more.add(valley.frame(ALMACEN, seen("what nobody mirrored")));
    goOn(seen("another in its place"));
    Bundle harmless = Valley.withEvidence(bundle(), ALMACEN, signed(Tree.LEDGER, 0, more));
    assertTrue(Valley.audit(harmless).verified(), Valley.audit(harmless).sentence());
  }

  @Test
  void anotherCheckpointOfWhatWasKeptIsAnotherHistory() {
    List<Bytes> other = new ArrayList<>(ledger.subList(0, kept - 1));
    other.add(valley.frame(ALMACEN, seen("another at the end")));
    Bundle fork = Valley.withEvidence(bundle(), ALMACEN, signed(Tree.LEDGER, 0, other));
    assertTrue(
        Valley.audit(fork).findings().contains(new Finding.Forked(ALMACENS, kept)),
        Valley.audit(fork).sentence());
  }

  @Test
  void anotherCheckpointOfTheSameGenerationIsAnotherHistory() {
    List<Bytes> other = new ArrayList<>(ledger);
    other.add(inGeneration1(seen("one")));
    goOn(seen("another"));
    Bundle fork = Valley.withEvidence(bundle(), ALMACEN, signed(Tree.LEDGER, 1, other));
    assertTrue(
        Valley.audit(fork).findings().contains(new Finding.Forked(ALMACENS, ledger.size())),
        Valley.audit(fork).sentence());
  }

  // ---- By whose leave

  @Test
  @LiesIn(Kind.RETIRE)
  void whoRetiredWithoutAQuorumKnowingHasNotRetired() {
    TreeName botica = new TreeName(BOTICA, Tree.LEDGER);
    Bundle.Copy whole = valley.ledger(BOTICA, 3);
    List<Bytes> before = whole.frames().subList(0, valley.of(botica).size() - 1);
    var copy =
        new Bundle.Copy(
            Optional.of(valley.witnessed(botica, before, 3).encode()),
            whole.witnessed(),
            whole.frames());
    Report report = Valley.audit(Valley.with(bundle(), BOTICA, copy));
    assertTrue(
        report.findings().contains(new Finding.BadSuccession(ALMACENS, kept, Flaw.NOT_RETIRED)),
        report.findings().toString());
  }

  // ---- Small things

  private static Said seen(String what) {
    return new Said.OfRoster(new RosterStatement.Seen(Hash.sha256(Bytes.utf8(what))));
  }

  private int commit(Hash root) {
    BookCommitment.Opening salted = valley.opening(ALMACEN);
    var opening = new BookCommitment.Opening(salted.salt(), book.size(), root);
    openings.add(opening);
    return goOn(new Said.OfBook(BookCommitment.to(opening)));
  }

  private int goOn(Said said) {
    ledger.add(inGeneration1(said));
    return ledger.size() - 1;
  }

  private Bytes inGeneration1(Said said) {
    var key = SomeCharter.entryKey(0);
    var header =
        new Entry.Header(
            valley.roster.federationId(),
            ALMACEN,
            key.publicKey().keyId(),
            Tree.LEDGER,
            1,
            Statements.versionOf(said),
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  private SignedNote signed(Tree tree, int generation, List<Bytes> frames) {
    Origin origin = valley.roster.origin(ALMACEN, tree).in(generation);
    return Checkpoint.of(origin, Valley.frontier(frames)).sign(SomeCharter.ledgerKey(0));
  }

  private Bundle bundle() {
    SignedNote note = signed(Tree.LEDGER, 1, ledger);
    for (int i = 0; i < OTHERS.size(); i++) {
      note =
          note.with(
              Cosignature.sign(
                      valley.roster.mirrorKey(OTHERS.get(i)),
                      note.text(),
                      SECONDS,
                      SomeCharter.mirrorKey(i + 1))
                  .line());
    }
    var copy = new Bundle.Copy(Optional.of(note.encode()), Optional.empty(), ledger);
    var its =
        new Bundle.Copy(Optional.empty(), Optional.of(signed(Tree.BOOK, 1, book).encode()), book);
    return Valley.with(
        Valley.with(valley.bundle(), ALMACEN, copy), ALMACEN, new Bundle.Book(its, openings));
  }

  private void refused(Finding finding) {
    Report report = Valley.audit(bundle());
    assertFalse(report.verified(), report::sentence);
    assertEquals(List.of(finding), Finding.refuting(report.findings()));
  }
}
