package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.EntryId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a member needs to make its masked vector of one attempt. Immutable, so that the shell can
/// hand it to a worker thread.
///
/// @param proposal the attempt's proposal
/// @param self whose vector it is
/// @param base the version to train from
/// @param encoding how the update becomes integers
/// @param rounding what the rounding is drawn from: of the epoch and the member, not the attempt
/// @param context what the masks are bound to
/// @param keys of all members of the attempt
public record VectorOrder(
    EntryId proposal,
    MemberId self,
    ModelVersion base,
    Encoding encoding,
    Hash rounding,
    Masks.Context context,
    SortedMap<MemberId, MaskKey> keys) {
  private static final String ROUNDING = "minga/learning/rounding/v1";

  /// Copies the keys.
  public VectorOrder {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /// What came of an order.
  public sealed interface Outcome {
    /// The masked vector. From here on it is the one vector of this proposal: another one under the
    /// same masks would show the difference of the two.
    ///
    /// @param packed to be stored, and served to whom the round says
    /// @param blob its hash
    record Ready(Bytes packed, Hash blob) implements Outcome {}

    /// The update cannot be encoded.
    ///
    /// @param reason why
    record Refused(RingCodec.Refusal reason) implements Outcome {}

    /// A member's key gives no secret.
    ///
    /// @param whose the member
    record NoSecret(MemberId whose) implements Outcome {}
  }

  /// Encodes, masks and packs. Pure: the same order, update and secret give the same bytes.
  ///
  /// @param change what training from [#base] changed
  /// @param weight how much it counts, 1 to [Encoding#maxWeight]
  public Outcome make(Parameters change, long weight, MaskSecret secret) {
    return switch (new RingCodec(encoding, keys.size()).encode(change, weight, rounding)) {
      case RingCodec.Encoded.Refused(var reason) -> new Outcome.Refused(reason);
      case RingCodec.Encoded.Vector(var plain) ->
          switch (Masks.mask(plain, self, keys, secret, context)) {
            case Masks.Outcome.NoSecret(var whose) -> new Outcome.NoSecret(whose);
            case Masks.Outcome.Done(var masked) -> ready(masked.pack());
          };
    };
  }

  static Hash roundingOf(Hash seed, long epoch, MemberId member) {
    return Hash.sha256(
        Pae.encode(ROUNDING, seed.value(), Pae.number(epoch), Bytes.utf8(member.name())));
  }

  private static Outcome ready(Bytes packed) {
    return new Outcome.Ready(packed, Hash.sha256(packed));
  }
}
