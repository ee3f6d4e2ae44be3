package coop.minga.federation.sim;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.Bidder;
import coop.minga.federation.negotiation.Carrying;
import coop.minga.federation.negotiation.Claim;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Dossier;
import coop.minga.federation.negotiation.Effect;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.May;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Promise;
import coop.minga.federation.negotiation.Replay;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Seen;
import coop.minga.federation.negotiation.Settlements;
import coop.minga.federation.negotiation.Stake;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.negotiation.Unheard;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/// A federation of givers and takers, from offers to settled awards, in one thread. The same seed
/// gives the same [#traceHash]. After every batch of work it holds what must always hold.
public final class World {
  /// How often two peers find each other again and say what may have been lost: while bids are made
  /// and answered, and at other hours, when there is time.
  private static final Duration RECONNECT = Duration.ofSeconds(20);

  private static final Duration RECONNECT_AT_LEISURE = Duration.ofMinutes(10);
  private static final int FIRST_HOUR = 15;
  private static final int LAST_HOUR = 17;

  private static final Elsewhere.Way PIGS =
      new Elsewhere.Way(Outlet.FEED, OutletReason.NOBODY_TOOK_IT, "pig farm");

  /// A bid is said once a minute, and once in ten times it is lost.
  private static final Duration ENOUGH_TO_ARRIVE = Duration.ofMinutes(5);

  private static final int MOST_EVENTS = 2_000_000;

  private final long seed;
  private final Random dice;
  private final Weather weather;
  private final Terms terms;
  private final Map<MemberId, Peer> peers = new TreeMap<>();
  private final PriorityQueue<Due> heap = new PriorityQueue<>();
  private final Map<MemberId, Instant> wakes = new TreeMap<>();
  private final Set<String> planned = new HashSet<>();
  private final List<Offer> offers = new ArrayList<>();
  private final List<Parting> partings = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private Hand hand = Hand.PLAIN;
  private ToIntFunction<Lot> leftOver = Lot::units;
  private Instant now;
  private long order;
  private int messages;
  private int crashes;
  private Hash trace = Hash.sha256(Bytes.empty());

