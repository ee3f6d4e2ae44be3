package coop.minga.federation.alert;

/// Who has an alert.
public enum Rung {
  /// Those at the shop whom it concerns.
  SHOP,
  /// The shop's organisation.
  ORGANISATION,
  /// The other members.
  PEERS
}
