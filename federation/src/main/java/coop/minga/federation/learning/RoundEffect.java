package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.MemberId;
import java.util.List;

/// What the node must now do, in the order given.
public sealed interface RoundEffect {
  /// Enter a statement in the own ledger. Once durable it comes back as [RoundEvent.Seen].
  ///
  /// @param statement the statement
  record Enter(LearningStatement statement) implements RoundEffect {}

  /// Make a fresh secret for an attempt, keep it in a file of its own that no backup holds, and
  /// answer with [RoundEvent.SecretMade]; or do not, and this member sits the attempt out.
  ///
  /// @param attempt the attempt
  record MakeSecret(int attempt) implements RoundEffect {}

  /// Train, then [VectorOrder#make], store the vector durably, and answer with
  /// [RoundEvent.VectorReady] or [RoundEvent.VectorFailed]. A vector once made for an attempt is
  /// given again, never made anew.
  ///
  /// @param order what to make
  /// @param secret the attempt's
  record NeedVector(VectorOrder order, AttemptSecret secret) implements RoundEffect {}

  /// Get a packed vector: from the own store if it is there, else from these peers, one after the
  /// other. Answer with [RoundEvent.Fetched], [RoundEvent.Malformed] or [RoundEvent.FetchFailed].
  ///
  /// @param blob its name
  /// @param codec what reads it
  /// @param from whom to ask, in order
  record Fetch(BlobName blob, RingCodec codec, List<MemberId> from) implements RoundEffect {
    /// Copies the list.
    public Fetch {
      from = List.copyOf(from);
    }
  }

  /// From now on a blob may be given to any member of the federation.
  ///
  /// @param blob its name
  record Serve(BlobName blob) implements RoundEffect {}

  /// Open a sum, whose vectors are all in the store, and answer with [RoundEvent.Opened].
  ///
  /// @param attempt the attempt
  /// @param order what to add up
  record Open(int attempt, SumOrder order) implements RoundEffect {}

  /// Charge the epoch to this member's privacy budget, durably before what follows; once an epoch,
  /// however often it is asked.
  record Charge() implements RoundEffect {}

  /// Erase the secret of an attempt.
  ///
  /// @param attempt the attempt
  record EraseSecret(int attempt) implements RoundEffect {}

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
