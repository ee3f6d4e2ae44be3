package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.EntitlementStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Purpose;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
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

/// A giver's side: all its lots, and the sessions in which they close.
///
/// Lots of one closing time close together: a bid accepted on any of them, a cut or a ruling keeps
/// all of them open until the soft close after it, but not beyond the hard close.
///
/// An immutable value. It changes only by [Event.Heard]; each event gives at most one
/// [Effect.Enter] for each lot, and hearing that entry gives the next, so that nothing is lost or
/// done twice wherever a node stops. Feed it [Event.TimePassed] at [#wakeAt] and after a restart.
public final class Stall {
  private final MemberId giver;
  private final Rulebook rules;
  private final SortedMap<String, LotAuction> lots;
  private final SortedMap<Instant, Instant> lastSpoken;

  private Stall(
      MemberId giver,
      Rulebook rules,
      SortedMap<String, LotAuction> lots,
      SortedMap<Instant, Instant> lastSpoken) {
    this.giver = giver;
    this.rules = rules.givenBy(giver);
    this.lots = lots;
    this.lastSpoken = lastSpoken;
  }

  /// A giver that has offered nothing yet.
  public static Stall empty(MemberId giver, Rulebook rules) {
    return new Stall(giver, rules, Collections.emptySortedMap(), Collections.emptySortedMap());
  }

  /// A giver that has offered nothing yet, where the terms never change.
  public static Stall empty(MemberId giver, Terms terms) {
    return empty(giver, Rulebook.always(terms));
  }

  /// Whose stall it is.
  public MemberId giver() {
    return giver;
  }

  /// The lots, by name.
  public SortedMap<String, LotAuction> lots() {
    return Collections.unmodifiableSortedMap(lots);
  }

  /// One lot.
  public Optional<LotAuction> lot(String name) {
    return Optional.ofNullable(lots.get(name));
  }

  /// Takes one event.
  ///
  /// @return the next state and the effects; what has been heard before changes nothing
  public Step<Stall> on(Event event) {
    return switch (event) {
      case Event.Heard heard -> heard(heard);
      case Event.TimePassed(var at, var seen) ->
          new Step<>(
              this,
              lots.values().stream()
                  .flatMap(l -> due(l, at, seen))
                  .sorted(Comparator.comparing(effect -> !isOfWishes(effect)))
                  .toList());
    };
  }

  /// What was wished is shown before anything else is said, so that a node that starts again is not
  /// taken for one that keeps it.
  private static boolean isOfWishes(Effect effect) {
    return effect instanceof Effect.Enter(Wished _);
  }

  private Step<Stall> heard(Event.Heard heard) {
    Stated stated = heard.stated();
    Optional<String> name = lotOf(stated);
    if (name.isEmpty()) {
      return new Step<>(this, List.of());
    }
    Stall next = fold(stated);
    var effects = new ArrayList<Effect>(tells(stated));
    next.lot(name.get())
        .ifPresent(l -> next.due(l, heard.at(), heard.seen()).forEach(effects::add));
    return new Step<>(next, effects);
  }

  /// Folds an entry in, and nothing more: what a restart does.
  public Stall fold(Stated stated) {
    if (stated instanceof Stated.OfSurplus(var id, var author, Offer offer)) {
      return author.equals(giver) && fault(offer).isEmpty()
          ? with(LotAuction.opened(rules.require(offer), new LotAuction.Offered(id, author, offer)))
          : this;
    }
    return lotOf(stated)
        .flatMap(this::lot)
        .map(l -> extended(l, stated).with(l.heard(stated)))
        .orElse(this);
  }

  /// Why this may not be offered, in a plain sentence; absent if it may.
  public Optional<String> fault(Offer offer) {
    String lot = offer.lot().name();
    if (lots.containsKey(lot)) {
      return Optional.of("lot " + lot + " was offered before");
    }
    return rules
        .of(offer)
        .map(terms -> fault(terms, offer))
        .orElse(
            Optional.of(
                "lot %s names a roster or a count of the ledgers that is not known here"
                    .formatted(lot)));
  }

  private static Optional<String> fault(Terms terms, Offer offer) {
    int opens = terms.opening(offer);
    return terms
        .goodsFault(offer)
        .or(() -> terms.fault(offer.wished(), offer))
        .or(() -> terms.firstFault(offer))
        .or(() ->
            offer.said().purpose() == Purpose.TRANSFER
                ? Optional.of(
                    "lot %s is to be moved between its giver's own sites, which is no offer"
                        .formatted(offer.lot().name()))
                : Optional.empty())
        .or(() -> terms.expectedFault(offer))
        .or(() ->
            offer.openingPoints() == opens
                ? Optional.empty()
                : Optional.of(
                    "lot %s is offered at %d points; by what its like cleared for it opens at %d"
                        .formatted(offer.lot().name(), offer.openingPoints(), opens)));
  }

