package coop.minga.node.desk;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PlateClock;
import coop.minga.federation.negotiation.Trip;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Offer;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.history.Site;
import coop.minga.node.planning.Shortage;
import coop.minga.node.planning.ShortageFinder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Turns what kitchens are missing into what their bidders want.
///
/// @param rules give each category its base points
/// @param taker gives room, speed and time to serve
record Wishes(Rules rules, NodeConfig.Taker taker) {
  /// A kitchen looks this many days ahead.
  static final int DAYS = 2;

  /// Farther than this nothing is fetched.
  static final int FARTHEST_METRES = 60_000;

  private static final int METRES_PER_KM = 1000;
  private static final int MINUTES_PER_HOUR = 60;
  private static final long PERMILLE_SQUARED = 1_000_000;

  /// What is known on a day.
  ///
  /// @param outlook the morning's
  /// @param needs of the kitchens
  /// @param date today
  /// @param received today already, by site and category
  /// @param atAStop what is usually fetched at one place; absent if nothing was yet
  record Day(
      Outlook outlook,
      KitchenNeeds needs,
      LocalDate date,
      Map<ShortageFinder.Place, Grams> received,
      Optional<Grams> atAStop) {}

  /// The wants of each site that has a place, for what is on offer in one session.
  SortedMap<String, Wants> of(Day day, Collection<Offer> offers) {
    List<Shortage> missing =
        ShortageFinder.find(
                day.needs().lines(), new ShortageFinder.Days(day.date(), DAYS), day.received())
            .stream()
            .map(shortage -> day.needs().bounded(shortage, day.received()))
            .toList();
    var wants = new TreeMap<String, Wants>();
    for (Site site : day.outlook().sites()) {
      Allergens avoided = taker.avoids().at(site.site());
      List<Offer> fit =
          offers.stream().filter(offer -> offer.lot().product().suits(avoided)).toList();
      List<Want> here =
          missing.stream()
              .filter(shortage -> shortage.site().equals(site.site()))
              .flatMap(shortage -> wants(shortage, onOffer(shortage.category(), fit)))
              .toList();
      road(site)
          .map(road -> new Wants(road, here, TakingDesk.room(taker)))
          .map(all -> all.avoiding(avoided))
          .map(all -> trip(day, offers).map(all::fetchedOn).orElse(all))
          .ifPresent(all -> wants.put(site.site(), all));
    }
    return wants;
  }

  /// Each site has a trip of its own. What a stop is worth is spread over what is fetched at one,
  /// or, before anything was, over what a lot weighs.
  private Optional<Trip> trip(Day day, Collection<Offer> offers) {
    return taker
        .vehicle()
        .map(vehicle -> {
          long grams = day.atAStop().orElseGet(() -> ofALot(offers)).value();
          long points = vehicle.stop().value() * rules.points().otherwise() / Math.max(1, grams);
          return new Trip(
              vehicle.load(),
              vehicle.chilled(),
              vehicle.stops(),
              new Trip.Hours(vehicle.from(), vehicle.until()),
              (int) Math.min(Trip.MAX_POINTS_PER_KG, points));
        });
  }

  private static Grams ofALot(Collection<Offer> offers) {
    return new Grams(
        (long)
            offers.stream()
                .mapToLong(offer -> offer.lot().grams(offer.lot().units()).value())
                .average()
                .orElse(1));
  }

  /// Until when a lot may leave for the plates of the site that is soonest there; absent if none
  /// has a place.
  Optional<PlateClock> clock(List<Site> sites, Offer offer) {
    Instant end = offer.lot().date().endOfUse(rules.time().zone());
    return sites.stream()
        .flatMap(site -> road(site).stream())
        .map(road -> PlateClock.of(end, road.from(offer.lot().place())))
        .reduce(PlateClock::or);
  }

  private Optional<Wants.Road> road(Site site) {
    int metresPerMinute = taker.speedKmh() * METRES_PER_KM / MINUTES_PER_HOUR;
    return site.place()
        .map(place ->
            new Wants.Road(
                Offering.place(place),
                metresPerMinute,
                Math.toIntExact(taker.serve().toMinutes()),
                FARTHEST_METRES));
  }

  /// A need is split between the classes in which its category is on offer, by mass: a want is of
  /// one class.
  private Stream<Want> wants(Shortage shortage, SortedMap<Storage, Long> onOffer) {
    long all = onOffer.values().stream().mapToLong(Long::longValue).sum();
    return onOffer.entrySet().stream()
        .map(each -> want(shortage, each.getKey(), new Share(each.getValue(), all)));
  }

  private record Share(long part, long all) {
    Grams of(Grams grams) {
      return new Grams(Math.multiplyExact(grams.value(), part) / all);
    }
  }

  private Want want(Shortage shortage, Storage storage, Share share) {
    int base = rules.basePoints(shortage.category());
    var tiers = new ArrayList<Want.Tier>();
    for (Shortage.Tier tier : shortage.tiers()) {
      long points = (long) base * tier.worthPermille() * tier.needPermille() / PERMILLE_SQUARED;
      tiers.add(new Want.Tier(share.of(tier.grams()), Math.toIntExact(points)));
    }
    tiers.sort(Comparator.comparingInt(Want.Tier::points).reversed());
    return new Want(shortage.category(), storage, tiers);
  }

  private static SortedMap<Storage, Long> onOffer(String category, Collection<Offer> offers) {
    var grams = new TreeMap<Storage, Long>();
    for (Offer offer : offers) {
      if (offer.lot().product().category().equals(category)) {
        long mass = offer.lot().grams(offer.lot().units()).value();
        grams.merge(offer.lot().product().storage(), mass, Long::sum);
      }
    }
    return grams;
  }
}
