package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outline;
import coop.minga.federation.surplus.Purpose;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How givers used the say that they have in who gets their lots, in all ledgers as far as they
/// were heard: anybody can count it, and `minga share` shows it.
///
/// Grows only; not for two threads.
public final class GivingRecord {
  /// Days of which a half may be offered to one taker first.
  public static final int DAYS = 30;

  private static final int PARTS = 2;

  private final SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes = new TreeMap<>();

  private final Map<MemberId, SortedMap<Long, Given>> offers = new TreeMap<>();

  private final Map<LotName, Long> takenBack = new TreeMap<>();

  /// An offer.
  ///
  /// @param part whether it was offered before, as part of what its giver collected
  private record Given(Instant openedAt, LotName lot, int kilograms, boolean first, boolean part) {}

  /// Hears what stands in a ledger, each entry once.
  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          given(giver, index, notice.outline(), notice.openedAt(), notice.said());
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          given(giver, index, Outline.of(offer.lot()), offer.openedAt(), offer.said());
      case Stated.OfSurplus(_, var giver, Withdraw withdraw) ->
          takenBack.putIfAbsent(new LotName(giver, withdraw.lot()), index);
      case Stated.OfSurplus(_, var giver, Halt halt) ->
          takenBack.putIfAbsent(new LotName(giver, halt.lot()), index);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }

    if (stated instanceof Stated.OfNegotiation(_, var giver, Wished wished)) {
      wished
          .wishes()
          .vetoes()
          .values()
          .forEach(reason ->
              vetoes.computeIfAbsent(giver, _ -> new TreeMap<>()).merge(reason, 1, Integer::sum));
    }
  }

  private void given(MemberId giver, long index, Outline lot, Instant openedAt, Clauses said) {
    boolean firm = said.firmBy().isEmpty() && said.purpose() == Purpose.DONATION;
    if (firm || said.first().isPresent()) {
      offers
          .computeIfAbsent(giver, _ -> new TreeMap<>())
          .put(
              index,
              new Given(
                  openedAt,
                  new LotName(giver, lot.lot()),
                  lot.kilograms(),
                  said.first().isPresent(),
                  said.parent().isPresent()));
    }
  }

  /// Why the offer at an index of a giver's ledger may not name who has it first, in a plain
  /// sentence; absent if it may, or names nobody.
  public Optional<String> fault(MemberId giver, long index) {
    SortedMap<Long, Given> all = offers.getOrDefault(giver, new TreeMap<>());
    Given offer = all.get(index);
    return offer == null || !offer.first() || mayNameFirst(giver, index, offer.openedAt())
        ? Optional.empty()
        : Optional.of(
            "lot %s is first offered to one taker, as more than half of what %s offered in %d days"
                .formatted(offer.lot().lot(), giver, DAYS));
  }

  /// Whether a giver may offer something to one taker first: of what it offered in the days before,
  /// as everybody sees it, no more than half was. What it took back, stopped, or had itself
  /// collected is not among what it offered; what it offered first is counted whatever came of it.
  public boolean mayNameFirst(MemberId giver, long index, Instant at) {
    Instant from = at.minus(Duration.ofDays(DAYS));
    long all = 0;
    long first = 0;
    for (Given each : offers.getOrDefault(giver, new TreeMap<>()).headMap(index).values()) {
      int kilograms = each.openedAt().isBefore(from) ? 0 : each.kilograms();
      all += each.part() || isTakenBack(each, index) ? 0 : kilograms;
      first += each.first() ? kilograms : 0;
    }
    return PARTS * first <= all;
  }

  private boolean isTakenBack(Given offer, long below) {
    return takenBack.getOrDefault(offer.lot(), Long.MAX_VALUE) < below;
  }

  /// How often each giver excluded a taker from a lot, by reason.
  public SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes() {
    return Collections.unmodifiableSortedMap(vetoes);
  }
}
