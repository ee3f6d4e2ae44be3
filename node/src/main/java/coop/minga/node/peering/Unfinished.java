package coop.minga.node.peering;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What came of blobs before their fetch failed, each piece of it checked: the next peer is asked
/// for the rest only. In memory, so that a start begins anew; the oldest goes first when it is too
/// much. Usable from several threads.
final class Unfinished {
  /// The most blobs.
  static final int MAX_BLOBS = 32;

  /// The most bytes of all together: four times the largest vector that nodes keep.
  static final int MAX_BYTES = 32 * 1024 * 1024;

  /// For how long each is kept.
  static final Duration KEPT = Duration.ofHours(1);

  /// The beginning of a blob.
  ///
  /// @param size bytes of the whole blob
  /// @param pieces the first ones, in order
  record Part(int size, List<Bytes> pieces) {
    Part {
      pieces = List.copyOf(pieces);
    }

    int bytes() {
      return pieces.stream().mapToInt(Bytes::size).sum();
    }
  }

  private record Kept(Part part, long sinceNanos) {}

  /// The oldest first.
  private final SequencedMap<BlobName, Kept> kept = new LinkedHashMap<>();

  private long bytes;

  /// A fetch has failed. Of two beginnings of one blob the longer stays.
  synchronized void keep(BlobName blob, Part part, long nowNanos) {
    Part longest = remove(blob).filter(before -> before.bytes() > part.bytes()).orElse(part);
    if (longest.bytes() > MAX_BYTES) {
      return;
    }
    kept.putLast(blob, new Kept(longest, nowNanos));
    bytes += longest.bytes();
    while (kept.size() > MAX_BLOBS || bytes > MAX_BYTES) {
      remove(kept.firstEntry().getKey());
    }
  }

  /// A fetch begins: what is here is its own from now on.
  synchronized Optional<Part> take(BlobName blob) {
    return remove(blob);
  }

  synchronized void forgetOld(long nowNanos) {
    while (!kept.isEmpty()
        && nowNanos - kept.firstEntry().getValue().sinceNanos() > KEPT.toNanos()) {
      remove(kept.firstEntry().getKey());
    }
  }

  private Optional<Part> remove(BlobName blob) {
    Optional<Part> gone = Optional.ofNullable(kept.remove(blob)).map(Kept::part);
    gone.ifPresent(part -> bytes -= part.bytes());
    return gone;
  }
}
