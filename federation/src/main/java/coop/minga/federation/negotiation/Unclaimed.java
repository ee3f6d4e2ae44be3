package coop.minga.federation.negotiation;

import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import java.time.Instant;
import java.util.Optional;

/// Units of a lot that no member took: they expired, after all that could be offered again was, or
/// a recall stopped them. What was only expected is among them once its giver said that it is
/// there. Only these go to another outlet, so that none worse than people is named while somebody
/// may still be asked.
record Unclaimed(LotAuction lot) {
  /// What its giver says if so many of them go a way.
  May<Elsewhere> elsewhere(Instant at, int units, Elsewhere.Way way) {
    Lot offered = lot.offer().offer().lot();
    return fault(at, units, way)
        .<May<Elsewhere>>map(May.Not::new)
        .orElseGet(() ->
            new May.Say<>(
                new Elsewhere(offered.name(), units, offered.grams(units), way, lot.later(at))));
  }

  private Optional<String> fault(Instant at, int units, Elsewhere.Way way) {
    String name = lot.name().lot();
    Outlet outlet = way.outlet();
    if (lot.isOnlyExpected()) {
      return Optional.of(
          "lot " + name + " was only expected, and nobody has said how much of it is there");
    }
    if (units < 1 || units > lot.unclaimedUnits()) {
      return Optional.of(
          "of lot %s %d units are left that no member took, not %d"
              .formatted(name, lot.unclaimedUnits(), units));
    }
    if (lot.isStopped() != (way.reason() == OutletReason.RECALLED)) {
      return Optional.of(
          lot.isStopped()
              ? "a recall covers lot " + name + ", which is to be digested or composted as recalled"
              : "no recall stopped lot " + name);
    }
    if (!way.reason().fits(outlet)) {
      return Optional.of(
          "what goes to %s passes better outlets over, which \"%s\" does not explain"
              .formatted(outlet.word(), way.reason().word()));
    }
    return outlet.isEaten() && at.isAfter(lot.endOfUse())
        ? Optional.of("the date of lot " + name + " has ended: nobody may eat it any more")
        : Optional.empty();
  }
}
