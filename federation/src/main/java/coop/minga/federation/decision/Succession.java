package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;

/// Says what may follow one parent.
///
/// An implementation MUST be a pure function of its parent and the change: every honest node
/// answers alike, at any time. It MUST NOT throw, whatever the bytes are.
@FunctionalInterface
public interface Succession {
  /// What `change` would come to.
  Outcome of(Bytes change);

  /// What a change comes to.
  sealed interface Outcome {
    /// It may follow.
    ///
    /// @param parent what would then be the parent
    record Next(Parent parent) implements Outcome {}

    /// It may not.
    ///
    /// @param sentence why, for people
    record Refused(String sentence) implements Outcome {}
  }
}
