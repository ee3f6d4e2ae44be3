package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The taker's side: one site that bids for what it wants.
///
/// It asks for the whole quantity it would have of a lot at once, at its own ask; while a reply is
/// on its way it waits there and goes on elsewhere. What it holds it keeps. Prices come from
/// givers' replies alone, and one that is out of date is only ever too low, so that no delay does
/// harm.
///
/// An immutable value that changes only by [Event.Heard]; of time it only remembers how far it has
/// got. Each event gives at most one [Effect.Enter], and hearing that entry gives the next. Feed it
/// [Event.TimePassed] at [#wakeAt] and after a restart.
public final class Bidder {
  private final Party self;
  private final Rulebook rules;
  private final Wants wants;
  private final SortedMap<LotName, Stake> stakes;

  /// The latest time that passed: what was due by then was asked for.
  private final Instant passed;

  private Bidder(
      Party self, Rulebook rules, Wants wants, SortedMap<LotName, Stake> stakes, Instant passed) {
    this.self = self;
    this.rules = rules;
    this.wants = wants;
    this.stakes = stakes;
    this.passed = passed;
  }

  /// A site that has seen no offer yet.
  public static Bidder of(Party self, Terms terms, Wants wants) {
    return of(self, Rulebook.always(terms), wants);
  }

  /// A site that has seen no offer yet, in a federation whose rules may change.
  public static Bidder of(Party self, Rulebook rules, Wants wants) {
    return new Bidder(self, rules, wants, Collections.emptySortedMap(), Instant.EPOCH);
  }

  /// Which site it is.
  public Party self() {
    return self;
  }

  /// The lots it knows, by name.
  public SortedMap<LotName, Stake> stakes() {
    return Collections.unmodifiableSortedMap(stakes);
  }

  /// What it wants.
  public Wants wants() {
    return wants;
  }

  /// Units of a lot that it must reckon with: held, asked for, or awarded.
  public int committed(LotName lot, Instant at) {
    return Optional.ofNullable(stakes.get(lot)).map(s -> s.committed(at, terms(s))).orElse(0);
  }

  /// Why it got nothing of a lot that is over, in one sentence; absent if it is not, or it got
  /// some.
  public Optional<String> whyNot(LotName lot) {
    return Optional.ofNullable(stakes.get(lot))
        .flatMap(stake -> new WhyNot(terms(stake), wants, self).sentence(stake));
  }

  /// An award to it.
  public Optional<Claim> claim(LotName lot, int seq) {
    return Optional.ofNullable(stakes.get(lot))
        .flatMap(stake -> Optional.ofNullable(stake.claims().get(seq)));
  }

  /// The same site, which bids for no more than so many units of a lot, held ones among them; 0:
  /// for none any more. What it holds it keeps: bids bind.
  public Bidder limited(LotName lot, int units) {
    return stake(lot, stake -> stake.limited(units));
  }

  /// The same site, which no longer knows some lots: nothing can come of them any more.
  public Bidder forgetting(Set<LotName> lots) {
    var kept = new TreeMap<>(stakes);
    return kept.keySet().removeAll(lots) ? new Bidder(self, rules, wants, kept, passed) : this;
  }

  /// The same site with new wants, which count all that was received until now as stock. Change
  /// them between sessions only: a want that shrinks within one may leave a held bid unwanted.
  public Bidder wanting(Wants next) {
    var all = new TreeMap<>(stakes);
    all.replaceAll((_, stake) -> stake.stocked());
    return new Bidder(self, rules, next, all, passed);
  }

  /// The same site, which also wants what it would of categories that it wanted nothing of: they
  /// were not on offer before. What it wanted stays as it is, and so nothing that it holds is
  /// unwanted.
  public Bidder alsoWanting(Wants more) {
    List<Want> all = new ArrayList<>(wants.wants());
    more.wants().stream()
        .filter(
            want -> wants.wants().stream().noneMatch(had -> had.category().equals(want.category())))
        .forEach(all::add);
    return all.size() == wants.wants().size()
        ? this
        : new Bidder(
            self,
            rules,
            new Wants(wants.road(), all, wants.room(), wants.whole(), wants.trip(), wants.avoids()),
            stakes,
            passed);
  }

