package coop.minga.federation.goods;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// The date printed on food, and what it forbids.
///
/// @param kind use-by (a law) or best-before (a quality)
/// @param date the last day printed
/// @param checkedUntil until when it may be eaten, as a person of its giver's says who has looked;
///   after the date printed, and only of best-before; absent if nobody did
/// @param frozenUntil until when it may be eaten since a member froze it; absent if none did
public record DateMark(
    Kind kind, LocalDate date, Optional<LocalDate> checkedUntil, Optional<LocalDate> frozenUntil) {
  /// So many days after the date printed somebody may answer for it at most.
  public static final int MOST_DAYS_CHECKED = 365;

  /// What the date means.
  public enum Kind {
    /// Nothing is offered, bid for, awarded or eaten past it (EU guidelines 2017/C 361/01).
    USE_BY,
    /// A quality, not a law; past it only what a person has checked is offered, bid for, awarded or
    /// eaten.
    BEST_BEFORE
  }

  /// Checks that the date is between 1970 and 9999, and that no law forbids what was checked.
  public DateMark {
    Checks.range("a date's year", date.getYear(), 1970, 9999);
    checkedUntil.ifPresent(until -> requireCheckable(kind, date, until));
    frozenUntil.ifPresent(until -> Checks.range("a date's year", until.getYear(), 1970, 9999));
  }

  private static void requireCheckable(Kind kind, LocalDate date, LocalDate until) {
    if (kind == Kind.USE_BY) {
      throw new IllegalArgumentException("nothing may be eaten past use-by " + date);
    }
    if (!until.isAfter(date) || until.isAfter(date.plusDays(MOST_DAYS_CHECKED))) {
      throw new IllegalArgumentException(
          "what is best before %s is checked until a later day, at most %d days later, not %s"
              .formatted(date, MOST_DAYS_CHECKED, until));
    }
  }

  /// A date as it is printed.
  public DateMark(Kind kind, LocalDate date) {
    this(kind, date, Optional.empty(), Optional.empty());
  }

  /// The same food, which somebody has looked at.
  ///
  /// @param until the last day on which it may be eaten
  /// @throws IllegalArgumentException if it may not be eaten then, whoever looked
  public DateMark checked(LocalDate until) {
    return new DateMark(kind, date, Optional.of(until), frozenUntil);
  }

  /// The same food, which a member froze before it was too late.
  ///
  /// @param until the last day on which it may be eaten
  public DateMark frozen(LocalDate until) {
    return new DateMark(kind, date, checkedUntil, Optional.of(until));
  }

  /// The same food before it was frozen.
  public DateMark beforeFreezing() {
    return new DateMark(kind, date, checkedUntil, Optional.empty());
  }

  /// The last day on which it may be eaten.
  public LocalDate until() {
    return frozenUntil.or(() -> checkedUntil).orElse(date);
  }

  /// The last instant at which it may be eaten: 23:59, at the giver's site, of the printed day, or
  /// of the day until which it was checked or frozen.
  public Instant endOfUse(ZoneId zone) {
    return until().atTime(LocalTime.of(23, 59)).atZone(zone).toInstant();
  }
}
