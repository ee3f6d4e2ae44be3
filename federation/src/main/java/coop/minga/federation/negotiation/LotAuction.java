package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The giver's side of one lot, from its offer until every unit is settled or expired.
///
/// An immutable value that changes only by what stands in a tree: [#heard] folds one entry in, its
/// giver's own ones at their word. What the giver must enter next is [#due], asked with the time;
/// whether a statement is what it had to be is told by comparing it with [#expected]. Both are the
/// same computation, so a live node, a restart and an auditor cannot differ.
///
/// @param terms the federation's
/// @param offer as entered
/// @param stage open, withdrawn or closed
/// @param bidding the bids
/// @param promises what came after the close
/// @param price of what is free
/// @param choice what became of the say that its giver has
/// @param last the latest time in an entry of the giver's on this lot: its clock never goes back
public record LotAuction(
    Terms terms,
    Offered offer,
    Stage stage,
    Bidding bidding,
    Promises promises,
    Price price,
    Choice choice,
    Instant last) {

  private static final String NO_WORD = "its giver did not say in time how much is there";

  /// An offer that stands.
  public record Offered(EntryId id, MemberId giver, Offer offer) {}

  /// How far a lot is.
  public sealed interface Stage {
    /// Bids are taken.
    record Open() implements Stage {}

    /// Taken back before the close.
    record Withdrawn() implements Stage {}

    /// Bidding is over.
    record Closed(EntryId id, Close close) implements Stage {}
  }

  static LotAuction opened(Terms terms, Offered offered) {
    Offer offer = offered.offer();
    return new LotAuction(
        terms,
        offered,
        new Stage.Open(),
        Bidding.none(offer.lot().units()),
        Promises.NONE,
        Price.opened(offer.openingPoints(), offer.openedAt()),
        Choice.NONE,
        offer.openedAt());
  }

  /// The lot's name.
  public LotName name() {
    return new LotName(offer.giver(), offer.offer().lot().name());
  }

  /// Bids that were made while bids were taken and have no answer, of whoever may bid; one that met
  /// the close on its way is refused, and so answered. What was taken back had no end of its
  /// bidding.
  public List<Unheard> unheard() {
    return biddingEnded()
        .map(ended ->
            bidding.pending().values().stream()
                .filter(asked -> asked.bid().at().isBefore(ended))
                .filter(asked -> terms.mayBid(asked.taker()) && !isGiver(asked.taker().member()))
                .map(this::unheard)
                .toList())
        .orElse(List.of());
  }

  private Optional<Instant> biddingEnded() {
    return switch (stage) {
      case Stage.Open _ -> Optional.of(terms.hardClose(offer.offer()));
      case Stage.Withdrawn _ -> Optional.empty();
      case Stage.Closed(_, var close) -> Optional.of(close.at());
    };
  }

  private Unheard unheard(Bidding.Asked asked) {
    Instant until = terms.bindsUntil(offer.offer());
    return new Unheard(asked.id(), offer.id(), name(), asked.taker(), until);
  }

  /// Awards by their number, and what came of them.
  public List<Promise> awards() {
    return List.copyOf(promises.made().values());
  }

  /// Units left to the giver's other outlets so far.
  public int expiredUnits() {
    return promises.expired();
  }

  /// Of those, units of which it is not told yet what becomes of them; none of what nobody has said
  /// is there.
  public int unclaimedUnits() {
    return isOnlyExpected() ? 0 : promises.unclaimed();
  }

  /// Whether nobody has said how much is there of what its giver only expects, or expected.
  boolean isOnlyExpected() {
    return offer.offer().said().firmBy().isPresent() && there().isEmpty();
  }

  /// What is told of where those went that no member took.
  public List<Elsewhere> elsewhere() {
    return promises.elsewhere();
  }

  /// Whether a recall may stop it: something may still come of it, or units are left of which it is
  /// not told what becomes of them.
  boolean mayBeStopped() {
    return !isSettled() || (!isStopped() && unclaimedUnits() > 0);
  }

  /// Whether a recall stopped it.
  public boolean isStopped() {
    return choice.stopped();
  }

  /// Who was ruled out of it since it was opened.
  public Set<MemberId> ruledOut() {
    return choice.ruledOut();
  }

  /// Units held by a site's standing bids.
  public int heldBy(Party taker) {
    return bidding.standing().heldBy(taker);
  }

  /// Units held by standing bids.
  public int heldUnits() {
    return offer.offer().lot().units() - bidding.standing().free();
  }

  /// Units that there are: as many as were offered, or as its giver said are there of what was only
  /// expected.
  public int units() {
    return there().orElse(offer.offer().lot().units());
  }

  /// Units that its giver said are there of what was only expected; absent if it has not.
  public Optional<Integer> there() {
    return choice.firm().map(FirmUp::units);
  }

  /// By when its giver is to say how much is there of what was awarded; absent if it was set aside
  /// or stopped, or that is said.
  public Optional<Instant> wordBy() {
    return stage instanceof Stage.Closed && !promises.made().isEmpty()
        ? promisedWord()
        : Optional.empty();
  }

  private Optional<Instant> promisedWord() {
    return offer.offer().said().firmBy().filter(_ -> choice.firm().isEmpty() && !choice.stopped());
  }

  /// Whether nothing more can come of the lot.
  public boolean isSettled() {
    return switch (stage) {
      case Stage.Open _ -> false;
      case Stage.Withdrawn _ -> !owesWishes();
      case Stage.Closed _ -> !owesWishes() && wordBy().isEmpty() && promises.allFinal();
    };
  }

  // ---- What is folded in

  LotAuction heard(Stated stated) {
    return switch (stated) {
      case Stated.OfSurplus(var id, var author, PickedUp says) when isGiver(author) ->
          at(says.leg().at()).pickedUp(id, says);
      case Stated.OfSurplus(var id, var author, Halt halt) when isGiver(author) ->
          at(halt.at()).halted(id);
      case Stated.OfSurplus(_, var author, Withdraw withdraw) when isGiver(author) ->
          at(withdraw.at()).takenBack(withdraw.at());
      case Stated.OfSurplus(var id, var author, Received received) ->
          received(id, author, received);
      case Stated.OfSurplus(var id, var author, Carrier says) -> fetched(id, author, says);
      case Stated.OfSurplus(var id, var author, Loaded says) -> loaded(id, author, says);
      case Stated.OfSurplus _ -> this;
      case Stated.OfNegotiation(var id, var author, var says) when isGiver(author) -> own(id, says);
      case Stated.OfNegotiation(var id, var author, var says) -> others(id, author, says);
    };
  }

  private boolean isGiver(MemberId author) {
    return author.equals(offer.giver());
  }

  private LotAuction own(EntryId id, NegotiationStatement says) {
    return switch (says) {
      case BidReply reply -> at(reply.at()).replied(reply);
      case Outbid outbid -> at(outbid.at()).with(bidding.told(outbid));
      case Cut cut -> at(cut.at()).with(price.cut(cut));
      case Wished wished -> at(wished.at()).with(choice.showing());
      case Close close -> at(close.at()).closed(id, close);
      case Award award -> at(award.at()).awarded(id, award);
      case Lapse(_, var seq, _, var at) -> at(at).lapsed(id, seq);
      case NoShow(_, var seq, _, var at) -> at(at).noShow(id, seq);
      case Debit debit -> at(debit.at()).debited(debit);
      case Expire expire ->
          at(expire.at()).with(promises.expired(expire.because(), expire.units()));
      case FirmUp firm -> at(firm.at()).firmed(id, firm);
      case RuleOut ruling -> ruledOut(id, ruling);
      case Elsewhere elsewhere -> with(promises.gone(elsewhere));
      case Hold hold -> mayBeHeld() ? with(promises.held(hold.minutes())) : this;
      case Bid _, Accept _, Decline _, GiveBack _, NotAvailable _, Take _ -> this;
    };
  }

  private LotAuction others(EntryId id, MemberId author, NegotiationStatement says) {
    return switch (says) {
      case Bid bid -> bid(new Bidding.Asked(id, new Party(author, bid.site()), bid));
      case Take take -> tookFirst(new Choice.First(id, new Party(author, take.site()), take));
      case Accept(_, var seq, var units, _) -> accepted(id, author, seq, units);
      case Decline(_, var seq, _, _) -> declined(id, author, seq);
      case GiveBack(_, var seq, _, _) -> givenBack(id, author, seq);
      case BidReply _, Outbid _, Close _, Award _, Lapse _, NoShow _, Debit _, Expire _ -> this;
      case NotAvailable _, Hold _, Cut _, Wished _, FirmUp _, RuleOut _, Elsewhere _ -> this;
    };
  }

  private LotAuction tookFirst(Choice.First word) {
    boolean may =
        stage instanceof Stage.Open
            && terms.mayBid(word.taker())
            && !isVetoed(word.taker().member())
            && offer
                .offer()
                .said()
                .first()
                .filter(first -> first.taker().equals(word.taker().member()))
                .filter(first -> !word.take().at().isAfter(first.until()))
                .isPresent();
    return may ? with(choice.taken(word)) : this;
  }

  /// A bid that says what is kept out asks for nothing of a lot that does not declare what is in
  /// it: no reply could be read by nodes of before such bids.
  private LotAuction bid(Bidding.Asked asked) {
    boolean isAsked =
        asked.bid().avoids().isNone() || offer.offer().lot().product().contains().isPresent();
    return isAsked && bidding.isNew(asked) ? with(bidding.heard(asked)) : this;
  }

  private LotAuction replied(BidReply reply) {
    return Optional.ofNullable(bidding.pending().get(reply.bid()))
        .map(asked -> with(bidding.replied(asked, reply, score(asked), step())).spoken(reply))
        .orElse(this);
  }

  private LotAuction spoken(BidReply reply) {
    return reply.acceptedUnits() > 0 ? with(price.spoken(reply.at())) : this;
  }

  private LotAuction withdrawn() {
    return stage instanceof Stage.Open ? staged(new Stage.Withdrawn()) : this;
  }

  private LotAuction takenBack(Instant at) {
    return mayBeTakenBack(at)
        ? staged(new Stage.Withdrawn()).with(promises.halted(offer.id(), 0))
        : this;
  }

  /// Whether a person may still ask for time before the first award.
  boolean mayBeHeld() {
    return !(stage instanceof Stage.Withdrawn) && nothingAwardedToBids() && !isSettled();
  }

  private boolean nothingAwardedToBids() {
    return promises.made().values().stream().allMatch(p -> choice.isFirst(p.award()));
  }

  /// Whether the giver may take the whole offer back: while it is open, or held after its close,
  /// and nothing of it is promised.
  public boolean mayBeTakenBack(Instant at) {
    return switch (stage) {
      case Stage.Open _ -> promises.made().isEmpty();
      case Stage.Withdrawn _ -> false;
      case Stage.Closed(_, var close) ->
          promises.made().isEmpty() && mayBeHeld() && at.isBefore(awardsFrom(close));
    };
  }

  /// When a hold after the close ends; absent if nothing is held back.
  public Optional<Instant> heldUntil() {
    return stage instanceof Stage.Closed(_, var close)
            && promises.holdMinutes() > 0
            && nothingAwardedToBids()
        ? Optional.of(awardsFrom(close)).filter(close.at()::isBefore)
        : Optional.empty();
  }

  /// A hold ends in time for the word on what is only expected, also if bidding ended late.
  private Instant awardsFrom(Close close) {
    Instant asked = close.at().plus(Duration.ofMinutes(promises.holdMinutes()));
    return offer
        .offer()
        .said()
        .firmBy()
        .map(by -> by.minus(Terms.LEAST_FIRMING))
        .filter(asked::isAfter)
        .map(latest -> latest.isAfter(close.at()) ? latest : close.at())
        .orElse(asked);
  }

  private boolean isHeld(Instant at) {
    return stage instanceof Stage.Closed(_, var close) && at.isBefore(awardsFrom(close));
  }

  private LotAuction givenBack(EntryId id, MemberId author, int seq) {
    return promise(seq, Promise.State.ACCEPTED)
        .filter(p -> p.award().taker().member().equals(author))
        .map(p -> gaveBack(id, p, Promise.State.DECLINED, Grams.ZERO))
        .orElse(this);
  }

  /// What a member holds of an open lot is free at once, for those who bid, and at the close for
  /// the standby; after the close the standby is asked.
  private LotAuction ruledOut(EntryId id, RuleOut ruling) {
    MemberId taker = ruling.taker();
    LotAuction without = at(ruling.at()).with(choice.rulingOut(taker));
    if (!mayBeHeld()) {
      return this;
    }
    return switch (stage) {
      case Stage.Open _ -> without.with(bidding.without(taker)).with(price.freed(without.last()));
      case Stage.Closed _ -> without.with(promises.ruledOut(id, taker));
      case Stage.Withdrawn _ -> this;
    };
  }

  /// What its giver says if it rules a taker out, for the sake of safety.
  May<RuleOut> ruleOut(Instant now, MemberId taker, VetoReason reason, long bookSize) {
    return rulingFault(taker, reason)
        .<May<RuleOut>>map(May.Not::new)
        .orElseGet(() ->
            new May.Say<>(
                new RuleOut(name().lot(), taker, reason, price.points(), bookSize, later(now))));
  }

  private Optional<String> rulingFault(MemberId taker, VetoReason reason) {
    String lot = name().lot();
    if (!reason.isOfSafety()) {
      return Optional.of(
          "lot %s was opened: from then on only cold-chain or safety-record rules a taker out, not %s"
              .formatted(lot, reason.word()));
    }
    if (!mayBeHeld()) {
      return Optional.of("lot " + lot + " is awarded or over");
    }
    if (!terms.takers().contains(taker)) {
      return Optional.of("%s is none of those who may take of lot %s".formatted(taker, lot));
    }
    if (isVetoed(taker)) {
      return Optional.of("%s gets nothing of lot %s already".formatted(taker, lot));
    }
    if (promises.made().values().stream().anyMatch(p -> p.award().taker().member().equals(taker))) {
      return Optional.of(
          "%s took of lot %s before anybody bid, which is promised".formatted(taker, lot));
    }
    return choice.ruledOut().size() >= RuleOut.MOST
        ? Optional.of("of lot %s %d takers are ruled out, the most".formatted(lot, RuleOut.MOST))
        : Optional.empty();
  }

  /// What its giver says of units that go to another outlet.
  May<Elsewhere> elsewhere(Instant now, int units, Elsewhere.Way way) {
    return new Unclaimed(this).elsewhere(now, units, way);
  }

  private LotAuction halted(EntryId id) {
    return withdrawn().with(promises.halted(id, units())).with(choice.stopping());
  }

  private LotAuction closed(EntryId id, Close close) {
    return stage instanceof Stage.Open
        ? with(choice.ruledOut().isEmpty() ? bidding : bidding.refilled()).staging(id, close)
        : this;
  }

  private LotAuction staging(EntryId id, Close close) {
    return staged(new Stage.Closed(id, close))
        .with(promises.freeing(Freed.atClose(id, leftToBids(), winners())));
  }

  /// Units that nobody took before the others bid.
  private int leftToBids() {
    int given = promises.freed().stream().mapToInt(Freed::units).sum();
    return offer.offer().lot().units() - promises.promised() - given;
  }

  private List<Held> winners() {
    var byTaker = new TreeMap<Party, Integer>();
    bidding.standing().held().forEach(h -> byTaker.merge(h.taker(), h.units(), Integer::sum));
    var all = new ArrayList<Held>();
    byTaker.forEach((taker, units) -> all.add(new Held(taker, units, 0, all.size() + 1)));
    return all;
  }

  private LotAuction awarded(EntryId id, Award award) {
    if (choice.isFirst(award)) {
      var firm = new Promise(award, Promise.State.ACCEPTED, award.units(), id, Grams.ZERO);
      int left = Math.max(0, offer.offer().lot().units() - award.units());
      return with(bidding.over(left)).with(promises.with(firm));
    }
    boolean again =
        promises.freedBy(award.because()).filter(f -> f.winners().isEmpty()).isPresent();
    var open = new Promise(award, Promise.State.OPEN, award.units(), id, Grams.ZERO);
    return with(again ? bidding.offeredAgain(award.taker(), award.units()) : bidding)
        .with(promises.awarded(open));
  }

  private Optional<Promise> promise(int seq, Promise.State state) {
    return promises.promise(seq).filter(p -> p.state() == state);
  }

  private LotAuction accepted(EntryId id, MemberId author, int seq, int units) {
    return promise(seq, Promise.State.OPEN)
        .filter(p -> p.award().taker().member().equals(author) && units <= p.award().units())
        .map(p -> accepted(id, p, Math.min(units, p.units())))
        .orElse(this);
  }

  /// An answer may have crossed the word that less is there than was awarded.
  private LotAuction accepted(EntryId id, Promise p, int units) {
    return with(
        promises
            .with(p.to(Promise.State.ACCEPTED, units, id, Grams.ZERO))
            .freeing(Freed.givenBack(id, p.units() - units, p.award().taker())));
  }

  private LotAuction declined(EntryId id, MemberId author, int seq) {
    return promise(seq, Promise.State.OPEN)
        .filter(p -> p.award().taker().member().equals(author))
        .map(p -> gaveBack(id, p, Promise.State.DECLINED, Grams.ZERO))
        .orElse(this);
  }

  private LotAuction gaveBack(EntryId id, Promise p, Promise.State state, Grams counted) {
    return with(
        promises
            .with(p.to(state, 0, id, counted))
            .freeing(Freed.givenBack(id, p.units(), p.award().taker())));
  }

  private LotAuction lapsed(EntryId id, int seq) {
    return promise(seq, Promise.State.OPEN)
        .map(p -> gaveBack(id, p, Promise.State.LAPSED, Grams.ZERO).missing(p))
        .orElse(this);
  }

  private LotAuction noShow(EntryId id, int seq) {
    return promise(seq, Promise.State.ACCEPTED)
        .map(p -> gaveBack(id, p, Promise.State.NO_SHOW, grams(p.units())).missing(p))
        .orElse(this);
  }

  private LotAuction missing(Promise p) {
    return with(promises.missing(p.award().taker()));
  }

  private LotAuction fetched(EntryId id, MemberId author, Carrier says) {
    return promise(says.seq(), Promise.State.OPEN)
        .or(() -> promise(says.seq(), Promise.State.ACCEPTED))
        .filter(p -> p.award().taker().member().equals(author))
        .map(p -> with(promises.with(p.fetchedBy(new PickedUp.Carriage(says.carrier(), id)))))
        .orElse(this);
  }

  private LotAuction pickedUp(EntryId id, PickedUp says) {
    Leg leg = says.leg();
    return promise(leg.seq(), Promise.State.ACCEPTED)
        .map(p -> p.handedTo(says.to()))
        .map(p -> handedOver(id, p, Math.min(leg.units(), p.units()), leg.grams()))
        .orElse(this);
  }

  /// What the carrier refuses stays with the giver.
  private LotAuction loaded(EntryId id, MemberId author, Loaded says) {
    Leg leg = says.leg();
    return promise(leg.seq(), Promise.State.PICKED_UP)
        .filter(p -> p.isCarriedBy(author))
        .filter(p -> p.moved().equals(says.because()) && leg.units() <= p.units())
        .map(p -> loaded(id, p, tooWarmOrCool(leg).isPresent() ? 0 : leg.units()))
        .orElse(this);
  }

  private LotAuction loaded(EntryId id, Promise p, int units) {
    return with(
        promises
            .with(p.loaded(units, least(p.grams(), grams(units))))
            .freeing(Freed.spoilt(id, p.units() - units, p.award().taker())));
  }

  private LotAuction handedOver(EntryId id, Promise p, int units, Grams grams) {
    var state = units > 0 ? Promise.State.PICKED_UP : Promise.State.REJECTED;
    return with(
        promises
            .with(p.to(state, units, id, least(grams, grams(units))))
            .freeing(Freed.spoilt(id, p.units() - units, p.award().taker())));
  }

  private LotAuction received(EntryId id, MemberId author, Received received) {
    Leg leg = received.leg();
    return promise(leg.seq(), Promise.State.PICKED_UP)
        .filter(p -> p.award().taker().member().equals(author))
        .filter(p -> p.moved().equals(received.because()) && leg.units() <= p.units())
        .map(p -> took(id, p, tooWarmOrCool(leg).isPresent() ? 0 : leg.units(), leg.grams()))
        .orElse(this);
  }

  /// What was refused at the giver's door is free. What left with a carrier is not, whatever came
  /// of it on the way.
  private LotAuction took(EntryId id, Promise p, int units, Grams grams) {
    var state = units > 0 ? Promise.State.RECEIVED : Promise.State.REJECTED;
    int gone = p.carried().isPresent() ? p.units() : units;
    return with(
        promises
            .with(p.to(state, gone, id, least(grams, grams(units))))
            .freeing(Freed.spoilt(id, p.units() - gone, p.award().taker())));
  }

  private LotAuction debited(Debit debit) {
    return promises
        .promise(debit.seq())
        .filter(p -> !p.state().isFinal())
        .map(p -> with(promises.with(p.settled())))
        .orElse(this);
  }

  /// A word of after the time is none: whoever was silent has taken it back.
  private LotAuction firmed(EntryId id, FirmUp firm) {
    if (wordBy().isEmpty()) {
      return this;
    }
    FirmUp counts = isPastWord(firm.at()) ? firm.nothing() : firm;
    return with(choice.firmed(counts)).with(promises.firmed(id, counts));
  }

  /// Whether the time is over to say how much is there, and it was not said.
  private boolean isPastWord(Instant at) {
    return promisedWord().filter(by -> !at.isBefore(by)).isPresent();
  }

  /// What its giver says if so many units are there of a lot that was only expected.
  May<FirmUp> firmUp(Instant now, int units) {
    Instant at = later(now);
    return wordFault(at, units)
        .<May<FirmUp>>map(May.Not::new)
        .orElseGet(() -> new May.Say<>(firmUp(units, at)));
  }

  private FirmUp firmUp(int units, Instant at) {
    return new FirmUp(name().lot(), units, offer.offer().lot().units(), left(units), at);
  }

  private SortedMap<Integer, Integer> left(int units) {
    return units > 0 && stage instanceof Stage.Closed(var id, _)
        ? new Shortfall(promises, bidding.standing(), id, choice).left(units)
        : Collections.emptySortedMap();
  }

  private Optional<String> wordFault(Instant at, int units) {
    Lot lot = offer.offer().lot();
    Optional<Instant> by = offer.offer().said().firmBy();
    if (by.isEmpty()) {
      return Optional.of("lot " + lot.name() + " was set aside when it was offered");
    }
    if (choice.firm().isPresent()) {
      return Optional.of("how much of lot " + lot.name() + " is there was said before");
    }
    Optional<Instant> held = heldUntil().filter(at::isBefore);
    if (held.isPresent()) {
      return Optional.of(
          "lot %s is held until %s; how much is there is said once it is awarded"
              .formatted(lot.name(), held.get()));
    }
    if (wordBy().isEmpty() || !promises.freed().isEmpty()) {
      return Optional.of(
          "lot %s is not awarded, so nobody waits for a word on it".formatted(lot.name()));
    }
    if (units < 0 || units > lot.units()) {
      return Optional.of(
          "lot %s was offered with %d units, which may be fewer and never more; not %d"
              .formatted(lot.name(), lot.units(), units));
    }
    if (units > 0 && isPastWord(at)) {
      return Optional.of(
          "how much of lot %s is there was to be said before %s".formatted(lot.name(), by.get()));
    }
    return left(units).size() > FirmUp.MOST_LEFT
        ? Optional.of(
            "of lot %s more than %d awards would get fewer, which no word can say: say that all or nothing is there"
                .formatted(lot.name(), FirmUp.MOST_LEFT))
        : Optional.empty();
  }

  /// What is free is awarded or expires before anything is said of the whole.
  private Optional<NegotiationStatement> silent(Instant at) {
    return wordBy().isPresent() && isPastWord(at) && promises.freed().isEmpty()
        ? Optional.of(firmUp(0, at))
        : Optional.empty();
  }

  // ---- What must be entered

  /// What the giver must enter next on this lot, if anything.
  ///
  /// @param ends when its session ends as things stand
  Optional<NegotiationStatement> due(Instant now, Instant ends, Seen seen) {
    Instant at = later(now);
    return first(at)
        .or(() -> answerable(at).map(asked -> reply(asked, at, ends)))
        .or(() -> outbid(at))
        .or(() -> cut(at))
        .or(() -> close(at, ends, seen.book()))
        .or(() -> wished(at))
        .or(() -> free(at).findFirst().map(f -> allot(f, at)))
        .or(() -> silent(at))
        .or(() -> promiseDue(at, seen));
  }

  private Optional<Bidding.Asked> answerable(Instant at) {
    return at.isBefore(terms.repliesFrom(offer.offer())) ? Optional.empty() : bidding.next();
  }

  /// Whoever may have the lot first said in time that it takes of it: the giver awards that before
  /// it answers anybody's bid, or not at all.
  private Optional<NegotiationStatement> first(Instant at) {
    return stage instanceof Stage.Open
            && promises.made().isEmpty()
            && at.isBefore(terms.repliesFrom(offer.offer()))
        ? choice
            .first()
            .filter(word -> !isVetoed(word.taker().member()))
            .flatMap(word -> award(word, at))
        : Optional.empty();
  }

  private Optional<NegotiationStatement> award(Choice.First word, Instant at) {
    int all = offer.offer().lot().units();
    int units = Math.min(Math.min(all, word.take().units()), most(word.taker()));
    Window window = offer.offer().window();
    return units < 1 || !clock(word.take().reach()).allows(window.until())
        ? Optional.empty()
        : Optional.of(
            new Award(
                name().lot(), 1, word.taker(), units, all - units, at, at, window, word.id()));
  }

  /// What may be awarded or expire by now. What was given back goes before what the close made
  /// free: an award for it names the word that gave it back, and only what is named is heard again
  /// by those who recompute the awards that follow.
  private Stream<Freed> free(Instant at) {
    return stage instanceof Stage.Open || isHeld(at) || owesWishes()
        ? Stream.empty()
        : promises.freed().stream().sorted(Comparator.comparing(freed -> freed.by().isEmpty()));
  }

  private Optional<NegotiationStatement> promiseDue(Instant at, Seen seen) {
    return promises.made().values().stream()
        .flatMap(p -> settle(p, at, seen.of(p.award().taker().member())).stream())
        .findFirst();
  }

  /// When time alone will make something due; absent if it never will.
  Optional<Instant> dueAt(Instant ends) {
    if (bidding.next().isPresent() || !bidding.owed().isEmpty()) {
      Instant from = terms.repliesFrom(offer.offer());
      return Optional.of(from.isAfter(last) ? from : last);
    }
    if (owesWishes()) {
      return Optional.of(last);
    }
    if (stage instanceof Stage.Closed(_, var close) && !promises.freed().isEmpty()) {
      return Optional.of(isHeld(last) ? awardsFrom(close) : last);
    }
    if (stage instanceof Stage.Open) {
      return Optional.of(cutAt().filter(ends::isAfter).orElse(ends));
    }
    return Stream.concat(
            wordBy().map(by -> by.isAfter(last) ? by : last).stream(),
            promises.made().values().stream().flatMap(p -> settledAt(p).stream()))
        .min(Instant::compareTo);
  }

  /// What a statement of the giver's should have been, at the time and with the view that it names;
  /// absent if nothing like it was due.
  Optional<NegotiationStatement> expected(NegotiationStatement says, Instant ends) {
    return switch (says) {
      case BidReply said ->
          Optional.ofNullable(bidding.pending().get(said.bid()))
              .filter(_ -> !said.at().isBefore(terms.repliesFrom(offer.offer())))
              .map(asked -> reply(asked, repliedAt(said.at()), ends));
      case Outbid said -> outbid(later(said.at()));
      case Cut said -> cut(later(said.at()));
      case Wished said -> wished(later(said.at()));
      case Close said -> close(later(said.at()), ends, said.book());
      case Award said when choice.isFirst(said) -> first(later(said.at()));
      case Award said -> allotted(said.because(), later(said.at()));
      case Expire said -> allotted(said.because(), later(said.at()));
      case Lapse said -> settling(said.seq(), said.at(), said.seen());
      case NoShow said -> settling(said.seq(), said.at(), said.seen());
      case Debit said -> settling(said.seq(), said.at(), said.seen());
      case Bid _, Accept _, Decline _, GiveBack _, NotAvailable _, Hold _, Take _, FirmUp _ ->
          Optional.empty();
      case RuleOut _, Elsewhere _ -> Optional.empty();
    };
  }

  private Optional<NegotiationStatement> allotted(EntryId cause, Instant at) {
    return stage instanceof Stage.Open || isHeld(at) || owesWishes()
        ? Optional.empty()
        : promises.freedBy(cause).map(f -> allot(f, at));
  }

  /// Once bidding is over, nothing tells between which entries of the ledger a reply came: any time
  /// from the close on may be right.
  private Instant repliedAt(Instant at) {
    return stage instanceof Stage.Closed(_, var close) && !at.isBefore(close.at()) ? at : later(at);
  }

  private Optional<NegotiationStatement> settling(int seq, Instant at, long seen) {
    return promises.promise(seq).flatMap(p -> settle(p, later(at), seen));
  }

  private BidReply reply(Bidding.Asked asked, Instant at, Instant ends) {
    Bid bid = asked.bid();
    Line line = bidding.line(asked.taker());
    Optional<Refusal> refusal = refusal(asked, at, ends);
    StandingBids.Fill fill =
        bidding
            .standing()
            .take(asked.taker(), refusal.isEmpty() ? bid.units() : 0, score(asked), step());
    StandingBids after = fill.next();
    return new BidReply(
        name().lot(),
        asked.taker(),
        bid.seq(),
        asked.id(),
        fill.accepted(),
        refusal.or(
            () -> fill.accepted() == 0 ? Optional.of(Refusal.PRICE_TOO_LOW) : Optional.empty()),
        new Standing(
            line.news() + 1,
            bid.seq() == line.seq() + 1 ? bid.seq() : line.seq(),
            after.heldBy(asked.taker()),
            isVetoed(asked.taker().member()) ? Standing.NO_MORE : ask(after, asked.taker())),
        at);
  }

  private Optional<Refusal> refusal(Bidding.Asked asked, Instant at, Instant ends) {
    Bid bid = asked.bid();
    Line line = bidding.line(asked.taker());
    if (bid.seq() != line.seq() + 1) {
      return Optional.of(Refusal.OUT_OF_SEQUENCE);
    }
    if (!terms.mayBid(asked.taker()) || isGiver(asked.taker().member())) {
      return Optional.of(Refusal.NOT_ELIGIBLE);
    }
    if (isVetoed(asked.taker().member())) {
      return Optional.of(Refusal.VETOED);
    }
    if (!(stage instanceof Stage.Open) || !at.isBefore(ends)) {
      return Optional.of(Refusal.CLOSED);
    }
    if (!at.isBefore(offer.offer().closesAt()) && !line.admitted() && !isCalledAtTheClose()) {
      return Optional.of(Refusal.NEW_BIDDER_AFTER_SOFT_CLOSE);
    }
    return misfit(bid, asked.taker());
  }

  /// Whether everybody was told of free units when the closing time had come, by a cut or a ruling:
  /// then also those may bid to whom it was too high before.
  private boolean isCalledAtTheClose() {
    return price.called().filter(at -> !at.isBefore(offer.offer().closesAt())).isPresent();
  }

  private Optional<Refusal> misfit(Bid bid, Party taker) {
    Offer offered = offer.offer();
    if (!offered.lot().product().suits(bid.avoids())) {
      return Optional.of(Refusal.AVOIDED);
    }
    if (bid.settlementEpoch() != offered.settlementEpoch()) {
      return Optional.of(Refusal.WRONG_EPOCH);
    }
    if (bid.bindsUntil().isBefore(terms.bindsUntil(offered))) {
      return Optional.of(Refusal.NOT_BINDING_LONG_ENOUGH);
    }
    if (!clock(bid.reach()).allows(offered.window().until())) {
      return Optional.of(Refusal.TOO_LATE_TO_SERVE);
    }
    if (bid.points() > terms.most(offered, taker)) {
      return Optional.of(Refusal.PRICE_TOO_HIGH);
    }
    long grams = offered.lot().grams(bid.units()).value() + grams(heldBy(taker)).value();
    if (terms.bound(offered, taker).filter(most -> grams > most.value()).isPresent()) {
      return Optional.of(Refusal.PAST_ITS_NEED);
    }
    return bid.points() + bonus(taker) < price.points()
        ? Optional.of(Refusal.PRICE_TOO_LOW)
        : Optional.empty();
  }

  private int ask(StandingBids standing, Party taker) {
    int ask = standing.ask(taker, price.points(), step());
    return ask == Standing.NO_MORE ? ask : Math.max(0, ask - bonus(taker));
  }

  /// What a bid counts: its points and what the giver adds to them.
  private int score(Bidding.Asked asked) {
    return Math.min(Offer.MAX_POINTS, asked.bid().points() + bonus(asked.taker()));
  }

  private int bonus(Party taker) {
    return offer.offer().wished().bonus(taker.member());
  }

  private boolean isVetoed(MemberId taker) {
    return offer.offer().wished().vetoes().containsKey(taker) || choice.ruledOut().contains(taker);
  }

  /// Whether bids are taken no more, and what the giver wished does not yet stand in its ledger.
  private boolean owesWishes() {
    return !(stage instanceof Stage.Open)
        && !choice.shown()
        && !offer.offer().wished().equals(GiversWishes.NONE);
  }

  private Optional<NegotiationStatement> wished(Instant at) {
    return owesWishes()
        ? Optional.of(new Wished(name().lot(), offer.offer().wished().opening(), at))
        : Optional.empty();
  }

  private Optional<NegotiationStatement> outbid(Instant at) {
    if (bidding.owed().isEmpty()) {
      return Optional.empty();
    }
    Party taker = bidding.owed().getFirst().taker();
    int lost =
        bidding.owed().stream().filter(h -> h.taker().equals(taker)).mapToInt(Held::units).sum();
    StandingBids standing = bidding.standing();
    Line line = bidding.line(taker);
    var now =
        new Standing(line.news() + 1, line.seq(), standing.heldBy(taker), ask(standing, taker));
    return Optional.of(new Outbid(name().lot(), taker, lost, now, at));
  }

  private Optional<NegotiationStatement> close(Instant at, Instant ends, Close.Book book) {
    return stage instanceof Stage.Open && !at.isBefore(ends) && cut(at).isEmpty()
        ? Optional.of(
            new Close(
                name().lot(),
                book,
                bidding.standing().clearingPoints(),
                bidding.replied().root(),
                at))
        : Optional.empty();
  }

  /// However late a giver wakes, it closes nothing of which units are free for their price.
  private Optional<NegotiationStatement> cut(Instant at) {
    int half = at.isBefore(offer.offer().closesAt()) ? price.points() / 2 : 0;
    int next = Math.max(half, offer.offer().wished().reserve());
    return cutAt().filter(from -> !at.isBefore(from)).map(_ -> new Cut(name().lot(), next, at));
  }

  /// When the price of what is free is to be lowered if nobody speaks: again and again while bids
  /// are made, and for the last time at the closing time; absent if nothing is free, or for
  /// nothing.
  private Optional<Instant> cutAt() {
    if (!(stage instanceof Stage.Open)
        || price.points() <= offer.offer().wished().reserve()
        || bidding.standing().free() == 0) {
      return Optional.empty();
    }
    Offer offered = offer.offer();
    Instant begun = terms.bidFrom(offered);
    Instant since = price.quietSince().isAfter(begun) ? price.quietSince() : begun;
    Instant next = since.plus(terms.quiet(offered));
    return Optional.of(next.isBefore(offered.closesAt()) ? next : offered.closesAt());
  }

  private NegotiationStatement allot(Freed freed, Instant at) {
    if (isPastWord(at)) {
      return new Expire(name().lot(), freed.units(), freed.cause(), NO_WORD, at);
    }
    for (Held candidate : candidates(freed)) {
      Optional<Award> award = award(freed, candidate, at);
      if (award.isPresent()) {
        return award.get();
      }
    }
    return new Expire(name().lot(), freed.units(), freed.cause(), whyExpired(freed), at);
  }

  private List<Held> candidates(Freed freed) {
    if (!freed.again()) {
      return freed.winners();
    }
    if (!freed.begun() && promises.reoffers() >= Terms.MAX_REOFFERS) {
      return List.of();
    }
    return bidding.standing().inLine().stream()
        .filter(h -> !freed.by().equals(Optional.of(h.taker())))
        .filter(h -> !promises.missed().contains(h.taker()))
        .filter(h -> !isVetoed(h.taker().member()))
        .toList();
  }

  private static String whyExpired(Freed freed) {
    if (freed.by().isEmpty()) {
      return "nobody bid for them";
    }
    return freed.again() ? "no standby could still be served" : "not taken at the handover";
  }

  private Optional<Award> award(Freed freed, Held to, Instant at) {
    int still = most(to.taker()) - promises.promisedBeside(freed, to.taker());
    int units = Math.min(Math.min(to.units(), freed.units()), still);
    if (units < 1) {
      return Optional.empty();
    }
    Instant answerBy = at.plus(timeToAnswer(freed, at));
    Instant latest = clock(to.taker()).latest();
    return terms
        .window(answerBy, offer.offer().window(), latest)
        .map(window ->
            new Award(
                name().lot(),
                promises.made().size() + 1,
                to.taker(),
                units,
                Math.max(0, units() - promises.promisedBeside(freed) - units),
                at,
                answerBy,
                window,
                freed.cause()));
  }

  /// Units that may be promised to a party: any number, or for a kitchen without a node no more
  /// than it needs.
  private int most(Party taker) {
    Lot lot = offer.offer().lot();
    return terms
        .bound(offer.offer(), taker)
        .map(most -> (int) Math.min(lot.units(), most.value() / lot.unitGrams()))
        .orElse(Integer.MAX_VALUE);
  }

  /// A standby was not waiting for it, and others wait behind it.
  private Duration timeToAnswer(Freed freed, Instant at) {
    Duration usual = terms.timeToAnswer(at, offer.offer().window());
    boolean asked = freed.again() && offer.offer().clauses().isPresent();
    return asked && usual.compareTo(Terms.STANDBY_ANSWERS) > 0 ? Terms.STANDBY_ANSWERS : usual;
  }

  private Optional<NegotiationStatement> settle(Promise p, Instant at, long seen) {
    String lot = name().lot();
    int seq = p.award().seq();
    if (isPastWord(at) || settledAt(p).filter(t -> !at.isBefore(t)).isEmpty()) {
      return Optional.empty();
    }
    return switch (p.state()) {
      case OPEN -> Optional.of(new Lapse(lot, seq, seen, at));
      case ACCEPTED -> Optional.of(new NoShow(lot, seq, seen, at));
      case PICKED_UP, RECEIVED, NO_SHOW -> Optional.of(debit(p, at, seen));
      case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> Optional.empty();
    };
  }

  private Debit debit(Promise p, Instant at, long seen) {
    return new Debit(
        name().lot(),
        p.award().seq(),
        p.award().taker(),
        p.grams(),
        choice.isFirst(p.award())
            ? terms.clearings().median(offer.offer().lot())
            : clearingPoints(),
        p.moved(),
        seen,
        at);
  }

  private int clearingPoints() {
    return stage instanceof Stage.Closed(_, var close) ? close.clearingPoints() : 0;
  }

  private Optional<Instant> settledAt(Promise p) {
    Duration claim = terms.rules().handover().claim();
    return switch (p.state()) {
      case OPEN -> Optional.of(p.award().answerBy());
      case ACCEPTED -> Optional.of(p.award().window().until().plus(claim));
      case PICKED_UP -> Optional.of(p.award().window().until().plus(claim).plus(onTheWay(p)));
      case RECEIVED, NO_SHOW -> Optional.of(last);
      case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> Optional.empty();
    };
  }

  /// What a carrier takes over by the end of the window is with the taker so much later.
  private Duration onTheWay(Promise p) {
    return p.carried().isPresent()
        ? Duration.ofMinutes(reach(p.award().taker()).travelMinutes())
        : Duration.ZERO;
  }

  // ---- Handovers

  /// Who is to fetch an award, as its taker said last; absent if that is the taker itself.
  Optional<PickedUp.Carriage> carrier(int seq) {
    return promises.promise(seq).flatMap(Promise::carried);
  }

  /// Why this handover may not be entered, in a plain sentence; absent if it may.
  Optional<String> fault(PickedUp says) {
    return fault(says.leg()).or(() -> says.to().flatMap(to -> fault(says.leg(), to)));
  }

  /// What the carrier refuses expires, and nothing expires while bidding or a hold goes on.
  private Optional<String> fault(Leg leg, PickedUp.Carriage to) {
    if (!carrier(leg.seq()).equals(Optional.of(to))) {
      return Optional.of(
          "the taker of award %d of %s does not say that %s fetches it"
              .formatted(leg.seq(), name(), to.carrier()));
    }
    return stage instanceof Stage.Open || isHeld(leg.at()) || owesWishes()
        ? Optional.of(
            "award %d of %s goes to a carrier only once all of the lot is awarded"
                .formatted(leg.seq(), name()))
        : Optional.empty();
  }

  private Optional<String> fault(Leg leg) {
    Optional<Promise> accepted = promise(leg.seq(), Promise.State.ACCEPTED);
    if (accepted.isEmpty()) {
      return Optional.of("award " + leg.seq() + " of " + name() + " is not one to be collected");
    }
    if (wordBy().isPresent()) {
      return Optional.of("nobody has said yet how much of " + name() + " is there");
    }
    Promise p = accepted.get();
    if (leg.units() + leg.rejectedUnits() > p.units()) {
      return Optional.of("award " + leg.seq() + " of " + name() + " is of " + p.units() + " units");
    }
    if (!clock(p.award().taker()).allows(leg.at())) {
      return Optional.of(name() + " could no longer be eaten before its date ends");
    }
    return tooWarmOrCool(leg)
        .filter(_ -> leg.units() > 0)
        .map(how -> "%s is %s to be handed over".formatted(name(), how));
  }

  private Optional<String> tooWarmOrCool(Leg leg) {
    return terms
        .rules()
        .handover()
        .fault(offer.offer().lot().product().storage(), leg.deciCelsius());
  }

  // ---- Small things

  /// How long from the giver's door to a taker's plate, as it said when it bid, or took what was
  /// awarded for that.
  Bid.Reach reach(Party taker) {
    return choice
        .first()
        .filter(word -> word.taker().equals(taker) && isAwarded(word))
        .map(word -> word.take().reach())
        .orElse(bidding.line(taker).reach());
  }

  private boolean isAwarded(Choice.First word) {
    return promises.made().values().stream().anyMatch(p -> p.award().because().equals(word.id()));
  }

  /// Whether an award is of what somebody took before the others bid.
  public boolean isFirst(Award award) {
    return choice.isFirst(award);
  }

  /// Until when it may leave for a taker's plate.
  public PlateClock clock(Party taker) {
    return clock(reach(taker));
  }

  private PlateClock clock(Bid.Reach reach) {
    return PlateClock.of(endOfUse(), reach);
  }

  /// Until when it is of use to any of those who bid for it and may have it; absent if nobody did.
  public Optional<PlateClock> clock() {
    return bidding.standing().inLine().stream()
        .map(Held::taker)
        .filter(taker -> !isVetoed(taker.member()))
        .map(this::clock)
        .reduce(PlateClock::or);
  }

  /// The last instant at which the lot may be eaten.
  Instant endOfUse() {
    return offer.offer().lot().date().endOfUse(terms.rules().time().zone());
  }

  /// What was said to a member and may have been lost, oldest first.
  List<NegotiationStatement> saidTo(MemberId member) {
    return bidding.lines().entrySet().stream()
        .filter(e -> e.getKey().member().equals(member))
        .flatMap(e -> e.getValue().said().stream())
        .toList();
  }

  /// The last cut; absent before the first.
  Optional<Cut> lastCut() {
    return price.cut();
  }

  private int step() {
    return terms.rules().auction().bidStep();
  }

  private Grams grams(int units) {
    return offer.offer().lot().grams(units);
  }

  private static Grams least(Grams one, Grams other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  Instant later(Instant at) {
    Instant millis = Instant.ofEpochMilli(at.toEpochMilli());
    return millis.isAfter(last) ? millis : last;
  }

  private LotAuction at(Instant at) {
    return new LotAuction(terms, offer, stage, bidding, promises, price, choice, later(at));
  }

  private LotAuction staged(Stage next) {
    return new LotAuction(terms, offer, next, bidding, promises, price, choice, last);
  }

  private LotAuction with(Bidding next) {
    return new LotAuction(terms, offer, stage, next, promises, price, choice, last);
  }

  private LotAuction with(Promises next) {
    return new LotAuction(terms, offer, stage, bidding, next, price, choice, last);
  }

  private LotAuction with(Price next) {
    return new LotAuction(terms, offer, stage, bidding, promises, next, choice, last);
  }

  private LotAuction with(Choice next) {
    return new LotAuction(terms, offer, stage, bidding, promises, price, next, last);
  }
}
