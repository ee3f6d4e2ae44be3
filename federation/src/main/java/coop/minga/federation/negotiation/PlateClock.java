package coop.minga.federation.negotiation;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Until when food may still leave its giver's door: the end of its use, less the way and the time
/// to serve it. Bids, awards and handovers are held to it by both sides and by the auditor, and
/// people see it counting down.
///
/// @param latest the last moment at which it is of any use
public record PlateClock(Instant latest) {
  private static final int HOURS_A_DAY = 24;
  private static final int MINUTES_AN_HOUR = 60;

  /// Of what may be eaten until a moment, by whoever needs so long from door to plate.
  public static PlateClock of(Instant endOfUse, Bid.Reach reach) {
    return new PlateClock(endOfUse.minus(reach.whole()));
  }

  /// Whether what leaves at a moment can still be eaten.
  public boolean allows(Instant leaves) {
    return !leaves.isAfter(latest);
  }

  /// The later of two: as long as it is of use to one.
  public PlateClock or(PlateClock other) {
    return other.latest.isAfter(latest) ? other : this;
  }

  /// What is left at a moment, in whole minutes, for people: "2 h 05 min left", "too late".
  public String words(Instant now) {
    if (!allows(now)) {
      return "too late";
    }
    Duration left = Duration.between(now, latest);
    if (left.toDays() > 0) {
      return "%d d %d h left".formatted(left.toDays(), left.toHours() % HOURS_A_DAY);
    }
    return left.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d h %02d min left", left.toHours(), left.toMinutes() % MINUTES_AN_HOUR)
        : "%d min left".formatted(left.toMinutes());
  }
}
