package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which peers broke the rules, and until when they are left alone: 2 minutes at first, twice as
/// long each time up to an hour, 12 hours from the eighth time on. 12 hours without a fault and all
/// is forgotten. Usable from several threads.
final class Standings {
  static final Duration FIRST = Duration.ofMinutes(2);
  static final Duration LONGEST = Duration.ofHours(1);
  static final Duration BAN = Duration.ofHours(12);
  static final int FAULTS_BEFORE_BAN = 7;

  private record Standing(int faults, long lastNanos, long untilNanos) {}

  private final Map<MemberId, Standing> standings = new HashMap<>();

  /// The peer has just broken a rule.
  synchronized void fault(MemberId peer, long nowNanos) {
    int faults =
        1
            + Optional.ofNullable(standings.get(peer))
                .filter(before -> nowNanos - before.lastNanos() <= BAN.toNanos())
                .map(Standing::faults)
                .orElse(0);
    standings.put(peer, new Standing(faults, nowNanos, nowNanos + cooldown(faults).toNanos()));
  }

  /// How long the peer is still to be left alone; zero if not at all.
  synchronized Duration remaining(MemberId peer, long nowNanos) {
    Standing standing = standings.get(peer);
    long nanos = standing == null ? 0 : standing.untilNanos() - nowNanos;
    return Duration.ofNanos(Math.max(0, nanos));
  }

  static Duration cooldown(int faults) {
    if (faults > FAULTS_BEFORE_BAN) {
      return BAN;
    }
    Duration doubled = FIRST.multipliedBy(1L << (faults - 1));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /// Whether such an end of a session is the peer's fault.
  static boolean isFault(Refusal why) {
    return switch (why) {
      case BAD_FRAME, MESSAGE_TOO_LARGE, HELLO_NAME, HELLO_SIGNATURE -> true;
      case NO_CERTIFICATE,
          CERTIFICATE_FORM,
          CERTIFICATE_EXPIRED,
          NOT_IN_ROSTER,
          REMOVED,
          WRONG_NAME,
          WRONG_KEY,
          TLS_REFUSED,
          UNREACHABLE,
          NO_HELLO,
          WRONG_FEDERATION,
          NO_COMMON_VERSION,
          WRONG_DIALLER,
          TOO_MANY_CONNECTIONS,
          COOLING_DOWN,
          DOOR_BUSY,
          REPLACED,
          SILENT,
          LEFT,
          CUT,
          BLOB_ABSENT,
          BLOB_TOO_LARGE,
          BLOB_WRONG,
          BLOB_STALLED,
          BLOB_TOO_MANY,
          UNIMPLEMENTED,
          OUTSIDE_THE_TABLE ->
          false;
    };
  }
}
