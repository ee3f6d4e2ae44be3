package coop.minga.federation.ledger;

/// What an entry says of ledgers themselves.
public sealed interface LedgerStatement permits Retire, Succeed, Exposed, Counted {}
