package coop.minga.federation.surplus;

/// What a lot is offered for.
public enum Purpose {
  /// To members that take donations. What is given is not sold on.
  DONATION,
  /// Between the sites of one member, before anybody else is asked. No member offers so: what is
  /// moved between own sites stands in no ledger, and an entry that says so is refused.
  TRANSFER
}
