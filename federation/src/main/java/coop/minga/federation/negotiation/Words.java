package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Recall;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What givers said is there of lots that were only expected, and which of their lots they stopped.
///
/// The first offer of a name counts, the first word on it and the first stop, in the order of its
/// giver's ledger, and no other; of a lot that was set aside there is no word. Entries may be heard
/// in any order. Grows only; not for two threads.
final class Words {
  private final Map<LotName, Heard> lots = new HashMap<>();
  private final Map<EntryId, Instant> recalls = new HashMap<>();

  /// What its giver's word left of an award.
  enum Left {
    /// Something, or nothing was said.
    SOME,
    /// Nothing, and it was said in time.
    NONE,
    /// Nothing, since the word came after the time.
    NONE_TOO_LATE
  }

  /// That a giver stopped a lot.
  ///
  /// @param index of the entry in its ledger
  /// @param at when, but not before the recall by which it did: that is another's word
  record Stop(long index, Instant at) {}

  private record Stopped(long index, Halt halt) {}

  private static final class Heard {
    private long offered = Long.MAX_VALUE;
    private Optional<Instant> by = Optional.empty();
    private long said = Long.MAX_VALUE;
    private Optional<FirmUp> word = Optional.empty();
    private Optional<Stopped> stop = Optional.empty();

    private void offer(long index, Clauses clauses) {
      if (index < offered) {
        offered = index;
        by = clauses.firmBy();
      }
    }

    private void say(long index, FirmUp firm) {
      if (index < said) {
        said = index;
        word = Optional.of(firm);
      }
    }

    private void stop(Stopped heard) {
      if (stop.filter(known -> known.index() <= heard.index()).isEmpty()) {
        stop = Optional.of(heard);
      }
    }

    private Left left(int seq, long below) {
      if (by.isEmpty() || word.isEmpty() || said >= below) {
        return Left.SOME;
      }
      if (!word.get().at().isBefore(by.get())) {
        return Left.NONE_TOO_LATE;
      }
      return word.get().leftOf(seq, 1) == 0 ? Left.NONE : Left.SOME;
    }
  }

  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          of(giver, notice.outline().lot()).offer(index, notice.said());
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          of(giver, offer.lot().name()).offer(index, offer.said());
      case Stated.OfSurplus(_, var giver, Halt halt) ->
          of(giver, halt.lot()).stop(new Stopped(index, halt));
      case Stated.OfSurplus(var id, _, Recall recall) -> recalls.putIfAbsent(id, recall.at());
      case Stated.OfNegotiation(_, var giver, FirmUp firm) ->
          of(giver, firm.lot()).say(index, firm);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  private Heard of(MemberId giver, String lot) {
    return lots.computeIfAbsent(new LotName(giver, lot), _ -> new Heard());
  }

  /// What is left of an award, by its giver's word.
  Left left(LotName lot, int seq) {
    return left(lot, seq, Long.MAX_VALUE);
  }

  /// The same by what stands in its giver's ledger below an index.
  Left left(LotName lot, int seq, long below) {
    return Optional.ofNullable(lots.get(lot))
        .map(heard -> heard.left(seq, below))
        .orElse(Left.SOME);
  }

  /// How its giver stopped a lot; absent if it did not.
  Optional<Stop> stop(LotName lot) {
    return Optional.ofNullable(lots.get(lot)).flatMap(heard -> heard.stop).map(this::since);
  }

  private Stop since(Stopped stopped) {
    Instant said = stopped.halt().at();
    Instant called = recalls.getOrDefault(stopped.halt().recall(), said);
    return new Stop(stopped.index(), called.isAfter(said) ? called : said);
  }
}
