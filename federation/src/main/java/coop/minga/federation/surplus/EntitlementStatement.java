package coop.minga.federation.surplus;

/// What an entry says of how many people a taker feeds, or for whom it bids: by what everybody's
/// share is reckoned.
public sealed interface EntitlementStatement extends SurplusStatement
    permits PeopleServed, KitchenServes, Sponsor, Attest {}