  /// When the session of a closing time ends as things stand.
  public Instant ends(Offer offer) {
    Instant closes = offer.closesAt();
    Terms terms = rules.require(offer);
    return Optional.ofNullable(lastSpoken.get(closes))
        .map(last -> last.plus(terms.rules().auction().softClose()))
        .filter(closes::isBefore)
        .map(soft -> soft.isBefore(terms.hardClose(offer)) ? soft : terms.hardClose(offer))
        .orElse(closes);
  }

  /// When time alone will next make something due.
  public Optional<Instant> wakeAt() {
    return lots.values().stream()
        .flatMap(l -> l.dueAt(ends(l.offer().offer())).stream())
        .min(Instant::compareTo);
  }

  /// Everything told to a member that it may have missed: for when it is connected again.
  public List<Effect> again(MemberId taker) {
    return lots.values().stream()
        .filter(l -> l.stage() instanceof LotAuction.Stage.Open)
        .flatMap(l -> Stream.concat(l.lastCut().stream(), l.saidTo(taker).stream()))
        .<Effect>map(said -> new Effect.Tell(taker, said))
        .toList();
  }

  /// The giver's leg of a handover: so many units of an award leave the building, with the carrier
  /// if the taker named one.
  public May<PickedUp> pickUp(Instant at, String lot, int seq, int units, int deciCelsius) {
    Optional<LotAuction> known = lot(lot);
    if (known.isEmpty()) {
      return new May.Not<>("there is no lot " + lot);
    }
    LotAuction auction = known.get();
    Grams grams = auction.offer().offer().lot().grams(Math.max(0, units));
    var leg = new Leg(auction.name(), seq, units, grams, deciCelsius, 0, "", auction.later(at));
    var says = new PickedUp(leg, auction.carrier(seq));
    Optional<String> fault = auction.fault(says);
    return fault.isPresent() ? new May.Not<>(fault.get()) : new May.Say<>(says);
  }

  /// Takes an offer back, while it is open, or closed and held before the first award.
  public May<Withdraw> withdraw(Instant at, String lot, String reason, Seen seen) {
    return lot(lot)
        .filter(l -> l.mayBeTakenBack(at))
        .<May<Withdraw>>map(
            l -> new May.Say<>(new Withdraw(lot, reason, seen.book().size(), l.later(at))))
        .orElse(
            new May.Not<>(
                "lot " + lot + " is none that may still be taken back: promised, or over"));
  }

  /// Holds a lot's awards for so many minutes after its close, so that a person may look.
  public May<Hold> hold(Instant at, String lot, int minutes, String reason) {
    return lot(lot)
        .filter(LotAuction::mayBeHeld)
        .<May<Hold>>map(l -> new May.Say<>(new Hold(lot, minutes, reason, l.later(at))))
        .orElse(new May.Not<>("lot " + lot + " is awarded or over"));
  }

  /// Rules a taker out of a lot that is open, or closed and not awarded.
  public May<RuleOut> ruleOut(
      Instant at, String lot, MemberId taker, VetoReason reason, Seen seen) {
    return lot(lot)
        .map(l -> l.ruleOut(at, taker, reason, seen.book().size()))
        .orElse(new May.Not<>("there is no lot " + lot));
  }

  /// Says what becomes of units of a lot that no member took.
  public May<Elsewhere> elsewhere(Instant at, String lot, int units, Elsewhere.Way way) {
    return lot(lot)
        .map(l -> l.elsewhere(at, units, way))
        .orElse(new May.Not<>("there is no lot " + lot));
  }

  /// Says how much is there of a lot that was only expected, once it is awarded.
  public May<FirmUp> firmUp(Instant at, String lot, int units) {
    return lot(lot).map(l -> l.firmUp(at, units)).orElse(new May.Not<>("there is no lot " + lot));
  }

  /// Stops a lot that a recall covers, also one of which nobody took all and the rest is still
  /// there.
  public May<Halt> halt(Instant at, String lot, EntryId recall, Seen seen) {
    return lot(lot)
        .filter(LotAuction::mayBeStopped)
        .<May<Halt>>map(l -> new May.Say<>(new Halt(lot, recall, seen.book().size(), l.later(at))))
        .orElse(new May.Not<>("nothing more can come of lot " + lot));
  }

  /// Forgets a settled lot; late bids for it are no longer answered.
  public Stall without(String lot) {
    var rest = new TreeMap<>(lots);
    if (lot(lot).filter(LotAuction::isSettled).isPresent()) {
      rest.remove(lot);
    }
    return new Stall(giver, rules, rest, lastSpoken);
  }

  private Stream<Effect> due(LotAuction lot, Instant at, Seen seen) {
    return lot.due(at, ends(lot.offer().offer()), seen).map(Effect.Enter::new).stream()
        .map(Effect.class::cast);
  }

