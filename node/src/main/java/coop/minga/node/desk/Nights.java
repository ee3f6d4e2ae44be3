package coop.minga.node.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// The nights in which a node learns: each has the date of the day on which it begins, and one that
/// begins late in the evening goes on after midnight.
///
/// @param start local time at which each begins
/// @param zone the federation's
record Nights(LocalTime start, ZoneId zone) {
  /// What happens so soon after a night's beginning is of that night.
  private static final Duration OF_IT = Duration.ofHours(12);

  /// The beginning of the night that a moment is of: yesterday's for so long, else today's, though
  /// it is still to come.
  ZonedDateTime of(Instant now) {
    ZonedDateTime today = now.atZone(zone).toLocalDate().atTime(start).atZone(zone);
    ZonedDateTime yesterday =
        now.atZone(zone).toLocalDate().minusDays(1).atTime(start).atZone(zone);
    return now.isBefore(yesterday.toInstant().plus(OF_IT)) ? yesterday : today;
  }
}
