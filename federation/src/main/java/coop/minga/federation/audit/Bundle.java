package coop.minga.federation.audit;

import static java.util.stream.Collectors.toMap;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.wire.BundleWire;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.federation.wire.FrontierWire;
import coop.minga.federation.wire.Manifest;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.ToldEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/// What an auditor is given. Its parts:
///
/// ```
/// charter                          the charter with its founders' signatures
/// roster/000000001                 what shows that the first change after it was decided, and so on
/// ledger/MEMBER/witnessed          the largest checkpoint with a quorum's cosignatures
/// ledger/MEMBER/signed             a larger one, by its owner alone, if there is one
/// ledger/MEMBER/turns/000000000    those after which others witness it, or other keys sign it
/// ledger/MEMBER/policy             by which any verifier comes to the word on `witnessed`
/// ledger/MEMBER/entries/000000000  entries from 0 on, 256 a part, in the tile format
/// book/MEMBER/signed               the same of a book; mirrors do not hold books
/// book/MEMBER/entries/000000000
/// book/MEMBER/openings/000000000   what opens the BOOK entries of the ledger, 256 a part
/// told/MEMBER/000000000            entries of MEMBER's book that others were told, 256 a part
/// openings/MEMBER/000000000        what opens hidden fields of MEMBER's entries, 256 a part
/// seen/MEMBER/000000000            what MEMBER's SEEN entries are the hashes of, 256 a part
/// evidence/MEMBER/000000000        other checkpoints that MEMBER signed for its ledger
/// proof/MEMBER/000000377           the `.tlog-proof` of one entry of MEMBER's ledger
/// manifest                         all other parts, hashed, signed by the maker's ledger key
/// ```
///
/// @param charter as a member keeps it
/// @param certificates of the rosters since, in order
/// @param ledgers what there is of each member's ledger
/// @param books the books of those who gave them
/// @param told book entries by their author
/// @param evidence notes by the member who signed them
/// @param openings of hidden fields, by the author of the entries, in the order of their ids
/// @param proofs of single entries of a ledger, by their index
/// @param seen what members saw witnessed of all ledgers, as they entered the hashes of
public record Bundle(
    Bytes charter,
    List<Bytes> certificates,
    SortedMap<MemberId, Copy> ledgers,
    SortedMap<MemberId, Book> books,
    SortedMap<MemberId, List<ToldEntry>> told,
    SortedMap<MemberId, List<Bytes>> evidence,
    SortedMap<MemberId, List<EntryOpening>> openings,
    SortedMap<MemberId, SortedMap<Long, Bytes>> proofs,
    SortedMap<MemberId, List<WitnessedFrontier>> seen) {
  /// The part that lists the others.
  public static final String MANIFEST = "manifest";

  /// The charter's part.
  public static final String CHARTER = "charter";

  /// Entries, openings or told entries in one part.
  public static final int CHUNK = EntryBundle.FULL;

  private static final String LEDGER = "ledger";
  private static final String BOOK = "book";
  private static final String ROSTER = "roster";
  private static final String TURNS = "turns";
  private static final String POLICY = "policy";
  private static final String PROOF = "proof";
  private static final String TOLD = "told";
  private static final String EVIDENCE = "evidence";
  private static final String WITNESSED = "witnessed";
  private static final String SIGNED = "signed";
  private static final String ENTRIES = "entries";
  private static final String OPENINGS = "openings";
  private static final String SEEN = "seen";
  private static final int NUMBER_DIGITS = 9;

  /// Copies.
  public Bundle {
    certificates = List.copyOf(certificates);
    ledgers = Collections.unmodifiableSortedMap(new TreeMap<>(ledgers));
    books = Collections.unmodifiableSortedMap(new TreeMap<>(books));
    told = Collections.unmodifiableSortedMap(new TreeMap<>(told));
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
    openings = Collections.unmodifiableSortedMap(new TreeMap<>(openings));
    var copied = new TreeMap<MemberId, SortedMap<Long, Bytes>>();
    proofs.forEach(
        (member, own) -> copied.put(member, Collections.unmodifiableSortedMap(new TreeMap<>(own))));
    proofs = Collections.unmodifiableSortedMap(copied);
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
  }

  /// A bundle of the charter's roster in which nothing is opened.
  public Bundle(
      Bytes charter,
      SortedMap<MemberId, Copy> ledgers,
      SortedMap<MemberId, Book> books,
      SortedMap<MemberId, List<ToldEntry>> told,
      SortedMap<MemberId, List<Bytes>> evidence) {
    this(
        charter,
        List.of(),
        ledgers,
        books,
        told,
        evidence,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /// The same with these openings.
  public Bundle opening(SortedMap<MemberId, List<EntryOpening>> fields) {
    return new Bundle(charter, certificates, ledgers, books, told, evidence, fields, proofs, seen);
  }

  /// The same with these certificates.
  public Bundle under(List<Bytes> chain) {
    return new Bundle(charter, chain, ledgers, books, told, evidence, openings, proofs, seen);
  }

  /// The same with these proofs of single entries.
  public Bundle proving(SortedMap<MemberId, SortedMap<Long, Bytes>> entries) {
    return new Bundle(
        charter, certificates, ledgers, books, told, evidence, openings, entries, seen);
  }

  /// The same with what members saw.
  public Bundle seeing(SortedMap<MemberId, List<WitnessedFrontier>> frontiers) {
    return new Bundle(
        charter, certificates, ledgers, books, told, evidence, openings, proofs, frontiers);
  }

  /// A tree as far as it is given.
  ///
  /// @param witnessed the largest checkpoint known to have a quorum
  /// @param signed a larger one, or, of a book, the only one
  /// @param frames the entries of the larger of the two
  /// @param turns of a ledger, the checkpoints after which others witness it, or other keys sign
  ///   it, by rising size
  /// @param policy of a ledger, by whose word `witnessed` is witnessed
  public record Copy(
      Optional<Bytes> witnessed,
      Optional<Bytes> signed,
      List<Bytes> frames,
      List<Bytes> turns,
      Optional<Bytes> policy) {
    /// Nothing.
    public static final Copy NONE = new Copy(Optional.empty(), Optional.empty(), List.of());

    /// Copies.
    public Copy {
      frames = List.copyOf(frames);
      turns = List.copyOf(turns);
    }

    /// A tree whose owner never changed its keys, nor its witnesses.
    public Copy(Optional<Bytes> witnessed, Optional<Bytes> signed, List<Bytes> frames) {
      this(witnessed, signed, frames, List.of(), Optional.empty());
    }

    /// The same with these checkpoints in between.
    public Copy turning(List<Bytes> notes) {
      return new Copy(witnessed, signed, frames, notes, policy);
    }

    /// The same with a policy.
    public Copy by(Bytes file) {
      return new Copy(witnessed, signed, frames, turns, Optional.of(file));
    }
  }

  /// A book with what ties it to its ledger.
  ///
  /// @param tree the book
  /// @param openings of the ledger's BOOK entries, in their order
  public record Book(Copy tree, List<BookCommitment.Opening> openings) {
    /// Copies.
    public Book {
      openings = List.copyOf(openings);
    }
  }

  /// The file, signed by its maker.
  ///
  /// @param ledgerKey the maker's
  public Bytes write(MemberId maker, Instant made, Signer ledgerKey) {
    var parts = new TreeMap<String, Bytes>();
    parts().forEach((name, content) -> parts.put(name, content.get()));
    Hash federation = federation().orElseThrow(() -> new IllegalArgumentException("no charter"));
    var manifest = new Manifest(federation, maker, made, listed(parts));
    parts.put(MANIFEST, BundleWire.encode(manifest.sign(ledgerKey)));
    return BundleForm.write(parts);
  }

  /// Where an entry's frame stands in a bundle's file; absent if it is not in it.
  public static Optional<Integer> offsetOf(Bytes file, TreeName tree, long index) {
    SortedMap<String, Bytes> parts = BundleForm.read(file).parts();
    String name = entriesPart(tree, index / CHUNK);
    return Optional.ofNullable(parts.get(name))
        .map(EntryBundle::wholeEntries)
        .filter(entries -> index % CHUNK < entries.size())
        .flatMap(entries -> {
          int before = 0;
          for (Bytes entry : entries.subList(0, (int) (index % CHUNK))) {
            before += 2 + entry.size();
          }
          int inPart = before + 2;
          return BundleForm.offsetOf(parts, name).map(start -> start + inPart);
        });
  }

  /// Of how many entries hidden fields are opened in a bundle's file.
  public static int openingsIn(Bytes file) {
    return of(BundleForm.read(file).parts()).openings().values().stream()
        .mapToInt(List::size)
        .sum();
  }

  /// The name of a part of entries.
  static String entriesPart(TreeName tree, long chunk) {
    return numbered(tree.place() + "/" + ENTRIES, chunk);
  }

  /// Takes parts for what their names say, as far as they can be read. Whether these are a bundle's
  /// parts and no others is for [#strays] to say.
  static Bundle of(SortedMap<String, Bytes> parts) {
    var reading = new Reading();
    parts.forEach((name, content) -> reading.take(List.of(name.split("/", -1)), content));
    return reading.bundle(parts.getOrDefault(CHARTER, Bytes.empty()));
  }

  /// The parts that this bundle would not have, or not as they are, and those it would have and
  /// that are missing; the manifest is not looked at.
  List<String> strays(SortedMap<String, Bytes> parts) {
    SortedMap<String, Supplier<Bytes>> own = parts();
    var names = new TreeSet<>(own.keySet());
    names.addAll(parts.keySet());
    names.remove(MANIFEST);
    return names.stream()
        .filter(name ->
            !Optional.ofNullable(own.get(name))
                .map(Supplier::get)
                .equals(Optional.ofNullable(parts.get(name))))
        .toList();
  }

  /// What a manifest must list for these parts.
  static List<Manifest.Part> listed(SortedMap<String, Bytes> parts) {
    return parts.entrySet().stream()
        .filter(part -> !part.getKey().equals(MANIFEST))
        .map(part -> Manifest.Part.of(part.getKey(), part.getValue()))
        .toList();
  }

  private Optional<Hash> federation() {
    return RosterWire.decode(charter).map(SignedCharter::federationId);
  }

  /// Each part by its name, encoded when it is asked for.
  private SortedMap<String, Supplier<Bytes>> parts() {
    var parts = new TreeMap<String, Supplier<Bytes>>();
    parts.put(CHARTER, () -> charter);
    put(parts, ROSTER, 1, certificates);
    ledgers.forEach((member, copy) -> put(parts, LEDGER + "/" + member, copy));
    books.forEach((member, book) -> {
      String place = BOOK + "/" + member;
      put(parts, place, book.tree());
      put(parts, place + "/" + OPENINGS, book.openings(), BundleWire::encodeOpenings);
    });
    told.forEach(
        (member, entries) -> put(parts, TOLD + "/" + member, entries, BundleWire::encodeTold));
    openings.forEach(
        (member, opened) -> put(parts, OPENINGS + "/" + member, opened, DisclosureWire::encode));
    seen.forEach(
        (member, frontiers) -> put(parts, SEEN + "/" + member, frontiers, FrontierWire::encode));
    evidence.forEach((member, notes) -> put(parts, EVIDENCE + "/" + member, 0, notes));
    proofs.forEach((member, own) ->
        own.forEach(
            (index, proof) -> parts.put(numbered(PROOF + "/" + member, index), () -> proof)));
    return parts;
  }

  private static void put(Map<String, Supplier<Bytes>> parts, String place, Copy copy) {
    put(parts, place + "/" + ENTRIES, copy.frames(), EntryBundle::encode);
    copy.witnessed().ifPresent(note -> parts.put(place + "/" + WITNESSED, () -> note));
    copy.signed().ifPresent(note -> parts.put(place + "/" + SIGNED, () -> note));
    copy.policy().ifPresent(file -> parts.put(place + "/" + POLICY, () -> file));
    put(parts, place + "/" + TURNS, 0, copy.turns());
  }

  private static void put(
      Map<String, Supplier<Bytes>> parts, String place, int first, List<Bytes> contents) {
    for (int i = 0; i < contents.size(); i++) {
      Bytes content = contents.get(i);
      parts.put(numbered(place, first + i), () -> content);
    }
  }

  private static <T> void put(
      Map<String, Supplier<Bytes>> parts,
      String place,
      List<T> items,
      Function<List<T>, Bytes> encode) {
    for (int from = 0; from < items.size(); from += CHUNK) {
      List<T> chunk = items.subList(from, Math.min(items.size(), from + CHUNK));
      parts.put(numbered(place, from / CHUNK), () -> encode.apply(chunk));
    }
  }

  private static String numbered(String place, long number) {
    return String.format(Locale.ROOT, "%s/%0" + NUMBER_DIGITS + "d", place, number);
  }

  /// Parts by what they are, while they are read in the order of their names.
  private static final class Reading {
    private final TreeMap<MemberId, Gathered> ledgers = new TreeMap<>();
    private final TreeMap<MemberId, Gathered> books = new TreeMap<>();
    private final TreeMap<MemberId, List<BookCommitment.Opening>> openings = new TreeMap<>();
    private final TreeMap<MemberId, List<ToldEntry>> told = new TreeMap<>();
    private final TreeMap<MemberId, List<Bytes>> evidence = new TreeMap<>();
    private final TreeMap<MemberId, List<EntryOpening>> opened = new TreeMap<>();
    private final TreeMap<MemberId, SortedMap<Long, Bytes>> proofs = new TreeMap<>();
    private final TreeMap<MemberId, List<WitnessedFrontier>> seen = new TreeMap<>();
    private final List<Bytes> certificates = new ArrayList<>();

    void take(List<String> steps, Bytes content) {
      if (steps.size() == 2 && steps.getFirst().equals(ROSTER)) {
        certificates.add(content);
      }
      if (steps.size() < 3 || !MemberId.isValid(steps.get(1))) {
        return;
      }
      var member = new MemberId(steps.get(1));
      switch (steps.getFirst()) {
        case LEDGER -> of(ledgers, member).take(steps.get(2), content);
        case BOOK -> takeBook(member, steps.get(2), content);
        case TOLD ->
            BundleWire.decodeTold(content).ifPresent(found -> list(told, member).addAll(found));
        case OPENINGS ->
            DisclosureWire.decodeOpenings(content)
                .ifPresent(found -> list(opened, member).addAll(found));
        case SEEN ->
            FrontierWire.decode(content).ifPresent(found -> list(seen, member).addAll(found));
        case EVIDENCE -> list(evidence, member).add(content);
        case PROOF ->
            number(steps.get(2))
                .ifPresent(index ->
                    proofs.computeIfAbsent(member, _ -> new TreeMap<>()).put(index, content));
        default -> {}
      }
    }

    private void takeBook(MemberId member, String what, Bytes content) {
      Gathered book = of(books, member);
      switch (what) {
        case OPENINGS ->
            BundleWire.decodeOpenings(content)
                .ifPresent(found -> list(openings, member).addAll(found));
        case SIGNED, ENTRIES -> book.take(what, content);
        default -> {}
      }
    }

    private static Optional<Long> number(String digits) {
      return Optional.of(digits)
          .filter(text -> text.matches("[0-9]{%d}".formatted(NUMBER_DIGITS)))
          .map(Long::parseLong);
    }

    Bundle bundle(Bytes charter) {
      var copies = new TreeMap<MemberId, Copy>();
      ledgers.forEach((member, gathered) -> copies.put(member, gathered.copy()));
      Map<MemberId, Book> whole =
          books.entrySet().stream()
              .collect(
                  toMap(
                      Map.Entry::getKey,
                      book ->
                          new Book(
                              book.getValue().copy(),
                              openings.getOrDefault(book.getKey(), List.of()))));
      return new Bundle(
          charter,
          certificates,
          copies,
          new TreeMap<>(whole),
          told,
          evidence,
          opened,
          proofs,
          seen);
    }

    private static Gathered of(Map<MemberId, Gathered> trees, MemberId member) {
      return trees.computeIfAbsent(member, _ -> new Gathered());
    }

    private static <T> List<T> list(Map<MemberId, List<T>> lists, MemberId member) {
      return lists.computeIfAbsent(member, _ -> new ArrayList<>());
    }
  }

  /// One tree while its parts are read.
  private static final class Gathered {
    private Optional<Bytes> witnessed = Optional.empty();
    private Optional<Bytes> signed = Optional.empty();
    private final List<Bytes> frames = new ArrayList<>();
    private final List<Bytes> turns = new ArrayList<>();
    private Optional<Bytes> policy = Optional.empty();

    void take(String what, Bytes content) {
      switch (what) {
        case WITNESSED -> witnessed = Optional.of(content);
        case SIGNED -> signed = Optional.of(content);
        case ENTRIES -> frames.addAll(EntryBundle.views(content));
        case TURNS -> turns.add(content);
        case POLICY -> policy = Optional.of(content);
        default -> {}
      }
    }

    Copy copy() {
      return new Copy(witnessed, signed, frames, turns, policy);
    }
  }
}
