package coop.minga.node.exchange;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which peers' pings tell of a gap, and not only of what is underway.
///
/// While members say new things no two nodes hold the same at one moment, and the next words mend
/// that by themselves. What got lost shows when one of both has stood still since the ping before,
/// or when no ping has agreed for [#LONGEST].
final class Differences {
  /// How soon a peer is pinged again after a ping that differed.
  static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(2);

  /// Nobody stands still who has been seen twice within so long: a ping and its answer cross.
  static final Duration STANDS_STILL = Duration.ofSeconds(1);

  /// A difference that has lasted so long is a gap, whatever else is said meanwhile.
  static final Duration LONGEST = Duration.ofSeconds(100);

  private final Map<MemberId, Difference> known = new TreeMap<>();
  private final Map<MemberId, Long> looks = new TreeMap<>();
  private final Set<MemberId> lookedAt = new TreeSet<>();

  /// What was held when a ping differed.
  ///
  /// @param at when, in nanoseconds
  /// @param since when the first of the row differed
  private record Difference(Hash theirs, Hash ours, long at, long since) {}

  /// What a peer holds is the same.
  void agreed(MemberId peer) {
    known.remove(peer);
    looks.remove(peer);
  }

  /// What a peer holds differs from what is held here: whether that is a gap. If so it is taken to
  /// be mended, and the next difference is a new one.
  ///
  /// @param nowNanos of a clock that never goes back
  boolean isGap(MemberId peer, Hash theirs, Hash ours, long nowNanos) {
    Difference before = known.get(peer);
    if (before == null) {
      known.put(peer, new Difference(theirs, ours, nowNanos, nowNanos));
      return false;
    }
    if (nowNanos - before.at() < STANDS_STILL.toNanos()) {
      return false;
    }
    boolean stood = before.theirs().equals(theirs) || before.ours().equals(ours);
    if (stood || nowNanos - before.since() >= LONGEST.toNanos()) {
      agreed(peer);
      return true;
    }
    known.put(peer, new Difference(theirs, ours, nowNanos, before.since()));
    return false;
  }

  /// A peer has answered a ping. If it differs, perhaps only by what was underway, it is pinged
  /// once more between two pings that all get.
  void answered(MemberId peer, long nowNanos) {
    boolean again = lookedAt.remove(peer);
    if (!again && known.containsKey(peer)) {
      looks.putIfAbsent(peer, nowNanos + LOOKED_AT_AGAIN.toNanos());
    }
  }

  /// The peers to be pinged once more now; that is taken to be done.
  List<MemberId> due(long nowNanos) {
    List<MemberId> due =
        looks.entrySet().stream()
            .filter(look -> nowNanos - look.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(looks::remove);
    lookedAt.addAll(due);
    return due;
  }
}
