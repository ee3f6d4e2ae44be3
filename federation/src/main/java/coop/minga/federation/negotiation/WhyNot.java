package coop.minga.federation.negotiation;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.goods.Allergen;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import java.util.Optional;

/// Why a site got nothing of a lot, in one sentence for people: kilometres and per cent, no points.
///
/// It follows from what the site entered and was told alone, so that whoever has its book and
/// ledger comes to the same sentence.
///
/// @param terms the lot's
/// @param wants what the site wanted
/// @param self the site
record WhyNot(Terms terms, Wants wants, Party self) {
  private static final int METRES = 1000;
  private static final int PERCENT = 100;

  /// The sentence; absent while the lot is open, or if the site was given something.
  Optional<String> sentence(Stake stake) {
    if (!stake.over() || isGivenSome(stake)) {
      return Optional.empty();
    }
    return Optional.of(stake.seq() == 0 ? notBidFor(stake) : lost(stake));
  }

  private static boolean isGivenSome(Stake stake) {
    return stake.claims().values().stream().anyMatch(claim -> claim.state() != Claim.State.OVER)
        || (stake.claims().isEmpty()
            && stake.ruling().isEmpty()
            && stake.standing().filter(s -> s.units() > 0).isPresent());
  }

  private String notBidFor(Stake stake) {
    Offer offer = stake.offer();
    int metres = wants.road().place().metresTo(offer.lot().place());
    if (!wants.road().reaches(offer.lot().place())) {
      return "It is %d km away, and you fetch from up to %d."
          .formatted(metres / METRES, wants.road().farthestMetres() / METRES);
    }
    if (!offer.lot().product().suits(wants.avoids())) {
      return offer
          .lot()
          .product()
          .contains()
          .map(declared ->
              "It contains %s, which you keep out."
                  .formatted(words(declared.among(wants.avoids()))))
          .orElseGet(() ->
              "Its giver does not say what is in it, and you keep out %s."
                  .formatted(words(wants.avoids())));
    }
    Bid.Reach reach = wants.road().from(offer.lot().place());
    if (offer
        .window()
        .until()
        .plus(reach.whole())
        .isAfter(offer.lot().date().endOfUse(terms.rules().time().zone()))) {
      return "Fetched and served it would have been past its date.";
    }
    if (!wants.isOnItsWay(offer.window(), terms.rules().time().zone())) {
      return "Your vehicle does not drive while it can be fetched.";
    }
    if (best(stake) <= 0) {
      return "You had no need of it that was worth the way of %d km%s."
          .formatted(metres / METRES, wants.trip().isPresent() ? " and a stop on your trip" : "");
    }
    return "Your needs or your room were met by other lots.";
  }

  private static String words(Allergens some) {
    return some.all().stream().map(Allergen::word).collect(joining(", "));
  }

  private String lost(Stake stake) {
    if (stake.firm().filter(said -> said.units() == 0).isPresent()) {
      return "It was only expected to be left over, and was not there.";
    }
    if (stake.firm().filter(said -> isNothingLeft(stake, said)).isPresent()) {
      return "Less of it was left over than was expected, and that went to higher bids.";
    }
    if (!stake.claims().isEmpty()) {
      return "You gave back what you were awarded, or did not come for it.";
    }
    Optional<VetoReason> ruling = stake.ruling();
    if (ruling.isPresent()) {
      return switch (ruling.get()) {
        case COLD_CHAIN ->
            "Its giver ruled you out after it was opened: it fears that you could not keep it cold"
                + " on the way.";
        case SAFETY_RECORD ->
            "Its giver ruled you out after it was opened, for what came of food given before.";
        case LEGAL, DISTANCE, OTHER ->
            "Its giver ruled you out after it was opened, for a reason that it may not give then.";
      };
    }
    if (stake.barred().isPresent()) {
      return "Its giver lets you have none of it; why stands in its ledger now that it is closed.";
    }
    int ask = stake.ask();
    if (ask == Standing.NO_MORE && stake.offer().said().first().isPresent()) {
      return "All of it was taken before anybody bid, by the one its giver named.";
    }
    int worth = best(stake);
    Priority priority = terms.priority(self);
    if (worth <= 0 || ask <= priority.of(worth)) {
      return "Others bid more for it, and other lots met your need.";
    }
    String passed =
        "Others bid %d %% more for it than it was worth to you, the way taken off"
            .formatted(excess(ask, Math.max(1, priority.of(worth))));
    return ask <= worth
        ? passed
            + "; your bids count x%s since you got more than your share of late."
                .formatted(priority)
        : passed + ".";
  }

  private static boolean isNothingLeft(Stake stake, FirmUp said) {
    return stake.claims().keySet().stream().anyMatch(seq -> said.leftOf(seq, 1) == 0);
  }

  private static long excess(int ask, int worth) {
    return Math.max(1, (long) PERCENT * ask / worth - PERCENT);
  }

  /// What the first unit of it is worth to the site, the way and the stop taken off.
  private int best(Stake stake) {
    var lot = stake.offer().lot();
    int way = wants.way(lot.place(), terms.rules().points().transportMilli());
    return wants
        .of(lot.product().category(), lot.product().storage())
        .flatMap(want -> want.tiers().stream().findFirst())
        .map(tier -> tier.points() - way)
        .orElse(0);
  }
}
