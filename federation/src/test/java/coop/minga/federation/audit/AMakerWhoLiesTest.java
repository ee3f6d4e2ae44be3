package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
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
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.BundleWire;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Manifest;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.ToldEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Almacen makes the bundle, signs its manifest, and did not put into it what others signed.
class AMakerWhoLiesTest {
  private final Valley valley = new Valley();

  private final Bundle honest = valley.bundle();

  private Bundle.Copy ledger(MemberId owner) {
    return Optional.ofNullable(honest.ledgers().get(owner)).orElseThrow();
  }

  private Bundle.Book book(MemberId owner) {
    return Optional.ofNullable(honest.books().get(owner)).orElseThrow();
  }

  private Bundle withFrames(MemberId owner, List<Bytes> frames) {
    return Valley.with(
        honest, owner, new Bundle.Copy(ledger(owner).witnessed(), Optional.empty(), frames));
  }

  @Test
  void aDroppedEntryIsMissed() {
    var frames = new ArrayList<>(ledger(TIA).frames());
    frames.removeLast();
    refused(
        "tia/ledger was signed at " + (frames.size() + 1) + " entries", withFrames(TIA, frames));
  }

  @Test
  void anEntryDroppedFromTheMiddleAndOneRepeatedAreNoticed() {
    var frames = new ArrayList<>(ledger(ALMACEN).frames());
    frames.remove(1);
    frames.add(frames.getLast());
    refused(
        "entries of almacen/ledger are not those that were signed", withFrames(ALMACEN, frames));
  }

  @Test
  void twoEntriesInAnotherOrderAreNoticed() {
    var frames = new ArrayList<>(ledger(ALMACEN).frames());
    Collections.swap(frames, 0, 1);
    refused(
        "entries of almacen/ledger are not those that were signed", withFrames(ALMACEN, frames));
  }

  @Test
  void anEntryAddedAtTheEndIsNoticed() {
    var frames = new ArrayList<>(ledger(ALMACEN).frames());
    frames.add(frames.getFirst());
    refused("almacen/ledger was signed at", withFrames(ALMACEN, frames));
  }

  @Test
  void oneLedgersCheckpointIsNotAnothers() {
    var copy = new Bundle.Copy(ledger(TALLER).witnessed(), Optional.empty(), ledger(TIA).frames());
    refused(
        "the checkpoint ledger/tia/witnessed is not valid: it is the checkpoint of another tree",
        Valley.with(honest, TIA, copy));
  }

  @Test
  void aQuorumOneShortIsNone() {
    refused(
        "tia/ledger is witnessed by 2 members and needs 3",
        Valley.with(honest, TIA, valley.ledger(TIA, 1)));
    assertTrue(Valley.audit(Valley.with(honest, TIA, valley.ledger(TIA, 2))).verified());
  }

  @Test
  void aCheckpointOfItsOwnerAloneIsNotWitnessed() {
    var frames = ledger(TIA).frames();
    Bytes alone = valley.signed(Valley.TIAS, frames).encode();
    refused(
        "tia/ledger is witnessed by 1 member and needs 3",
        Valley.with(honest, TIA, new Bundle.Copy(Optional.empty(), Optional.of(alone), frames)));
  }

  @Test
  void aCosignatureThatWasChangedRefusesTheCheckpoint() {
    var frames = ledger(TIA).frames();
    String note = valley.witnessed(Valley.TIAS, frames, 3).encode().toUtf8();
    // The last line but one is a cosignature; take the base64 of another for it.
    String other = valley.witnessed(Valley.TIAS, frames.subList(0, 1), 3).encode().toUtf8();
    String changed = note.replace(last(note), last(other));
    var copy = new Bundle.Copy(Optional.of(Bytes.utf8(changed)), Optional.empty(), frames);
    refused("a known key's signature on it is not valid", Valley.with(honest, TIA, copy));
  }

  private static String last(String note) {
    return note.strip().substring(note.strip().lastIndexOf('\n') + 1);
  }

  @Test
  void aSmallerCheckpointIsNotBeyondTheWitnessedOne() {
    var frames = ledger(TIA).frames();
    Bytes older = valley.signed(Valley.TIAS, frames.subList(0, 1)).encode();
    refused(
        "it is not beyond the witnessed one",
        Valley.with(
            honest, TIA, new Bundle.Copy(ledger(TIA).witnessed(), Optional.of(older), frames)));
  }

