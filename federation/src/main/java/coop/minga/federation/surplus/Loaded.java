package coop.minga.federation.surplus;

import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// The carrier's word on the first leg of a handover: the carrier's ledger.
///
/// @param leg what it took over, and what it was shown and refused
/// @param because the giver's leg that it answers
public record Loaded(Leg leg, EntryId because) implements CarriageStatement {
  @Override
  public LotName lot() {
    return leg.lot();
  }

  @Override
  public int seq() {
    return leg.seq();
  }

  @Override
  public Instant at() {
    return leg.at();
  }
}
