package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Contested.Handover;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What takers collected, as both sides signed: no more than the giver says that it handed over,
/// nor than the taker says that it received.
///
/// What a hub collected and offered on in parts counts once, with those to whom it handed it over.
/// Entries may be heard in any order; the first of each author on an award counts. Grows only; not
/// for two threads.
public final class Collected {
  private final NavigableMap<Handover, Told> handovers = new TreeMap<>();

  /// Lots that are parts of an award, by that award.
  private final Map<Handover, Set<LotName>> parts = new HashMap<>();

  private static final class Told {
    private @Nullable Award award;
    private @Nullable Leg handed;
    private final Map<MemberId, Leg> received = new HashMap<>();

    private Optional<Party> taker() {
      return Optional.ofNullable(award).map(Award::taker);
    }

    /// What was handed over, and when it was received; absent unless both say so.
    private Optional<Leg> agreed() {
      return Optional.ofNullable(handed)
          .filter(given -> given.units() > 0)
          .flatMap(given -> received().map(its -> less(its, given)));
    }

    private Optional<Leg> received() {
      return taker().flatMap(taker -> Optional.ofNullable(received.get(taker.member())));
    }

    private static Leg less(Leg received, Leg given) {
      return received.grams().compareTo(given.grams()) > 0 ? given : received;
    }
  }

  /// Takes up an entry.
  public void hear(Stated stated) {
    switch (stated) {
      case Stated.OfNegotiation(_, var giver, Award award) -> {
        Told told = of(new LotName(giver, award.lot()), award.seq());
        told.award = told.award == null ? award : told.award;
      }
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          part(new LotName(giver, offer.lot().name()), offer.said().parent());
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          part(new LotName(giver, notice.outline().lot()), notice.said().parent());
      case Stated.OfSurplus(_, var giver, PickedUp(var leg, _)) -> {
        Told told = of(leg.lot(), leg.seq());
        if (giver.equals(leg.lot().giver()) && told.handed == null) {
          told.handed = leg;
        }
      }
      case Stated.OfSurplus(_, var author, Received(var leg, _)) ->
          of(leg.lot(), leg.seq()).received.putIfAbsent(author, leg);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  private void part(LotName lot, Optional<Parent> parent) {
    parent.ifPresent(its ->
        parts.computeIfAbsent(new Handover(its.lot(), its.award()), _ -> new TreeSet<>()).add(lot));
  }

  private Told of(LotName lot, int seq) {
    return handovers.computeIfAbsent(new Handover(lot, seq), _ -> new Told());
  }

  /// What a member, or a kitchen for which another bids, received from one moment on and before
  /// another, less what of it was handed on.
  public Grams of(MemberId taker, Instant from, Instant until) {
    long grams = 0;
    for (var each : handovers.entrySet()) {
      Told told = each.getValue();
      Optional<Leg> leg = told.agreed();
      if (leg.isPresent()
          && !leg.get().at().isBefore(from)
          && leg.get().at().isBefore(until)
          && told.taker().filter(its -> its.account().equals(taker)).isPresent()) {
        grams += Math.max(0, leg.get().grams().value() - handedOn(each.getKey()));
      }
    }
    return new Grams(grams);
  }

  private long handedOn(Handover whole) {
    Optional<MemberId> hub =
        Optional.ofNullable(handovers.get(whole)).flatMap(Told::taker).map(Party::member);
    return parts.getOrDefault(whole, Set.of()).stream()
        .filter(lot -> hub.equals(Optional.of(lot.giver())))
        .flatMap(lot -> of(lot).stream())
        .flatMap(told -> told.agreed().stream())
        .mapToLong(leg -> leg.grams().value())
        .sum();
  }

  /// The handovers of a lot.
  private Collection<Told> of(LotName lot) {
    return handovers
        .subMap(new Handover(lot, 0), true, new Handover(lot, Integer.MAX_VALUE), true)
        .values();
  }
}
