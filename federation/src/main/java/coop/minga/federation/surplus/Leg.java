package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import java.time.Instant;

/// What one side says of a handover.
///
/// @param lot whose units
/// @param seq of the award
/// @param units that changed hands, rejected ones not among them
/// @param grams their mass
/// @param deciCelsius the temperature read, in tenths of a degree
/// @param rejectedUnits that were shown and not taken
/// @param reason for the rejection; empty if nothing was rejected
/// @param at when
public record Leg(
    LotName lot,
    int seq,
    int units,
    Grams grams,
    int deciCelsius,
    int rejectedUnits,
    String reason,
    Instant at) {
  /// Checks texts and ranges.
  public Leg {
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.range("units", units, 0, Lot.MAX_UNITS);
    Checks.range("rejected units", rejectedUnits, 0, Lot.MAX_UNITS);
    Checks.range("a temperature in tenths", deciCelsius, -1000, 1500);
    Checks.remark("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
    if (rejectedUnits > 0 && reason.isEmpty()) {
      throw new IllegalArgumentException("a rejection names its reason");
    }
    if (units == 0 && grams.value() != 0) {
      throw new IllegalArgumentException("no units weigh nothing");
    }
  }
}
