package coop.minga.federation.sim;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Bidder;
import coop.minga.federation.negotiation.Carrying;
import coop.minga.federation.negotiation.Claim;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Dossier;
import coop.minga.federation.negotiation.Effect;
import coop.minga.federation.negotiation.Event;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Replay;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Seen;
import coop.minga.federation.negotiation.Settlements;
import coop.minga.federation.negotiation.Stake;
import coop.minga.federation.negotiation.Stall;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Step;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One member's node without its shell: two trees, what it holds of others, its stall and its
/// bidder. It drives the core exactly as a real node must.
public final class Peer {
  /// The one site of a taker.
  public static final String SITE = "kitchen";

  private final MemberId id;
  private final Party party;
  private final Terms terms;
  private final Manners manners;
  private final Hand hand;

  // What is on its disk.
  private final List<Stated> ledger = new ArrayList<>();
  private final List<Stated> book = new ArrayList<>();
  private final Map<MemberId, List<Stated>> mirrors = new TreeMap<>();
  private final Map<EntryId, Stated> kept = new LinkedHashMap<>();
  private final Map<MemberId, List<Counted>> counts = new TreeMap<>();
  private Wants wants;
  private Instant gotUp = Instant.EPOCH;

  // What is in its memory.
  private Settlements settlements;
  private Stall stall;
  private Bidder bidder;
  private int lies;
  private Frontier bookEdge = Frontier.EMPTY;
  private final List<Stated> stagedLedger = new ArrayList<>();
  private final List<Stated> stagedBook = new ArrayList<>();
  private final List<Effect.Tell> tells = new ArrayList<>();
  private boolean up = true;

  Peer(Party party, Terms terms, Wants wants, Manners manners, Hand hand) {
    this.id = party.member();
    this.party = party;
    this.hand = hand;
    this.terms = terms;
    this.wants = wants;
    this.manners = manners;
    this.settlements = new Settlements(terms.rules()::basePoints, this::held);
    Rulebook rules = rules(terms, settlements);
    this.stall = Stall.empty(id, rules);
    this.bidder = Bidder.of(party, rules, wants);
  }

  /// By which terms lots are bid for: the given ones, with the priorities of the epoch that an
  /// offer names.
  static Rulebook rules(Terms terms, Settlements settlements) {
    Rulebook unsettled = Rulebook.always(terms);
    Rulebook settled = unsettled.settledBy(settlements);
    return new Rulebook() {
      @Override
      public Optional<Terms> of(Offer offer) {
        return unsettled.of(offer);
      }

      @Override
      public Rulebook givenBy(MemberId giver) {
        Rulebook its = settled.givenBy(giver);
        return offer -> offer.settlementEpoch() == 0 ? unsettled.of(offer) : its.of(offer);
      }
    };
  }

  private long held(MemberId member) {
    return member.equals(id) ? ledger.size() : mirror(member).size();
  }

  /// Its name.
  public MemberId id() {
    return id;
  }

  /// How it behaves.
  public Manners manners() {
    return manners;
  }

  /// Its side as a giver.
  public Stall stall() {
    return stall;
  }

  /// Its side as a taker.
  public Bidder bidder() {
    return bidder;
  }

  /// Its ledger, as written.
  public List<Stated> ledger() {
    return List.copyOf(ledger);
  }

  /// Its book, as written.
  public List<Stated> book() {
    return List.copyOf(book);
  }

  /// Its side as a carrier.
  public Carrying carrying() {
    var carrying = new Carrying(id, _ -> terms.rules().handover());
    ledger.forEach(carrying::hear);
    mirrors.values().forEach(entries -> entries.forEach(carrying::hear));
    return carrying;
  }

  /// What it reckons to follow from everybody's ledgers.
  public Settlements settlements() {
    return settlements;
  }

  /// How often it said something else than it should, or more.
  public int lies() {
    return lies;
  }

  /// Somebody stood before its door, which it did not open.
  void shutItsDoor() {
    lies++;
  }

  boolean isUp() {
    return up;
  }

  // ---- Days and nights

  /// The last epoch that it counted.
  int counted() {
    return settlements.last(id);
  }

  /// An offer of its own at the opening price that follows from what it counted.
  Offer priced(Offer offer) {
    return rules(terms, settlements)
        .givenBy(id)
        .of(offer)
        .filter(_ -> offer.settlementEpoch() > 0)
        .map(by -> offer.opening(by.opening(offer)))
        .orElse(offer);
  }