  private record Due(Instant at, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /// A time in which those on one side and the others hear nothing of each other.
  private record Parting(Instant from, Instant until, Set<MemberId> side) {
    boolean keeps(MemberId one, MemberId other, Instant now) {
      return !now.isBefore(from)
          && now.isBefore(until)
          && side.contains(one) != side.contains(other);
    }
  }

  /// A time in which a member's node did not run.
  private record Stop(MemberId member, Instant from, Instant until) {
    boolean keeps(MemberId one, MemberId other, Instant now) {
      return (member.equals(one) || member.equals(other))
          && !now.isBefore(from)
          && now.isBefore(until);
    }
  }

  /// A world that begins at an instant.
  public World(long seed, Weather weather, Terms terms, Instant start) {
    this.seed = seed;
    this.dice = new Random(seed);
    this.weather = weather;
    this.terms = terms;
    this.now = start;
  }

  /// A world whose members write entries in another hand.
  public World writtenBy(Hand other) {
    this.hand = other;
    return this;
  }

  /// A world in which so much is there, in the end, of lots that were only expected.
  public World inWhichIsLeft(ToIntFunction<Lot> there) {
    this.leftOver = there;
    return this;
  }

  /// Adds a member.
  public Peer member(String name, Wants wants, Manners manners) {
    return member(new Party(new MemberId(name), Peer.SITE), wants, manners);
  }

  /// Adds a member that bids for one of its sites, or for somebody who has no node.
  public Peer member(Party party, Wants wants, Manners manners) {
    var peer = new Peer(party, terms, wants, manners, hand);
    peers.put(peer.id(), peer);
    return peer;
  }

  /// A member of this world.
  public Peer peer(String name) {
    return peer(new MemberId(name));
  }

  private Peer peer(MemberId id) {
    Peer found = peers.get(id);
    if (found == null) {
      throw new IllegalArgumentException("no member " + id);
    }
    return found;
  }

  /// What time it is.
  public Instant now() {
    return now;
  }

  /// Messages sent so far.
  public int messages() {
    return messages;
  }

  /// Nodes that crashed so far.
  public int crashes() {
    return crashes;
  }

  /// A hash over all that was entered, by whom and when.
  public Hash traceHash() {
    return trace;
  }

  /// A giver offers a lot at the given time.
  public void offer(Instant at, String giver, Offer offer) {
    at(at, () -> offer(giver, offer));
  }

  private void offer(String giver, Offer offer) {
    Peer peer = peer(giver);
    if (!peer.isUp()) {
      at(now.plusSeconds(5), () -> offer(giver, offer));
      return;
    }
    Offer made = peer.priced(offer.settled(peer.counted()));
    offers.add(made);
    peer.enter(now, made);
    finish(peer);
  }

  /// Someone enters what no honest core would, and tells it to another.
  public void slips(Instant at, String member, String to, Supplier<NegotiationStatement> says) {
    at(
        at,
        () -> {
          NegotiationStatement lie = says.get();
          peer(member).enter(now, lie);
          send(peer(member), new Effect.Tell(new MemberId(to), lie));
          finish(peer(member));
        });
  }

  /// A person of a member says something of surplus at a time.
  public void person(Instant at, String member, Function<Peer, SurplusStatement> says) {
    at(
        at,
        () -> {
          Peer peer = peer(member);
          peer.enter(now, says.apply(peer));
          finish(peer);
        });
  }

  /// A person of a giver's rules a taker out of the first lot of which that may still be.
  public void rulesOut(Instant at, String giver, String taker) {
    at(
        at,
        () -> {
          Peer peer = peer(giver);
          openTo(peer).stream()
              .map(lot ->
                  peer.stall()
                      .ruleOut(now, lot, new MemberId(taker), VetoReason.SAFETY_RECORD, seen(peer)))
              .filter(May.Say.class::isInstance)
              .findFirst()
              .ifPresent(may -> says(peer, allowed(may)));
        });
  }

  /// A person of a giver's says where all goes that no member took.
  public void clearsUp(Instant at, String giver) {
    at(
        at,
        () -> {
          Peer peer = peer(giver);
          for (String name : openTo(peer)) {
            LotAuction lot = peer.stall().lot(name).orElseThrow();
            if (lot.isSettled()
                && peer.stall().elsewhere(now, name, lot.unclaimedUnits(), PIGS)
                    instanceof May.Say<Elsewhere>(var says)) {
              says(peer, says);
            }
          }
        });
  }

  private static List<String> openTo(Peer peer) {
    return peer.isUp() ? List.copyOf(peer.stall().lots().keySet()) : List.of();
  }

  private static Seen seen(Peer peer) {
    return new Seen(new Close.Book(peer.book().size(), Hash.sha256(Bytes.empty())), Map.of());
  }

  private static RuleOut allowed(May<RuleOut> may) {
    return ((May.Say<RuleOut>) may).statement();
  }

  private void says(Peer peer, NegotiationStatement says) {
    if (peer.isUp()) {
      peer.enter(now, says);
      finish(peer);
    }
  }

  /// Stops a member's node at a time, for so long.
  public void stops(Instant at, String member, Duration down) {
    at(at, () -> crash(peer(member), down));
  }

  /// Cuts the network in two for so long: these members, and all others.
  public void parts(Instant at, Duration length, Set<MemberId> side) {
    partings.add(new Parting(at, at.plus(length), Set.copyOf(side)));
  }

  /// A taker gets up and wants something else than the day before.
  public void morning(Instant at, String member, Wants wants) {
    at(at, () -> peer(member).wakesTo(wants, now));
  }

  /// Every member that is up counts the ledgers as far as it holds them. All take up at once who
  /// counted how far, also if they do not hold as much.
  public void count(Instant at) {
    at(
        at,
        () -> {
          for (Peer peer : peers.values()) {
            if (peer.isUp()) {
              peer.count(now)
                  .ifPresent(counted ->
                      peers.values().forEach(other -> other.heardCount(peer.id(), counted)));
            }
          }
        });
  }

  /// Runs until the given time.
  public void runUntil(Instant end) {
    for (MemberId one : peers.keySet()) {
      at(now.plusMillis(dice.nextInt(1000)), () -> reconnect(one, end));
    }
    int events = 0;
    while (!heap.isEmpty() && !heap.element().at().isAfter(end)) {
      Due due = heap.remove();
      now = due.at();
      due.what().run();
      holds(++events < MOST_EVENTS, "it never comes to rest");
    }
    now = end;
  }

  private void at(Instant when, Runnable what) {
    heap.add(new Due(when, order++, what));
  }

  // ---- Work and its consequences

  private void finish(Peer peer) {
    if (dice.nextInt(1000) < weather.crashPerMille()) {
      crash(peer, Duration.ofMillis(1 + dice.nextInt((int) weather.longestDown().toMillis())));
      return;
    }
    Peer.Batch batch = peer.commit();
    batch.written().forEach(stated -> note(peer, stated));
    if (!batch.written().isEmpty()) {
      others(peer).forEach(o -> push(peer, o, batch.ledgerFrom(), batch.written()));
    }
    batch.tells().forEach(tell -> send(peer, tell));
    afterwards(peer);
  }

  private void afterwards(Peer peer) {
    planWords(peer);
    planHandovers(peer);
    Instant soonest = now.plusMillis(peer.manners().isHonest() ? 1 : 1000);
    peer.wakeAt()
        .map(when -> when.isBefore(soonest) ? soonest : when)
        .ifPresent(when -> wake(peer, when));
    check(peer);
  }

  private void wake(Peer peer, Instant when) {
    Instant planned = wakes.get(peer.id());
    if (planned != null && !planned.isAfter(when) && planned.isAfter(now)) {
      return;
    }
    wakes.put(peer.id(), when);
    at(
        when,
        () -> {
          if (peer.isUp() && when.equals(wakes.get(peer.id()))) {
            wakes.remove(peer.id());
            peer.timePassed(now);
            finish(peer);
          }
        });
  }

  private void crash(Peer peer, Duration down) {
    if (!peer.isUp()) {
      return;
    }
    crashes++;
    stops.add(new Stop(peer.id(), now, now.plus(down)));
    peer.crash(dice.nextInt(peer.staged() + 1));
    wakes.remove(peer.id());
    at(now.plus(down), () -> restart(peer));
  }

  private void restart(Peer peer) {
    Replay.Result replay = peer.restart(List.copyOf(peers.keySet()));
    if (peer.manners().isHonest()) {
      same(List.of(), replay.mismatches(), "at a restart of " + peer.id());
    }
    peer.timePassed(now);
    finish(peer);
  }

  private void note(Peer peer, Stated stated) {
    Said said =
        switch (stated) {
          case Stated.OfSurplus(_, _, var says) -> new Said.OfSurplus(says);
          case Stated.OfNegotiation(_, _, var says) -> new Said.OfNegotiation(says);
        };
    trace =
        Hash.sha256(
            trace.value(),
            Bytes.utf8(now + " " + peer.id() + " " + Statements.kindOf(said)),
            stated.id().hash().value());
  }

  private List<Peer> others(Peer peer) {
    return peers.values().stream().filter(p -> p != peer).toList();
  }

  // ---- The network

  private void deliver(Peer from, Peer to, Runnable what) {
    messages++;
    if (partings.stream().anyMatch(parting -> parting.keeps(from.id(), to.id(), now))
        || dice.nextInt(1000) < weather.lossPerMille()) {
      return;
    }
    int copies = dice.nextInt(1000) < weather.doublePerMille() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      at(now.plusMillis(1 + dice.nextInt((int) weather.longestDelay().toMillis())), what);
    }
  }

