package coop.minga.federation.audit;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an auditor wants of an audit, and knows from elsewhere.
///
/// @param federationId as the auditor has it on paper; without it, a bundle is only consistent in
///   itself: anybody can found a federation
/// @param atLeast entries that a tree is known to have, as they stand on the auditor's slip
/// @param openings that were given beside the bundle, by the author of the entries
/// @param replay whether negotiations are to be recomputed
public record Demands(
    Optional<Hash> federationId,
    SortedMap<TreeName, Long> atLeast,
    SortedMap<MemberId, List<EntryOpening>> openings,
    boolean replay) {
  /// Everything, of any federation.
  public static final Demands ALL = new Demands(Optional.empty(), true);

  /// Copies.
  public Demands {
    atLeast = Collections.unmodifiableSortedMap(new TreeMap<>(atLeast));
    openings = Collections.unmodifiableSortedMap(new TreeMap<>(openings));
  }

  /// With nothing known from elsewhere but a federation id.
  public Demands(Optional<Hash> federationId, boolean replay) {
    this(federationId, Collections.emptySortedMap(), Collections.emptySortedMap(), replay);
  }
}