  /// Takes one event.
  ///
  /// @return the next state and the effects; what has been heard before changes nothing
  public Step<Bidder> on(Event event) {
    return switch (event) {
      case Event.Heard heard -> heard(heard);
      case Event.TimePassed(var at, _) -> {
        var effects = new ArrayList<Effect>();
        Bidder next = sendAgain(at, effects);
        next.due(at).map(Effect.Enter::new).ifPresent(effects::add);
        yield new Step<>(next, effects);
      }
    };
  }

  private Step<Bidder> heard(Event.Heard heard) {
    Bidder next = fold(heard.stated());
    if (next == this) {
      return new Step<>(this, List.of());
    }
    var effects = new ArrayList<Effect>(tells(heard.stated()));
    next.due(heard.at()).map(Effect.Enter::new).ifPresent(effects::add);
    return new Step<>(next, effects);
  }

  /// When to begin bidding, or to send something again.
  public Optional<Instant> wakeAt() {
    Stream<Instant> begins =
        stakes.values().stream()
            .filter(s -> !s.over())
            .map(s -> terms(s).bidFrom(s.offer()))
            .filter(from -> from.isAfter(passed));
    Stream<Instant> agains = asked().map(Stake.Asked::again);
    return Stream.of(begins, agains, answers()).flatMap(all -> all).min(Instant::compareTo);
  }

  /// When the awards are to be answered that are not yet.
  private Stream<Instant> answers() {
    return stakes.values().stream()
        .flatMap(s -> s.claims().values().stream())
        .filter(Bidder::open)
        .map(this::answerFrom)
        .filter(from -> from.isAfter(passed));
  }

  /// Who drives once waits for half of the time that there is to answer: by then it knows what all
  /// the others award it.
  private Instant answerFrom(Claim claim) {
    Award award = claim.award();
    return wants.trip().isEmpty()
        ? award.at()
        : millis(award.at().plus(Duration.between(award.at(), award.answerBy()).dividedBy(2)));
  }

  /// The bids to a giver that bind and that it has not replied to: for when it is connected again.
  public List<Effect> again(MemberId giver) {
    return asked()
        .filter(a -> a.bid().lot().giver().equals(giver))
        .<Effect>map(a -> new Effect.Tell(giver, a.bid()))
        .toList();
  }

  private Stream<Stake.Asked> asked() {
    return stakes.values().stream()
        .flatMap(s -> s.asked().stream())
        .filter(a -> !passed.isAfter(a.bid().bindsUntil()));
  }

  private Bidder sendAgain(Instant at, List<Effect> effects) {
    var all = new TreeMap<>(stakes);
    all.replaceAll((_, stake) ->
        stake
            .asked()
            .filter(a -> !at.isBefore(a.again()) && !at.isAfter(a.bid().bindsUntil()))
            .map(a -> {
              effects.add(new Effect.Tell(a.bid().lot().giver(), a.bid()));
              return stake.asking(a.later(at));
            })
            .orElse(stake));
    return new Bidder(self, rules, wants, all, at.isAfter(passed) ? at : passed);
  }

  private List<Effect> tells(Stated stated) {
    if (!(stated instanceof Stated.OfNegotiation(_, var author, var says))
        || !author.equals(self.member())) {
      return List.of();
    }
    return switch (says) {
      case Bid bid -> List.of(new Effect.Tell(bid.lot().giver(), bid));
      case Accept accept -> List.of(new Effect.Tell(accept.lot().giver(), accept));
      case Decline decline -> List.of(new Effect.Tell(decline.lot().giver(), decline));
      case BidReply _, Outbid _, Close _, Award _, Lapse _, NoShow _, Debit _, Expire _ ->
          List.of();
      case GiveBack _, NotAvailable _, Hold _, Cut _, Wished _, Take _, FirmUp _ -> List.of();
      case RuleOut _, Elsewhere _ -> List.of();
    };
  }

