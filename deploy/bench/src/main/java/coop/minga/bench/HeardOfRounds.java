package coop.minga.bench;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.clock.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the nodes of a federation said so far, told by their loops. Usable from several threads.
final class HeardOfRounds {
  private final SimulatedClock clock;
  private final Map<Long, Map<MemberId, Instant>> masked = new HashMap<>();
  private final Map<Long, Instant> frozen = new HashMap<>();
  private final Set<Long> jumped = new HashSet<>();
  private final Map<MemberId, Set<MemberId>> met = new HashMap<>();

  HeardOfRounds(SimulatedClock clock) {
    this.clock = clock;
  }

  synchronized void met(MemberId one, MemberId other) {
    met.computeIfAbsent(one, _ -> new HashSet<>()).add(other);
  }

  /// Whether each of so many has had a session with each other.
  synchronized boolean haveAllMet(int members) {
    return met.size() == members
        && met.values().stream().allMatch(others -> others.size() == members - 1);
  }

  synchronized void masked(long epoch, MemberId member) {
    masked.computeIfAbsent(epoch, _ -> new HashMap<>()).putIfAbsent(member, clock.instant());
  }

  synchronized void frozen(long epoch) {
    frozen.putIfAbsent(epoch, clock.instant());
  }

  /// Once an epoch: those who are there have waited since the last of them saw who takes part,
  /// which was before the first vector.
  synchronized void jumpTheWait(long epoch) {
    Instant first =
        masked.getOrDefault(epoch, Map.of()).values().stream()
            .min(Instant::compareTo)
            .orElseThrow();
    if (jumped.add(epoch)) {
      clock.jump(
          first.plus(RoundsOfNodes.PATIENCE).minus(RoundsOfNodes.NOT_JUMPED),
          SimulatedClock.REAL_TIME);
    }
  }

  synchronized boolean haveMasked(long epoch, Set<MemberId> members) {
    return masked.getOrDefault(epoch, Map.of()).keySet().containsAll(members);
  }

  /// From when the first said whose vectors are summed; NaN if nobody has.
  synchronized double secondsSinceSet(long epoch, Instant end) {
    return Optional.ofNullable(frozen.get(epoch)).map(set -> seconds(set, end)).orElse(Double.NaN);
  }

  private static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / 1e3;
  }

  /// From the last vector until the first set.
  synchronized double waitedSeconds(long epoch, Set<MemberId> members) {
    Instant last =
        masked.getOrDefault(epoch, Map.of()).entrySet().stream()
            .filter(entry -> members.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .max(Instant::compareTo)
            .orElseThrow();
    Instant set = Optional.ofNullable(frozen.get(epoch)).orElseThrow();
    return Math.max(0, seconds(last, set));
  }
}
