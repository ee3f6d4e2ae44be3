package coop.minga.federation.surplus;

import coop.minga.federation.ledger.EntryId;

/// The taker's leg of a handover: the taker's ledger.
///
/// @param leg what was received, as the taker says
/// @param because the giver's leg that it answers
public record Received(Leg leg, EntryId because) implements SurplusStatement {}