  private void push(Peer from, Peer to, int index, List<Stated> entries) {
    deliver(
        from,
        to,
        () -> {
          if (to.isUp()) {
            to.mirrored(now, from.id(), index, entries);
            finish(to);
          }
        });
  }

  private void send(Peer from, Effect.Tell tell) {
    var said = new Said.OfNegotiation(tell.statement());
    if (Statements.kindOf(said).tree() == Tree.LEDGER) {
      return; // it is pushed to everybody
    }
    Stated stated = from.entryOf(tell.statement());
    note(from, stated);
    Peer to = peer(tell.peer());
    deliver(
        from,
        to,
        () -> {
          if (to.isUp()) {
            to.told(now, stated);
            finish(to);
          }
        });
  }

  /// Anti-entropy: what others miss of one's ledger, and what one told them and may be lost.
  private void reconnect(MemberId id, Instant end) {
    Peer from = peer(id);
    if (from.isUp()) {
      for (Peer to : others(from)) {
        int held = to.mirror(id).size();
        List<Stated> all = from.ledger();
        if (held < all.size()) {
          push(from, to, held, all.subList(held, all.size()));
        }
        from.again(to.id())
            .forEach(effect -> {
              if (effect instanceof Effect.Tell tell) {
                send(from, tell);
              }
            });
      }
    }
    int hour = now.atZone(Town.ZONE).getHour();
    boolean busy = hour >= FIRST_HOUR && hour < LAST_HOUR;
    Instant next = now.plus(busy ? RECONNECT : RECONNECT_AT_LEISURE);
    if (next.isBefore(end)) {
      at(next, () -> reconnect(id, end));
    }
  }

