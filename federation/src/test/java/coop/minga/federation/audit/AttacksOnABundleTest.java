package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.ALMACENS_BOOK;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TALLERS;
import static coop.minga.federation.audit.Valley.TIA;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.audit.Finding.BadCheckpoint;
import coop.minga.federation.audit.Finding.BadEntry;
import coop.minga.federation.audit.Finding.BadPart;
import coop.minga.federation.audit.Finding.BookDiffers;
import coop.minga.federation.audit.Finding.Dangling;
import coop.minga.federation.audit.Finding.Forked;
import coop.minga.federation.audit.Finding.NotCanonical;
import coop.minga.federation.audit.Finding.NotWitnessed;
import coop.minga.federation.audit.Finding.OpeningDiffers;
import coop.minga.federation.audit.Finding.OpensNothing;
import coop.minga.federation.audit.Finding.RootDiffers;
import coop.minga.federation.audit.Finding.ShorterThanKnown;
import coop.minga.federation.audit.Finding.SizeDiffers;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement.Seen;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each attack on a bundle, and the finding that refuses it: what a program reads as `kind`. What
/// verifiers that share no code with ours must refuse too is left for them, with their word.
class AttacksOnABundleTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("bundles");

  private static final String DIRECTORY = "the directory's line on ";

  private final Valley valley = new Valley();

  @Test
  void whatNobodyAttackedIsVerifiedByAll() throws IOException {
    assertTrue(valley.audit().verified());
    OTHERS.leave(valley.file(), valley.charter.federationId(), "");
  }

  // ---- The zip

  @Test
  void aBombThatUnfoldsIsNotUnfolded() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      zip.putNextEntry(new ZipEntry("charter"));
      for (int i = 0; i < 64; i++) {
        zip.write(new byte[1024 * 1024]);
      }
      zip.closeEntry();
    }
    assertTrue(out.size() < 100_000, "64 MiB in " + out.size() + " bytes");
    noBundle("part 1 by the name charter", "is compressed", Bytes.of(out.toByteArray()));
  }

  @Test
  void aSizeThatLiesIsNotBelieved() throws IOException {
    String first = "part 1 by the name book/almacen/entries/000000000";
    for (int size : List.of(-1, Integer.MIN_VALUE, BundleForm.MAX_PART_BYTES + 1)) {
      noBundle(first, "is said to be longer than", withFirstSize(size));
    }
    noBundle(first, "is cut off", withFirstSize(1 << 24));
  }

  private Bytes withFirstSize(int size) {
    byte[] file = valley.file().toArray();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, size);
    return Bytes.of(file);
  }

  @Test
  void partsThatOverlapAreNotTwoParts() throws IOException {
    byte[] file = valley.file().toArray();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(file.length - 6);
    int second = directory + 46 + Short.toUnsignedInt(in.getShort(directory + 28));
    in.putInt(second + 42, 0);
    noBundle(DIRECTORY + "book/almacen/openings/000000000", "begins elsewhere", Bytes.of(file));
  }

  @Test
  void namesThatLeadOutAreNoNames() {
    for (String name :
        List.of("../charter", "/charter", "a/../../b", "c:/x", "a//b", "charter/", "a\\b", "CON")) {
      assertFalse(BundleForm.isName(name), name);
    }
    assertFalse(BundleForm.isName("a".repeat(BundleForm.MAX_NAME + 1)));
    assertFalse(BundleForm.isName("a/".repeat(BundleForm.MAX_DEPTH) + "a"));
    assertTrue(BundleForm.isName("a/".repeat(BundleForm.MAX_DEPTH - 1) + "a"));
  }

  @Test
  void aLinkIsNoPart() throws IOException {
    byte[] file = valley.file().toArray();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(file.length - 6);
    in.putShort(directory + 4, (short) (3 << 8 | 20));
    in.putInt(directory + 38, 0xA1FF << 16);
    noBundle(DIRECTORY + "book/almacen/entries/000000000", "makes a link of it", Bytes.of(file));
  }

  @Test
  void theSamePartsWithSomethingAroundThemAreNoBundle() throws IOException {
    Bytes file = valley.file();
    String end = "the zip's end record";
    int directory = file.size() - 22 - directoryBytes(file);
    noBundle(end, "is not in the one form", Bytes.utf8("junk").plus(file));
    noBundle(
        "what comes after the zip's end", "is not in the one form", file.plus(Bytes.utf8("x")));
    byte[] gap = with(file, directory, Bytes.utf8("hidden")).toArray();
    ByteBuffer.wrap(gap).order(ByteOrder.LITTLE_ENDIAN).putInt(gap.length - 6, directory + 6);
    noBundle(DIRECTORY + "book/almacen/entries/000000000", "is not in the one form", Bytes.of(gap));
    byte[] comment = file.plus(Bytes.utf8("hello")).toArray();
    comment[file.size() - 2] = 5;
    noBundle(end, "is not in the one form", Bytes.of(comment));
    byte[] renamed = file.toArray();
    renamed[30] = 'a';
    noBundle(
        DIRECTORY + "aook/almacen/entries/000000000", "is not in the one form", Bytes.of(renamed));
  }

  private static Bytes with(Bytes file, int at, Bytes more) {
    return file.slice(0, at).plus(more).plus(file.slice(at, file.size()));
  }

  @Test
  void onePartMoreThanThereMayBeIsNotRead() {
    var parts = new TreeMap<String, Bytes>();
    for (int i = 0; i < BundleForm.MAX_PARTS; i++) {
      parts.put("a/" + i, Bytes.empty());
    }
    Bytes full = BundleForm.write(parts);
    assertEquals(Optional.empty(), BundleForm.read(full).fault());
    Bytes one = BundleForm.write(new TreeMap<>(Map.of("b", Bytes.empty())));
    var out = new ByteArrayOutputStream();
    int end = full.size() - 22 - directoryBytes(full);
    out.writeBytes(full.slice(0, end).toArray());
    out.writeBytes(one.toArray());
    BundleForm.Read read = BundleForm.read(Bytes.of(out.toByteArray()));
    assertTrue(read.fault().orElseThrow().why().contains("one part too many"), read.toString());
  }

  private static int directoryBytes(Bytes file) {
    return ByteBuffer.wrap(file.toArray()).order(ByteOrder.LITTLE_ENDIAN).getInt(file.size() - 10);
  }

  // ---- A ledger, with its owner's signature and its mirrors'

  @Test
  void aTruncatedLedgerIsShorterThanSignedFor() throws IOException {
    refusedByAll(SizeDiffers.class, "entries", changed(List::removeLast));
  }

  @Test
  void aLedgerThatWasSignedShorterIsShorterThanTheSlipSays() {
    long known = valley.ledger(TIA, 3).frames().size() + 1L;
    var slip = new TreeMap<>(Map.of(TIAS, known));
    var demands = new Demands(Optional.empty(), slip, Collections.emptySortedMap(), true);
    refused(ShorterThanKnown.class, new Auditor(SeededKey.VERIFIER, demands).audit(valley.file()));
    var met = new TreeMap<>(Map.of(TIAS, known - 1));
    assertTrue(
        new Auditor(
                SeededKey.VERIFIER,
                new Demands(Optional.empty(), met, Collections.emptySortedMap(), true))
            .audit(valley.file())
            .verified());
  }

  @Test
  void aLedgerThatIsMissingIsShorterThanTheSlipSays() {
    Bundle all = valley.bundle();
    var ledgers = new TreeMap<>(all.ledgers());
    ledgers.remove(TIA);
    var without =
        new Bundle(all.charter(), ledgers, all.books(), all.told(), all.evidence())
            .opening(all.openings());
    var demands =
        new Demands(
            Optional.empty(), new TreeMap<>(Map.of(TIAS, 1L)), Collections.emptySortedMap(), false);
    Report report = new Auditor(SeededKey.VERIFIER, demands).audit(Valley.file(without));
    refused(ShorterThanKnown.class, report);
  }

  @Test
  void reorderedEntriesAreNotThoseSignedFor() throws IOException {
    refusedByAll(RootDiffers.class, "root", changed(frames -> Collections.swap(frames, 0, 1)));
  }

  @Test
  void aReplacedEntryIsNotTheOneSignedFor() throws IOException {
    refusedByAll(RootDiffers.class, "entry", changed(frames -> frames.set(0, frames.get(1))));
    Bytes other = valley.frame(TIA, new Said.OfRoster(new Seen(Hash.sha256(Bytes.utf8("else")))));
    refusedByAll(RootDiffers.class, "root", changed(frames -> frames.set(0, other)));
  }

  @Test
  void anInsertedEntryIsOneTooMany() throws IOException {
    refusedByAll(SizeDiffers.class, "entry", changed(frames -> frames.add(1, frames.get(0))));
    Bytes other = valley.frame(TIA, new Said.OfRoster(new Seen(Hash.sha256(Bytes.utf8("else")))));
    refusedByAll(SizeDiffers.class, "entries", changed(frames -> frames.add(1, other)));
  }

  @Test
  void aDeletedEntryIsOneTooFew() throws IOException {
    refusedByAll(SizeDiffers.class, "entries", changed(frames -> frames.remove(1)));
  }

  @Test
  void anEntryDeletedForAnotherInsertedIsNoticed() throws IOException {
    refusedByAll(
        RootDiffers.class,
        "entry",
        changed(frames -> {
          frames.remove(1);
          frames.add(frames.get(0));
        }));
  }

  @Test
  void aMissingTileLeavesTheLedgerShort() throws IOException {
    var parts = new TreeMap<>(BundleForm.read(valley.file()).parts());
    parts.remove("ledger/tia/entries/000000000");
    refusedByAll(BadPart.class, "entries", BundleForm.write(parts));
  }

  @Test
  void aLedgerThatTooFewWitnessedIsNotRelied() throws IOException {
    Bundle bundle = valley.bundle();
    refusedByAll(
        NotWitnessed.class, "quorum", Valley.file(Valley.with(bundle, TIA, valley.ledger(TIA, 1))));
  }

  @Test
  void aWordFromTheFutureIsRefusedByWhoKnowsHowLateItIs() throws IOException {
    Bundle bundle = valley.bundle();
    Bytes file = Valley.file(bundle);
    Instant last = Valley.MADE.minus(Duration.ofHours(1)).plusSeconds(3);
    Demands then = Demands.ALL.notAfter(last);
    Report honest = new Auditor(SeededKey.VERIFIER, then).audit(file);
    assertTrue(honest.verified(), honest.sentence());
    Demands before = Demands.ALL.notAfter(last.minusSeconds(1));
    Report ahead = new Auditor(SeededKey.VERIFIER, before).audit(file);
    refused(BadCheckpoint.class, ahead);
    assertTrue(ahead.sentence().contains("a cosignature's time cannot be"), ahead.sentence());
    OTHERS.leave(
        "aWordFromTheFuture",
        List.of(
            new LeftForOthers.Audited(file, bundle, then, honest),
            new LeftForOthers.Audited(file, bundle, before, ahead)));
  }

  // ---- Entries that their owner signed for in its tree

  @Test
  void anEntrySignedTwiceOverStandsThereASecondTime() throws IOException {
    valley.of(TIAS).add(valley.of(TIAS).getFirst());
    refusedEntry(Fault.Repeated.class);
  }

  @Test
  void anothersEntryIsNotOnesOwn() throws IOException {
    valley.of(TIAS).add(valley.of(TALLERS).getFirst());
    refusedEntry(Fault.OtherAuthor.class);
  }

  @Test
  void anEntryOfTheLedgerDoesNotCountInTheBook() throws IOException {
    valley.of(ALMACENS_BOOK).add(valley.of(ALMACENS).getFirst());
    refusedEntry(Fault.OtherTree.class);
  }

  @Test
  void anEntryOfTheBookDoesNotCountInTheLedger() throws IOException {
    valley.of(ALMACENS).add(valley.of(ALMACENS_BOOK).getFirst());
    refusedEntry(Fault.OtherTree.class);
  }

  @Test
  void anEntryOfAnotherFederationIsOfNoUseHere() throws IOException {
    Hash elsewhere = Hash.sha256(Bytes.utf8("elsewhere"));
    valley.of(TIAS).add(moved(elsewhere, 0));
    refusedEntry(Fault.OtherFederation.class);
  }

  @Test
  void anEntryOfAnotherGenerationIsOfNoUseHere() throws IOException {
    valley.of(TIAS).add(moved(valley.roster.federationId(), 1));
    refusedEntry(Fault.OtherGeneration.class);
  }

  /// Tia's own first entry, signed by her for another federation or generation.
  private Bytes moved(Hash federation, int generation) {
    Entry right = EntryWire.decode(valley.of(TIAS).getFirst()).orElseThrow();
    Entry.Header was = right.header();
    var header =
        new Entry.Header(
            federation,
            was.author(),
            was.keyId(),
            was.tree(),
            generation,
            was.version(),
            was.kind());
    return EntryWire.encode(Entry.sign(header, right.payload(), SomeCharter.entryKey(3)));
  }

  @Test
  void anEntryThatItsAuthorDidNotSignIsNotItsOwn() throws IOException {
    Entry right = EntryWire.decode(valley.of(TIAS).getFirst()).orElseThrow();
    var forged =
        new Entry(right.header(), right.payload(), new SeededKey(99).sign(right.signedBytes()));
    valley.of(TIAS).set(0, EntryWire.encode(forged));
    refusedEntry(Fault.BadSignature.class);
  }

  @Test
  void bytesThatAreNoEntryDoNotCount() throws IOException {
    valley.of(TIAS).add(Bytes.utf8("not an entry"));
    refusedEntry(Fault.Unreadable.class);
  }

  @Test
  void aKindOfTheLedgerDoesNotCountInTheBook() {
    Entry offer = EntryWire.decode(valley.of(ALMACENS).getFirst()).orElseThrow();
    Entry moved = valley.hand.entry(ALMACEN, Tree.BOOK, Kind.OFFER.code(), offer.payload());
    valley.of(ALMACENS_BOOK).add(EntryWire.encode(moved));
    assertTrue(hasFault(Fault.KindNotHere.class, valley.audit()), "what only ours looks at");
  }

  @Test
  void aWholeBundleOfAnotherFederationIsOfNoUseHere() throws IOException {
    Hash ours = Hash.sha256(Bytes.utf8("ours"));
    var elsewhere = new Demands(Optional.of(ours), true);
    refused(
        Finding.OtherFederation.class,
        new Auditor(SeededKey.VERIFIER, elsewhere).audit(valley.file()));
    OTHERS.leave(valley.file(), ours, "charter");
  }

  @Test
  void aBookThatIsNotTheCommittedOneIsRefused() {
    Bundle.Book right = valley.book(ALMACEN);
    var other = new Bundle.Book(right.tree(), valley.book(BOTICA).openings());
    refused(BookDiffers.class, Valley.audit(Valley.with(valley.bundle(), ALMACEN, other)));
  }

  @Test
  void aPromiseWhoseOtherHalfIsLeftOutDangles() {
    Bundle all = valley.bundle();
    var frames = new ArrayList<>(valley.of(TALLERS));
    frames.removeIf(
        frame -> EntryWire.decode(frame).orElseThrow().header().kind() == Kind.RECEIVED.code());
    var note = valley.witnessed(TALLERS, frames, 3).encode();
    var shorter = new Bundle.Copy(Optional.of(note), Optional.empty(), frames);
    refused(Dangling.class, Valley.audit(Valley.with(all, TALLER, shorter)));
  }

  @Test
  void twoHistoriesAreAFork() {
    var frames = new ArrayList<>(valley.of(TIAS).subList(0, 1));
    frames.set(0, EntryWire.encode(valley.hand.entry(TIA, Tree.LEDGER, 999, Bytes.empty())));
    refused(
        Forked.class,
        Valley.audit(Valley.withEvidence(valley.bundle(), TIA, valley.signed(TIAS, frames))));
  }

  // ---- Openings

  @Test
  void aForeignOpeningOpensNothingOrOtherwise() throws IOException {
    EntryOpening foreign = valley.openings(BOTICA).getFirst();
    refused(OpensNothing.class, opened(foreign));
    EntryOpening own = valley.openings(ALMACEN).getFirst();
    refused(OpeningDiffers.class, opened(new EntryOpening(own.entry(), foreign.fields())));
  }

  private Report opened(EntryOpening opening) {
    var openings = new TreeMap<>(valley.bundle().openings());
    openings.put(ALMACEN, List.of(opening));
    return Valley.audit(valley.bundle().opening(openings));
  }

  // ---- Small things

  /// A bundle with other entries under tia's checkpoint.
  private Bytes changed(Consumer<List<Bytes>> change) {
    Bundle.Copy right = valley.ledger(TIA, 3);
    var frames = new ArrayList<>(right.frames());
    change.accept(frames);
    var copy = new Bundle.Copy(right.witnessed(), right.signed(), frames);
    return Valley.file(Valley.with(valley.bundle(), TIA, copy));
  }

  /// A file that is not in the form, refused for what is wrong with it and for nothing else.
  private void noBundle(String place, String why, Bytes file) throws IOException {
    List<Finding> findings = Finding.refuting(Valley.audit(file).findings());
    assertTrue(
        findings.getFirst() instanceof NotCanonical(var where, var what)
            && where.equals(place)
            && what.contains(why),
        () -> place + " " + why + ", not " + findings.getFirst());
    OTHERS.leave(file, valley.charter.federationId(), "bundle");
  }

  private void refusedByAll(Class<? extends Finding> kind, String word, Bytes file)
      throws IOException {
    refused(kind, Valley.audit(file));
    OTHERS.leave(file, valley.charter.federationId(), word);
  }

  private static void refused(Class<? extends Finding> kind, Report report) {
    assertFalse(report.verified(), report.sentence());
    assertTrue(
        Finding.refuting(report.findings()).stream().anyMatch(kind::isInstance),
        () -> kind.getSimpleName() + " is not among " + report.findings());
  }

  private void refusedEntry(Class<? extends Fault> why) throws IOException {
    Report report = valley.audit();
    assertFalse(report.verified(), report.sentence());
    assertTrue(hasFault(why, report), () -> why + " is not among " + report.findings());
    OTHERS.leave(valley.file(), valley.charter.federationId(), "entry");
  }

  private static boolean hasFault(Class<? extends Fault> why, Report report) {
    return report.findings().stream()
        .anyMatch(finding -> finding instanceof BadEntry bad && why.isInstance(bad.why()));
  }
}