  @Test
  void anUnwitnessedEndMustGrowOutOfWhatIsWitnessed() {
    var other = new ArrayList<>(ledger(TIA).frames());
    Collections.swap(other, 0, 1);
    other.add(valley.frame(TIA, valley.said(Valley.TIAS, 0)));
    Bytes signed = valley.signed(Valley.TIAS, other).encode();
    refused(
        "entries of tia/ledger are not those that were signed",
        Valley.with(
            honest, TIA, new Bundle.Copy(ledger(TIA).witnessed(), Optional.of(signed), other)));
  }

  @Test
  void aLedgerLeftOutIsToldAndWhatRestsOnItIsMissed() {
    var ledgers = new TreeMap<>(honest.ledgers());
    ledgers.remove(TALLER);
    var without =
        new Bundle(honest.charter(), ledgers, honest.books(), honest.told(), honest.evidence());
    Report report = Valley.audit(without);
    assertFalse(report.verified());
    assertTrue(report.findings().contains(new Finding.LedgerAbsent(TALLER)));
    assertTrue(
        report.findings().stream().anyMatch(Finding.Dangling.class::isInstance),
        report.findings().toString());
  }

  @Test
  void aFounderWhoHasNotSignedMakesNoFederation() {
    SignedCharter unsigned = RosterWire.unsigned(valley.charter.charter());
    SignedCharter three = unsigned;
    List<MemberId> founders = List.of(ALMACEN, BOTICA, TALLER, TIA);
    for (MemberId founder : founders.subList(0, 3)) {
      three = three.signedBy(founder, SomeCharter.rootKey(founders.indexOf(founder)));
    }
    refused(
        "the charter is not in force: tia has not signed the charter",
        new Bundle(
            RosterWire.encode(three),
            honest.ledgers(),
            honest.books(),
            honest.told(),
            honest.evidence()));
  }

  @Test
  void anotherFederationsLedgersAreNoneOfTheCharters() {
    SignedCharter other = SomeCharter.signed("almacen", "botica", "tia", "tuna");
    Report report =
        Valley.audit(
            new Bundle(
                RosterWire.encode(other),
                honest.ledgers(),
                honest.books(),
                honest.told(),
                honest.evidence()));
    assertFalse(report.verified());
    assertTrue(
        report.sentence().contains("is of somebody who is not a member")
            || report.sentence().contains("it is the checkpoint of another tree"),
        report.sentence());
  }

  // ---- Books

  @Test
  @LiesIn(Kind.BOOK)
  void aBookThatIsNotOpenedIsRefused() {
    refused(
        "commits to a book and is not opened",
        Valley.with(honest, ALMACEN, new Bundle.Book(book(ALMACEN).tree(), List.of())));
  }

  @Test
  @LiesIn(Kind.BOOK)
  void anotherOpeningIsRefused() {
    BookCommitment.Opening right = book(ALMACEN).openings().getFirst();
    var wrong = new BookCommitment.Opening(right.salt(), right.size() - 1, right.root());
    refused(
        "commits to a book and is opened by something else",
        Valley.with(honest, ALMACEN, new Bundle.Book(book(ALMACEN).tree(), List.of(wrong))));
    refused(
        "opens commitments that its ledger does not have",
        Valley.with(honest, ALMACEN, new Bundle.Book(book(ALMACEN).tree(), List.of(right, right))));
  }

  @Test
  @LiesIn(Kind.BOOK)
  void aBookWrittenAnewIsNotTheOneCommittedTo() {
    var name = new TreeName(ALMACEN, Tree.BOOK);
    var frames = new ArrayList<>(book(ALMACEN).tree().frames());
    frames.removeLast();
    var copy =
        new Bundle.Copy(
            Optional.empty(), Optional.of(valley.signed(name, frames).encode()), frames);
    refused(
        "commits to a book that is not the one here",
        Valley.with(honest, ALMACEN, new Bundle.Book(copy, book(ALMACEN).openings())));
  }

