package coop.minga.federation.surplus;

import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// The carrier's word on the second leg of a handover: the carrier's ledger.
///
/// @param leg what it puts before the taker; its rejected units are those lost on the way, and its
///   reason says how
/// @param because its own [Loaded]
public record Delivered(Leg leg, EntryId because) implements CarriageStatement {
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
