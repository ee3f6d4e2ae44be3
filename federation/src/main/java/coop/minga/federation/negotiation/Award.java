package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Window;
import java.time.Instant;

/// Units are promised to a taker: the giver's ledger.
///
/// @param lot one of the author's
/// @param seq 1, 2, ... within the lot
/// @param taker to whom
/// @param units how many
/// @param remaining units of the lot that are promised to nobody after this award
/// @param at when
/// @param answerBy after which it lapses
/// @param window when it can be collected
/// @param because what made the units free: the CLOSE, or an ACCEPT in part, DECLINE, LAPSE,
///   NO_SHOW
public record Award(
    String lot,
    int seq,
    Party taker,
    int units,
    int remaining,
    Instant at,
    Instant answerBy,
    Window window,
    EntryId because)
    implements NegotiationStatement {
  /// Checks texts and ranges.
  public Award {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("an award's number", seq, 1, Integer.MAX_VALUE);
    Checks.range("units", units, 1, Lot.MAX_UNITS);
    Checks.range("remaining units", remaining, 0, Lot.MAX_UNITS);
    Checks.instant("a time", at);
    Checks.instant("a time", answerBy);
  }
}
