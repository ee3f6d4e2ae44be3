package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.surplus.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/// The one trip a day on which a site fetches what it was awarded.
///
/// A stop costs the same whether much or little is fetched there, which no bid for units of
/// substitutes can say: so what stops cost is spread over what was fetched at one of late, and what
/// does not fit in the end is declined after the awards, once.
///
/// @param load that its vehicle carries
/// @param chilled how much of that may be chilled or frozen
/// @param stops the most places at which it can call
/// @param hours in which it drives
/// @param pointsPerKg that a stop costs for each kg fetched there, as it went of late
public record Trip(Grams load, Grams chilled, int stops, Hours hours, int pointsPerKg) {
  /// The most stops of a trip.
  public static final int MAX_STOPS = 100;

  /// The most points of a stop for each kg.
  public static final int MAX_POINTS_PER_KG = 10_000;

  /// Checks the ranges.
  public Trip {
    Checks.range("stops", stops, 1, MAX_STOPS);
    Checks.range("points per kg", pointsPerKg, 0, MAX_POINTS_PER_KG);
    if (chilled.compareTo(load) > 0) {
      throw new IllegalArgumentException("what is chilled is part of the load");
    }
  }

  /// From when until when it drives, on any day.
  public record Hours(LocalTime from, LocalTime until) {
    /// Checks the order.
    public Hours {
      if (!from.isBefore(until)) {
        throw new IllegalArgumentException("a vehicle drives from an earlier hour to a later one");
      }
    }

    private boolean meet(LocalDate day, Window window, ZoneId zone) {
      Instant begin = later(day.atTime(from).atZone(zone).toInstant(), window.from());
      Instant end = earlier(day.atTime(until).atZone(zone).toInstant(), window.until());
      return Duration.between(begin, end).compareTo(Terms.LEAST_WINDOW) >= 0;
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
      return one.isBefore(other) ? one : other;
    }
  }

  /// The first day on which it drives while a window is open, long enough to be there.
  ///
  /// @return that day, or the day after the window if there is none
  LocalDate day(Window window, ZoneId zone) {
    LocalDate day = window.from().atZone(zone).toLocalDate();
    LocalDate last = window.until().atZone(zone).toLocalDate();
    while (!day.isAfter(last) && !hours.meet(day, window, zone)) {
      day = day.plusDays(1);
    }
    return day;
  }

  /// Whether it drives at all while a window is open.
  boolean meets(Window window, ZoneId zone) {
    return !day(window, zone).isAfter(window.until().atZone(zone).toLocalDate());
  }
}
