package coop.minga.federation.surplus;

/// What a lot is offered for.
public enum Purpose {
  /// To members that take donations. What is given is not sold on.
  DONATION,
  /// Between the sites of one member, before anybody else is asked. This version reads it and
  /// refuses it: nobody may bid for such a lot.
  TRANSFER
}