  // ---- What is folded in

  /// Folds an entry in, and nothing more: what a restart does.
  public Bidder fold(Stated stated) {
    return switch (stated) {
      case Stated.OfSurplus(_, var author, Offer offer) -> offered(author, offer);
      case Stated.OfSurplus(var id, var author, PickedUp says)
          when author.equals(says.leg().lot().giver()) ->
          claim(says.leg().lot(), says.leg().seq(), c -> c.handed(id, says));
      case Stated.OfSurplus(_, var author, SurplusStatement says) -> surplus(author, says);
      case Stated.OfNegotiation(_, var author, var says) when author.equals(self.member()) ->
          own(stated, says);
      case Stated.OfNegotiation(_, var author, var says) -> givers(author, says);
    };
  }

  private Bidder offered(MemberId giver, Offer offer) {
    var lot = new LotName(giver, offer.lot().name());
    boolean fit =
        rules
            .givenBy(giver)
            .of(offer)
            .filter(terms -> terms.goodsFault(offer).isEmpty())
            .filter(terms -> terms.mayBid(self))
            .isPresent();
    return !fit || giver.equals(self.member()) || stakes.containsKey(lot)
        ? this
        : with(Stake.of(lot, offer));
  }

  private Bidder surplus(MemberId author, SurplusStatement says) {
    return switch (says) {
      case Withdraw withdraw -> stake(author, withdraw.lot(), Stake::closed);
      case Received(var leg, _) when author.equals(self.member()) ->
          claim(leg.lot(), leg.seq(), c -> c.to(Claim.State.RECEIVED, leg.units()));
      case Carrier(var lot, var seq, var carrier, _) when author.equals(self.member()) ->
          claim(lot, seq, c -> c.fetchedBy(carrier));
      case Delivered(var leg, _) -> claim(leg.lot(), leg.seq(), c -> c.delivered(author, leg));
      case Halt halt -> stake(author, halt.lot(), Stake::halted);
      case Received _, PickedUp _, Offer _, Notice _, Need _, StatedNeed _ -> this;
      case Recall _, Acknowledge _, Lift _, EntitlementStatement _ -> this;
      case Carrier _, Loaded _ -> this;
    };
  }

  private Bidder own(Stated stated, NegotiationStatement says) {
    return switch (says) {
      case Bid bid when bid.site().equals(self.site()) ->
          stake(bid.lot(), s -> bid.seq() > s.seq() ? s.asking(asked(stated, bid)) : s);
      case Take take when take.site().equals(self.site()) ->
          stake(take.lot(), s -> s.taking(new Stake.Taken(stated.id(), take.units())));
      case Accept(var lot, var seq, var units, _) ->
          claim(
              lot, seq, c -> open(c) ? c.to(Claim.State.ACCEPTED, Math.min(units, c.units())) : c);
      case Decline(var lot, var seq, _, _) ->
          claim(lot, seq, c -> open(c) ? c.to(Claim.State.OVER, 0) : c);
      case GiveBack(var lot, var seq, _, _) ->
          claim(lot, seq, c -> c.handed().isEmpty() ? c.to(Claim.State.OVER, 0) : c);
      case NotAvailable(var lot, var seq, _, _) -> claim(lot, seq, c -> c.to(Claim.State.OVER, 0));
      case Bid _, BidReply _, Outbid _, Close _, Award _, Lapse _, NoShow _, Debit _, Expire _ ->
          this;
      case Hold _, Cut _, Wished _, Take _, FirmUp _, RuleOut _, Elsewhere _ -> this;
    };
  }

  private static Stake.Asked asked(Stated stated, Bid bid) {
    return Stake.Asked.now(stated.id(), bid);
  }

  private static boolean open(Claim claim) {
    return claim.state() == Claim.State.OPEN;
  }

