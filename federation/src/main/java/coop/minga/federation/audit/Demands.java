package coop.minga.federation.audit;

import coop.minga.federation.identity.Hash;
import java.util.Optional;

/// What an auditor wants of an audit.
///
/// @param federationId as the auditor has it on paper; without it, a bundle is only consistent in
///   itself: anybody can found a federation
/// @param replay whether negotiations are to be recomputed
public record Demands(Optional<Hash> federationId, boolean replay) {
  /// Everything, of any federation.
  public static final Demands ALL = new Demands(Optional.empty(), true);
}
