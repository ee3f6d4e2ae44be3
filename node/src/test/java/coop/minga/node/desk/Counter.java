package coop.minga.node.desk;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Belonging;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.OwnLedger;
import coop.minga.node.exchange.Seen;
import coop.minga.node.storage.OpeningFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A member's exchange, usually the almacen's, with nothing behind it: what a desk says is written
/// down, and long work is done at once.
final class Counter implements Exchange {
  static final MemberId ALMACEN = new MemberId("almacen");

  final List<Said> entered = new ArrayList<>();
  final List<Said> noted = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  final List<Seen> openable = new ArrayList<>();
  final List<OpeningFiles.Forgotten> erased = new ArrayList<>();
  final List<Runnable> waiting = new ArrayList<>();
  Instant now;

  /// Whether long work waits until [#goesOn], behind other work.
  boolean busy;

  private final MemberId self;
  private int salts;

  /// The rosters that this member has heard of.
  RosterChain chain;

  private final Map<EntryId, Said> ids = new HashMap<>();
  private final Map<String, Bytes> remembered = new HashMap<>();

  /// Something told to a member.
  record Told(MemberId to, Said said) {}

  Counter(Instant now) {
    this(now, ALMACEN);
  }

  /// Another member's.
  Counter(Instant now, MemberId self) {
    this(
        now,
        self,
        RosterChain.of(
            Roster.of(
                SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER)));
  }

  /// One of another federation.
  Counter(Instant now, MemberId self, RosterChain chain) {
    this.now = now;
    this.self = self;
    this.chain = chain;
  }

  /// What another says, as a desk sees it.
  static Seen heard(MemberId author, Said said) {
    return new Seen(id(author, said), author, Statements.kindOf(said).tree(), 0, said);
  }

  private static EntryId id(MemberId author, Said said) {
    return new EntryId(Hash.sha256(Bytes.utf8(author + " " + said)));
  }

  private EntryId write(List<Said> where, Said said) {
    where.add(said);
    EntryId id = id(self, said);
    ids.put(id, said);
    return id;
  }

  @Override
  public MemberId self() {
    return self;
  }

  @Override
  public Belonging belonging() {
    throw new UnsupportedOperationException("nobody comes or goes at this counter");
  }

  @Override
  public Roster roster() {
    return chain.current();
  }

  @Override
  public RosterChain rosters() {
    return chain;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public EntryId enter(Said said) {
    return write(entered, said);
  }

  @Override
  public EntryId note(Said said) {
    return write(noted, said);
  }

  @Override
  public Bytes salt() {
    return Hash.sha256(Bytes.utf8("salt " + salts++)).value();
  }

  @Override
  public Optional<Notice> notice(EntryId offer) {
    return openable.stream()
        .filter(seen -> seen.id().equals(offer))
        .map(Seen::said)
        .flatMap(
            said -> said instanceof Said.OfSurplus(Notice notice) ? Stream.of(notice) : Stream.of())
        .findFirst()
        .or(() -> covered(offer));
  }

  private Optional<Notice> covered(EntryId id) {
    return Optional.ofNullable(ids.get(id))
        .flatMap(said ->
            said instanceof Said.OfSurplus(Offer offer)
                ? Optional.of(
                    Notice.cover(
                            new About(roster().federationId(), ALMACEN, offer.lot().name()),
                            offer,
                            this::salt)
                        .notice())
                : Optional.empty());
  }

  @Override
  public List<Seen> openable() {
    return openable.stream().filter(seen -> !isErased(seen)).toList();
  }

  private boolean isErased(Seen seen) {
    return erased.stream().anyMatch(forgotten -> forgotten.entry().equals(seen.id()));
  }

  @Override
  public void erase(List<EntryId> offers) {
    offers.forEach(offer -> erased.add(new OpeningFiles.Forgotten(offer, now)));
  }

  @Override
  public List<OpeningFiles.Forgotten> erased() {
    return erased;
  }

  @Override
  public void tell(MemberId peer, EntryId bookEntry) {
    told.add(new Told(peer, Optional.ofNullable(ids.get(bookEntry)).orElseThrow()));
  }

  @Override
  public Frontier book() {
    return Frontier.EMPTY.append(
        noted.stream()
            .filter(said -> Statements.kindOf(said).tree() == Tree.BOOK)
            .map(said -> id(self, said).hash())
            .toList());
  }

  @Override
  public Map<MemberId, Long> held() {
    return Map.of();
  }

  @Override
  public Hash frontierHash() {
    return book().root();
  }

  @Override
  public Map<MemberId, Long> witnessed() {
    return Map.of();
  }

  @Override
  public OwnLedger ownLedger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> void await(CompletableFuture<T> answer, Consumer<Optional<T>> then) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<MemberId, String> frozen() {
    return Map.of();
  }

  @Override
  public Set<MemberId> connected() {
    return Set.of();
  }

  @Override
  public void fetch(MemberId peer, BlobName name, int maxBytes, Consumer<Boolean> then) {
    then.accept(false);
  }

  @Override
  public <T> void work(String name, Callable<T> task, Consumer<T> then) {
    if (busy) {
      waiting.add(() -> does(name, task, then));
    } else {
      does(name, task, then);
    }
  }

  /// Does what has waited.
  void goesOn() {
    busy = false;
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }

  private static <T> void does(String name, Callable<T> task, Consumer<T> then) {
    try {
      then.accept(task.call());
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public void remember(String name, Bytes value) {
    remembered.put(name, value);
  }

  @Override
  public Optional<Bytes> remembered(String name) {
    return Optional.ofNullable(remembered.get(name));
  }

  @Override
  public void disremember(String name) {
    remembered.remove(name);
  }
}
