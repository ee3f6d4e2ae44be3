package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Somebody changes the file after its maker signed it. What is told by more than the manifest is
/// left for the verifiers that share no code with ours.
class ABundleChangedOnTheWayTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("changed");

  private static final long SEED = Long.getLong("seed", 20_261_124);
  private static final int PLACES = 200;

  /// Of a thing that is tried often, so many are left for others.
  private static final int LEFT = 10;

  private static final int HEADER = 30;
  private static final List<String> DIRECTORY =
      List.of("the directory's line on ", "the zip's end record", "what comes after the zip's end");

  /// Where in a zip's local header its flags, checksum, size and name begin, and its name's length.
  private static final int FLAGS = 6;

  private static final int CHECKSUM = 14;
  private static final int SIZE = 18;
  private static final int NAME_LENGTH = 26;
  private static final int NAME = 30;

  private final Valley valley = new Valley();
  private final Bytes file = valley.file();
  private final SortedMap<String, Bytes> parts = BundleForm.read(file).parts();

  @Test
  void oneByteAnywhereIsFoundAndItsPartIsNamed() throws IOException {
    System.out.println("seed " + SEED);
    var dice = new Random(SEED);
    for (int i = 0; i < PLACES; i++) {
      int place = dice.nextInt(file.size());
      byte[] changed = file.toArray();
      changed[place] ^= (byte) (1 + dice.nextInt(255));
      refusedNaming(place, Valley.audit(Bytes.of(changed)));
      if (i < LEFT) {
        leave(Bytes.of(changed), "bundle");
      }
    }
  }

  private void refusedNaming(int place, Report report) {
    assertFalse(report.verified(), "byte " + place);
    String told = report.sentence();
    assertTrue(told.startsWith("NOT verified: "), told);
    Optional<String> part = partAt(place);
    boolean named =
        part.map(name -> isNamed(name, report)).orElse(DIRECTORY.stream().anyMatch(told::contains));
    assertTrue(named, "byte " + place + " of " + part + ": " + report.findings());
  }

  /// The part in whose content or header a byte is; absent if it is in the zip's directory.
  private Optional<String> partAt(int place) {
    return parts.keySet().stream()
        .filter(name -> {
          int content = BundleForm.offsetOf(parts, name).orElseThrow();
          int end = content + part(name).size();
          return place >= content - HEADER - name.length() && place < end;
        })
        .findFirst();
  }

  /// By its name, as an entry of its tree, or, where the name itself is what changed, by its number
  /// or the one before it.
  private boolean isNamed(String part, Report report) {
    int number = List.copyOf(parts.keySet()).indexOf(part) + 1;
    return report.findings().stream()
        .map(Finding::sentence)
        .anyMatch(told ->
            told.contains(part)
                || told.startsWith("part " + number + " ")
                || DIRECTORY.stream().anyMatch(told::contains)
                || inTree(part).filter(told::contains).isPresent()
                || (part.equals(Bundle.CHARTER) && told.startsWith("the charter ")));
  }

  private static Optional<String> inTree(String part) {
    List<String> steps = List.of(part.split("/", -1));
    return steps.size() == 4 && steps.get(2).equals("entries")
        ? Optional.of(" of " + steps.get(1) + "/" + steps.get(0) + " changed after signing")
        : Optional.empty();
  }

  @Test
  void anEntryThatChangedIsNamed() {
    int award = valley.find(Valley.ALMACENS, Award.class);
    int offset = Bundle.offsetOf(file, Valley.ALMACENS, award).orElseThrow();
    int size = valley.of(Valley.ALMACENS).get(award).size();
    for (int i = 0; i < size; i++) {
      byte[] changed = file.toArray();
      changed[offset + i] ^= 1;
      Report report = Valley.audit(Bytes.of(changed));
      assertEquals(
          "NOT verified: entry " + award + " of almacen/ledger changed after signing.",
          report.sentence(),
          "byte " + i);
      assertEquals(
          1,
          report.findings().stream().filter(Finding.EntryChanged.class::isInstance).count(),
          "it is told once");
    }
  }

  @Test
  void whatIsCutShortIsRefusedWhereverItIsCut() throws IOException {
    var dice = new Random(SEED + 1);
    for (int i = 0; i < 50; i++) {
      int length = dice.nextInt(file.size());
      assertFalse(Valley.audit(file.slice(0, length)).verified(), "cut at " + length);
      if (i < LEFT) {
        leave(file.slice(0, length), "bundle");
      }
    }
    assertFalse(Valley.audit(Bytes.empty()).verified());
  }

  @Test
  void whatIsAddedBeforeOrAfterIsRefused() {
    byte[] longer = Arrays.copyOf(file.toArray(), file.size() + 1);
    refused("what comes after the zip's end", Bytes.of(longer));
    byte[] later = new byte[file.size() + 4];
    file.copyTo(later, 4);
    assertFalse(Valley.audit(Bytes.of(later)).verified());
  }

  @Test
  void whatStandsAroundAPartIsSaidToBeThatAndNotItsChecksum() {
    byte[] changed = file.toArray();
    changed[FLAGS] ^= 1;
    BundleForm.Fault fault = BundleForm.read(Bytes.of(changed)).fault().orElseThrow();
    assertEquals(
        "is not in the one form that a bundle has, at byte " + FLAGS,
        fault.why(),
        fault.toString());
    byte[] summed = file.toArray();
    summed[CHECKSUM] ^= 1;
    assertEquals(
        "does not have its checksum",
        BundleForm.read(Bytes.of(summed)).fault().orElseThrow().why());
  }

  @Test
  void aNameThatIsTooLongOrIsNoneIsToldByThePartsNumber() {
    byte[] longer = file.toArray();
    longer[NAME_LENGTH] = (byte) (BundleForm.MAX_NAME + 1);
    faultOfTheFirst("has a name that is too long", Bytes.of(longer));
    faultOfTheFirst("has a name that is too long", file.slice(0, NAME + 3));
    byte[] other = file.toArray();
    other[NAME] = '!';
    faultOfTheFirst("has a name that no part of a bundle has", Bytes.of(other));
  }

  private static void faultOfTheFirst(String why, Bytes changed) {
    assertEquals(
        Optional.of(new BundleForm.Fault("part 1", why)), BundleForm.read(changed).fault());
  }

  @Test
  void aPartOfLessThanNothingIsRefused() {
    byte[] changed = file.toArray();
    changed[SIZE + 3] = (byte) 0x80;
    BundleForm.Fault fault = BundleForm.read(Bytes.of(changed)).fault().orElseThrow();
    assertTrue(fault.why().startsWith("is said to be longer than"), fault.toString());
  }

  @Test
  void aLedgerOfMoreThanOnePartIsReadBackAsItWas() {
    List<Bytes> frames = valley.of(Valley.TIAS);
    while (frames.size() < Bundle.CHUNK) {
      Bytes what = Bytes.utf8("entry " + frames.size());
      frames.add(EntryWire.encode(valley.hand.entry(Valley.TIA, Tree.LEDGER, 999, what)));
    }
    Bundle whole = valley.bundle();
    Bundle read = Bundle.of(BundleForm.read(Valley.file(whole)).parts());
    assertEquals(whole, read);
    assertTrue(valley.ledger(Valley.TIA, 3).frames().size() > Bundle.CHUNK);
  }

  // ---- The parts stay a fine zip, and are not what the maker signed

  @Test
  void aChangedPartWithARightChecksumIsFoundByTheManifest() throws IOException {
    int award = valley.find(Valley.ALMACENS, Award.class);
    String name = Bundle.entriesPart(Valley.ALMACENS, 0);
    int within =
        Bundle.offsetOf(file, Valley.ALMACENS, award).orElseThrow()
            - BundleForm.offsetOf(parts, name).orElseThrow();
    byte[] content = part(name).toArray();
    content[within + 100] ^= 4;
    leave(withPart(name, Bytes.of(content)), "entry");
    Report report = Valley.audit(withPart(name, Bytes.of(content)));
    assertEquals(
        "NOT verified: entry " + award + " of almacen/ledger changed after signing.",
        report.sentence());
    assertTrue(
        report
            .findings()
            .contains(new Finding.BadPart(name, "changed after the bundle was signed")));
  }

  @Test
  void aPartTakenOutIsMissed() {
    var fewer = new TreeMap<>(parts);
    fewer.remove("told/tia/000000000");
    assertEquals(
        List.of(
            new Finding.BadPart(
                "told/tia/000000000", "is listed in the manifest and is not there")),
        Valley.audit(BundleForm.write(fewer)).findings());
  }

  @Test
  void anEntryOfABookThatChangedIsNamedAsThat() throws IOException {
    String name = Bundle.entriesPart(Valley.ALMACENS_BOOK, 0);
    byte[] content = part(name).toArray();
    content[40] ^= 4;
    leave(withPart(name, Bytes.of(content)), "entry");
    Report report = Valley.audit(withPart(name, Bytes.of(content)));
    assertTrue(
        report.findings().contains(new Finding.EntryChanged(Valley.ALMACENS_BOOK, 0)),
        report.findings().toString());
    assertEquals(Optional.of(valley.roster.federationId()), report.federationId());
    byte[] cut = part(name).slice(0, part(name).size() - 1).toArray();
    leave(withPart(name, Bytes.of(cut)), "entries");
    int last = valley.of(Valley.ALMACENS_BOOK).size() - 1;
    assertTrue(
        Valley.audit(withPart(name, Bytes.of(cut)))
            .findings()
            .contains(new Finding.EntryChanged(Valley.ALMACENS_BOOK, last)));
  }

  @Test
  void anEntryThatIsCutShortIsNamed() throws IOException {
    String name = Bundle.entriesPart(Valley.ALMACENS, 0);
    Bytes cut = part(name).slice(0, part(name).size() - 1);
    leave(withPart(name, cut), "entries");
    int last = valley.ledger(Valley.ALMACEN, 3).frames().size() - 1;
    assertTrue(
        Valley.audit(withPart(name, cut))
            .findings()
            .contains(new Finding.EntryChanged(Valley.ALMACENS, last)));
  }

  @Test
  void whereAWholeEntryIsTakenOutNoneOfTheOthersChanged() throws IOException {
    String name = Bundle.entriesPart(Valley.ALMACENS, 0);
    List<Bytes> frames = valley.ledger(Valley.ALMACEN, 3).frames();
    Bytes shorter = EntryBundle.encode(frames.subList(0, frames.size() - 1));
    leave(withPart(name, shorter), "entries");
    assertEquals(
        List.of(new Finding.BadPart(name, "changed after the bundle was signed")),
        Valley.audit(withPart(name, shorter)).findings());
  }

  @Test
  void anEntryThatChangedIsNamedThoughTheManifestCannotBeRead() {
    int award = valley.find(Valley.ALMACENS, Award.class);
    byte[] changed = file.toArray();
    changed[Bundle.offsetOf(file, Valley.ALMACENS, award).orElseThrow()] ^= 1;
    changed[BundleForm.offsetOf(parts, Bundle.MANIFEST).orElseThrow()] ^= (byte) 0xff;
    refused("entry " + award + " of almacen/ledger changed after signing", Bytes.of(changed));
    refused("the manifest is missing or cannot be read", Bytes.of(changed));
  }

  @Test
  void whatChangedInALedgerOfNobodysIsNoEntryOfAnybodys() throws IOException {
    String name = "ledger/zorro/entries/000000000";
    Bytes more = withPart(name, part(Bundle.entriesPart(Valley.ALMACENS, 0)));
    leave(more, "bundle");
    Report report = Valley.audit(more);
    assertEquals(
        List.of(new Finding.BadPart(name, "was put in after the bundle was signed")),
        report.findings());
  }

  @Test
  void aPartPutInIsNoticed() {
    refused(
        "told/botica/000000000 was put in after the bundle was signed",
        withPart("told/botica/000000000", part("told/tia/000000000")));
  }

  @Test
  void withoutManifestOrCharterThereIsNoVerdictButNo() throws IOException {
    for (String name : List.of(Bundle.MANIFEST, Bundle.CHARTER)) {
      var fewer = new TreeMap<>(parts);
      fewer.remove(name);
      refused("the " + name + " is missing or cannot be read", BundleForm.write(fewer));
      if (name.equals(Bundle.CHARTER)) {
        leave(BundleForm.write(fewer), "charter");
      }
    }
  }

  @Test
  void aManifestOfAnotherKeyIsNotItsMakers() {
    Bytes forged = valley.bundle().write(Valley.BOTICA, Valley.MADE, SomeCharter.ledgerKey(0));
    refused("the manifest is not signed by botica", forged);
    Bytes entryKey = valley.bundle().write(Valley.ALMACEN, Valley.MADE, SomeCharter.entryKey(0));
    refused("the manifest is not signed by almacen", entryKey);
  }

  // ---- Zips that are none of ours

  @Test
  void aCompressedZipOfTheSamePartsIsNotTheForm() throws IOException {
    Report report = Valley.audit(zip(ZipEntry.DEFLATED));
    assertTrue(report.sentence().contains("is compressed"), report.sentence());
    leave(zip(ZipEntry.DEFLATED), "bundle");
  }

  @Test
  void anotherZipsStoredPartsAreNotTheForm() throws IOException {
    leave(zip(ZipEntry.STORED), "bundle");
    Report report = Valley.audit(zip(ZipEntry.STORED));
    assertFalse(report.verified());
    assertTrue(report.sentence().contains("not in the one form"), report.sentence());
  }

  @Test
  void namesThatLeadElsewhereAreRefused() throws IOException {
    for (String name :
        List.of(
            "../charter",
            "/charter",
            "a//b",
            "a/",
            "a\\b",
            "C:x",
            "charter ",
            "Charter",
            "a/./b")) {
      assertFalse(BundleForm.isName(name), name);
    }
    assertFalse(BundleForm.isName("a".repeat(BundleForm.MAX_NAME + 1)));
    refused(
        "has a name that no part of a bundle has",
        swapped("book/almacen/entries/000000000", "../k/almacen/entries/000000000"));
    leave(swapped("book/almacen/entries/000000000", "../k/almacen/entries/000000000"), "bundle");
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() throws IOException {
    refused(
        "book/almacen/signed is there twice, or not in its place by name",
        swapped("book/botica/entries/000000000", "book/almacen/signed"));
    leave(swapped("book/botica/entries/000000000", "book/almacen/signed"), "bundle");
  }

  /// The file with one name for another, longer ones cut, everything else right.
  private Bytes swapped(String name, String other) {
    var out = new ByteArrayOutputStream();
    parts
        .keySet()
        .forEach(each -> {
          var one = new TreeMap<>(Map.of(each, part(each)));
          byte[] zip = BundleForm.write(one).toArray();
          int end = HEADER + each.length() + part(each).size();
          byte[] part = Arrays.copyOf(zip, end);
          if (each.equals(name)) {
            part = renamed(part, each.length(), other);
          }
          out.writeBytes(part);
        });
    return Bytes.of(out.toByteArray());
  }

  private static byte[] renamed(byte[] part, int length, String other) {
    var out = new ByteArrayOutputStream();
    byte[] header = Arrays.copyOf(part, HEADER);
    header[HEADER - 4] = (byte) other.length();
    out.writeBytes(header);
    out.writeBytes(Bytes.utf8(other).toArray());
    out.writeBytes(Arrays.copyOfRange(part, HEADER + length, part.length));
    return out.toByteArray();
  }

  @Test
  void whatIsNotInABundleStandsNowhereInIt() {
    long end = valley.ledger(Valley.ALMACEN, 3).frames().size();
    Bytes file = valley.file();
    assertTrue(Bundle.offsetOf(file, Valley.ALMACENS, end - 1).isPresent());
    assertTrue(Bundle.offsetOf(file, Valley.ALMACENS, end).isEmpty());
    assertTrue(Bundle.offsetOf(file, Valley.ALMACENS, end + Bundle.CHUNK).isEmpty());
  }

  @Test
  void tooManyPartsAreNotWritten() throws IOException {
    var many = new TreeMap<String, Bytes>();
    for (int i = 0; i <= BundleForm.MAX_PARTS; i++) {
      many.put("p" + i, Bytes.empty());
    }
    assertThrows(IllegalArgumentException.class, () -> BundleForm.write(many));
  }

  private Bytes zip(int method) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setMethod(method);
      for (var part : parts.entrySet()) {
        var entry = new ZipEntry(part.getKey());
        var checksum = new CRC32();
        checksum.update(part.getValue().toArray());
        entry.setCrc(checksum.getValue());
        entry.setSize(part.getValue().size());
        zip.putNextEntry(entry);
        zip.write(part.getValue().toArray());
      }
    }
    return Bytes.of(out.toByteArray());
  }

  private Bytes withPart(String name, Bytes content) {
    var more = new TreeMap<>(parts);
    more.put(name, content);
    return BundleForm.write(more);
  }

  private void leave(Bytes changed, String word) throws IOException {
    OTHERS.leave(changed, valley.charter.federationId(), word);
  }

  private Bytes part(String name) {
    return Optional.ofNullable(parts.get(name)).orElseThrow();
  }

  private static void refused(String why, Bytes changed) {
    Report report = Valley.audit(changed);
    assertFalse(report.verified(), why);
    assertTrue(
        report.findings().stream().anyMatch(f -> f.sentence().contains(why)),
        why + ", not " + report.findings());
  }
}
