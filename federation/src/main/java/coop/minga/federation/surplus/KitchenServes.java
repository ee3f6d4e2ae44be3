package coop.minga.federation.surplus;

import coop.minga.federation.identity.MemberId;

/// A sponsor claims how many people a kitchen feeds that has no computer, instead of what it
/// claimed of it before: the sponsor's ledger, kind PEOPLE_SERVED, version 2. It is the kitchen's
/// claim, not the sponsor's, and counts like any other while it is that kitchen's sponsor.
///
/// @param kitchen by the name under which its share is reckoned
/// @param claim of its people
public record KitchenServes(MemberId kitchen, PeopleServed claim) implements EntitlementStatement {}
