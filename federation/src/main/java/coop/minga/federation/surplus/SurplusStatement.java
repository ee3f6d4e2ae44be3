package coop.minga.federation.surplus;

/// What an entry says of surplus, needs and handovers.
public sealed interface SurplusStatement
    permits Offer,
        Notice,
        Withdraw,
        PickedUp,
        Received,
        Need,
        StatedNeed,
        Recall,
        Halt,
        Acknowledge,
        Lift,
        EntitlementStatement,
        CarriageStatement {}
