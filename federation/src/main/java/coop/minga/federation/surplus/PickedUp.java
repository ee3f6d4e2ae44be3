package coop.minga.federation.surplus;

/// The giver's leg of a handover: the giver's ledger.
///
/// @param leg what was handed over, as the giver says
public record PickedUp(Leg leg) implements SurplusStatement {}
