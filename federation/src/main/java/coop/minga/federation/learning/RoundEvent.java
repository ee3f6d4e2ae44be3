package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.Set;

/// What happens to a [Round].
public sealed interface RoundEvent {
  /// An entry was seen, in the order of its author's ledger; the node's own too, once they are
  /// durable. The shell has checked its signature, federation, tree and first index.
  ///
  /// @param entry the entry
  record Seen(Entered<? extends LearningStatement> entry) implements RoundEvent {}

  /// All entries known so far have been seen; from now on effects may be done. Comes once in a
  /// node's run, before anything but [Seen].
  ///
  /// @param at the time
  /// @param secretsHeld the proposals whose mask secret this node still has
  record Started(Instant at, Set<EntryId> secretsHeld) implements RoundEvent {
    /// Copies the set.
    public Started {
      secretsHeld = Set.copyOf(secretsHeld);
    }
  }

  /// Time has passed. Comes at [Round#wakeAt] or earlier, never earlier than the time before.
  ///
  /// @param at the time
  record TimePassed(Instant at) implements RoundEvent {}

  /// A fresh secret was made for a proposal and is durable.
  ///
  /// @param proposal the proposal
  /// @param key its public half
  record KeysMade(EntryId proposal, MaskKey key) implements RoundEvent {}

  /// The masked vector of a proposal is durable, so that it can be served after a crash too.
  ///
  /// @param proposal the proposal
  /// @param packed the vector
  record VectorReady(EntryId proposal, Bytes packed) implements RoundEvent {}

  /// No vector can be made: there is nothing to train on, or it cannot be encoded.
  ///
  /// @param proposal the proposal
  record VectorFailed(EntryId proposal) implements RoundEvent {}

  /// A blob came.
  ///
  /// @param blob the hash that was asked for
  /// @param content what came
  record Fetched(Hash blob, Bytes content) implements RoundEvent {}

  /// Nobody asked had the blob.
  ///
  /// @param blob the hash that was asked for
  record FetchFailed(Hash blob) implements RoundEvent {}
}
