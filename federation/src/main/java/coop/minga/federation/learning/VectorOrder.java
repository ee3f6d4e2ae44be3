package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a member needs to make its masked vector of one attempt. Immutable, so that the shell can
/// hand it to a worker thread.
///
/// @param self whose vector it is
/// @param base the version to train from
/// @param codec how the update becomes integers
/// @param context what the masks are bound to
/// @param keys of all who take part
public record VectorOrder(
    MemberId self,
    ModelVersion base,
    RingCodec codec,
    Masks.Context context,
    SortedMap<MemberId, MaskKey> keys) {

  /// Copies the keys.
  public VectorOrder {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /// What came of an order.
  public sealed interface Outcome {
    /// The masked vector. From here on it is the one vector of this attempt: another one under the
    /// same masks would show the difference of the two.
    ///
    /// @param packed to be stored, and served to the federation
    /// @param blob its name, in pieces
    record Ready(Bytes packed, BlobName blob) implements Outcome {}

    /// The update cannot be encoded.
    ///
    /// @param reason why
    record Refused(RingCodec.Refusal reason) implements Outcome {}

    /// A member's key gives no secret.
    ///
    /// @param whose the member
    record NoSecret(MemberId whose) implements Outcome {}
  }

  /// The attempt's number.
  public int attempt() {
    return context.name().attempt();
  }

  /// Encodes, masks and packs. Pure: the same order, update and secret give the same bytes.
  ///
  /// @param change what training from [#base] changed
  /// @param weight how much it counts, 1 to [Encoding#maxWeight]
  public Outcome make(Parameters change, long weight, AttemptSecret secret) {
    return switch (codec.encode(change, weight, secret.chance())) {
      case RingCodec.Encoded.Refused(var reason) -> new Outcome.Refused(reason);
      case RingCodec.Encoded.Vector(var plain) ->
          switch (Masks.mask(plain, self, keys, secret, context)) {
            case Masks.Outcome.NoSecret(var whose) -> new Outcome.NoSecret(whose);
            case Masks.Outcome.Done(var masked) -> ready(masked.pack());
          };
    };
  }

  private static Outcome ready(Bytes packed) {
    return new Outcome.Ready(packed, BlobName.of(BlobName.Form.PIECES, packed));
  }
}