  private Bidder givers(MemberId giver, NegotiationStatement says) {
    return switch (says) {
      case BidReply reply when reply.taker().equals(self) ->
          stake(giver, reply.lot(), s -> s.replied(reply));
      case Outbid outbid when outbid.taker().equals(self) ->
          stake(giver, outbid.lot(), s -> s.told(outbid.standing(), outbid.at()));
      case Cut cut -> stake(giver, cut.lot(), s -> s.told(cut));
      case Close close -> stake(giver, close.lot(), Stake::closed);
      case FirmUp firm -> stake(giver, firm.lot(), s -> s.firmed(firm));
      case RuleOut ruling when ruling.taker().equals(self.member()) ->
          stake(giver, ruling.lot(), s -> s.ruledOut(ruling.reason()));
      case RuleOut(var lot, _, _, var points, _, var at) ->
          stake(giver, lot, s -> s.told(new Cut(lot, points, at)));
      case Award award when award.taker().equals(self) ->
          stake(
              giver, award.lot(), s -> s.claims().containsKey(award.seq()) ? s : s.awarded(award));
      case Lapse(var lot, var seq, _, _) ->
          claim(new LotName(giver, lot), seq, c -> c.to(Claim.State.OVER, 0));
      case NoShow(var lot, var seq, _, _) ->
          claim(new LotName(giver, lot), seq, c -> c.to(Claim.State.OVER, 0));
      case BidReply _, Outbid _, Award _, Bid _, Accept _, Decline _, Debit _, Expire _ -> this;
      case GiveBack _, NotAvailable _, Hold _, Wished _, Take _, Elsewhere _ -> this;
    };
  }

  private Bidder stake(MemberId giver, String lot, UnaryOperator<Stake> change) {
    return stake(new LotName(giver, lot), change);
  }

  private Bidder stake(LotName lot, UnaryOperator<Stake> change) {
    return Optional.ofNullable(stakes.get(lot))
        .flatMap(s -> Optional.of(change.apply(s)).filter(changed -> !changed.equals(s)))
        .map(this::with)
        .orElse(this);
  }

  private Bidder claim(LotName lot, int seq, UnaryOperator<Claim> change) {
    return stake(
        lot,
        s -> Optional.ofNullable(s.claims().get(seq)).map(c -> s.with(change.apply(c))).orElse(s));
  }

  private Bidder with(Stake stake) {
    var all = new TreeMap<>(stakes);
    all.put(stake.lot(), stake);
    return new Bidder(self, rules, wants, all, passed);
  }

  // ---- What must be entered

  private Optional<NegotiationStatement> due(Instant now) {
    Instant at = Instant.ofEpochMilli(now.toEpochMilli());
    return stakes.values().stream()
        .flatMap(s ->
            s.claims().values().stream()
                .filter(Bidder::open)
                .filter(c -> !at.isBefore(answerFrom(c)))
                .map(c -> answer(s, c, at)))
        .findFirst()
        .or(() -> bid(at));
  }

  /// What it would take of a lot that it may have before anybody bids: as much as it would have for
  /// nothing, and can fetch. Not due by itself: whoever asks has given it the wants of the day.
  ///
  /// @return absent if it may not, may no longer, has already, or wants none
  public Optional<Take> takes(LotName lot, Instant now) {
    Instant at = millis(now);
    return Optional.ofNullable(stakes.get(lot))
        .filter(stake -> mayTake(stake, at))
        .map(stake ->
            Math.min(atNoPrice(stake, stake, most(stake, terms(stake)), at), besideTrip(stake, at)))
        .filter(units -> units > 0)
        .map(units -> new Take(lot, self.site(), units, reach(stake(lot)), at));
  }

  /// Units of a lot that its vehicle, if it has one, can still fetch: what is taken is accepted,
  /// and is not to be declined when the trip is full.
  private int besideTrip(Stake stake, Instant at) {
    Offer offer = stake.offer();
    return wants
        .trip()
        .map(trip -> stops(trip, trip.day(offer.window(), zone(stake)), at))
        .map(stops -> stops.beside(stake.lot().giver(), offer.lot()))
        .orElse(offer.lot().units());
  }

  private Stake stake(LotName lot) {
    return Optional.ofNullable(stakes.get(lot)).orElseThrow();
  }

