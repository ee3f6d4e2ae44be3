package coop.minga.node.desk;

import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.surplus.Outlet;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.history.Site;
import coop.minga.node.planning.LeftOver;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the last look ahead says will be left over, under the names by which it is offered, and
/// what of it is gone since.
///
/// A left-over lot may be offered more than once; each time has a name of its own, since an entry
/// that names a lot must mean one offer.
final class LeftOvers {
  private final Exchange exchange;
  private final OutlookDesk outlook;
  private final RecallDesk recalls;
  private final OwnStall stall;
  private final LotNames names;
  private final Moves moves;

  LeftOvers(Exchange exchange, OutlookDesk outlook, RecallDesk recalls, OwnStall stall) {
    this.exchange = exchange;
    this.outlook = outlook;
    this.recalls = recalls;
    this.stall = stall;
    this.names = LotNames.of(exchange);
    this.moves = new Moves(exchange);
  }

  /// All that is foreseen; nothing before the first look of this run is done.
  List<LeftOver> all() {
    return outlook.outlook().map(Outlook::leftOvers).orElse(List.of());
  }

  /// The day that was looked at; absent before the first look of this run is done.
  Optional<LocalDate> day() {
    return outlook.outlook().map(Outlook::morning);
  }

  /// When the look ahead was due; before everything if there was none.
  Instant morning() {
    return day().map(this::morningOf).orElse(Instant.MIN);
  }

  private Instant morningOf(LocalDate day) {
    return day.atTime(WatchDesk.MORNING).atZone(zone()).toInstant();
  }

  /// One of this member's sites, if the sites table has it.
  Optional<Site> site(String named) {
    return outlook.outlook().flatMap(seen -> seen.site(named));
  }

  /// What other sites are asked to take, and took.
  Moves moves() {
    return moves;
  }

  /// Whether another site has still to say if it takes some.
  boolean isAskedFor(LeftOver lot) {
    return moves.asked(nameOf(lot)).isPresent();
  }

  /// Which recall forbids it; absent if it may be eaten.
  Optional<String> recalled(LeftOver lot) {
    return recalls.fault(Offering.product(lot), lot.mark());
  }

  /// Whether the members have agreed that such food is never offered.
  boolean isNeverOffered(LeftOver lot) {
    return exchange.roster().rules().neverOffers(lot.item().category());
  }

  private ZoneId zone() {
    return exchange.roster().rules().time().zone();
  }

  // ---- How it is called

  String nameOf(LeftOver lot) {
    return names.of(lot);
  }