  /// How far it counts from now on, if there is anything new.
  Optional<Counted> count(Instant at) {
    var sizes = new TreeMap<MemberId, Long>();
    mirrors.forEach((member, entries) -> sizes.put(member, (long) entries.size()));
    sizes.put(id, (long) ledger.size());
    sizes.values().removeIf(size -> size == 0);
    return settlements.next(id, sizes, at);
  }

  /// Hears how far another counts, and has somebody ask at once what follows.
  void heardCount(MemberId counter, Counted counted) {
    counts.computeIfAbsent(counter, _ -> new ArrayList<>()).add(counted);
    settlements.hear(counter, counted);
    settlements.of(counter, counted.epoch());
  }

  /// How far it counted, epoch by epoch.
  public List<Counted> counts() {
    return List.copyOf(counts.getOrDefault(id, List.of()));
  }

  /// A new day: other wants, and what came of the lots of days before is in the larder.
  void wakesTo(Wants next, Instant at) {
    wants = next;
    gotUp = at;
    bidder = ofToday(bidder.wanting(next));
  }

  private Bidder ofToday(Bidder all) {
    return all.forgetting(
        all.stakes().values().stream()
            .filter(stake -> stake.offer().closesAt().isBefore(gotUp))
            .filter(stake ->
                stake.claims().values().stream()
                    .allMatch(claim ->
                        claim.state() == Claim.State.OVER || claim.state() == Claim.State.RECEIVED))
            .map(Stake::lot)
            .collect(Collectors.toSet()));
  }

  /// What came of one batch of work.
  record Batch(int ledgerFrom, List<Stated> written, List<Effect.Tell> tells) {}

  // ---- Work

  void hear(Instant at, Stated stated) {
    run(new Event.Heard(at, stated, seen()));
  }

  void timePassed(Instant at) {
    run(new Event.TimePassed(at, seen()));
  }

  /// An entry that a person of this member wants.
  void enter(Instant at, SurplusStatement says) {
    stage(at, new Stated.OfSurplus(idOf(new Said.OfSurplus(says)), id, says), Tree.LEDGER);
  }

  /// An entry that nobody's core asked for.
  void enter(Instant at, NegotiationStatement says) {
    var said = new Said.OfNegotiation(says);
    stage(at, new Stated.OfNegotiation(idOf(said), id, says), Statements.kindOf(said).tree());
  }

  private void run(Event first) {
    var effects = new ArrayDeque<Effect>(step(first));
    while (!effects.isEmpty()) {
      switch (effects.removeFirst()) {
        case Effect.Enter(var right) -> {
          Optional<NegotiationStatement> says = manners.says(right);
          List<NegotiationStatement> more = manners.adds(right);
          lies += says.equals(Optional.of(right)) && more.isEmpty() ? 0 : 1;
          says.ifPresent(it -> enter(first.at(), it));
          more.forEach(it -> enter(first.at(), it));
        }
        case Effect.Tell tell -> tells.add(tell);
      }
    }
  }

  private List<Effect> step(Event event) {
    Step<Stall> giving = stall.on(event);
    Step<Bidder> taking = bidder.on(event);
    stall = giving.next();
    bidder = taking.next();
    var all = new ArrayList<Effect>(giving.effects());
    all.addAll(taking.effects());
    bidder.stakes().keySet().stream()
        .flatMap(lot -> bidder.takes(lot, event.at()).stream())
        .findFirst()
        .ifPresent(take -> all.add(new Effect.Enter(take)));
    return all;
  }

  private void stage(Instant at, Stated stated, Tree tree) {
    if (tree == Tree.BOOK) {
      stagedBook.add(stated);
      bookEdge = bookEdge.append(leafOf(stated));
    } else {
      stagedLedger.add(stated);
    }
    hear(at, stated);
  }

  private Seen seen() {
    var sizes = new TreeMap<MemberId, Long>();
    mirrors.forEach((member, entries) -> sizes.put(member, (long) entries.size()));
    return new Seen(new Close.Book(bookEdge.size(), bookEdge.root()), sizes);
  }

  private EntryId idOf(Said said) {
    return hand.idOf(id, said);
  }

  private Hash leafOf(Stated stated) {
    return hand.leafOf(
        id,
        switch (stated) {
          case Stated.OfSurplus(_, _, var says) -> new Said.OfSurplus(says);
          case Stated.OfNegotiation(_, _, var says) -> new Said.OfNegotiation(says);
        });
  }

