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
import coop.minga.federation.wire.EntryWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/// Each attack on a bundle, and the finding that refuses it: what a program reads as `kind`.
class AttacksOnABundleTest {
  private final Valley valley = new Valley();

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
    refused(NotCanonical.class, Valley.audit(Bytes.of(out.toByteArray())));
  }

  @Test
  void aSizeThatLiesIsNotBelieved() {
    for (int size : List.of(-1, Integer.MIN_VALUE, BundleForm.MAX_PART_BYTES + 1, 1 << 24)) {
      byte[] file = valley.file().toArray();
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, size);
      refused(NotCanonical.class, Valley.audit(Bytes.of(file)));
    }
  }

  @Test
  void partsThatOverlapAreNotTwoParts() {
    byte[] file = valley.file().toArray();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(file.length - 6);
    int second = directory + 46 + Short.toUnsignedInt(in.getShort(directory + 28));
    in.putInt(second + 42, 0);
    refused(NotCanonical.class, Valley.audit(Bytes.of(file)));
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
  void aLinkIsNoPart() {
    byte[] file = valley.file().toArray();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(file.length - 6);
    in.putShort(directory + 4, (short) (3 << 8 | 20));
    in.putInt(directory + 38, 0xA1FF << 16);
    refused(NotCanonical.class, Valley.audit(Bytes.of(file)));
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
  void aTruncatedLedgerIsShorterThanSignedFor() {
    refused(SizeDiffers.class, changed(List::removeLast));
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
  void reorderedEntriesAreNotThoseSignedFor() {
    refused(RootDiffers.class, changed(frames -> Collections.swap(frames, 0, 1)));
  }

  @Test
  void aReplacedEntryIsNotTheOneSignedFor() {
    refused(RootDiffers.class, changed(frames -> frames.set(0, frames.get(1))));
  }

  @Test
  void anInsertedEntryIsOneTooMany() {
    refused(SizeDiffers.class, changed(frames -> frames.add(1, frames.get(0))));
  }

  @Test
  void aDeletedEntryIsOneTooFew() {
    refused(SizeDiffers.class, changed(frames -> frames.remove(1)));
  }

  @Test
  void anEntryDeletedForAnotherInsertedIsNoticed() {
    refused(
        RootDiffers.class,
        changed(frames -> {
          frames.remove(1);
          frames.add(frames.get(0));
        }));
  }

  @Test
  void aMissingTileLeavesTheLedgerShort() {
    var parts = new TreeMap<>(BundleForm.read(valley.file()).parts());
    parts.remove("ledger/tia/entries/000000000");
    refused(BadPart.class, Valley.audit(BundleForm.write(parts)));
  }

  @Test
  void aLedgerThatTooFewWitnessedIsNotRelied() {
    Bundle bundle = valley.bundle();
    refused(NotWitnessed.class, Valley.audit(Valley.with(bundle, TIA, valley.ledger(TIA, 1))));
  }

  // ---- Entries that their owner signed for in its tree

  @Test
  void anEntrySignedTwiceOverStandsThereASecondTime() {
    valley.of(TIAS).add(valley.of(TIAS).getFirst());
    refusedEntry(Fault.Repeated.class, valley.audit());
  }

  @Test
  void anothersEntryIsNotOnesOwn() {
    valley.of(TIAS).add(valley.of(TALLERS).getFirst());
    refusedEntry(Fault.OtherAuthor.class, valley.audit());
  }

  @Test
  void anEntryOfTheLedgerDoesNotCountInTheBook() {
    valley.of(ALMACENS_BOOK).add(valley.of(ALMACENS).getFirst());
    refusedEntry(Fault.OtherTree.class, valley.audit());
  }

  @Test
  void aKindOfTheLedgerDoesNotCountInTheBook() {
    Entry offer = EntryWire.decode(valley.of(ALMACENS).getFirst()).orElseThrow();
    Entry moved = valley.hand.entry(ALMACEN, Tree.BOOK, Kind.OFFER.code(), offer.payload());
    valley.of(ALMACENS_BOOK).add(EntryWire.encode(moved));
    refusedEntry(Fault.KindNotHere.class, valley.audit());
  }

  @Test
  void aWholeBundleOfAnotherFederationIsOfNoUseHere() {
    var elsewhere = new Demands(Optional.of(Hash.sha256(Bytes.utf8("ours"))), true);
    refused(
        Finding.OtherFederation.class,
        new Auditor(SeededKey.VERIFIER, elsewhere).audit(valley.file()));
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
  void aForeignOpeningOpensNothingOrOtherwise() {
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
  private Report changed(Consumer<List<Bytes>> change) {
    Bundle.Copy right = valley.ledger(TIA, 3);
    var frames = new ArrayList<>(right.frames());
    change.accept(frames);
    var copy = new Bundle.Copy(right.witnessed(), right.signed(), frames);
    return Valley.audit(Valley.with(valley.bundle(), TIA, copy));
  }

  private static void refused(Class<? extends Finding> kind, Report report) {
    assertFalse(report.verified(), report.sentence());
    assertTrue(
        Finding.refuting(report.findings()).stream().anyMatch(kind::isInstance),
        () -> kind.getSimpleName() + " is not among " + report.findings());
  }

  private static void refusedEntry(Class<? extends Fault> why, Report report) {
    assertFalse(report.verified(), report.sentence());
    assertTrue(
        report.findings().stream()
            .anyMatch(finding -> finding instanceof BadEntry bad && why.isInstance(bad.why())),
        () -> why + " is not among " + report.findings());
  }
}
