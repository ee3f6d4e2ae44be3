package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.proto.v1.BlobChunk;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The blobs being fetched from one peer. They outlive its connections: what is here already is not
/// asked for again. Usable from several threads.
final class Fetches {
  /// The most blobs being fetched from one peer.
  static final int MAX_AT_ONCE = 16;

  private final Duration patience;
  private final Map<Hash, Fetch> running = new LinkedHashMap<>();
  private Optional<BlobStream> stream = Optional.empty();

  Fetches(PeeringSettings.Patience patience) {
    this.patience = patience.blob();
  }

  CompletableFuture<Bytes> fetch(Hash blob, int maxBytes) {
    Fetch fetch;
    synchronized (this) {
      Fetch same = running.get(blob);
      if (same != null && !same.whole.isDone()) {
        return same.whole.copy();
      }
      running.values().removeIf(each -> each.whole.isDone());
      if (running.size() == MAX_AT_ONCE) {
        return CompletableFuture.failedFuture(new BlobRefused(Refusal.BLOB_TOO_MANY));
      }
      fetch = new Fetch(blob, maxBytes);
      running.put(blob, fetch);
      stream.ifPresent(to -> to.ask(blob, 0));
    }
    return fetch.whole;
  }

  /// There is a connection: ask for what is missing.
  synchronized void attach(BlobStream to) {
    stream = Optional.of(to);
    running.values().forEach(each -> to.ask(each.blob, each.got.size()));
  }

  synchronized void detach(BlobStream from) {
    if (stream.isPresent() && stream.get() == from) {
      stream = Optional.empty();
    }
  }

  /// A piece has come. One that is not the next of a running fetch is thrown away.
  void chunk(Hash blob, BlobChunk chunk) {
    Fetch fetch;
    Optional<Refusal> fault;
    synchronized (this) {
      fetch = running.get(blob);
      if (fetch == null || fetch.whole.isDone() || chunk.getOffset() != fetch.got.size()) {
        return;
      }
      fault = fetch.add(chunk);
      if (fault.isPresent() || fetch.isComplete()) {
        running.remove(blob);
      } else {
        stream.ifPresent(to -> to.ask(blob, fetch.got.size()));
        return;
      }
    }
    finish(fetch, fault);
  }

  void absent(Hash blob) {
    Fetch fetch;
    synchronized (this) {
      fetch = running.remove(blob);
    }
    if (fetch != null) {
      finish(fetch, Optional.of(Refusal.BLOB_ABSENT));
    }
  }

  /// Gives up what has not moved for too long.
  void endStalled(long nowNanos) {
    List<Fetch> stalled;
    synchronized (this) {
      stalled =
          running.values().stream()
              .filter(each -> nowNanos - each.lastNanos > patience.toNanos())
              .toList();
      stalled.forEach(each -> running.remove(each.blob));
    }
    stalled.forEach(each -> finish(each, Optional.of(Refusal.BLOB_STALLED)));
  }

  void endAll() {
    List<Fetch> all;
    synchronized (this) {
      all = List.copyOf(running.values());
      running.clear();
    }
    all.forEach(each -> finish(each, Optional.of(Refusal.LEFT)));
  }

  private static void finish(Fetch fetch, Optional<Refusal> fault) {
    if (fault.isPresent()) {
      fetch.whole.completeExceptionally(new BlobRefused(fault.get()));
      return;
    }
    byte[] content = fetch.got.toByteArray();
    if (Hash.sha256(content).equals(fetch.blob)) {
      fetch.whole.complete(Bytes.of(content));
    } else {
      fetch.whole.completeExceptionally(new BlobRefused(Refusal.BLOB_WRONG));
    }
  }

  private static final class Fetch {
    private static final int UNKNOWN = -1;

    private final Hash blob;
    private final int maxBytes;
    private final CompletableFuture<Bytes> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private int size = UNKNOWN;
    private long lastNanos = System.nanoTime();

    Fetch(Hash blob, int maxBytes) {
      this.blob = blob;
      this.maxBytes = maxBytes;
    }

    boolean isComplete() {
      return got.size() == size;
    }

    Optional<Refusal> add(BlobChunk chunk) {
      byte[] content = chunk.getContent().toByteArray();
      if (chunk.getSize() < 0 || chunk.getSize() > maxBytes) {
        return Optional.of(Refusal.BLOB_TOO_LARGE);
      }
      boolean sameBlob = size == UNKNOWN || size == chunk.getSize();
      // whole pieces but for the last: ten thousand tiny ones would cost a question each
      boolean whole =
          content.length == Math.min(BlobStream.CHUNK_BYTES, chunk.getSize() - got.size());
      if (!sameBlob || !whole) {
        return Optional.of(Refusal.BLOB_WRONG);
      }
      size = chunk.getSize();
      got.writeBytes(content);
      lastNanos = System.nanoTime();
      return Optional.empty();
    }
  }
}