  private boolean mayTake(Stake stake, Instant at) {
    return !stake.over()
        && stake.taken().isEmpty()
        && stake.claims().isEmpty()
        && mayFetch(stake)
        && stake
            .offer()
            .said()
            .first()
            .filter(first -> first.taker().equals(self.member()) && !at.isAfter(first.until()))
            .isPresent();
  }

  private NegotiationStatement answer(Stake stake, Claim claim, Instant at) {
    int seq = claim.award().seq();
    if (!clock(stake).allows(claim.award().window().until())) {
      return new Decline(stake.lot(), seq, "it could not be eaten before its date ends", at);
    }
    if (!suits(stake)) {
      return new Decline(stake.lot(), seq, "it contains what is kept out, or may", at);
    }
    if (!isOnItsWay(stake, claim.award().window())
        || wants.trip().filter(trip -> isLeftOut(trip, stake, claim, at)).isPresent()) {
      return new Decline(stake.lot(), seq, Decline.TRIP, at);
    }
    int units = Math.min(claim.units(), fits(stake, claim, at));
    return units > 0
        ? new Accept(stake.lot(), seq, units, at)
        : new Decline(stake.lot(), seq, "there is no need or no room for it", at);
  }

  private boolean isOnItsWay(Stake stake, Window window) {
    return wants.isOnItsWay(window, zone(stake));
  }

  private boolean isLeftOut(Trip trip, Stake stake, Claim claim, Instant at) {
    return stops(trip, trip.day(claim.award().window(), zone(stake)), at)
        .leavesOut(stake.lot(), claim.award().seq());
  }

  /// All that is to be fetched on a day's trip, what was taken and is not awarded yet with it.
  private Stops stops(Trip trip, LocalDate day, Instant at) {
    var parcels = new ArrayList<Stops.Parcel>();
    for (Stake stake : stakes.values()) {
      for (Claim claim : stake.claims().values()) {
        boolean fetched = claim.state() == Claim.State.ACCEPTED && claim.handed().isEmpty();
        if (claim.carrier().isPresent()) {
          continue;
        }
        if ((fetched || open(claim)) && trip.day(claim.award().window(), zone(stake)).equals(day)) {
          parcels.add(parcel(stake, claim.award().seq(), claim.units(), fetched));
        }
      }
      int taken = stake.awaited(at, terms(stake));
      if (taken > 0 && trip.day(stake.offer().window(), zone(stake)).equals(day)) {
        parcels.add(parcel(stake, 0, taken, true));
      }
    }
    return new Stops(trip, wants, parcels);
  }

  private Stops.Parcel parcel(Stake stake, int seq, int units, boolean agreed) {
    return new Stops.Parcel(
        stake.lot().giver(), stake.offer().lot(), seq, units, way(stake), agreed);
  }

  /// How full the trip of a day is by now; absent if it is no matter how often one drives.
  public Optional<Stops.Full> load(LocalDate day, Instant at) {
    return wants.trip().map(trip -> stops(trip, day, at).full());
  }

  private ZoneId zone(Stake stake) {
    return terms(stake).rules().time().zone();
  }

  /// Units of an award that are wanted, at no price, beside everything else that is promised.
  private int fits(Stake stake, Claim claim, Instant at) {
    return atNoPrice(stake, stake.with(claim.to(Claim.State.OVER, 0)), claim.units(), at);
  }

  /// Units of so many of a lot that are wanted, at no price, beside everything that is promised.
  ///
  /// @param without the same stake without those units
  private int atNoPrice(Stake stake, Stake without, int units, Instant at) {
    List<Stake> all =
        stakes.values().stream().map(s -> s.lot().equals(stake.lot()) ? without : s).toList();
    Oracle oracle = oracle(all);
    for (int i = 0; i < all.size(); i++) {
      Stake one = all.get(i);
      oracle.set(
          i, one.committed(at, terms(one)), one.lot().equals(stake.lot()) ? units : 0, way(one));
    }
    oracle.choose();
    return oracle.units(all.indexOf(without));
  }

