package coop.minga.federation.ledger;

import coop.minga.federation.identity.MemberId;

/// A member's word that another broke a rule, with the evidence. It counts as far as the evidence
/// proves it, and no further: who enters it need not be trusted.
///
/// @param member of whom
/// @param evidence what shows it
public record Exposed(MemberId member, Evidence evidence) implements LedgerStatement {}
