package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Others' entries that are dated ahead: they are on disk, and nobody here hears of them before
/// their time. This member's own are never held back, even if its clock has been put back.
final class HeldBack {
  /// Entries held back. Of more than these, who comes last is not heard of until the next start.
  static final int MAX_HELD = 10_000;

  private final MemberId self;
  private final PriorityQueue<Held> held =
      new PriorityQueue<>(Comparator.comparing(Held::due).thenComparingLong(Held::number));
  private long number;

  HeldBack(MemberId self) {
    this.self = self;
  }

  /// How the desks would have been told of an entry.
  record Telling(Replication.Delivery delivery, Seen entry) {}

  private record Held(Instant due, long number, Telling telling) {}

  /// Whether an entry is dated ahead; then it is kept until [#due].
  boolean holds(Telling telling, Instant now) {
    if (telling.entry().author().equals(self)) {
      return false;
    }
    Optional<Instant> until = Ruling.heldUntil(telling.entry().said(), now);
    if (until.isPresent() && held.size() < MAX_HELD) {
      held.add(new Held(until.get(), number++, telling));
      ExchangeLog.datedAhead(telling.entry(), until.get());
    }
    return until.isPresent();
  }

  /// Those whose time has come, in the order of their dates.
  List<Telling> due(Instant now) {
    var due = new ArrayList<Telling>();
    while (!held.isEmpty() && !held.peek().due().isAfter(now)) {
      due.add(held.remove().telling());
    }
    return due;
  }

  /// Takes out of what the desks recall all that is dated ahead.
  Recollection sift(Recollection all, Instant now) {
    all.ledgers()
        .forEach((owner, entries) -> {
          long witnessed = all.witnessed().getOrDefault(owner, 0L);
          entries.removeIf(entry -> siftLedger(entry, witnessed, now));
        });
    all.told().removeIf(entry -> holds(new Telling(Replication.Delivery.TOLD, entry), now));
    return all;
  }

  private boolean siftLedger(Seen entry, long witnessed, Instant now) {
    boolean ahead = holds(new Telling(Replication.Delivery.SEEN, entry), now);
    if (ahead && entry.index() < witnessed) {
      holds(new Telling(Replication.Delivery.WITNESSED, entry), now);
    }
    return ahead;
  }
}
