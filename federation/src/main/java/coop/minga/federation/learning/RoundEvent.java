package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;
import java.util.Map;
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
  /// @param secrets the epoch's attempts whose secret this node still has
  record Started(Instant at, Map<Integer, AttemptSecret> secrets) implements RoundEvent {
    /// Copies the map.
    public Started {
      secrets = Map.copyOf(secrets);
    }
  }

  /// Time has passed. Comes at [Round#wakeAt] or earlier, never earlier than the time before.
  ///
  /// @param at the time
  record TimePassed(Instant at) implements RoundEvent {}

  /// This node has not reached these members for a while; all others it has. Where one of them
  /// would coordinate, nobody waits for it: what it said counts, and who comes after it speaks at
  /// once.
  ///
  /// @param members all of them, each time anew
  record Away(Set<MemberId> members) implements RoundEvent {
    /// Copies the set.
    public Away {
      members = Set.copyOf(members);
    }
  }

  /// A fresh secret was made for an attempt and is durable.
  ///
  /// @param attempt the attempt
  /// @param secret used for nothing else
  record SecretMade(int attempt, AttemptSecret secret) implements RoundEvent {}

  /// The masked vector of an attempt is durable, so that it can be served after a crash too.
  ///
  /// @param attempt the attempt
  /// @param blob the packed vector's name
  /// @param bytes its size
  record VectorReady(int attempt, BlobName blob, int bytes) implements RoundEvent {}

  /// No vector can be made: there is nothing to train on, or it cannot be encoded.
  ///
  /// @param attempt the attempt
  record VectorFailed(int attempt) implements RoundEvent {}

  /// A blob is here and is a vector of the ring that was asked for.
  ///
  /// @param blob the name that was asked for
  record Fetched(BlobName blob) implements RoundEvent {}

  /// A blob is the one of its name, and no vector of the ring that was asked for.
  ///
  /// @param blob the name that was asked for
  record Malformed(BlobName blob) implements RoundEvent {}

  /// Nobody asked had the blob.
  ///
  /// @param blob the name that was asked for
  record FetchFailed(BlobName blob) implements RoundEvent {}

  /// A sum was opened.
  ///
  /// @param attempt the attempt
  /// @param summed what it came to
  record Opened(int attempt, SumOrder.Summed summed) implements RoundEvent {}
}
