package coop.minga.node.desk;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Received;
import coop.minga.node.planning.ShortageFinder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a taker's sites have received, as the entries say.
///
/// @param self the taker
/// @param zone whose days they are
/// @param offers every offer known, by lot
record Larder(MemberId self, ZoneId zone, Map<LotName, Offer> offers) {
  /// Over how many days what stops cost is spread.
  private static final int DAYS_OF_STOPS = 14;

  private record Numbered(LotName lot, int seq) {}

  /// Grams received on a day, by site and category.
  Map<ShortageFinder.Place, Grams> received(List<Stated> heard, LocalDate day) {
    var sites = new HashMap<Numbered, String>();
    var received = new TreeMap<ShortageFinder.Place, Grams>();
    for (Stated stated : heard) {
      if (stated instanceof Stated.OfNegotiation(_, var giver, Award award)
          && award.taker().member().equals(self)) {
        sites.put(new Numbered(new LotName(giver, award.lot()), award.seq()), award.taker().site());
      }
    }
    for (Stated stated : heard) {
      if (stated instanceof Stated.OfSurplus(_, var author, Received(var leg, _))
          && author.equals(self)
          && leg.at().atZone(zone).toLocalDate().equals(day)) {
        place(leg, sites).ifPresent(place -> received.merge(place, leg.grams(), Grams::plus));
      }
    }
    return received;
  }

  /// A place at which something was fetched on a day.
  private record Stop(LocalDate day, MemberId giver, String site) {}

  /// What was fetched at a stop on average, in the [#DAYS_OF_STOPS] days before one; absent if
  /// nothing was.
  Optional<Grams> atAStop(List<Stated> heard, LocalDate today) {
    var stops = new HashMap<Stop, Long>();
    for (Stated stated : heard) {
      if (stated instanceof Stated.OfSurplus(_, var author, Received(var leg, _))
          && author.equals(self)
          && leg.units() > 0) {
        LocalDate day = leg.at().atZone(zone).toLocalDate();
        if (day.isBefore(today) && !day.isBefore(today.minusDays(DAYS_OF_STOPS))) {
          Optional.ofNullable(offers.get(leg.lot()))
              .map(offer -> new Stop(day, leg.lot().giver(), offer.lot().site()))
              .ifPresent(stop -> stops.merge(stop, leg.grams().value(), Long::sum));
        }
      }
    }
    long all = stops.values().stream().mapToLong(Long::longValue).sum();
    return stops.isEmpty() ? Optional.empty() : Optional.of(new Grams(all / stops.size()));
  }

  private Optional<ShortageFinder.Place> place(Leg leg, Map<Numbered, String> sites) {
    String site = sites.get(new Numbered(leg.lot(), leg.seq()));
    Offer offer = offers.get(leg.lot());
    return site == null || offer == null
        ? Optional.empty()
        : Optional.of(new ShortageFinder.Place(site, offer.lot().product().category()));
  }
}
