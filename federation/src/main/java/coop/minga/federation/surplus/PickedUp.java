package coop.minga.federation.surplus;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.Optional;

/// The giver's leg of a handover: the giver's ledger.
///
/// @param leg what was handed over, as the giver says
/// @param to who took it over for the taker; absent if that was the taker itself
public record PickedUp(Leg leg, Optional<Carriage> to) implements SurplusStatement {
  /// To the taker itself.
  public PickedUp(Leg leg) {
    this(leg, Optional.empty());
  }

  /// Checks that nobody carries its own lot.
  public PickedUp {
    if (to.filter(of -> of.carrier().equals(leg.lot().giver())).isPresent()) {
      throw new IllegalArgumentException("a giver carries nothing of its own lot");
    }
  }

  /// A member that carries food for a taker.
  ///
  /// @param named the [Carrier] in which the taker says so
  public record Carriage(MemberId carrier, EntryId named) {}
}
