package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import java.util.List;

/// What came of offering entries and a checkpoint to a [Mirror].
public sealed interface MirrorStep {
  /// The ledger grew, and its owner signed exactly this. The shell makes `fresh` durable, then
  /// cosigns, and only then goes on from `next`.
  ///
  /// @param next the mirror, once `fresh` is durable
  /// @param from the index of the first fresh entry
  /// @param fresh the entries not held before; none if they were held already, unsigned for
  /// @param checkpoint what the mirror may now cosign
  record Extended(Mirror next, long from, List<Bytes> fresh, Checkpoint checkpoint)
      implements MirrorStep {
    /// Copies the list.
    public Extended {
      fresh = List.copyOf(fresh);
    }
  }

  /// Nothing that the mirror does not hold.
  record Nothing() implements MirrorStep {}

  /// Entries are missing between what is held and what the checkpoint covers.
  ///
  /// @param next the mirror, which keeps what has come so far in memory
  /// @param want the index from which to ask
  record Gap(Mirror next, long want) implements MirrorStep {}

  /// Of no use. Nothing held changed; what waited in memory may be gone.
  ///
  /// @param next the mirror
  /// @param reason why
  record Refused(Mirror next, Reason reason) implements MirrorStep {}

  /// The owner signed two histories.
  ///
  /// @param parting the two, each with the owner's signature only
  record Forked(Parting parting) implements MirrorStep {}

  /// Why an offer is refused.
  sealed interface Reason {
    /// The checkpoint is not one, or not its owner's.
    ///
    /// @param fault what is wrong with it
    record BadNote(NoteFault fault) implements Reason {}

    /// An entry is longer than a tree can hold, or an index is not one.
    record BadEntries() implements Reason {}

    /// The entries do not come to the checkpoint's root. Either whoever passed them on changed
    /// them, or the owner has forked: to tell, ask for entries from further back.
    record OtherRoot() implements Reason {}

    /// More entries wait for their checkpoint than a mirror keeps.
    record TooMuchWaiting() implements Reason {}

    /// The reason in words, to follow "refused: ".
    default String sentence() {
      return switch (this) {
        case BadNote(var fault) -> "the checkpoint: " + fault.sentence();
        case BadEntries() -> "an entry is too long or its index is not one";
        case OtherRoot() -> "the entries do not come to the root that the owner signed";
        case TooMuchWaiting() -> "too many entries came without a checkpoint that ends them";
      };
    }
  }
}
