package coop.minga.node.desk;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.PlateClock;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Window;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.history.Site;
import coop.minga.node.planning.LeftOver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes an offer of what will be left over: which closing time, which window.
///
/// @param rules the federation's
/// @param urgencyLimit nothing that must be on a plate sooner than this after its window is offered
record Offering(Rules rules, Duration urgencyLimit) {
  /// Nothing that must be eaten sooner than this after it can be collected is offered.
  static final Duration URGENCY_LIMIT = Duration.ofHours(1);

  /// A lot closes at the first closing time at least this long after it opened.
  static final Duration LEAST_OPEN = Duration.ofMinutes(30);

  /// From the closing time to the earliest collection: bids end, awards are answered.
  static final Duration BEFORE_WINDOW = Duration.ofMinutes(45);

  /// How long food can be collected.
  static final Duration WINDOW = Duration.ofHours(2);

  private static final double MICRO = 1e6;

  /// By the rules that hold now.
  static Offering of(Exchange exchange) {
    return new Offering(exchange.roster().rules(), URGENCY_LIMIT);
  }

  /// The offer of so many units from now on; absent if nothing leaves time to eat it.
  Optional<Offer> offer(String name, LeftOver lot, Site site, int units, Instant now) {
    Optional<Place> place = site.place().map(Offering::place);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    return offer(
        new Lot(
            name,
            site.site(),
            place.get(),
            product(lot),
            lot.mark(),
            units,
            Math.toIntExact(lot.item().unitGrams())),
        now);
  }

  /// The offer of a lot from now on, which closes with others if a closing time leaves time to eat
  /// it, else alone; absent if neither does.
  Optional<Offer> offer(Lot offered, Instant now) {
    return Stream.concat(
            closings(now).filter(closes -> !closes.isBefore(now.plus(LEAST_OPEN))),
            Stream.of(alone(now)))
        .filter(closes -> leavesTime(offered.date(), closes))
        .findFirst()
        .map(closes -> new Offer(offered, now, closes, window(closes), 0, 0));
  }

  /// The first whole minute at which what is offered now may close.
  private static Instant alone(Instant now) {
    Instant soonest = now.plus(LEAST_OPEN);
    Instant minute = soonest.truncatedTo(ChronoUnit.MINUTES);
    return minute.equals(soonest) ? minute : minute.plus(Duration.ofMinutes(1));
  }

  /// Whether a lot closes alone, since its time ends before the others of a closing time could be
  /// eaten.
  boolean isUrgent(Offer offer) {
    return closings(offer.openedAt()).noneMatch(offer.closesAt()::equals);
  }

  /// Until when food can be offered and still be eaten.
  Instant last(DateMark date) {
    Duration needs = LEAST_OPEN.plus(BEFORE_WINDOW).plus(WINDOW).plus(urgencyLimit);
    return date.endOfUse(rules.time().zone()).minus(needs);
  }

  /// Until when food may leave for a plate, by what a giver assumes of takers that it does not know
  /// yet.
  PlateClock clock(DateMark date) {
    var usual = new Bid.Reach(0, Math.toIntExact(urgencyLimit.toMinutes()));
    return PlateClock.of(date.endOfUse(rules.time().zone()), usual);
  }

  /// Whether anything that is offered now may close within so long.
  boolean closesWithin(Duration soon, Instant now) {
    return closings(now)
        .anyMatch(
            closes -> !closes.isBefore(now.plus(LEAST_OPEN)) && !closes.isAfter(now.plus(soon)));
  }

  /// Whether no later closing time of its day would leave time to eat what is offered.
  boolean isLastOfItsDay(Offer offer) {
    LocalDate day = offer.closesAt().atZone(rules.time().zone()).toLocalDate();
    return closings(offer.closesAt())
        .filter(offer.closesAt()::isBefore)
        .filter(closes -> closes.atZone(rules.time().zone()).toLocalDate().equals(day))
        .noneMatch(closes -> leavesTime(offer.lot().date(), closes));
  }

  private boolean leavesTime(DateMark date, Instant closes) {
    Instant eaten = window(closes).until().plus(urgencyLimit);
    return !eaten.isAfter(date.endOfUse(rules.time().zone()));
  }

  private static Window window(Instant closes) {
    Instant from = closes.plus(BEFORE_WINDOW);
    return new Window(from, from.plus(WINDOW));
  }

  private Stream<Instant> closings(Instant now) {
    LocalDate today = now.atZone(rules.time().zone()).toLocalDate();
    List<LocalTime> times = rules.auction().closings();
    return Stream.of(today, today.plusDays(1))
        .flatMap(day -> times.stream().map(time -> day.atTime(time).atZone(rules.time().zone())))
        .map(zoned -> zoned.toInstant())
        .sorted(Comparator.naturalOrder());
  }

  /// What a left-over lot is of.
  static Product product(LeftOver lot) {
    return new Product(
        lot.item().name(),
        lot.item().gtin().map(Gtin::new),
        lot.item().category(),
        lot.item().storage(),
        lot.item().allergens());
  }

  static Place place(coop.minga.node.history.Place place) {
    return new Place(
        (int) Math.round(place.latitude() * MICRO), (int) Math.round(place.longitude() * MICRO));
  }
}