  @Test
  void whatWasToldMustBeProven() {
    var book = new TreeName(TALLER, Tree.BOOK);
    ToldEntry first = valley.told(book, 0);
    var elsewhere = new InclusionProof(1, first.proof().size(), first.proof().path());
    refused(
        "is not proven to be in that book",
        Valley.withTold(
            honest, TALLER, List.of(new ToldEntry(first.frame(), elsewhere, first.bookNote()))));
    Bytes tias = valley.told(new TreeName(TIA, Tree.BOOK), 0).bookNote();
    refused(
        "comes with a checkpoint that its author did not sign",
        Valley.withTold(
            honest, TALLER, List.of(new ToldEntry(first.frame(), first.proof(), tias))));
  }

  @Test
  void whatWasToldOfABookThatIsHereIsLookedAtLikeAnyOther() {
    ToldEntry first = valley.told(Valley.ALMACENS_BOOK, 0);
    assertEquals(
        List.of(), Valley.audit(Valley.withTold(honest, ALMACEN, List.of(first))).findings());
    Bytes tias = valley.told(new TreeName(TIA, Tree.BOOK), 0).bookNote();
    refused(
        "comes with a checkpoint that its author did not sign",
        Valley.withTold(
            honest, ALMACEN, List.of(new ToldEntry(first.frame(), first.proof(), tias))));
  }

  @Test
  void whatWasToldIsProvenInABookOfTheSizeThatWasSigned() {
    ToldEntry first = valley.told(Valley.ALMACENS_BOOK, 0);
    Hash root = Valley.frontier(valley.of(Valley.ALMACENS_BOOK)).root();
    InclusionProof proof = first.proof();
    InclusionProof other =
        Stream.of(proof.size() - 1, proof.size() + 1)
            .map(size -> new InclusionProof(0, size, proof.path()))
            .filter(its -> its.check(MerkleTree.leafHash(first.frame()), root).holds())
            .findFirst()
            .orElseThrow();
    refused(
        "is not proven to be in that book",
        Valley.withTold(
            honest, ALMACEN, List.of(new ToldEntry(first.frame(), other, first.bookNote()))));
  }

  @Test
  void whatWasToldMustBeInTheBookThatIsHere() {
    Valley two = new Valley();
    var book = new TreeName(TALLER, Tree.BOOK);
    two.of(book).addFirst(valley.frame(TALLER, valley.said(book, 0)));
    var entries = List.of(two.told(book, 1));
    Bundle both = Valley.withTold(honest, TALLER, entries);
    refused(
        "is not in the book that is here",
        Valley.with(
            both,
            TALLER,
            new Bundle.Book(valley.book(TALLER).tree(), valley.book(TALLER).openings())));
  }

  @Test
  void partsThatNoBundleHasAreRefused() {
    var stranger = new TreeMap<>(honest.ledgers());
    stranger.put(new MemberId("zorro"), ledger(TIA));
    refused(
        "ledger/zorro is of somebody who is not a member",
        new Bundle(honest.charter(), stranger, honest.books(), honest.told(), honest.evidence()));
  }

  @Test
  void nothingOfSomebodyWhoIsNotAMemberIsLookedAt() {
    var zorro = new MemberId("zorro");
    var books = new TreeMap<>(honest.books());
    books.put(zorro, valley.book(TIA));
    var told = new TreeMap<>(honest.told());
    told.put(zorro, List.of(valley.told(new TreeName(TIA, Tree.BOOK), 0)));
    var evidence = new TreeMap<>(Map.of(zorro, List.of(Bytes.utf8("not a note"))));
    SortedMap<MemberId, SortedMap<Long, Bytes>> proofs =
        new TreeMap<>(Map.of(zorro, new TreeMap<>(Map.of(0L, proven(adopted(zorro))))));
    var zurdo = new MemberId("zurdo");
    var ledgers = new TreeMap<>(honest.ledgers());
    ledgers.put(
        zurdo, new Bundle.Copy(Optional.empty(), Optional.empty(), List.of(adopted(zurdo))));
    Bundle bundle =
        new Bundle(honest.charter(), ledgers, books, told, evidence)
            .opening(honest.openings())
            .proving(proofs);
    assertEquals(
        Stream.of("book/zorro", "evidence/zorro", "ledger/zurdo", "proof/zorro", "told/zorro")
            .map(part -> (Finding) new Finding.BadPart(part, "is of somebody who is not a member"))
            .collect(Collectors.toSet()),
        Set.copyOf(Valley.audit(bundle).findings()));
  }