  // ---- People

  /// Somebody goes and looks what is there of what was only expected, at any time before it is to
  /// be said.
  private void planWords(Peer giver) {
    for (LotAuction lot : giver.stall().lots().values()) {
      Optional<Instant> by = lot.wordBy().filter(now::isBefore);
      if (by.isPresent() && planned.add("word " + lot.name())) {
        long left = Duration.between(now, by.get()).toMillis();
        at(now.plusMillis((long) (dice.nextDouble() * left)), () -> word(giver, lot.name()));
      }
    }
  }

  private void word(Peer giver, LotName name) {
    if (!giver.isUp()) {
      at(now.plusSeconds(5), () -> word(giver, name));
      return;
    }
    Optional<Integer> said =
        giver
            .stall()
            .lot(name.lot())
            .flatMap(lot -> giver.manners().word(leftOver.applyAsInt(lot.offer().offer().lot())));
    if (said.isPresent()
        && giver.stall().firmUp(now, name.lot(), said.get()) instanceof May.Say<FirmUp>(var says)) {
      giver.enter(now, says);
      finish(giver);
    }
  }

  private void planHandovers(Peer peer) {
    for (LotAuction lot : peer.stall().lots().values()) {
      for (Promise promise : lot.awards()) {
        if (promise.state() == Promise.State.ACCEPTED) {
          planPickUp(peer, lot.name(), promise);
        }
      }
    }
    for (Stake stake : peer.bidder().stakes().values()) {
      for (Claim claim : stake.claims().values()) {
        if (claim.state() != Claim.State.ACCEPTED) {
          continue;
        }
        if (claim.handed().isEmpty()) {
          peer.manners().sends().ifPresent(by -> send(peer, stake.lot(), claim, by));
        } else if (!claim.isCarried() || claim.delivered().isPresent()) {
          planReceipt(peer, stake.lot(), claim.award().seq());
        }
      }
    }
    if (peers.values().stream().anyMatch(each -> each.manners().sends().isPresent())) {
      peer.carrying().jobs().forEach(job -> planCarriage(peer, job));
    }
  }

  private void send(Peer taker, LotName lot, Claim claim, MemberId by) {
    int seq = claim.award().seq();
    if (claim.carrier().isEmpty() && planned.add("send " + taker.id() + " " + lot + " " + seq)) {
      at(now, () -> send(taker, lot, seq, by));
    }
  }

