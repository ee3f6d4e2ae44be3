package coop.minga.node.desk;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.negotiation.GivingRecord;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.surplus.Offer;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.planning.LeftOver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// What a node offers by itself, as its file says: what is left three times in four, and before the
/// day's last closing time what is only expected.
final class StandingPolicy {
  /// Surplus is offered this long before a closing time.
  static final Duration BEFORE_CLOSING = Duration.ofHours(2);

  /// Less than this is not offered by policy: it is not worth anybody's way.
  static final long LEAST_GRAMS = 500;

  /// Where less of what was only expected was there, in per cent, nothing is expected by policy.
  static final int LEAST_THERE_PERCENT = 50;

  /// That is judged by the words that were due in so many days.
  static final int DAYS_OF_EXPECTING = 28;

  private final Exchange exchange;
  private final OwnStall stall;
  private final LeftOvers leftOvers;
  private final OfferMaker offers;
  private final SettlementDesk settlements;
  private final NodeConfig.Policy policy;
  private final ShadowSeason season;

  StandingPolicy(
      Exchange exchange, OfferKit kit, SettlementDesk settlements, NodeConfig.Policy policy) {
    this.exchange = exchange;
    this.stall = kit.stall();
    this.leftOvers = kit.leftOvers();
    this.offers = kit.offers();
    this.settlements = settlements;
    this.policy = policy;
    this.season = new ShadowSeason(exchange, policy.shadowUntil());
  }

  /// Offers what is due. It is called at every tick of the node, and looks at no lot while no
  /// closing time is near.
  void tick() {
    boolean offering = policy.offersSome() && !season.isOn();
    if ((offering || mayExpect())
        && Offering.of(exchange).closesWithin(BEFORE_CLOSING, exchange.now())) {
      if (offering) {
        offer();
      }
      expect();
    }
  }

  // ---- What is left three times in four

  private void offer() {
    for (LeftOver lot : leftOvers.all()) {
      String name = leftOvers.nextNameByPolicy(lot);
      if (willOffer(lot) && isFree(lot, name)) {
        offers
            .offer(name, lot, Math.toIntExact(leftOvers.promisable(lot)))
            .filter(this::isSoon)
            .map(offers::wishing)
            .filter(offer -> stall.fault(offer).isEmpty())
            .ifPresent(stall::say);
      }
      leftOvers.againByPolicy(lot).ifPresent(again -> offerAgain(lot, again));
    }
  }

  /// What nobody took goes into the next closing time of the same day, as long as it can still be
  /// eaten then. On a later day it is left over like other food, or not.
  private void offerAgain(LeftOver lot, LeftOvers.Again again) {
    if (policy.offers(lot.item().category()) && isFree(lot, again.name())) {
      offers
          .offer(again.name(), lot, again.units())
          .filter(this::isSoon)
          .filter(offer -> dayOf(offer.closesAt()).equals(dayOf(exchange.now())))
          .map(offers::wishing)
          .filter(offer -> stall.fault(offer).isEmpty())
          .ifPresent(stall::say);
    }
  }

  /// Whether enough of it will be left for it to be offered by itself.
  boolean willOffer(LeftOver lot) {
    long units = leftOvers.promisable(lot);
    return policy.offers(lot.item().category())
        && !season.isOn()
        && units > 0
        && units * lot.item().unitGrams() >= LEAST_GRAMS;
  }

  private boolean isFree(LeftOver lot, String name) {
    return !leftOvers.isAskedFor(lot) && stall.lot(name).isEmpty();
  }

  private boolean isSoon(Offer offer) {
    return !exchange.now().isBefore(offer.closesAt().minus(BEFORE_CLOSING));
  }

  // ---- What is only expected

  /// Until which day it rests, because the member looks on; absent if it does not.
  Optional<LocalDate> restsUntil() {
    return season.until().filter(_ -> season.isOn());
  }

  /// Whether the node's file lets it offer what is only expected.
  boolean mayExpect() {
    return policy.expectUpTo().value() > 0 && !season.isOn();
  }

