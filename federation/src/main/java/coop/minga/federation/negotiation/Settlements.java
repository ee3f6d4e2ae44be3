package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/// What follows from all ledgers: the settlement of each epoch that a member has counted.
///
/// An entry counts in the epoch whose COUNTED first covers it. Of a debit its points count, and its
/// grams as handed over unless nobody came for them; a taker is active in an epoch in which it was
/// awarded something. Everybody who holds the ledgers as far as a COUNTED says comes to the same
/// settlement, the auditor too. Grows only; not for two threads.
public final class Settlements {
  private final ToIntFunction<String> basePoints;
  private final ToLongFunction<MemberId> held;
  private final Map<MemberId, SortedMap<Long, Stated>> ledgers = new TreeMap<>();
  private final Map<MemberId, List<Counted>> counts = new TreeMap<>();
  private final Map<MemberId, List<Settlement>> made = new TreeMap<>();
  private final Map<LotName, String> categories = new HashMap<>();
  private final Set<EntryId> missed = new HashSet<>();

  /// Settlements of ledgers of which nothing was heard yet.
  ///
  /// @param basePoints of a category, by the charter
  /// @param held entries held of a member's ledger
  public Settlements(ToIntFunction<String> basePoints, ToLongFunction<MemberId> held) {
    this.basePoints = basePoints;
    this.held = held;
  }

  /// Hears what stands in a ledger; the same again changes nothing.
  public void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var author, Notice notice) ->
          categories.put(new LotName(author, notice.outline().lot()), notice.outline().category());
      case Stated.OfSurplus(_, var author, Offer offer) ->
          categories.put(new LotName(author, offer.lot().name()), offer.lot().product().category());
      case Stated.OfSurplus _ -> {}
      case Stated.OfNegotiation(var id, var author, var says) -> {
        if (says instanceof NoShow) {
          missed.add(id);
        }
        if (says instanceof Debit || says instanceof Award) {
          ledgers.computeIfAbsent(author, _ -> new TreeMap<>()).put(index, stated);
        }
      }
    }
  }

  /// Hears how far a member counts from now on. One that is not its next, or counts less of a
  /// ledger than the one before, has no effect.
  public void hear(MemberId author, Counted counted) {
    List<Counted> before = counts.computeIfAbsent(author, _ -> new ArrayList<>());
    if (counted.epoch() == before.size() + 1
        && (before.isEmpty() || counted.covers(before.getLast()))) {
      before.add(counted);
    }
  }

  /// The last epoch that a member has counted; 0 before the first.
  public int last(MemberId counter) {
    return counts.getOrDefault(counter, List.of()).size();
  }

  /// What a member should enter, now that a quorum holds so much of each ledger: its next count;
  /// absent if nothing was awarded or debited since its last.
  public Optional<Counted> next(MemberId counter, SortedMap<MemberId, Long> sizes) {
    List<Counted> before = counts.getOrDefault(counter, List.of());
    Counted last = before.isEmpty() ? Counted.NOTHING : before.getLast();
    var more = new TreeMap<>(sizes);
    last.sizes().forEach((member, size) -> more.merge(member, size, Math::max));
    var next = new Counted(last.epoch() + 1, more);
    boolean news =
        more.keySet().stream()
            .anyMatch(member ->
                !ledgers
                    .getOrDefault(member, new TreeMap<>())
                    .subMap(last.of(member), next.of(member))
                    .isEmpty());
    return news ? Optional.of(next) : Optional.empty();
  }

  /// The settlement after the epochs that a member has counted up to one; absent if it has not, or
  /// if a ledger is not held here as far as it counted it.
  public Optional<Settlement> of(MemberId counter, int epoch) {
    if (epoch == 0) {
      return Optional.of(Settlement.NONE);
    }
    List<Counted> all = counts.getOrDefault(counter, List.of());
    if (epoch > all.size()) {
      return Optional.empty();
    }
    List<Settlement> done = made.computeIfAbsent(counter, _ -> new ArrayList<>());
    while (done.size() < epoch) {
      Counted next = all.get(done.size());
      if (!isHeld(next)) {
        return Optional.empty();
      }
      Settlement before = done.isEmpty() ? Settlement.NONE : done.getLast();
      Counted last = done.isEmpty() ? Counted.NOTHING : all.get(done.size() - 1);
      done.add(before.after(between(last, next)));
    }
    return Optional.of(done.get(epoch - 1));
  }

  private boolean isHeld(Counted counted) {
    return counted.sizes().entrySet().stream()
        .allMatch(each -> held.applyAsLong(each.getKey()) >= each.getValue());
  }

  private Settlement.Epoch between(Counted last, Counted next) {
    var debits = new TreeMap<MemberId, Long>();
    var active = new HashSet<MemberId>();
    long handedOver = 0;
    for (MemberId member : next.sizes().keySet()) {
      SortedMap<Long, Stated> ledger = ledgers.getOrDefault(member, new TreeMap<>());
      for (Stated stated : ledger.subMap(last.of(member), next.of(member)).values()) {
        if (stated instanceof Stated.OfNegotiation(_, _, Award award)) {
          active.add(award.taker().member());
        }
        if (stated instanceof Stated.OfNegotiation(_, var giver, Debit debit)) {
          debits.merge(debit.taker().member(), debit.milliPoints(), Math::addExact);
          handedOver = Math.addExact(handedOver, worth(giver, debit));
        }
      }
    }
    return new Settlement.Epoch(debits, active, handedOver, Map.of());
  }

  private long worth(MemberId giver, Debit debit) {
    String category = categories.get(new LotName(giver, debit.lot()));
    return category == null || missed.contains(debit.because())
        ? 0
        : Math.multiplyExact(debit.grams().value(), basePoints.applyAsInt(category));
  }
}