  private void send(Peer taker, LotName lot, int seq, MemberId by) {
    planned.remove("send " + taker.id() + " " + lot + " " + seq);
    if (taker.isUp()
        && taker.bidder().fetched(now, lot, seq, by) instanceof May.Say<Carrier>(var says)) {
      taker.enter(now, says);
      finish(taker);
    }
  }

  private void planCarriage(Peer carrier, Carrying.Job job) {
    boolean first = job.state() == Carrying.State.HANDED;
    if ((first || job.state() == Carrying.State.LOADED) && planned.add(key(job, first))) {
      at(now.plusSeconds(first ? 60 : 1200), () -> carry(carrier, job, first));
    }
  }

  private static String key(Carrying.Job job, boolean first) {
    return "carry " + first + " " + job.lot() + " " + job.award().seq();
  }

  private void carry(Peer carrier, Carrying.Job job, boolean first) {
    planned.remove(key(job, first));
    if (!carrier.isUp()) {
      planCarriage(carrier, job);
      return;
    }
    Manners manners = carrier.manners();
    int units = first ? manners.takesOver(job.units()) : manners.delivers(job.units());
    String why = units < job.units() ? "a crate fell" : "";
    var reading = new Carrying.Reading(units, manners.deciCelsius(), why);
    Carrying carrying = carrier.carrying();
    int seq = job.award().seq();
    May<? extends SurplusStatement> may =
        first
            ? carrying.load(now, job.lot(), seq, reading)
            : carrying.deliver(now, job.lot(), seq, reading);
    if (may instanceof May.Say<?>(var says)) {
      carrier.enter(now, (SurplusStatement) says);
      finish(carrier);
    }
  }

  private void planPickUp(Peer giver, LotName lot, Promise promise) {
    Award award = promise.award();
    if (!peer(award.taker().member()).manners().comes()
        || !planned.add("pick " + lot + " " + award.seq())) {
      return;
    }
    long length = award.window().length().toMillis();
    Instant comes = award.window().from().plusMillis((long) (dice.nextDouble() * length));
    at(comes.isBefore(now) ? now : comes, () -> pickUp(giver, lot, award.seq()));
  }

  private void pickUp(Peer giver, LotName lot, int seq) {
    if (!giver.isUp()) {
      at(now.plusSeconds(5), () -> pickUp(giver, lot, seq));
      return;
    }
    if (promised(giver, lot, seq).state() != Promise.State.ACCEPTED) {
      planned.remove("pick " + lot + " " + seq);
      return;
    }
    if (!giver.manners().handsOver()) {
      giver.shutItsDoor();
      complain(peer(taker(giver, lot, seq)), lot, seq);
      return;
    }
    int read = giver.manners().deciCelsius();
    int units = promised(giver, lot, seq).units();
    if (giver.stall().pickUp(now, lot.lot(), seq, units, read)
        instanceof May.Say<PickedUp>(var says)) {
      giver.enter(now, says);
      finish(giver);
    }
    planned.remove("pick " + lot + " " + seq);
  }

  /// What was promised and may have become less since.
  private static Promise promised(Peer giver, LotName lot, int seq) {
    return giver.stall().lot(lot.lot()).orElseThrow().awards().stream()
        .filter(promise -> promise.award().seq() == seq)
        .findFirst()
        .orElseThrow();
  }

  private static MemberId taker(Peer giver, LotName lot, int seq) {
    return promised(giver, lot, seq).award().taker().member();
  }

  /// Whoever stands before a shut door says so.
  private void complain(Peer taker, LotName lot, int seq) {
    if (!taker.isUp()) {
      at(now.plusSeconds(5), () -> complain(taker, lot, seq));
      return;
    }
    if (taker.bidder().missing(now, lot, seq, "nobody was there")
        instanceof May.Say<NotAvailable>(var says)) {
      taker.enter(now, says);
      finish(taker);
    }
  }

