package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.List;

/// What the node must now do, in the order given.
public sealed interface RoundEffect {
  /// Enter a statement in the own ledger. Once durable it comes back as [RoundEvent.Seen].
  ///
  /// @param statement the statement
  record Enter(LearningStatement statement) implements RoundEffect {}

  /// Make a fresh X25519 secret for a proposal, keep it in a file of its own that no backup holds,
  /// and answer with [RoundEvent.KeysMade].
  ///
  /// @param proposal the proposal
  record MakeKeys(EntryId proposal) implements RoundEffect {}

  /// Train, then [VectorOrder#make], store the vector durably, and answer with
  /// [RoundEvent.VectorReady] or [RoundEvent.VectorFailed]. A vector once made for a proposal is
  /// given again, never made anew.
  ///
  /// @param order what to make
  record NeedVector(VectorOrder order) implements RoundEffect {}

  /// Get a blob: from the own store if it is there, else from these peers, one after the other.
  /// Answer with [RoundEvent.Fetched] or [RoundEvent.FetchFailed].
  ///
  /// @param blob its hash
  /// @param bytes its size
  /// @param from whom to ask, in order
  record Fetch(Hash blob, int bytes, List<MemberId> from) implements RoundEffect {
    /// Copies the list.
    public Fetch {
      from = List.copyOf(from);
    }
  }

  /// From now on a blob may be given to these peers, and to no others. A blob never named in a
  /// [Serve] is given to nobody.
  ///
  /// @param blob its hash
  /// @param to to whom
  record Serve(Hash blob, List<MemberId> to) implements RoundEffect {
    /// Copies the list.
    public Serve {
      to = List.copyOf(to);
    }
  }

  /// From now on a blob may be given to any member of the federation.
  ///
  /// @param blob its hash
  record ServeAll(Hash blob) implements RoundEffect {}

  /// A blob is of no more use: give it to nobody from now on, and delete it unread.
  ///
  /// @param blob its hash
  record Discard(Hash blob) implements RoundEffect {}

  /// Erase the mask secret of a proposal: it is masked, or will never be.
  ///
  /// @param proposal the proposal
  record EraseKeys(EntryId proposal) implements RoundEffect {}

  /// Keep a version durably, before the [Enter] that names it.
  ///
  /// @param version the version
  record Keep(ModelVersion version) implements RoundEffect {}

  /// Count a member's fault against it.
  ///
  /// @param member who erred
  /// @param fault how
  record Name(MemberId member, Fault fault) implements RoundEffect {}

  /// The epoch is over for this node. A version may still follow a nothing, if the others' results
  /// arrive late.
  ///
  /// @param outcome what it came to
  record Conclude(RoundOutcome outcome) implements RoundEffect {}
}
