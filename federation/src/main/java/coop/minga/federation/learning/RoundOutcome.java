package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.List;

/// What an epoch came to, as a node sees it.
public sealed interface RoundOutcome {
  /// Enough members said one version, and this node has recomputed it.
  ///
  /// @param version the version
  /// @param members whose updates are in it
  /// @param weight of all of them together
  /// @param seed for what comes next
  record Agreed(ModelVersion version, List<MemberId> members, long weight, Hash seed)
      implements RoundOutcome {
    /// Copies the list.
    public Agreed {
      members = List.copyOf(members);
    }
  }

  /// No result.
  ///
  /// @param reason why; out of bounds only if t of the cohort say so, for who learns with whom next
  ///   follows from it ([Suspicion])
  record Nothing(NoResult reason) implements RoundOutcome {}
}
