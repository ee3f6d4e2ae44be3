package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Hash;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A lot with all that its giver says of it. Members who may bid and auditors see it; every member
/// sees its [Notice]. In ledgers of before notices, kind OFFER, version 1, it stands as it is.
///
/// @param lot what is offered; it has left the saleable stock
/// @param openedAt from when bids are taken
/// @param closesAt the closing time, after which no new bidder is taken
/// @param window when it can be collected
/// @param openingPoints the reserve at the opening, in points per kg
/// @param settlementEpoch of its giver's, whose priorities hold for the lot's whole life; 0 for 1
///   for everybody
/// @param roster whose rules and takers hold for the lot's whole life, by hash; absent in ledgers
///   of before offers named one, which are judged by the charter
/// @param clauses whether it is there, what for, and who comes first; absent in offers of before
///   version 4
/// @param wishes of its giver; absent while they are not known here: the giver itself knows them,
///   others once the lot is closed
public record Offer(
    Lot lot,
    Instant openedAt,
    Instant closesAt,
    Window window,
    int openingPoints,
    int settlementEpoch,
    Optional<Hash> roster,
    Optional<Clauses> clauses,
    Optional<GiversWishes> wishes)
    implements SurplusStatement {
  /// The most points per kg of any price.
  public static final int MAX_POINTS = 1_000_000;

  /// Checks order and ranges.
  public Offer {
    Checks.instant("an opening", openedAt);
    Checks.instant("a closing time", closesAt);
    Checks.range("opening points", openingPoints, 0, MAX_POINTS);
    Checks.range("a settlement epoch", settlementEpoch, 0, Integer.MAX_VALUE);
    if (!openedAt.isBefore(closesAt) || !closesAt.isBefore(window.until())) {
      throw new IllegalArgumentException("an offer opens, then closes, then can be collected");
    }
    clauses.ifPresent(said -> said.requireWithin(openedAt, closesAt, window));
    requireParent(lot.date(), clauses);
    requireWishable(clauses, roster, wishes);
  }

  /// What was frozen was something before, and nothing else is of no award.
  static void requireParent(DateMark date, Optional<Clauses> clauses) {
    Optional<Parent> parent = clauses.flatMap(Clauses::parent);
    boolean frozen = date.frozenUntil().isPresent();
    if (frozen && clauses.isPresent() && parent.isEmpty()) {
      throw new IllegalArgumentException("an offer of what a member froze names what that was");
    }
    if (!frozen && parent.filter(whole -> whole.award() == Parent.OWN).isPresent()) {
      throw new IllegalArgumentException("a part that was not frozen is of an award");
    }
  }

  private static void requireWishable(
      Optional<Clauses> clauses, Optional<Hash> roster, Optional<GiversWishes> wishes) {
    if (clauses.isPresent() && roster.isEmpty()) {
      throw new IllegalArgumentException("an offer with clauses names its roster");
    }
    if (clauses.isEmpty() && !wishes.equals(Optional.of(GiversWishes.NONE))) {
      throw new IllegalArgumentException("only an offer with clauses has wishes");
    }
  }

  /// An offer by the charter.
  public Offer(
      Lot lot,
      Instant openedAt,
      Instant closesAt,
      Window window,
      int openingPoints,
      int settlementEpoch) {
    this(
        lot,
        openedAt,
        closesAt,
        window,
        openingPoints,
        settlementEpoch,
        Optional.empty(),
        Optional.empty(),
        Optional.of(GiversWishes.NONE));
  }

  /// What its giver wishes, as far as it is known here.
  public GiversWishes wished() {
    return wishes.orElse(GiversWishes.NONE);
  }

  /// What it says beside its lot and its times.
  public Clauses said() {
    return clauses.orElse(Clauses.PLAIN);
  }

  /// The same offer as if it were of so many units at most.
  public Offer atMost(int units) {
    var less =
        new Lot(
            lot.name(),
            lot.site(),
            lot.place(),
            lot.product(),
            lot.date(),
            Math.min(units, lot.units()),
            lot.unitGrams());
    return of(less);
  }

  /// The same offer of another lot.
  public Offer of(Lot other) {
    return new Offer(
        other, openedAt, closesAt, window, openingPoints, settlementEpoch, roster, clauses, wishes);
  }

  /// The same offer, by the rules and to the takers of a roster.
  public Offer under(Hash named) {
    return new Offer(
        lot,
        openedAt,
        closesAt,
        window,
        openingPoints,
        settlementEpoch,
        Optional.of(named),
        clauses,
        wishes);
  }

  /// The same offer, with the priorities of a settlement epoch that its giver has counted.
  public Offer settled(int epoch) {
    return new Offer(
        lot, openedAt, closesAt, window, openingPoints, epoch, roster, clauses, wishes);
  }

  /// The same offer, opened at a price.
  public Offer opening(int points) {
    return new Offer(
        lot, openedAt, closesAt, window, points, settlementEpoch, roster, clauses, wishes);
  }

  /// The same offer, which names its roster, with clauses.
  public Offer saying(Clauses more) {
    return new Offer(
        lot,
        openedAt,
        closesAt,
        window,
        openingPoints,
        settlementEpoch,
        roster,
        Optional.of(more),
        wishes);
  }

  /// The same offer, which has clauses, as its giver wishes.
  public Offer wishing(GiversWishes known) {
    return new Offer(
        lot,
        openedAt,
        closesAt,
        window,
        openingPoints,
        settlementEpoch,
        roster,
        clauses,
        Optional.of(known));
  }

  /// Why this may never be offered, in a plain sentence; absent if it may.
  ///
  /// What is past the date printed on it is not offered, nor what can only be collected after it.
  /// Hot food is offered on the one day that it may be eaten.
  public Optional<String> fault(ZoneId zone) {
    return fault(Outline.of(lot), openedAt, window, zone);
  }

  static Optional<String> fault(Outline shown, Instant openedAt, Window window, ZoneId zone) {
    String lot = shown.lot();
    DateMark date = shown.date();
    Instant end = date.endOfUse(zone);
    if (!openedAt.isBefore(end)) {
      return Optional.of("lot " + lot + " was past its date when it was offered");
    }
    if (window.until().isAfter(end)) {
      return Optional.of("lot " + lot + " could be collected after the end of its date");
    }
    if (date.frozenUntil().isPresent() && shown.storage() != Storage.FROZEN) {
      return Optional.of("lot " + lot + " was frozen, and is not kept frozen");
    }
    boolean today =
        date.kind() == DateMark.Kind.USE_BY
            && date.date().equals(openedAt.atZone(zone).toLocalDate());
    if (shown.storage() == Storage.HOT && !today) {
      return Optional.of(
          "lot " + lot + " is kept hot, and its use-by is not the day it is offered");
    }
    return Optional.empty();
  }
}
