package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.Said;

/// An entry that counts, and where it stands.
record Found(EntryId id, TreeName tree, long index, Said said) {
  MemberId author() {
    return tree.owner();
  }
}
