package coop.minga.federation.audit;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a carrier's own entries prove of it. What the giver and the taker say otherwise is laid
/// beside it by [BothSides].
final class Carriers {
  private static final double TENTHS = 10;

  private final Roll roll;
  private final Library library;
  private final Findings findings;
  private final Map<LotName, Kept> lots = new HashMap<>();
  private final Set<Once> said = new HashSet<>();

  /// One leg of one award has one word of its carrier.
  private record Once(MemberId by, LotName lot, int seq, boolean first) {}

  /// How a lot must be kept, and by which rules.
  private record Kept(Storage storage, Rules.Handover rules) {}

  Carriers(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// Looks at all of them.
  void check() {
    library.all().forEach(this::index);
    library.all().forEach(this::look);
  }

  private void index(Found found) {
    if (found.said() instanceof Said.OfSurplus(Notice notice)) {
      Roster genesis = roll.chain().genesis();
      Roster by = notice.roster().flatMap(roll.chain()::roster).orElse(genesis);
      lots.putIfAbsent(
          new LotName(found.author(), notice.outline().lot()),
          new Kept(notice.outline().storage(), by.rules().handover()));
    }
    if (found.said() instanceof Said.OfSurplus(Offer offer)) {
      lots.putIfAbsent(
          new LotName(found.author(), offer.lot().name()),
          new Kept(offer.lot().product().storage(), roll.chain().genesis().rules().handover()));
    }
  }

  private void look(Found found) {
    if (found.said() instanceof Said.OfSurplus(CarriageStatement says)) {
      switch (says) {
        case Carrier _ -> {}
        case Loaded(var leg, _) -> look(found, leg, true);
        case Delivered(var leg, var because) -> {
          look(found, leg, false);
          loaded(because, found, leg);
        }
      }
    }
  }

  private void look(Found found, Leg leg, boolean first) {
    if (!said.add(new Once(found.author(), leg.lot(), leg.seq(), first))) {
      tell(
          found,
          "what it %s of award %d of %s it said before"
              .formatted(first ? "took over" : "delivered", leg.seq(), leg.lot()));
    }
    Optional<String> fault =
        Optional.ofNullable(lots.get(leg.lot()))
            .flatMap(its -> its.rules().fault(its.storage(), leg.deciCelsius()));
    if (leg.units() > 0 && fault.isPresent()) {
      tell(
          found,
          "%d units of %s changed hands at %s degrees, %s"
              .formatted(leg.units(), leg.lot(), leg.deciCelsius() / TENTHS, fault.get()));
    }
  }

  private void loaded(EntryId because, Found found, Leg delivered) {
    library
        .find(because)
        .filter(cause -> cause.author().equals(found.author()))
        .ifPresent(cause -> {
          int all = delivered.units() + delivered.rejectedUnits();
          if (cause.said() instanceof Said.OfSurplus(Loaded(var leg, _)) && leg.units() != all) {
            tell(
                found,
                "it took over %d units of award %d of %s and accounts for %d"
                    .formatted(leg.units(), leg.seq(), leg.lot(), all));
          }
        });
  }

  private void tell(Found found, String why) {
    findings.add(new Finding.UnfitCarriage(found.tree(), found.index(), why));
  }
}