  private List<Effect> tells(Stated stated) {
    if (!(stated instanceof Stated.OfNegotiation(var id, var author, var says))) {
      return List.of();
    }
    return switch (says) {
      case BidReply reply when author.equals(giver) -> tell(reply.taker(), reply);
      case Outbid outbid when author.equals(giver) -> tell(outbid.taker(), outbid);
      case Cut cut when author.equals(giver) -> tellAll(cut);
      case Award award when author.equals(giver) -> tell(award.taker(), award);
      case Bid bid -> copies(new Bidding.Asked(id, new Party(author, bid.site()), bid));
      case BidReply _, Outbid _, Award _ -> List.of();
      case Close _, Accept _, Decline _, Lapse _, NoShow _, Debit _, Expire _ -> List.of();
      case GiveBack _, NotAvailable _, Hold _, Cut _, Wished _, Take _, FirmUp _ -> List.of();
      case RuleOut _, Elsewhere _ -> List.of();
    };
  }

  private static List<Effect> tell(Party taker, NegotiationStatement says) {
    return List.of(new Effect.Tell(taker.member(), says));
  }

  private List<Effect> tellAll(Cut cut) {
    return lot(cut.lot()).map(l -> l.terms().takers()).orElse(Set.of()).stream()
        .filter(taker -> !taker.equals(giver))
        .sorted()
        .<Effect>map(taker -> new Effect.Tell(taker, cut))
        .toList();
  }

  /// A bid that was answered before: its sender missed the answer.
  private List<Effect> copies(Bidding.Asked asked) {
    return lot(asked.bid().lot().lot())
        .map(l -> l.bidding().line(asked.taker()))
        .filter(line -> line.answered(asked.id()))
        .map(Line::said)
        .orElse(List.of())
        .stream()
        .<Effect>map(said -> new Effect.Tell(asked.taker().member(), said))
        .toList();
  }

  /// The session goes on after an accepted bid, and after a cut or a ruling that may bring one.
  private Stall extended(LotAuction lot, Stated stated) {
    return stated.author().equals(giver)
        ? news(lot, stated).map(at -> extended(lot.offer().offer(), at)).orElse(this)
        : this;
  }

  private static Optional<Instant> news(LotAuction lot, Stated stated) {
    return switch (stated) {
      case Stated.OfNegotiation(_, _, BidReply reply) when reply.acceptedUnits() > 0 ->
          Optional.of(reply.at());
      case Stated.OfNegotiation(_, _, Cut cut) -> Optional.of(cut.at());
      case Stated.OfNegotiation(_, _, RuleOut ruling)
          when lot.stage() instanceof LotAuction.Stage.Open ->
          Optional.of(ruling.at());
      case Stated.OfNegotiation _, Stated.OfSurplus _ -> Optional.empty();
    };
  }

  private Stall extended(Offer offer, Instant at) {
    var later = new TreeMap<>(lastSpoken);
    later.merge(offer.closesAt(), at, (a, b) -> a.isAfter(b) ? a : b);
    return new Stall(giver, rules, lots, later);
  }

  private Stall with(LotAuction lot) {
    var all = new TreeMap<>(lots);
    all.put(lot.name().lot(), lot);
    return new Stall(giver, rules, all, lastSpoken);
  }

  /// The name of the giver's lot that an entry is about, if it is about one.
  Optional<String> lotOf(Stated stated) {
    return switch (stated) {
      case Stated.OfSurplus(_, var author, var says) ->
          switch (says) {
            case Offer offer -> mine(author, offer.lot().name());
            case Notice notice -> mine(author, notice.outline().lot());
            case Withdraw withdraw -> mine(author, withdraw.lot());
            case PickedUp(var leg, _) -> mine(leg.lot());
            case Received(var leg, _) -> mine(leg.lot());
            case CarriageStatement carriage -> mine(carriage.lot());
            case Halt halt -> mine(author, halt.lot());
            case Need _, StatedNeed _, Recall _, Acknowledge _, Lift _, EntitlementStatement _ ->
                Optional.empty();
          };
      case Stated.OfNegotiation(_, var author, var says) -> lotOf(author, says);
    };
  }

  private Optional<String> lotOf(MemberId author, NegotiationStatement says) {
    return switch (says) {
      case Bid bid -> mine(bid.lot());
      case Accept accept -> mine(accept.lot());
      case Decline decline -> mine(decline.lot());
      case GiveBack back -> mine(back.lot());
      case NotAvailable missing -> mine(missing.lot());
      case Hold hold -> mine(author, hold.lot());
      case BidReply reply -> mine(author, reply.lot());
      case Outbid outbid -> mine(author, outbid.lot());
      case Cut cut -> mine(author, cut.lot());
      case Wished wished -> mine(author, wished.lot());
      case Take take -> mine(take.lot());
      case FirmUp firm -> mine(author, firm.lot());
      case RuleOut ruling -> mine(author, ruling.lot());
      case Elsewhere elsewhere -> mine(author, elsewhere.lot());
      case Close close -> mine(author, close.lot());
      case Award award -> mine(author, award.lot());
      case Lapse lapse -> mine(author, lapse.lot());
      case NoShow noShow -> mine(author, noShow.lot());
      case Debit debit -> mine(author, debit.lot());
      case Expire expire -> mine(author, expire.lot());
    };
  }

  private Optional<String> mine(LotName name) {
    return mine(name.giver(), name.lot());
  }

  private Optional<String> mine(MemberId author, String lot) {
    return author.equals(giver) ? Optional.of(lot) : Optional.empty();
  }
}
