package coop.minga.node.desk;

import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What will be left over, and is offered neither by a person nor by a policy, when half of the
/// time has passed in which offering it is of use.
///
/// @param lot its name
/// @param site that has it, and did not say yes
/// @param item what it is, for people
/// @param category of the charter's table
/// @param units that will be left, by the middle number
/// @param grams of these
/// @param morning the day whose outlook still sees it
/// @param noticed the first morning that saw it
/// @param until the last useful offer
public record Draft(
    String lot,
    String site,
    String item,
    String category,
    long units,
    long grams,
    LocalDate morning,
    Instant noticed,
    Instant until) {
  private static final String PREFIX = "draft-";

  /// The name of its alert. It holds the day, since a lot that was offered and taken back may ring
  /// again on another.
  String name() {
    return PREFIX + morning + "-" + lot;
  }

  /// Whether an alert is of a draft.
  static boolean isOf(OwnAlert own) {
    return own.name().startsWith(PREFIX);
  }

  /// Whether an alert is of this lot, of whatever day.
  boolean isOfMine(OwnAlert own) {
    return isOf(own) && own.cause().what().equals(lot);
  }

  /// When its organisation is rung.
  Instant half() {
    return halfWay(noticed, until);
  }

  /// When half of the time has passed.
  static Instant halfWay(Instant from, Instant until) {
    return from.plus(Duration.between(from, until).dividedBy(2));
  }

  /// What climbs, to the organisation and no further: members are told by an offer.
  OwnAlert alert() {
    var recovery =
        new Recovery(noticed, Duration.between(noticed, half()), Duration.between(half(), until));
    var about =
        new Raised.About(
            Raised.Help.TAKERS,
            AlertMaker.category(category),
            AlertMaker.grams(grams),
            AlertMaker.NOWHERE);
    var cause =
        new OwnAlert.Cause(
            site,
            lot,
            false,
            morning,
            grams,
            "%d of %s will be left over at %s and are not offered: minga offer %s"
                .formatted(units, item, site, lot));
    return new OwnAlert(
        cause, new Ladder.Alert(name(), about, recovery, until), OwnAlert.Bell.PEOPLE, List.of());
  }
}