  private void planReceipt(Peer taker, LotName lot, int seq) {
    if (planned.add("take " + lot + " " + seq)) {
      at(now.plusSeconds(1 + dice.nextInt(300)), () -> receive(taker, lot, seq));
    }
  }

  private void receive(Peer taker, LotName lot, int seq) {
    planned.remove("take " + lot + " " + seq);
    if (!taker.isUp()) {
      planReceipt(taker, lot, seq);
      return;
    }
    Claim claim = taker.bidder().claim(lot, seq).orElseThrow();
    int units =
        claim.isCarried()
            ? taker.manners().finds(claim.delivered().orElseThrow().units())
            : claim.handed().orElseThrow().leg().units();
    var reading = new Bidder.Reading(units, taker.manners().deciCelsius(), "");
    if (taker.bidder().receive(now, lot, seq, reading) instanceof May.Say<?>(var says)) {
      taker.enter(now, (Received) says);
      finish(taker);
    }
  }

  // ---- What must always hold

  private void check(Peer peer) {
    peer.stall().lots().values().forEach(lot -> checkUnits(peer, lot));
    for (Peer other : others(peer)) {
      if (other.isUp()) {
        checkHeld(peer, other);
        checkHeld(other, peer);
      }
    }
    if (peer.manners().isHonest()) {
      checkRoom(peer);
    }
  }

  private void checkUnits(Peer giver, LotAuction lot) {
    int units = lot.offer().offer().lot().units();
    int promised = lot.awards().stream().mapToInt(Promise::units).sum();
    holds(lot.heldUnits() <= units, lot.name() + " holds more than it has");
    if (!giver.manners().keepsPromises()) {
      return;
    }
    holds(promised + lot.expiredUnits() <= lot.units(), lot.name() + " promises more than it has");
    if (giver.manners().isHonest()
        && lot.isSettled()
        && lot.stage() instanceof LotAuction.Stage.Closed) {
      same(lot.units(), promised + lot.expiredUnits(), "the units of " + lot.name());
    }
  }

  /// What a giver holds for a taker, the taker reckons with.
  private void checkHeld(Peer giver, Peer taker) {
    if (!taker.manners().isHonest() || !giver.manners().isHonest()) {
      return;
    }
    for (LotAuction lot : giver.stall().lots().values()) {
      if (lot.stage() instanceof LotAuction.Stage.Open) {
        int held = lot.heldBy(taker.bidder().self());
        holds(
            held <= taker.bidder().committed(lot.name(), now),
            taker.id() + " does not know what it holds of " + lot.name());
      }
    }
  }

  /// A taker has room for all that it holds, asked for and was promised, at any time: nothing that
  /// it holds has to be withdrawn.
  private void checkRoom(Peer peer) {
    var stored = new EnumMap<Storage, Long>(Storage.class);
    for (Stake stake : peer.bidder().stakes().values()) {
      var lot = stake.offer().lot();
      long grams = lot.grams(peer.bidder().committed(stake.lot(), now)).value();
      stored.merge(lot.product().storage(), grams, Long::sum);
    }
    stored.forEach((storage, grams) ->
        holds(
            grams <= peer.bidder().wants().roomFor(storage),
            peer.id() + " has no room for what it holds"));
  }

  /// At the end: every lot has come to its end, by its deadline.
  public void assertSettled() {
    for (Peer peer : peers.values()) {
      for (LotAuction lot : peer.stall().lots().values()) {
        holds(lot.isSettled(), lot.name() + " never ended");
      }
    }
  }

  /// What an auditor who has everybody's trees finds about a giver.
  public Replay.Result audit(String giver) {
    return audit(giver, List.of());
  }

