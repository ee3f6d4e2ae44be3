package coop.minga.federation.ledger;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far its author counts each ledger: a settlement epoch of its own, whose priorities the
/// offers name that it makes from now on.
///
/// It counts what a quorum is known to hold. Who says so is bound by it: the next one counts no
/// less, and everybody recomputes what follows.
///
/// @param epoch 1, 2, ... of the author
/// @param sizes entries of each member's ledger that count
/// @param at when, by which claims age; absent in version 1, by which nobody is entitled to more
///   than others
public record Counted(int epoch, SortedMap<MemberId, Long> sizes, Optional<Instant> at)
    implements LedgerStatement {
  /// The most ledgers in one.
  public static final int MOST_LEDGERS = 100;

  /// Nothing counted.
  public static final Counted NOTHING = new Counted(0, Collections.emptySortedMap());

  /// Checks ranges and copies.
  public Counted {
    if (epoch < 0 || sizes.size() > MOST_LEDGERS) {
      throw new IllegalArgumentException("an epoch counts at most " + MOST_LEDGERS + " ledgers");
    }
    if (sizes.values().stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("a ledger is counted from its first entry on");
    }
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    at.ifPresent(when -> Checks.instant("a time", when));
  }

  /// A count that does not say when.
  public Counted(int epoch, SortedMap<MemberId, Long> sizes) {
    this(epoch, sizes, Optional.empty());
  }

  /// Entries of a member's ledger that count.
  public long of(MemberId member) {
    return sizes.getOrDefault(member, 0L);
  }

  /// Whether it is the next after another: it counts no less of any ledger, and is not earlier.
  public boolean follows(Counted other) {
    return epoch == other.epoch() + 1 && covers(other) && isNoEarlier(other);
  }

  private boolean isNoEarlier(Counted other) {
    return other.at().isEmpty() || at.filter(when -> !when.isBefore(other.at().get())).isPresent();
  }

  private boolean covers(Counted other) {
    return other.sizes().entrySet().stream().allMatch(each -> of(each.getKey()) >= each.getValue());
  }
}