  private Optional<NegotiationStatement> bid(Instant at) {
    List<Stake> all = List.copyOf(stakes.values());
    Oracle oracle = oracle(all);
    for (int i = 0; i < all.size(); i++) {
      Stake one = all.get(i);
      int cost = Math.min(Standing.NO_MORE, priority(one).before(one.ask()) + way(one));
      oracle.set(i, one.committed(at, terms(one)), open(one, at), cost);
    }
    oracle.choose();
    return IntStream.range(0, all.size())
        .filter(i -> oracle.units(i) > 0)
        .mapToObj(i -> bid(all.get(i), new Wish(oracle.units(i), oracle.rise(i)), at))
        .map(NegotiationStatement.class::cast)
        .findFirst();
  }

  /// What the oracle asks for of a lot.
  ///
  /// @param units how many
  /// @param rise points by which their price may go up before something else is better
  private record Wish(int units, int rise) {}

  /// A point that it would pay counts so many times.
  private Priority priority(Stake stake) {
    return terms(stake).priority(self);
  }

  private int most(Stake stake) {
    return terms(stake).most(stake.offer(), self);
  }

  private Oracle oracle(List<Stake> all) {
    return new Oracle(wants, all.stream().map(Bidder::position).toList());
  }

  private static Oracle.Position position(Stake stake) {
    Lot lot = stake.offer().lot();
    return new Oracle.Position(lot.product().category(), lot.product().storage(), lot.unitGrams());
  }

  private int way(Stake stake) {
    return wants.way(stake.offer().lot().place(), terms(stake).rules().points().transportMilli());
  }

  private Bid bid(Stake stake, Wish wish, Instant at) {
    return new Bid(
        stake.lot(),
        stake.seq() + 1,
        self.site(),
        wish.units(),
        Math.min(stake.price(priority(stake).of(wish.rise())), most(stake)),
        terms(stake).bindsUntil(stake.offer()),
        stake.offer().settlementEpoch(),
        reach(stake),
        at,
        wants.avoids());
  }

  private boolean suits(Stake stake) {
    return stake.offer().lot().product().suits(wants.avoids());
  }

  /// Units that could be bid for now.
  private int open(Stake stake, Instant at) {
    Offer offer = stake.offer();
    Terms terms = terms(stake);
    boolean early = at.isBefore(offer.closesAt()) || stake.standing().isPresent();
    boolean cut = stake.cut().filter(last -> !last.at().isBefore(offer.closesAt())).isPresent();
    boolean may =
        !stake.over()
            && stake.asked().isEmpty()
            && stake.seq() < Bid.MAX_SEQ
            && (early || cut)
            && !at.isBefore(terms.bidFrom(offer))
            && at.isBefore(terms.hardClose(offer))
            && stake.ask() <= most(stake)
            && mayFetch(stake);
    return may ? Math.max(0, most(stake, terms) - stake.committed(at, terms)) : 0;
  }

  /// Whether it can fetch a lot, and eat it in time, and keeps nothing out that is in it.
  private boolean mayFetch(Stake stake) {
    Offer offer = stake.offer();
    return suits(stake)
        && wants.road().reaches(offer.lot().place())
        && isOnItsWay(stake, offer.window())
        && clock(stake).allows(offer.window().until());
  }

  /// What it would have had of lots that were open together and are over, had it bid for them, and
  /// had nothing else.
  ///
  /// @param ended how each of them ended; those that it does not know, or cannot fetch, are left
  ///   out
  /// @return by lot, of those of which it would have had any
  public SortedMap<LotName, Shadow> shadow(Map<LotName, Shadow.Ended> ended) {
    List<Stake> over =
        stakes.values().stream()
            .filter(stake -> ended.containsKey(stake.lot()) && mayFetch(stake))
            .toList();
    var goods = new ArrayList<PaperSession.Good>();
    over.forEach(stake -> goods.add(good(stake, left(stake, ended), 0)));
    PaperSession surely = bidding(over, goods);
    over.forEach(stake ->
        goods.add(
            good(stake, most(stake, terms(stake)) - left(stake, ended), asked(stake, ended))));
    PaperSession atMost = bidding(over, goods);
    var shadows = new TreeMap<LotName, Shadow>();
    for (int i = 0; i < over.size(); i++) {
      int sure = surely.held(0, i);
      int most = Math.max(sure, atMost.held(0, i) + atMost.held(0, over.size() + i));
      if (most > 0) {
        shadows.put(over.get(i).lot(), new Shadow(sure, most));
      }
    }
    return shadows;
  }

