package coop.minga.node.peering;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.blob.Piece;
import coop.minga.federation.identity.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The blobs being fetched from one peer. They outlive its connections: what is here already is not
/// asked for again. Usable from several threads.
///
/// A piece of a blob named in pieces is checked as it comes: one that is wrong ends the fetch, and
/// what came before it stays in [Unfinished] for whoever is asked next. Of a blob named by the
/// whole nothing is known to be right before all of it is here.
final class Fetches {
  /// The most blobs being fetched from one peer.
  static final int MAX_AT_ONCE = 16;

  private final Duration patience;
  private final Unfinished unfinished;
  private final Map<BlobName, Fetch> running = new LinkedHashMap<>();
  private Optional<BlobStream> stream = Optional.empty();

  Fetches(PeeringSettings.Patience patience, Unfinished unfinished) {
    this.patience = patience.blob();
    this.unfinished = unfinished;
  }

  CompletableFuture<Bytes> fetch(BlobName blob, int maxBytes) {
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
      unfinished.take(blob).filter(part -> part.size() <= maxBytes).ifPresent(fetch::goOn);
      running.put(blob, fetch);
      stream.ifPresent(to -> to.ask(blob, fetch.bytes));
    }
    return fetch.whole;
  }

  /// There is a connection: ask for what is missing.
  synchronized void attach(BlobStream to) {
    stream = Optional.of(to);
    running.values().forEach(each -> to.ask(each.blob, each.bytes));
  }

  synchronized void detach(BlobStream from) {
    if (stream.isPresent() && stream.get() == from) {
      stream = Optional.empty();
    }
  }

  /// A piece has come. One that is not the next of a running fetch is thrown away.
  void piece(BlobName blob, Piece piece) {
    Fetch fetch;
    Optional<Refusal> fault;
    synchronized (this) {
      fetch = running.get(blob);
      if (fetch == null || fetch.whole.isDone() || piece.offset() != fetch.bytes) {
        return;
      }
      fault = fetch.add(piece);
      if (fault.isPresent() || fetch.isComplete()) {
        running.remove(blob);
      } else {
        stream.ifPresent(to -> to.ask(blob, fetch.bytes));
        return;
      }
    }
    finish(fetch, fault);
  }

  void absent(BlobName blob) {
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

  private void finish(Fetch fetch, Optional<Refusal> fault) {
    if (fault.isPresent()) {
      // first, so that whoever hears of the fault and asks another finds it
      fetch.checked().ifPresent(part -> unfinished.keep(fetch.blob, part, System.nanoTime()));
      fetch.whole.completeExceptionally(new BlobRefused(fault.get()));
      return;
    }
    Bytes content = fetch.content();
    if (fetch.blob.form() == BlobName.Form.PIECES || fetch.blob.isOf(content)) {
      fetch.whole.complete(content);
    } else {
      fetch.whole.completeExceptionally(new BlobRefused(Refusal.BLOB_WRONG));
    }
  }

  private static final class Fetch {
    private static final int UNKNOWN = -1;

    private final BlobName blob;
    private final int maxBytes;
    private final CompletableFuture<Bytes> whole = new CompletableFuture<>();
    private final List<Bytes> pieces = new ArrayList<>();
    private int bytes;
    private int size = UNKNOWN;
    private long lastNanos = System.nanoTime();

    Fetch(BlobName blob, int maxBytes) {
      this.blob = blob;
      this.maxBytes = maxBytes;
    }

    /// From another peer, and checked.
    void goOn(Unfinished.Part part) {
      size = part.size();
      pieces.addAll(part.pieces());
      bytes = part.bytes();
    }

    boolean isComplete() {
      return bytes == size;
    }

    Optional<Refusal> add(Piece piece) {
      if (piece.size() < 0 || piece.size() > maxBytes) {
        return Optional.of(Refusal.BLOB_TOO_LARGE);
      }
      boolean right =
          switch (blob.form()) {
            case WHOLE -> mayBeNext(piece);
            case PIECES -> piece.isOf(blob);
          };
      if (!right) {
        return Optional.of(Refusal.BLOB_WRONG);
      }
      size = piece.size();
      pieces.add(piece.content());
      bytes += piece.content().size();
      lastNanos = System.nanoTime();
      return Optional.empty();
    }

    /// Whole pieces but for the last: ten thousand tiny ones would cost a question each.
    private boolean mayBeNext(Piece piece) {
      return (size == UNKNOWN || size == piece.size())
          && piece.content().size() == Math.min(BlobStream.CHUNK_BYTES, piece.size() - bytes)
          && piece.proof().isEmpty();
    }

    /// What is known to be right, if it is not all.
    Optional<Unfinished.Part> checked() {
      return blob.form() == BlobName.Form.WHOLE || pieces.isEmpty()
          ? Optional.empty()
          : Optional.of(new Unfinished.Part(size, pieces));
    }

    Bytes content() {
      byte[] content = new byte[size];
      int offset = 0;
      for (Bytes piece : pieces) {
        piece.copyTo(content, offset);
        offset += piece.size();
      }
      return Bytes.given(content);
    }
  }
}