  /// What will probably be left is offered before the day's last closing time, when most is sold:
  /// by the time a person says how much is there, it can be seen.
  private void expect() {
    long roomGrams = roomGrams();
    for (LeftOver lot : leftOvers.all()) {
      if (willExpect(lot, roomGrams)) {
        roomGrams -= expect(lot, roomGrams).value();
      }
    }
  }

  /// Offers it, unless it is offered already or it is not yet time, and says how much it offered.
  private Grams expect(LeftOver lot, long roomGrams) {
    String name = leftOvers.nextNameByPolicy(lot);
    if (!isFree(lot, name)) {
      return Grams.ZERO;
    }
    Optional<Offer> offer =
        offers
            .offer(name, lot, expectable(lot, roomGrams))
            .filter(Offering.of(exchange)::isLastOfItsDay)
            .filter(this::isSoon)
            .map(offers::expected)
            .map(offers::wishing)
            .filter(made -> stall.fault(made).isEmpty());
    offer.ifPresent(stall::say);
    return offer.map(StandingPolicy::grams).orElse(Grams.ZERO);
  }

  private static Grams grams(Offer offer) {
    return offer.lot().grams(offer.lot().units());
  }

  /// Whether so much of a lot will be left that it is offered by itself as expected.
  ///
  /// @param roomGrams as of [#roomGrams()], which is the same for all lots
  boolean willExpect(LeftOver lot, long roomGrams) {
    return roomGrams >= LEAST_GRAMS
        && !policy.asksFor(lot.item().category())
        && expectable(lot, roomGrams) * lot.item().unitGrams() >= LEAST_GRAMS;
  }

  /// Units of a lot that may be expected by policy: what is left three times in four, within the
  /// room that there is.
  private int expectable(LeftOver lot, long roomGrams) {
    return Math.toIntExact(
        Math.clamp(leftOvers.promisable(lot), 0L, roomGrams / lot.item().unitGrams()));
  }

  /// Grams that may still be expected by policy on this day: none if the file or the rules do not
  /// allow it, or if too little was there of late. To know the last, all words of late are counted,
  /// so whoever looks at several lots asks once.
  long roomGrams() {
    if (!mayExpect() || !rulesLeaveTimeForAWord()) {
      return 0;
    }
    long roomGrams = policy.expectUpTo().value() - expectedToday();
    return roomGrams >= LEAST_GRAMS && tooLittleThere().isEmpty() ? roomGrams : 0;
  }

  /// Rules may take bids for so long after the closing time that food is collected before anybody
  /// could say how much of it is there.
  private boolean rulesLeaveTimeForAWord() {
    Duration bids = exchange.roster().rules().auction().hardClose();
    return bids.plus(Terms.HOLD).plus(Terms.LEAST_FIRMING).compareTo(Offering.BEFORE_WINDOW) <= 0;
  }

  private long expectedToday() {
    LocalDate today = dayOf(exchange.now());
    return stall.lots().stream()
        .map(offered -> offered.offer().offer())
        .filter(offer -> offer.said().firmBy().isPresent())
        .filter(offer -> dayOf(offer.openedAt()).equals(today))
        .mapToLong(offer -> grams(offer).value())
        .sum();
  }

  /// Per cent of what was expected of late that was there, if that was too little. Who expects too
  /// much breaks no rule; its node leaves off by itself, until that is long ago.
  Optional<Long> tooLittleThere() {
    Instant now = exchange.now();
    return Optional.ofNullable(
            settlements
                .giving()
                .expected(now.minus(Duration.ofDays(DAYS_OF_EXPECTING)), now)
                .get(exchange.self()))
        .map(GivingRecord.Expected::percentThere)
        .filter(percent -> percent < LEAST_THERE_PERCENT);
  }

  private LocalDate dayOf(Instant at) {
    return at.atZone(zone()).toLocalDate();
  }

  private ZoneId zone() {
    return exchange.roster().rules().time().zone();
  }
}