  /// What is foreseen under a name.
  ///
  /// @throws IllegalArgumentException if nothing is
  LeftOver named(String name) {
    return all().stream()
        .filter(each -> nameOf(each).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no surplus is foreseen under the name " + name));
  }

  /// What may be offered under a name if a person wants it: what is foreseen, or lies there past
  /// its best-before.
  ///
  /// @throws IllegalArgumentException if nothing is
  LeftOver offerable(String name) {
    return outlook.outlook().stream()
        .flatMap(seen -> seen.pastBest().stream())
        .filter(each -> nameOf(each).equals(name))
        .findFirst()
        .orElseGet(() -> named(name));
  }

  /// Under which name a person may offer it: what was taken back may be offered anew, what no
  /// member took of an offer of today, and what is left of a lot that was foreseen since.
  String nextName(LeftOver lot) {
    return nextName(lot, offered -> isFreeAgain(offered) || isUnclaimed(offered));
  }

  private boolean isFreeAgain(LotAuction offered) {
    return isTakenBack(offered) || isOfAnEarlierDay(offered);
  }

  private static boolean isTakenBack(LotAuction offered) {
    return offered.stage() instanceof LotAuction.Stage.Withdrawn;
  }

  private static boolean isUnclaimed(LotAuction offered) {
    return offered.isSettled() && !offered.isStopped() && offered.unclaimedUnits() > 0;
  }

  /// Units that no member took of the last offer of it, if that was of the day that was looked at:
  /// more of it may be promised to nobody, since this day's numbers know nothing of what was given
  /// away.
  Optional<Integer> unclaimedToday(LeftOver lot) {
    Optional<LotAuction> last = offerBefore(nextName(lot));
    while (last.filter(LeftOvers::isTakenBack).isPresent()) {
      last = offerBefore(last.get().name().lot());
    }
    return last.filter(offered -> !isOfAnEarlierDay(offered)).map(LotAuction::unclaimedUnits);
  }

  /// Whether it was offered again today as often as may be on one day.
  boolean isOfferedOftenEnough(LeftOver lot) {
    return offerBefore(nextName(lot))
        .filter(last -> !isOfAnEarlierDay(last) && stall.reoffers(last) >= OwnStall.MOST_REOFFERS)
        .isPresent();
  }

  /// What a standing policy may offer again on the day that was looked at.
  ///
  /// @param name of the next offer
  /// @param units that nobody took
  record Again(String name, int units) {}

  /// What nobody took of the last offer of a lot, if that was of the day that was looked at, no
  /// person took it back, and it was not offered again too often.
  Optional<Again> againByPolicy(LeftOver lot) {
    String name = nextName(lot, offered -> isOfAnEarlierDay(offered) || isUnclaimed(offered));
    return offerBefore(name)
        .filter(_ -> !stall.isTaken(name))
        .filter(last -> isUnclaimed(last) && !isOfAnEarlierDay(last))
        .filter(last -> stall.reoffers(last) < OwnStall.MOST_REOFFERS)
        .map(last -> new Again(name, last.unclaimedUnits()));
  }

  private Optional<LotAuction> offerBefore(String name) {
    return LotNames.before(name).flatMap(stall::lot);
  }

  /// Under which name a standing policy may offer it. What a person took back is not put out again
  /// behind their back.
  String nextNameByPolicy(LeftOver lot) {
    return nextName(lot, this::isOfAnEarlierDay);
  }

  /// The name of a lot's next offer: the lot's own, with a number from the second time on.
  private String nextName(LeftOver lot, Predicate<LotAuction> over) {
    int time = 1;
    while (isOver(names.of(lot, time), over)) {
      time++;
    }
    return names.of(lot, time);
  }

  /// An offer that can be told no more was over when what it hides was erased.
  private boolean isOver(String name, Predicate<LotAuction> over) {
    return stall.lot(name).map(over::test).orElseGet(() -> stall.isTaken(name));
  }

  /// Whether an offer came to its end before the day that was looked at. What was given away since
  /// is still in the numbers of that morning.
  private boolean isOfAnEarlierDay(LotAuction offered) {
    LocalDate opened = offered.offer().offer().openedAt().atZone(zone()).toLocalDate();
    return offered.isSettled() && day().filter(opened::isBefore).isPresent();
  }

  /// Whether it is on offer, or was on the day that was looked at and not taken back.
  boolean isOffered(LeftOver lot) {
    return stall.lot(nextName(lot, this::isFreeAgain)).isPresent();
  }

  // ---- How much of it there is

  /// Units that will be left by the middle number, and are not gone.
  long usual(LeftOver lot) {
    return lot.left().middle() - gone(lot);
  }

  /// Units that are left three times in four, and are not gone.
  long promisable(LeftOver lot) {
    return lot.promisable() - gone(lot);
  }

  /// Units on the shelf that are not gone.
  long stock(LeftOver lot) {
    return lot.stock() - gone(lot);
  }

  /// Units of it that left since it was counted: another site has taken them, or it was said what
  /// became of them. They are still in the numbers, also on the mornings after, until it is counted
  /// again.
  private int gone(LeftOver lot) {
    Instant counted = morningOf(lot.counted());
    return moves.moved(nameOf(lot), counted) + elsewhere(lot, counted);
  }

  /// What was sold after all is taken off by the sales themselves.
  private int elsewhere(LeftOver lot, Instant since) {
    int units = 0;
    Optional<String> name = Optional.of(nameOf(lot));
    while (name.filter(stall::isTaken).isPresent()) {
      units +=
          name.flatMap(stall::lot).stream()
              .flatMap(offered -> offered.elsewhere().stream())
              .filter(says -> !says.at().isBefore(since) && says.way().outlet() != Outlet.SOLD)
              .mapToInt(Elsewhere::units)
              .sum();
      name = name.flatMap(LotNames::next);
    }
    return units;
  }
}