  private int left(Stake stake, Map<LotName, Shadow.Ended> ended) {
    return Math.min(most(stake, terms(stake)), ended(stake, ended).leftUnits());
  }

  /// What one more of the units that others hold would have cost, in points as the site counts
  /// them.
  private int asked(Stake stake, Map<LotName, Shadow.Ended> ended) {
    int asked = ended(stake, ended).clearingPoints() + terms(stake).rules().auction().bidStep();
    return priority(stake).before(Math.min(Standing.NO_MORE, asked));
  }

  private static Shadow.Ended ended(Stake stake, Map<LotName, Shadow.Ended> ended) {
    return Optional.ofNullable(ended.get(stake.lot())).orElseThrow();
  }

  private static PaperSession.Good good(Stake stake, int units, int points) {
    Lot lot = stake.offer().lot();
    return new PaperSession.Good(
        lot.product().category(), lot.product().storage(), lot.unitGrams(), units, points);
  }

  /// What it holds in the end if it alone bids for these goods, each of them of a lot in turn.
  private PaperSession bidding(List<Stake> lots, List<PaperSession.Good> goods) {
    var session = new PaperSession(goods, 1);
    session.add(
        wants,
        IntStream.range(0, goods.size())
            .mapToObj(i -> new PaperSession.Link(i, way(lots.get(i % lots.size())), 0))
            .toList());
    return session.bidOnce();
  }

  /// Units of a lot that the site may hold: all, or as much as the kitchen needs that it bids for.
  private int most(Stake stake, Terms terms) {
    Lot lot = stake.offer().lot();
    return terms
        .bound(stake.offer(), self)
        .map(most -> (int) Math.min(lot.units(), most.value() / lot.unitGrams()))
        .orElse(lot.units());
  }

  /// Until when a lot that it knows may leave for its plates.
  public PlateClock clock(Stake stake) {
    return PlateClock.of(endOfUse(stake), reach(stake));
  }

  private Bid.Reach reach(Stake stake) {
    return wants.road().from(stake.offer().lot().place());
  }

  private Instant endOfUse(Stake stake) {
    return stake.offer().lot().date().endOfUse(terms(stake).rules().time().zone());
  }

  /// A stake is only held in a lot whose terms are known.
  private Terms terms(Stake stake) {
    return rules.givenBy(stake.lot().giver()).require(stake.offer());
  }

  // ---- Handovers

  /// Gives back what was accepted, before it is handed over.
  public May<GiveBack> giveBack(Instant at, LotName lot, int seq, String reason) {
    return claim(lot, seq)
        .filter(c -> c.state() == Claim.State.ACCEPTED && c.handed().isEmpty())
        .<May<GiveBack>>map(_ -> new May.Say<>(new GiveBack(lot, seq, reason, millis(at))))
        .orElse(new May.Not<>("award " + seq + " of " + lot + " is not one to be collected"));
  }

  /// Names the member that fetches what was awarded to it; itself, if nobody does after all.
  public May<Carrier> fetched(Instant at, LotName lot, int seq, MemberId carrier) {
    Optional<Claim> claim = claim(lot, seq).filter(c -> c.state() == Claim.State.ACCEPTED);
    if (claim.isEmpty()) {
      return new May.Not<>("award " + seq + " of " + lot + " is not one to be collected");
    }
    if (claim.get().handed().isPresent()) {
      return new May.Not<>("award %d of %s has left its giver".formatted(seq, lot));
    }
    return carrier.equals(lot.giver())
        ? new May.Not<>(
            "%s gives it: what a giver brings itself it hands over at your door".formatted(carrier))
        : new May.Say<>(new Carrier(lot, seq, carrier, millis(at)));
  }

