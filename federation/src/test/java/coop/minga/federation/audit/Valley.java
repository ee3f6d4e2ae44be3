package coop.minga.federation.audit;

import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.ToldEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Two shops and two kitchens who had an afternoon of lots, with everything that they signed. Tests
/// change the trees before they are signed for, or the bundle before it is written, or its bytes.
final class Valley {
  static final MemberId ALMACEN = new MemberId("almacen");
  static final MemberId BOTICA = new MemberId("botica");
  static final MemberId TALLER = new MemberId("taller");
  static final MemberId TIA = new MemberId("tia");
  static final TreeName ALMACENS = new TreeName(ALMACEN, Tree.LEDGER);
  static final TreeName ALMACENS_BOOK = new TreeName(ALMACEN, Tree.BOOK);
  static final TreeName TALLERS = new TreeName(TALLER, Tree.LEDGER);
  static final TreeName TIAS = new TreeName(TIA, Tree.LEDGER);

  /// The day after, six in the evening in Santiago.
  static final Instant MADE = Instant.parse("2026-11-25T21:00:00Z");

  private static final List<MemberId> ALL = List.of(ALMACEN, BOTICA, TALLER, TIA);
  static final Instant WEEK_BEFORE = Town.START.minus(Duration.ofDays(7));
  static final Instant WEEK_AFTER = Town.START.plus(Duration.ofDays(7));
  static final Opened.Members TAKERS = new Opened.Members(List.of(TALLER, TIA));
  private static final long WITNESSED = MADE.minus(Duration.ofHours(1)).getEpochSecond();
  private static final long SEED = Long.getLong("seed", 1);

  private static final SignedCharter CHARTER =
      SomeCharter.signed("almacen", "botica", "taller", "tia");
  private static final SignedHand THAT_AFTERNOON = new SignedHand(of(CHARTER));
  private static final Map<TreeName, List<Bytes>> AFTERNOON = afternoon();

  final SignedCharter charter = CHARTER;
  final Roster roster = Roster.of(charter, SeededKey.VERIFIER);
  final SignedHand hand;
  final Map<TreeName, List<Bytes>> trees = new TreeMap<>();

  Valley() {
    this.hand = new SignedHand(roster);
    AFTERNOON.forEach((tree, frames) -> trees.put(tree, new ArrayList<>(frames)));
  }

  /// Another story of the four, written by this hand, with how far each counted after all else.
  Valley(World story, SignedHand hand) {
    this.hand = hand;
    written(story, hand).forEach((tree, frames) -> trees.put(tree, new ArrayList<>(frames)));
    for (MemberId member : ALL) {
      story
          .peer(member.name())
          .counts()
          .forEach(counted ->
              of(new TreeName(member, Tree.LEDGER))
                  .add(hand.frame(member, new Said.OfLedger(counted))));
    }
  }

  /// A hand for members of the valley.
  static SignedHand someHand() {
    return new SignedHand(of(CHARTER));
  }

  private static Roster of(SignedCharter charter) {
    return Roster.of(charter, SeededKey.VERIFIER);
  }

  private static Map<TreeName, List<Bytes>> afternoon() {
    Roster roster = of(CHARTER);
    SignedHand hand = THAT_AFTERNOON;
    var terms = new Terms(roster.rules(), roster.social());
    World world = new World(SEED, Weather.FAIR, terms, Town.START).writtenBy(hand);
    world.member("taller", Town.wants("dairy", 9, 18), Manners.HONEST);
    world.member("tia", Town.wants("dairy", 8, 20), Manners.HONEST);
    world.member("almacen", Town.nothing(), Manners.HONEST);
    world.member("botica", Town.nothing(), Manners.HONEST);
    world.offer(Town.START.plusSeconds(5), "almacen", Town.offer("yoghurt", "dairy", 12));
    world.offer(Town.START.plusSeconds(9), "botica", Town.offer("milk", "dairy", 4));
    world.runUntil(Town.START.plus(Duration.ofDays(3)));
    return written(world, hand);
  }

  private static Map<TreeName, List<Bytes>> written(World world, SignedHand hand) {
    var trees = new TreeMap<TreeName, List<Bytes>>();
    for (MemberId member : ALL) {
      List<Stated> ledger = world.peer(member.name()).ledger();
      List<Stated> book = world.peer(member.name()).book();
      trees.put(new TreeName(member, Tree.BOOK), hand.frames(member, book));
      trees.put(new TreeName(member, Tree.LEDGER), hand.frames(member, ledger));
    }
    return trees;
  }

