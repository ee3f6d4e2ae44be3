package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks whether what members said that they lost changes anything.
///
/// At most once in a while, since a member could say so of every second and whole ledgers are read
/// for it; and more than once, since what shows how long a key was its owner's may still be on its
/// way.
final class LossWatch {
  private final Timekeeper clock;
  private final Replication replication;
  private final Map<MemberId, Instant> until = new TreeMap<>();
  private Optional<Instant> looked = Optional.empty();
  private Optional<MemberId> found = Optional.empty();

  LossWatch(Timekeeper clock, Replication replication) {
    this.clock = clock;
    this.replication = replication;
  }

  /// All that was said before was looked at when the node started.
  void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::heard));
    looked = Optional.of(clock.now());
  }

  /// An entry that a quorum holds.
  void heard(Seen entry) {
    if (entry.said() instanceof Said.OfRoster(RosterStatement.Compromised _)) {
      begin(entry.author());
    }
  }

  private void begin(MemberId owner) {
    until.put(owner, clock.now().plus(Losses.LOOKED_AT));
  }

  /// Whose loss changes what counts, if it is known of any by now.
  Optional<MemberId> look(Ledgers ledgers) throws IOException {
    Instant now = clock.now();
    ledgers.shownAnew().forEach(this::begin);
    boolean lately =
        looked.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(Losses.BETWEEN))).isPresent();
    if (until.isEmpty() || lately) {
      return found;
    }
    looked = Optional.of(now);
    for (MemberId owner : until.keySet()) {
      if (ledgers.lost(owner)) {
        found = Optional.of(owner);
      }
      replication.showEdges(owner);
    }
    until.values().removeIf(end -> !now.isBefore(end));
    return found;
  }
}