  /// Says that it came for what it had accepted, and that it was not to be had; also after the
  /// giver has said that nobody came. What went to a carrier and did not arrive was not to be had.
  public May<NotAvailable> missing(Instant at, LotName lot, int seq, String reason) {
    Optional<Claim> claim =
        claim(lot, seq)
            .filter(
                c -> c.handed().isEmpty() || (c.isCarried() && c.state() != Claim.State.RECEIVED));
    if (claim.filter(c -> c.state() != Claim.State.OPEN).isEmpty()) {
      return new May.Not<>("award " + seq + " of " + lot + " is not one to be collected");
    }
    Optional<String> unsaid = stake(lot).isNotThere(seq);
    if (unsaid.isPresent()) {
      return new May.Not<>(unsaid.get());
    }
    return at.isBefore(claim.get().award().window().from())
        ? new May.Not<>(lot + " cannot be collected before " + claim.get().award().window().from())
        : new May.Say<>(new NotAvailable(lot, seq, reason, millis(at)));
  }

  private static Instant millis(Instant at) {
    return Instant.ofEpochMilli(at.toEpochMilli());
  }

  /// What the taker's person saw at the handover.
  ///
  /// @param units taken
  /// @param deciCelsius the temperature read, in tenths of a degree
  /// @param reason why the others were not taken; empty if all were, or a carrier brought no more
  public record Reading(int units, int deciCelsius, String reason) {}

  /// The taker's leg of a handover. What is too warm, too cool, or past its date is rejected,
  /// whatever the reading says.
  public May<Received> receive(Instant at, LotName lot, int seq, Reading reading) {
    Optional<Stake> stake = Optional.ofNullable(stakes.get(lot));
    Optional<Claim> claim =
        claim(lot, seq).filter(c -> c.state() == Claim.State.ACCEPTED && c.handed().isPresent());
    if (claim.isEmpty()) {
      return new May.Not<>("the giver has not entered that award " + seq + " of " + lot + " left");
    }
    Claim.Handed handed = claim.get().handed().orElseThrow();
    if (reading.units() < 0 || reading.units() > handed.leg().units()) {
      return new May.Not<>("the giver handed over " + handed.leg().units() + " units of " + lot);
    }
    return new May.Say<>(new Received(leg(at, stake.get(), claim.get(), reading), handed.id()));
  }

  /// What a carrier did not bring was not refused: of that the taker gives no reason.
  private static int shown(Claim claim, Reading reading) {
    int handed = claim.handed().orElseThrow().leg().units();
    if (!claim.isCarried()) {
      return handed;
    }
    int brought = claim.delivered().map(Leg::units).orElse(handed);
    return reading.reason().isEmpty() ? reading.units() : Math.max(brought, reading.units());
  }

  private Leg leg(Instant at, Stake stake, Claim claim, Reading reading) {
    String forced = mustReject(at, stake, reading.deciCelsius());
    int units = forced.isEmpty() ? reading.units() : 0;
    String why = forced.isEmpty() ? reading.reason() : forced;
    int rejected = shown(claim, reading) - units;
    return new Leg(
        stake.lot(),
        claim.award().seq(),
        units,
        stake.grams(units),
        reading.deciCelsius(),
        rejected,
        rejected > 0 && why.isEmpty() ? "not taken" : why,
        Instant.ofEpochMilli(at.toEpochMilli()));
  }

  private String mustReject(Instant at, Stake stake, int deciCelsius) {
    Storage storage = stake.offer().lot().product().storage();
    var here = new Bid.Reach(0, wants.road().serveMinutes());
    return terms(stake)
        .rules()
        .handover()
        .fault(storage, deciCelsius)
        .orElseGet(() ->
            PlateClock.of(endOfUse(stake), here).allows(at)
                ? ""
                : "it could not be eaten before its date ends");
  }
}