  Bytes frame(MemberId author, Said said) {
    return hand.frame(author, said);
  }

  // ---- Reading and changing trees

  List<Bytes> of(TreeName tree) {
    return trees.getOrDefault(tree, List.of());
  }

  /// What an entry says.
  Said said(TreeName tree, int index) {
    Entry entry = EntryWire.decode(of(tree).get(index)).orElseThrow();
    return switch (Statements.decode(
        entry.header().kind(), entry.header().version(), entry.payload())) {
      case Decoded.Known(var said) -> said;
      case Decoded.Unknown _, Decoded.Void _ -> throw new AssertionError("entry " + index);
    };
  }

  /// The index of the first entry that says something of this sort.
  int find(TreeName tree, Class<?> statement) {
    for (int i = 0; i < of(tree).size(); i++) {
      Object says =
          switch (said(tree, i)) {
            case Said.OfSurplus(var it) -> it;
            case Said.OfNegotiation(var it) -> it;
            case Said.OfLearning(var it) -> it;
            case Said.OfDecision(var it) -> it;
            case Said.OfRoster(var it) -> it;
            case Said.OfDisclosure(var it) -> it;
            case Said.OfAlert(var it) -> it;
            case Said.OfBook(var it) -> it;
            case Said.OfLedger(var it) -> it;
          };
      if (statement.isInstance(says)) {
        return i;
      }
    }
    throw new AssertionError("no " + statement.getSimpleName() + " in " + tree);
  }

  // ---- What is hidden, and opened

  /// What opens the offers in a ledger.
  List<EntryOpening> openings(MemberId owner) {
    return of(new TreeName(owner, Tree.LEDGER)).stream()
        .flatMap(frame -> EntryWire.decode(frame).map(Entry::id).stream())
        .flatMap(id -> hand.opening(id).or(() -> THAT_AFTERNOON.opening(id)).stream())
        .distinct()
        .sorted(Comparator.comparing(EntryOpening::entry))
        .toList();
  }

  /// What a node enters beside its offers: opened to both kitchens, and to an auditor that it let
  /// in.
  private List<Bytes> disclosures(MemberId owner) {
    List<EntryId> offers = openings(owner).stream().map(EntryOpening::entry).toList();
    return offers.isEmpty()
        ? List.of()
        : Stream.of(
                appointed(),
                new Opened(offers, HiddenField.NAMES, TAKERS, Town.START),
                new Opened(offers, HiddenField.NAMES, auditor(owner), Town.START))
            .map(says -> frame(owner, new Said.OfDisclosure(says)))
            .toList();
  }

  /// An auditor that may see all that week.
  static Appointed appointed() {
    var scope = new Scope(WEEK_BEFORE, WEEK_AFTER, HiddenField.NAMES);
    return new Appointed(
        new AuditorKey(Hash.sha256(Bytes.utf8("auditor")).value()),
        "Contraloria",
        scope,
        WEEK_AFTER,
        Town.START);
  }

  /// That auditor, by its entry in a ledger.
  Opened.Auditor auditor(MemberId owner) {
    return new Opened.Auditor(hand.idOf(owner, new Said.OfDisclosure(appointed())));
  }

  private SortedMap<MemberId, List<EntryOpening>> openings() {
    var all = new TreeMap<MemberId, List<EntryOpening>>();
    ALL.forEach(owner -> {
      if (!openings(owner).isEmpty()) {
        all.put(owner, openings(owner));
      }
    });
    return all;
  }

  // ---- Signing

  private static SeededKey ledgerKey(MemberId member) {
    return SomeCharter.ledgerKey(ALL.indexOf(member));
  }

  static Frontier frontier(List<Bytes> frames) {
    return Frontier.EMPTY.append(frames.stream().map(MerkleTree::leafHash).toList());
  }

  /// A checkpoint by its owner alone.
  SignedNote signed(TreeName tree, List<Bytes> frames) {
    return Checkpoint.of(roster.origin(tree.owner(), tree.tree()), frontier(frames))
        .sign(ledgerKey(tree.owner()));
  }

  /// A checkpoint with so many cosignatures.
  SignedNote witnessed(TreeName tree, List<Bytes> frames, int cosignatures) {
    SignedNote note = signed(tree, frames);
    for (MemberId other :
        ALL.stream().filter(m -> !m.equals(tree.owner())).limit(cosignatures).toList()) {
      SeededKey key = SomeCharter.mirrorKey(ALL.indexOf(other));
      var cosignature =
          Cosignature.sign(
              roster.mirrorKey(other), note.text(), WITNESSED + ALL.indexOf(other), key);
      note = note.with(cosignature.line());
    }
    return note;
  }