  /// Writes what was staged, the book before the ledger, and gives what may now be told.
  Batch commit() {
    int from = ledger.size();
    book.addAll(stagedBook);
    ledger.addAll(stagedLedger);
    placed(ledger).subList(from, ledger.size()).forEach(this::reckon);
    var batch = new Batch(from, List.copyOf(stagedLedger), List.copyOf(tells));
    forget();
    return batch;
  }

  /// Stops after so many of the staged entries were written; nothing of it is told.
  void crash(int written) {
    int ofBook = Math.min(written, stagedBook.size());
    book.addAll(stagedBook.subList(0, ofBook));
    ledger.addAll(stagedLedger.subList(0, Math.clamp(written - ofBook, 0, stagedLedger.size())));
    forget();
    up = false;
  }

  int staged() {
    return stagedBook.size() + stagedLedger.size();
  }

  private void forget() {
    stagedBook.clear();
    stagedLedger.clear();
    tells.clear();
  }

  /// Comes back from what was written: the same folds as everybody's.
  Replay.Result restart(List<MemberId> members) {
    up = true;
    bookEdge = Frontier.EMPTY;
    book.forEach(s -> bookEdge = bookEdge.append(leafOf(s)));
    settlements = new Settlements(terms.rules()::basePoints, this::held);
    mirrors.values().forEach(entries -> placed(entries).forEach(this::reckon));
    placed(ledger).forEach(this::reckon);
    counts.forEach((member, all) -> all.forEach(counted -> settlements.hear(member, counted)));
    Replay.Result replay = Replay.of(dossier());
    stall = replay.stall();
    bidder = Bidder.of(party, rules(terms, settlements), wants);
    for (MemberId member : members) {
      mirror(member).forEach(s -> bidder = bidder.fold(s));
    }
    book.forEach(s -> bidder = bidder.fold(s));
    kept.values().forEach(s -> bidder = bidder.fold(s));
    ledger.forEach(s -> bidder = bidder.fold(s));
    bidder = ofToday(bidder);
    return replay;
  }

  private void reckon(Dossier.Placed placed) {
    settlements.hear(placed.index(), placed.stated());
  }

  /// What this member's node would replay of itself.
  public Dossier dossier() {
    var bids = new ArrayList<Stated.OfNegotiation>();
    kept.values().stream()
        .filter(Stated.OfNegotiation.class::isInstance)
        .map(Stated.OfNegotiation.class::cast)
        .forEach(bids::add);
    var takers = new ArrayList<Dossier.Placed>();
    mirrors.values().forEach(entries -> takers.addAll(placed(entries)));
    return new Dossier(id, rules(terms, settlements), placed(ledger), placed(book), bids, takers);
  }

  static List<Dossier.Placed> placed(List<Stated> entries) {
    var all = new ArrayList<Dossier.Placed>();
    for (Stated stated : entries) {
      all.add(new Dossier.Placed(all.size(), stated));
    }
    return all;
  }

  // ---- What others say

  List<Stated> mirror(MemberId member) {
    return mirrors.computeIfAbsent(member, _ -> new ArrayList<>());
  }

  /// A run of another's ledger; what leaves a gap is not taken.
  void mirrored(Instant at, MemberId author, int from, List<Stated> entries) {
    List<Stated> held = mirror(author);
    for (int i = 0; i < entries.size(); i++) {
      if (from + i == held.size()) {
        held.add(entries.get(i));
        settlements.hear(from + i, entries.get(i));
        hear(at, entries.get(i));
      }
    }
  }

  /// An entry of another's book.
  void told(Instant at, Stated stated) {
    if (!manners.hears(stated)) {
      lies++;
      return;
    }
    kept.putIfAbsent(stated.id(), stated);
    hear(at, stated);
  }

  /// The entry in which this member said something.
  public Stated entryOf(NegotiationStatement says) {
    var said = new Said.OfNegotiation(says);
    Decoded read =
        Statements.decode(
            Statements.kindOf(said).code(), Statements.versionOf(said), Statements.encode(said));
    if (!read.equals(new Decoded.Known(said))) {
      throw new IllegalStateException("written and read again, it is another: " + says);
    }
    return new Stated.OfNegotiation(idOf(said), id, says);
  }

  Optional<Instant> wakeAt() {
    return Stream.of(stall.wakeAt(), bidder.wakeAt())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  List<Effect> again(MemberId peer) {
    var all = new ArrayList<Effect>(stall.again(peer));
    all.addAll(bidder.again(peer));
    return all;
  }
}
