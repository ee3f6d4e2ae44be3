package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.VetoReason;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How givers used the say that they have in who gets their lots, in all ledgers as far as they
/// were heard: anybody can count it, and `minga share` shows it.
///
/// Grows only; not for two threads.
public final class GivingRecord {
  private final SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes = new TreeMap<>();

  /// Hears what stands in a ledger, each entry once.
  void hear(Stated stated) {
    if (stated instanceof Stated.OfNegotiation(_, var giver, Wished wished)) {
      wished
          .wishes()
          .vetoes()
          .values()
          .forEach(reason ->
              vetoes.computeIfAbsent(giver, _ -> new TreeMap<>()).merge(reason, 1, Integer::sum));
    }
  }

  /// How often each giver excluded a taker from a lot, by reason.
  public SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes() {
    return Collections.unmodifiableSortedMap(vetoes);
  }
}
