package coop.minga.federation.goods;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/// The date printed on food, and what it forbids.
///
/// @param kind use-by (a law) or best-before (a quality)
/// @param date the last day printed
public record DateMark(Kind kind, LocalDate date) {
  /// What the date means.
  public enum Kind {
    /// Nothing is offered, bid for, awarded or eaten past it (EU guidelines 2017/C 361/01).
    USE_BY,
    /// A quality, not a law; Minga offers nothing past it either, as no person's check is entered
    /// yet.
    BEST_BEFORE
  }

  /// Checks that the date is between 1970 and 9999.
  public DateMark {
    Checks.range("a date's year", date.getYear(), 1970, 9999);
  }

  /// The last instant of the printed day at the giver's site: 23:59 local.
  public Instant endOfUse(ZoneId zone) {
    return date.atTime(LocalTime.of(23, 59)).atZone(zone).toInstant();
  }
}
