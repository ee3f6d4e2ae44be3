package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Said;

/// An entry that this node durably holds, or will before anything that follows from it is told, and
/// that is its author's.
///
/// @param id the entry's name
/// @param author who speaks
/// @param tree in which of the author's trees it stands
/// @param index where in that tree
/// @param said what it says
public record Seen(EntryId id, MemberId author, Tree tree, long index, Said said) {}