  /// The same, had the giver's ledger ended in these entries.
  public Replay.Result audit(String giver, List<Stated> slipped) {
    Peer audited = peer(giver);
    var ledger = new ArrayList<Stated>(audited.ledger());
    ledger.addAll(slipped);
    var bids = new ArrayList<Stated.OfNegotiation>();
    var takers = new ArrayList<Dossier.Placed>();
    for (Peer other : others(audited)) {
      other.book().stream()
          .filter(Stated.OfNegotiation.class::isInstance)
          .map(Stated.OfNegotiation.class::cast)
          .forEach(bids::add);
      takers.addAll(Peer.placed(other.ledger()));
    }
    return Replay.of(
        new Dossier(
            audited.id(),
            Peer.rules(terms, auditors()),
            Peer.placed(ledger),
            Peer.placed(audited.book()),
            bids,
            takers));
  }

  /// Audits every honest giver: no mismatch, and the very awards of its own.
  public void assertAudited() {
    for (Peer peer : peers.values()) {
      if (peer.manners().isHonest()) {
        Replay.Result result = audit(peer.id().name());
        same(List.of(), result.mismatches(), "the audit of " + peer.id());
        peer.stall()
            .lots()
            .forEach((name, lot) ->
                same(
                    lot.awards(),
                    result.stall().lot(name).orElseThrow().awards(),
                    "the awards of " + lot.name()));
      }
    }
  }

  /// At the end: whoever an honest giver never answered could not reach it for five minutes
  /// together while the bid bound, so long were links cut and nodes down.
  public void assertAnswered() {
    for (Peer giver : peers.values()) {
      if (giver.manners().isHonest()) {
        audit(giver.id().name())
            .unheard()
            .forEach(bid ->
                holds(
                    secondsWithinReach(giver.id(), bid) < ENOUGH_TO_ARRIVE.toSeconds(),
                    giver.id() + " never answered " + bid.taker() + ", which could reach it"));
      }
    }
  }

  private long secondsWithinReach(MemberId giver, Unheard unheard) {
    MemberId taker = unheard.taker().member();
    Instant made = madeAt(unheard);
    return LongStream.range(0, Duration.between(made, unheard.until()).toSeconds())
        .mapToObj(made::plusSeconds)
        .filter(at -> partings.stream().noneMatch(each -> each.keeps(giver, taker, at)))
        .filter(at -> stops.stream().noneMatch(each -> each.keeps(giver, taker, at)))
        .count();
  }

  private Instant madeAt(Unheard unheard) {
    return peer(unheard.taker().member()).book().stream()
        .filter(stated -> stated.id().equals(unheard.bid()))
        .map(stated -> ((Bid) ((Stated.OfNegotiation) stated).says()).at())
        .findFirst()
        .orElseThrow();
  }

  /// Compares every settlement that an honest member reckoned, of whosever count, with the
  /// auditor's.
  ///
  /// @return how many there were
  public int assertSettlementsAlike() {
    Settlements auditor = auditors();
    int compared = 0;
    for (Peer peer : peers.values()) {
      for (MemberId counter : peers.keySet()) {
        for (int epoch = 1; epoch <= auditor.last(counter); epoch++) {
          same(
              auditor.of(counter, epoch),
              peer.settlements().of(counter, epoch),
              peer.id() + "'s settlement by " + counter + "'s epoch " + epoch);
          compared++;
        }
      }
    }
    return compared;
  }

  /// What follows from the whole ledgers, heard one after the other.
  private Settlements auditors() {
    var settlements =
        new Settlements(terms.rules()::basePoints, member -> peer(member).ledger().size());
    for (Peer peer : peers.values()) {
      Peer.placed(peer.ledger())
          .forEach(placed -> settlements.hear(placed.index(), placed.stated()));
      peer.counts().forEach(counted -> settlements.hear(peer.id(), counted));
    }
    return settlements;
  }

  private void holds(boolean what, String otherwise) {
    if (!what) {
      throw new AssertionError("seed " + seed + ": " + otherwise);
    }
  }

  private void same(Object right, Object found, String what) {
    holds(right.equals(found), what + ": " + found + " instead of " + right);
  }

  /// All members, by name.
  public Map<MemberId, Peer> peers() {
    return Collections.unmodifiableMap(peers);
  }

  /// Lots offered so far.
  public List<Offer> offers() {
    return List.copyOf(offers);
  }
}
