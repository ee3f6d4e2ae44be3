package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks whether what members said that they lost changes anything.
///
/// At most once in a while, since a member could say so of every second and whole ledgers are read
/// for it; and more than once, since what shows how long a key was its owner's may still be on its
/// way.
final class LossWatch {
  private final Timekeeper clock;
  private final Replication replication;

  /// Until when each loss is looked at; longer while it waits to be acted upon.
  private final Map<MemberId, Instant> until = new TreeMap<>();

  private Optional<Instant> looked = Optional.empty();

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

  /// Whose loss changes what counts, if it is known of any by now because of whom it is time to
  /// begin again.
  Optional<MemberId> look(Ledgers ledgers) throws IOException {
    Instant now = clock.now();
    ledgers.shownAnew().forEach(this::begin);
    boolean lately =
        looked.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(Losses.BETWEEN))).isPresent();
    if (until.isEmpty() || lately) {
      return Optional.empty();
    }
    looked = Optional.of(now);
    Set<MemberId> found = found(ledgers);
    until
        .entrySet()
        .removeIf(each -> !found.contains(each.getKey()) && !now.isBefore(each.getValue()));
    for (MemberId owner : found) {
      if (ledgers.mayBeginAgain(owner, now)) {
        return Optional.of(owner);
      }
    }
    return Optional.empty();
  }

  private Set<MemberId> found(Ledgers ledgers) throws IOException {
    var found = new TreeSet<MemberId>();
    for (MemberId owner : until.keySet()) {
      if (ledgers.lost(owner)) {
        found.add(owner);
      }
      replication.showEdges(owner);
    }
    return found;
  }
}