  BookCommitment.Opening opening(MemberId owner) {
    byte[] salt = new byte[BookCommitment.Opening.SALT_BYTES];
    Arrays.fill(salt, (byte) (1 + ALL.indexOf(owner)));
    Frontier book = frontier(of(new TreeName(owner, Tree.BOOK)));
    return new BookCommitment.Opening(Bytes.of(salt), book.size(), book.root());
  }

  Bundle.Copy ledger(MemberId owner, int cosignatures) {
    var name = new TreeName(owner, Tree.LEDGER);
    var frames = new ArrayList<Bytes>(of(name));
    frames.addAll(disclosures(owner));
    frames.add(frame(owner, new Said.OfBook(BookCommitment.to(opening(owner)))));
    Bytes note = witnessed(name, frames, cosignatures).encode();
    return new Bundle.Copy(Optional.of(note), Optional.empty(), frames);
  }

  Bundle.Book book(MemberId owner) {
    var name = new TreeName(owner, Tree.BOOK);
    Bytes note = signed(name, of(name)).encode();
    return new Bundle.Book(
        new Bundle.Copy(Optional.empty(), Optional.of(note), of(name)), List.of(opening(owner)));
  }

  /// An entry of a book with its proof.
  ToldEntry told(TreeName book, int index) {
    List<Bytes> frames = of(book);
    HeldTree tree = HeldTree.of(frames);
    return new ToldEntry(
        frames.get(index),
        InclusionProof.make(tree, index, frames.size()),
        signed(book, frames).encode());
  }

  /// Everything, as honest members would give it: all ledgers, the shops' books, and what the shops
  /// were told by the kitchens.
  Bundle bundle() {
    var ledgers = new TreeMap<MemberId, Bundle.Copy>();
    ALL.forEach(member -> ledgers.put(member, ledger(member, ALL.size() - 1)));
    var books = new TreeMap<>(Map.of(ALMACEN, book(ALMACEN), BOTICA, book(BOTICA)));
    var told = new TreeMap<MemberId, List<ToldEntry>>();
    for (MemberId taker : List.of(TALLER, TIA)) {
      var entries = new ArrayList<ToldEntry>();
      var book = new TreeName(taker, Tree.BOOK);
      for (int i = 0; i < of(book).size(); i++) {
        entries.add(told(book, i));
      }
      told.put(taker, entries);
    }
    return new Bundle(RosterWire.encode(charter), ledgers, books, told, new TreeMap<>())
        .opening(openings());
  }

  /// The bundle as almacen writes and signs it.
  static Bytes file(Bundle bundle) {
    return bundle.write(ALMACEN, MADE, ledgerKey(ALMACEN));
  }

  Bytes file() {
    return file(bundle());
  }

  static Report audit(Bytes file) {
    return new Auditor(SeededKey.VERIFIER, Demands.ALL).audit(file);
  }

  static Report audit(Bundle bundle) {
    return audit(file(bundle));
  }

  Report audit() {
    return audit(bundle());
  }

  // ---- Bundles with something else in them

  static Bundle with(Bundle bundle, MemberId owner, Bundle.Copy ledger) {
    var ledgers = new TreeMap<>(bundle.ledgers());
    ledgers.put(owner, ledger);
    return new Bundle(bundle.charter(), ledgers, bundle.books(), bundle.told(), bundle.evidence())
        .opening(bundle.openings());
  }

  static Bundle with(Bundle bundle, MemberId owner, Bundle.Book book) {
    var books = new TreeMap<>(bundle.books());
    books.put(owner, book);
    return new Bundle(bundle.charter(), bundle.ledgers(), books, bundle.told(), bundle.evidence())
        .opening(bundle.openings());
  }

  static Bundle withTold(Bundle bundle, MemberId author, List<ToldEntry> entries) {
    var told = new TreeMap<>(bundle.told());
    told.put(author, entries);
    return new Bundle(bundle.charter(), bundle.ledgers(), bundle.books(), told, bundle.evidence())
        .opening(bundle.openings());
  }

  static Bundle withEvidence(Bundle bundle, MemberId owner, SignedNote note) {
    var evidence = new TreeMap<>(Map.of(owner, List.of(note.encode())));
    return new Bundle(bundle.charter(), bundle.ledgers(), bundle.books(), bundle.told(), evidence)
        .opening(bundle.openings());
  }
}
