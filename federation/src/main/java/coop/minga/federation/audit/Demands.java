package coop.minga.federation.audit;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an auditor wants of an audit, and knows from elsewhere.
///
/// @param federationId as the auditor has it on paper; without it, a bundle is only consistent in
///   itself: anybody can found a federation
/// @param rosterHash of a roster of that federation, as the auditor has it from elsewhere; without
///   it, a chain of rosters that others decided on could be left out, or another shown
/// @param slipOf when the auditor's slip was written: what is on it was known then
/// @param notAfter when the auditor had the bundle: a cosignature of a later time is refused;
///   without it no time is too late, for there is no clock here
/// @param atLeast entries that a tree is known to have, as they stand on the auditor's slip
/// @param openings that were given beside the bundle, by the author of the entries
/// @param replay whether negotiations are to be recomputed
public record Demands(
    Optional<Hash> federationId,
    Optional<Hash> rosterHash,
    Optional<Instant> slipOf,
    Optional<Instant> notAfter,
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

  /// With nothing known of rosters.
  public Demands(
      Optional<Hash> federationId,
      SortedMap<TreeName, Long> atLeast,
      SortedMap<MemberId, List<EntryOpening>> openings,
      boolean replay) {
    this(
        federationId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        atLeast,
        openings,
        replay);
  }

  /// With nothing known from elsewhere but a federation id.
  public Demands(Optional<Hash> federationId, boolean replay) {
    this(
        federationId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        replay);
  }

  /// The same with a roster that is known from elsewhere.
  public Demands under(Hash roster) {
    return new Demands(
        federationId, Optional.of(roster), slipOf, notAfter, atLeast, openings, replay);
  }

  /// The same with a slip of that time.
  public Demands of(Instant slip) {
    return new Demands(
        federationId, rosterHash, Optional.of(slip), notAfter, atLeast, openings, replay);
  }

  /// The same, of what was there at that time.
  public Demands notAfter(Instant had) {
    return new Demands(
        federationId, rosterHash, slipOf, Optional.of(had), atLeast, openings, replay);
  }

  /// The latest second that a cosignature may have.
  long latestSeconds() {
    return notAfter.map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
  }
}
