package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import java.time.Instant;

/// A person of the giver's wants to look before a lot is awarded: its ledger. The last one before
/// the first award counts; if nothing more is said, the awards follow as computed. It says nothing
/// of bids, and so does not move the lot's clock: nothing tells between which of the book's entries
/// it came.
///
/// @param lot one of the author's
/// @param minutes after the close, 0 to [#MOST_MINUTES]; 0 ends a hold
/// @param reason why, for people
/// @param at when
public record Hold(String lot, int minutes, String reason, Instant at)
    implements NegotiationStatement {
  /// The longest hold: bids bind so long.
  public static final int MOST_MINUTES = (int) Terms.HOLD.toMinutes();

  /// Checks texts and ranges.
  public Hold {
    Checks.text("a lot's name", lot, Checks.LOT);
    Checks.range("minutes of a hold", minutes, 0, MOST_MINUTES);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
  }
}
