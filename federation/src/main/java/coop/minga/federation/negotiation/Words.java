package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What givers said is there of lots that were only expected.
///
/// The first word on a lot counts, in the order of its giver's ledger, and no other; of a lot that
/// was set aside there is none. Entries may be heard in any order. Grows only; not for two threads.
final class Words {
  private final Map<LotName, Heard> lots = new HashMap<>();

  private static final class Heard {
    private long offered = Long.MAX_VALUE;
    private Optional<Instant> by = Optional.empty();
    private long said = Long.MAX_VALUE;
    private Optional<FirmUp> word = Optional.empty();

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

    /// @param late whether a word of after the time is as if nothing were there
    private boolean leavesNothing(int seq, boolean late) {
      return by.flatMap(until ->
              word.filter(firm -> firm.at().isBefore(until) ? firm.leftOf(seq, 1) == 0 : late))
          .isPresent();
    }
  }

  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          of(giver, notice.outline().lot()).offer(index, notice.said());
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          of(giver, offer.lot().name()).offer(index, offer.said());
      case Stated.OfNegotiation(_, var giver, FirmUp firm) ->
          of(giver, firm.lot()).say(index, firm);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  private Heard of(MemberId giver, String lot) {
    return lots.computeIfAbsent(new LotName(giver, lot), _ -> new Heard());
  }

  /// Whether its giver said in time that nothing is there of an award.
  boolean isGone(LotName lot, int seq) {
    Heard heard = lots.get(lot);
    return heard != null && heard.leavesNothing(seq, false);
  }

  /// Whether nothing is left of an award: its giver said so in time, or spoke after the time, which
  /// is as if nothing were there.
  boolean isVoid(LotName lot, int seq) {
    Heard heard = lots.get(lot);
    return heard != null && heard.leavesNothing(seq, true);
  }
}
