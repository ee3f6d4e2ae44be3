package coop.minga.federation.surplus;

import java.time.Instant;

/// What is said of food that a third member carries from its giver to its taker.
///
/// The giver and the carrier sign what left, the carrier and the taker what arrived:
///
///     taker     Carrier ............................. Received
///     giver              PickedUp
///     carrier                     Loaded .. Delivered
///
/// No driver is named in any of it: who answers is a member.
public sealed interface CarriageStatement extends SurplusStatement
    permits Carrier, Loaded, Delivered {
  /// Whose units.
  LotName lot();

  /// The award's number.
  int seq();

  /// When it was said.
  Instant at();
}
