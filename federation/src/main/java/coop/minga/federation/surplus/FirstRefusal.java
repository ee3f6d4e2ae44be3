package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;

/// One taker may have a lot, or a part of it, before anybody bids.
///
/// @param taker who
/// @param until by when it has to say so; silence is no
public record FirstRefusal(MemberId taker, Instant until) {
  /// Checks the time.
  public FirstRefusal {
    Checks.instant("the end of a first refusal", until);
  }
}
