package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;

/// A taker bids from now on for a kitchen that has no computer: the sponsor's ledger, kind SPONSOR.
/// It counts once a member attests to it that is no taker by the charter and was awarded nothing.
///
/// @param kitchen by the name under which its share is reckoned; its site is that after a [#PREFIX]
/// @param paper the hash of what the kitchen's people signed, which names this sponsor and which
///   attesters are shown
/// @param at when
public record Sponsor(MemberId kitchen, Hash paper, Instant at) implements EntitlementStatement {
  /// What the site of a sponsored kitchen begins with.
  public static final String PREFIX = "@";

  /// Checks the range.
  public Sponsor {
    Checks.instant("a time", at);
  }

  /// The site for which is bid.
  public String site() {
    return PREFIX + kitchen;
  }
}
