package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import java.time.Instant;

/// Whether what is offered is there.
public sealed interface Firmness {
  /// It has been set aside: it left the saleable stock when it was offered.
  record Firm() implements Firmness {}

  /// It is expected to be left over. What is awarded of it is awarded on condition; its giver says
  /// by a time how much of it there is, which is never more than was offered.
  ///
  /// @param firmBy when at the latest; who is silent then has taken it back
  record Expected(Instant firmBy) implements Firmness {
    /// Checks the time.
    public Expected {
      Checks.instant("a time to firm up by", firmBy);
    }
  }
}
