package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;

/// A statement as it stands in its author's ledger.
///
/// @param federation the federation named in the signed bytes
/// @param id the entry
/// @param author whose ledger it is in
/// @param statement what it says
/// @param <T> the kind of statement
public record Entered<T extends LearningStatement>(
    Hash federation, EntryId id, MemberId author, T statement) {}
