package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.time.Instant;

/// What a node may learn that matters to a chain of decisions.
///
/// Entries of one author MUST be told in the order of its ledger; those of different authors may
/// come in any order. Being told the same thing twice changes nothing.
public sealed interface Event {
  /// Our own ledger holds this, durably, witnessed or not. On a start the node tells all of them
  /// before it lets time pass.
  ///
  /// @param says what we said
  record Entered(DecisionStatement says) implements Event {}

  /// An entry, ours or another's, stands in a checkpoint that was witnessed by a quorum *of the
  /// voters of the parent that it speaks of*. At most one branch of a forked ledger has such a
  /// quorum: a node whose own mirror holds the other branch MUST take the entry by its proof, else
  /// one that was released by it in others' eyes stays bound in ours, and may keep everybody from
  /// deciding.
  ///
  /// @param place where it stands
  /// @param says what it says
  record Witnessed(Place place, DecisionStatement says) implements Event {}

  /// It is this late by the node's own clock.
  ///
  /// @param now the time
  record TimePassed(Instant now) implements Event {}

  /// A person here wants a change to follow the current parent.
  ///
  /// @param change its canonical bytes
  record PersonApproves(Bytes change) implements Event {}

  /// A certificate of another's shows which change followed a parent.
  ///
  /// @param parent what it followed
  /// @param change its canonical bytes
  record Certified(Hash parent, Bytes change) implements Event {}
}
