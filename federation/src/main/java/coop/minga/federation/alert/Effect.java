package coop.minga.federation.alert;

/// What the node must now do, in the order given.
public sealed interface Effect {
  /// Ring those of a level.
  record Ring(Rung rung) implements Effect {}

  /// Enter this in the ledger: peers are told by it.
  record Enter(AlertStatement says) implements Effect {}
}
