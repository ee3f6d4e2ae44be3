package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is needed to open one sum. Immutable, so that the shell can hand it to a worker thread.
///
/// @param step from the base version to the next
/// @param codec of the cohort as drawn
/// @param context what the masks are bound to
/// @param blobs the vectors to add up
/// @param ownMasks the secrets of their own masks
/// @param pairs the streams of each that is summed with each that is not
public record SumOrder(
    ModelVersion.Step step,
    RingCodec codec,
    Masks.Context context,
    List<BlobName> blobs,
    List<Bytes> ownMasks,
    List<Pair> pairs) {
  /// Copies the lists.
  public SumOrder {
    blobs = List.copyOf(blobs);
    ownMasks = List.copyOf(ownMasks);
    pairs = List.copyOf(pairs);
  }

  /// A stream that one member laid on its vector and nobody takes off again by adding up.
  sealed interface Pair {
    /// Whose vector it is on.
    MemberId member();

    /// With whom it is shared.
    MemberId other();

    /// Computed from the other's recovered key.
    record Recovered(MemberId member, MemberId other, MaskKey memberKey, Bytes privateKey)
        implements Pair {}

    /// Shown by the member.
    record Shown(MemberId member, MemberId other, Hash key) implements Pair {}
  }

  /// What the sum came to.
  ///
  /// @param sum the hash of the packed sum
  /// @param weight of all together
  /// @param version what it makes of the base; absent if somebody's vector was out of bounds
  public record Summed(Hash sum, long weight, Optional<ModelVersion> version) {}

  /// Adds up and takes the masks off. Pure: the same bits whatever the order or the machine.
  ///
  /// @param store gives a packed vector by its name
  /// @return absent if a vector is not in the store
  public Optional<Summed> add(Function<BlobName, Optional<Bytes>> store) {
    int[] total = new int[codec.coordinates()];
    for (BlobName blob : blobs) {
      Optional<RingVector> vector = store.apply(blob).flatMap(codec::unpack);
      if (vector.isEmpty()) {
        return Optional.empty();
      }
      vector.get().addTo(total);
    }
    for (Bytes ownMask : ownMasks) {
      new KeyStream(Masks.ownKey(ownMask, context)).addTo(total, -1);
    }
    for (Pair pair : pairs) {
      new KeyStream(key(pair)).addTo(total, -Masks.sign(pair.member(), pair.other()));
    }
    return Optional.of(summed(RingVector.reduced(codec.bits(), total)));
  }

  private Summed summed(RingVector sum) {
    Hash name = Hash.sha256(sum.pack());
    return switch (codec.decode(sum, blobs.size())) {
      case RingCodec.Decoded.OutOfBounds _ -> new Summed(name, 0, Optional.empty());
      case RingCodec.Decoded.Average(var change, var weight) ->
          new Summed(name, weight, Optional.of(step.by(change)));
    };
  }

  private Hash key(Pair pair) {
    return switch (pair) {
      case Pair.Shown(var _, var _, var key) -> key;
      case Pair.Recovered(var member, var other, var memberKey, var privateKey) ->
          Masks.pairKey(
              X25519
                  .agree(privateKey, memberKey.value())
                  .orElseThrow(() -> new IllegalStateException("a weak key is in no circle")),
              member,
              other,
              context);
    };
  }
}
