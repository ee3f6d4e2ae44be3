package coop.minga.federation.judgement;

import coop.minga.federation.ledger.Cosignature;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// When so many entries of one ledger, or fewer, were witnessed, as far as it is shown.
///
/// Whoever holds more holds all that stands before it. So who was shown to hold little at a late
/// time only lagged, if more was held before: the smaller checkpoint says nothing of that time.
///
/// @param shown when a quorum stood by so much of the ledger or more, by size; given as when one
///   stood by a checkpoint of just that size
public record Moments(NavigableMap<Long, Instant> shown) {
  /// 9999-12-31T23:59:59Z: a cosignature may name any second, and an [Instant] may not.
  private static final long LAST_SECOND = 253_402_300_799L;

  /// Takes the time of a larger checkpoint where it is earlier.
  public Moments {
    var earliest = new TreeMap<Long, Instant>();
    for (Map.Entry<Long, Instant> each : shown.descendingMap().entrySet()) {
      Instant larger = earliest.isEmpty() ? Instant.MAX : earliest.firstEntry().getValue();
      earliest.put(each.getKey(), each.getValue().isBefore(larger) ? each.getValue() : larger);
    }
    shown = Collections.unmodifiableNavigableMap(earliest);
  }

  /// When an entry was witnessed, as early as it is shown; absent if it is not.
  public Optional<Instant> witnessedAt(long index) {
    return Optional.ofNullable(shown.higherEntry(index)).map(Map.Entry::getValue);
  }

  /// Whether a quorum is shown to have held no more than what stands before an entry, after a time:
  /// then the entry was witnessed later than that.
  public boolean isShownAfter(long index, Instant time) {
    return shown.headMap(index, true).values().stream().anyMatch(at -> at.isAfter(time));
  }

  /// When a quorum stood by a checkpoint, as it is shown: the lower median of the earliest
  /// cosignatures that make one, so that a few mirrors with wrong clocks do not move it.
  ///
  /// @param needed how many make a quorum with the owner
  public static Optional<Instant> settled(List<Cosignature> cosignatures, int needed) {
    List<Long> earliest =
        cosignatures.stream().map(Cosignature::seconds).sorted().limit(needed).toList();
    return earliest.isEmpty()
        ? Optional.empty()
        : Optional.of(time(earliest.get((earliest.size() - 1) / 2)));
  }

  /// Between which times a quorum came to stand by a checkpoint, as it is shown, even if as many
  /// mirrors as are tolerated have wrong clocks or lie: one at least that does not had cosigned by
  /// the later, and one had not before the earlier.
  ///
  /// @param needed how many make a quorum with the owner
  public static Optional<Span> span(List<Cosignature> cosignatures, int needed) {
    List<Long> earliest =
        cosignatures.stream().map(Cosignature::seconds).sorted().limit(needed).toList();
    return settled(cosignatures, needed)
        .map(from -> new Span(from, time(earliest.get(earliest.size() / 2))));
  }

  /// Two times.
  ///
  /// @param until not before `from`
  public record Span(Instant from, Instant until) {
    /// Whether it is on neither side of a time.
    public boolean isAround(Instant time) {
      return !from.isAfter(time) && until.isAfter(time);
    }
  }

  private static Instant time(long seconds) {
    return Instant.ofEpochSecond(Math.min(seconds, LAST_SECOND));
  }
}
