package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import java.util.List;

/// What the node must now do, in the order given. A node that cannot do one does none that follow,
/// and starts again.
public sealed interface Effect {
  /// Enter this in our ledger. The state that comes with it counts it as said already.
  ///
  /// @param says what we say
  record Enter(DecisionStatement says) implements Effect {}

  /// A change now follows the parent: keep and pass on its certificate. The state that comes with
  /// it is about the next parent.
  ///
  /// @param ballot that passed
  /// @param change its canonical bytes
  /// @param commits of Q members or more, by name
  /// @param approvals of Q members or more, by name
  record Passed(Ballot ballot, Bytes change, List<Place> commits, List<Place> approvals)
      implements Effect {
    /// Copies the lists.
    public Passed {
      commits = List.copyOf(commits);
      approvals = List.copyOf(approvals);
    }
  }

  /// Tell the person that what they approve cannot be.
  ///
  /// @param change its canonical bytes
  /// @param sentence why
  record Refuse(Bytes change, String sentence) implements Effect {}
}
