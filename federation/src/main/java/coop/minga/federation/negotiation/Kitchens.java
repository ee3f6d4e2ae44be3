package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.StatedNeed;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The kitchens without a computer for which others bid, as one count of the ledgers has them: for
/// each the one sponsor that may, and what it needs.
///
/// @param sponsored by the kitchen's name
public record Kitchens(SortedMap<MemberId, Kitchen> sponsored) {
  /// None.
  public static final Kitchens NONE = new Kitchens(Collections.emptySortedMap());

  /// Copies.
  public Kitchens {
    sponsored = Collections.unmodifiableSortedMap(new TreeMap<>(sponsored));
  }

  /// One kitchen.
  ///
  /// @param claim the entry by which it has its sponsor
  /// @param sponsor whom its people named last
  /// @param needs by category, as its sponsor stated them
  public record Kitchen(EntryId claim, MemberId sponsor, SortedMap<String, StatedNeed> needs) {
    /// Copies.
    public Kitchen {
      needs = Collections.unmodifiableSortedMap(new TreeMap<>(needs));
    }
  }

  /// Whether a party bids for itself, or for a kitchen that named it.
  boolean mayBid(Party party) {
    return !party.isForAnother()
        || party
            .kitchen()
            .flatMap(kitchen -> Optional.ofNullable(sponsored.get(kitchen)))
            .filter(kitchen -> kitchen.sponsor().equals(party.member()))
            .isPresent();
  }

  /// The most of a lot that may be held for a party: what a kitchen needs of its category on two
  /// days together, and no more than it takes on one; absent if it bids for itself.
  Optional<Grams> most(Party party, String category, LocalDate day) {
    return party.isForAnother()
        ? Optional.of(
            party
                .kitchen()
                .flatMap(kitchen -> Optional.ofNullable(sponsored.get(kitchen)))
                .flatMap(kitchen -> Optional.ofNullable(kitchen.needs().get(category)))
                .filter(said -> !said.need().until().isBefore(day))
                .map(Kitchens::ofTwoDays)
                .orElse(Grams.ZERO))
        : Optional.empty();
  }

  private static Grams ofTwoDays(StatedNeed said) {
    long most = 0;
    for (int day = 0; day < Need.WEEKDAYS; day++) {
      Grams one = said.need().perWeekday().get(day);
      Grams next = said.need().perWeekday().get((day + 1) % Need.WEEKDAYS);
      most = Math.max(most, one.plus(next).value());
    }
    return new Grams(Math.min(most, said.most().value()));
  }
}
