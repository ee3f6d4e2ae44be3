package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.SortedMap;

/// Who approved a change, as far as it is witnessed.
///
/// @param change its canonical bytes
/// @param approvals where each voter's approval stands
record Support(Bytes change, SortedMap<MemberId, Place> approvals) {
  Support {
    approvals = Collections.unmodifiableSortedMap(approvals);
  }
}