  /// What the roll takes up, if a member enters it.
  private Bytes adopted(MemberId author) {
    Said said = new Said.OfRoster(new RosterStatement.Adopt(valley.roster.hash()));
    var key = SomeCharter.entryKey(9);
    var header =
        new Entry.Header(
            valley.roster.federationId(),
            author,
            key.publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.versionOf(said),
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  private Bytes proven(Bytes frame) {
    List<Bytes> frames = List.of(frame);
    return TlogProof.make(HeldTree.of(frames), 0, valley.signed(Valley.TIAS, frames))
        .with(frame)
        .encode();
  }

  @Test
  void whatRestsOnALedgerThatIsRefusedIsNotSaidToBeMissing() {
    assertEquals(
        List.of(new Finding.NotWitnessed(Valley.TIAS, 2, 3)),
        Valley.audit(Valley.with(honest, TIA, valley.ledger(TIA, 1))).findings());
  }

  @Test
  void aMakerWhoIsNotAMemberMakesNoBundle() {
    Bytes file = honest.write(new MemberId("zorro"), Valley.MADE, SomeCharter.ledgerKey(0));
    refused("the manifest is not signed by zorro", Valley.audit(file));
  }

  @Test
  void aManifestListsEachPartOnceAndInOrder() {
    var parts = new TreeMap<>(BundleForm.read(Valley.file(honest)).parts());
    List<Manifest.Part> listed = Bundle.listed(parts);
    var twice = new ArrayList<>(listed);
    twice.add(listed.getLast());
    for (List<Manifest.Part> other : List.of(listed.reversed(), twice)) {
      var manifest = new Manifest(valley.roster.federationId(), ALMACEN, Valley.MADE, other);
      parts.put(Bundle.MANIFEST, BundleWire.encode(manifest.sign(SomeCharter.ledgerKey(0))));
      refused("lists parts twice or out of order", Valley.audit(BundleForm.write(parts)));
    }
  }

  @Test
  void anotherEndThanTheOwnerSignedIsNoticed() {
    var one = new ArrayList<>(ledger(TIA).frames());
    var other = new ArrayList<>(one);
    one.add(valley.frame(TIA, valley.said(Valley.TIAS, 0)));
    other.add(EntryWire.encode(valley.hand.entry(TIA, Tree.LEDGER, 999, Bytes.empty())));
    Bytes signed = valley.signed(Valley.TIAS, one).encode();
    refused(
        "the first " + one.size() + " entries of tia/ledger are not those that were signed",
        Valley.with(
            honest, TIA, new Bundle.Copy(ledger(TIA).witnessed(), Optional.of(signed), other)));
  }

  @Test
  void twoMembersWhoWereToldDifferentThingsShowIt() {
    var book = new TreeName(TALLER, Tree.BOOK);
    Valley two = new Valley();
    two.of(book).set(0, two.of(book).get(1));
    refused(
        "entry 0 of taller/book, as it was told to others, is not what another was told",
        Valley.withTold(honest, TALLER, List.of(valley.told(book, 0), two.told(book, 0))));
  }

  @Test
  void partsThatAreListedAndMeanNothingAreRefused() {
    var parts = new TreeMap<>(BundleForm.read(Valley.file(honest)).parts());
    parts.put("notes/hello", Bytes.utf8("hello"));
    assertEquals(
        List.of(new Finding.BadPart("notes/hello", "is not a part of a bundle")),
        Valley.audit(signed(parts, valley.roster.federationId())).findings());
  }

  @Test
  void aManifestOfAnotherFederationIsRefused() {
    var parts = new TreeMap<>(BundleForm.read(Valley.file(honest)).parts());
    refused(
        "the manifest is of another federation than the charter",
        Valley.audit(signed(parts, Hash.sha256(Bytes.utf8("another")))));
  }

  private static Bytes signed(SortedMap<String, Bytes> parts, Hash federation) {
    var manifest = new Manifest(federation, ALMACEN, Valley.MADE, Bundle.listed(parts));
    parts.put(Bundle.MANIFEST, BundleWire.encode(manifest.sign(SomeCharter.ledgerKey(0))));
    return BundleForm.write(parts);
  }

  private static void refused(String why, Bundle bundle) {
    refused(why, Valley.audit(bundle));
  }

  private static void refused(String why, Report report) {
    assertFalse(report.verified(), why);
    assertTrue(
        report.findings().stream().anyMatch(f -> f.sentence().contains(why)),
        why + ", not " + report.findings());
  }
}
