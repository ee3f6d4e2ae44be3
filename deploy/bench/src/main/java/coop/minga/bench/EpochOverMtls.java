package coop.minga.bench;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.SumOrder;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.peering.PeerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What the first member of a cohort sends and receives in an epoch once all have dealt, over its
/// node's own sessions: its masked vector to all others, theirs to it, and the shares that open the
/// sum, each in the entry and the frame that nodes send. Vectors lie on disk, each on its author's
/// shelf.
///
/// @param epoch who has masked what
/// @param cohort the same members' nodes
record EpochOverMtls(Neighbourhood epoch, LoopbackCohort cohort) {
  private static final double MILLION = 1e6;

  /// Vectors that are fetched at once. A node asks for all that it hears of, of its whole cohort;
  /// the larger ones of this table would so take 3 GB for both ends, which are all in this process.
  private static final int AT_ONCE = 64;

  /// As nodes do, each blob by itself.
  private static final Executor KEEPERS = Thread::startVirtualThread;

  /// What handing over took.
  ///
  /// @param maskedMillis until the vector was masked and durable
  /// @param millis until the last of the others had it, whole and of the right hash
  record Handed(double maskedMillis, double millis) {}

  /// What receiving took, all from the first question for a vector.
  ///
  /// @param fetchedMillis until all vectors were here, durable, and of the right shape
  /// @param openMillis the end of it alone: from the last share that was needed until the sum was
  ///   there, as in this process without any network
  /// @param millis until the sum was there
  /// @param heapMegabytes what the heap grew by at most meanwhile, garbage included
  record Received(double fetchedMillis, double openMillis, double millis, double heapMegabytes) {}

  /// Puts each vector on its author's shelf, for the first member to fetch, and forgets it here.
  void placeVectors() {
    epoch
        .vectorNames()
        .forEach((member, vector) -> {
          BlobShelf shelf = cohort.host(member).shelf();
          shelf.keep(vector.form(), epoch.find(vector).orElseThrow());
          shelf.serve(vector, Set.of(first().id()));
        });
    epoch.forgetVectors();
  }

  void throwVectorsAway() {
    epoch.vectorNames().forEach((member, vector) -> cohort.host(member).shelf().forget(vector));
  }

  private LoopbackCohort.Host first() {
    return cohort.first();
  }

  /// The first member masks its vector, says so, and all others who are there fetch it. They do not
  /// keep it: a disk that all share would be measured, and not theirs.
  Handed handOver(Neighbourhood.Ending ending) throws InterruptedException {
    List<MemberId> others = others(ending);
    Entered<LearningStatement> said =
        ending.said(Masked.class).stream()
            .filter(entry -> entry.author().equals(first().id()))
            .findFirst()
            .orElseThrow();
    PeerFrame.Entries frame = cohort.frame(first().id(), said.statement());
    long start = System.nanoTime();
    Bytes vector = epoch.maskAgain(first().id());
    BlobName name = first().shelf().keep(BlobName.Form.PIECES, vector);
    first().shelf().serve(name, Set.copyOf(others));
    double masked = millisSince(start);
    others.forEach(peer -> send(first().id(), peer, frame));
    var fetches = new ArrayList<CompletableFuture<Void>>();
    var atOnce = new Semaphore(AT_ONCE);
    for (var _ : others) {
      LoopbackCohort.Heard heard = cohort.next();
      atOnce.acquire();
      fetches.add(fetched(heard).whenComplete((_, _) -> atOnce.release()).thenAccept(_ -> {}));
      heard.taken().run();
    }
    CompletableFuture.allOf(fetches.toArray(CompletableFuture[]::new)).join();
    return new Handed(masked, millisSince(start));
  }

  /// One of the others hears of the vector, and asks for it.
  private CompletableFuture<Bytes> fetched(LoopbackCohort.Heard heard) {
    if (!(cohort.statement(heard.from(), heard.frame()).statement() instanceof Masked masked)) {
      throw new IllegalStateException("no vector was told of");
    }
    return cohort
        .host(heard.by())
        .peering()
        .fetch(heard.from(), masked.blob(), epoch.packedBytes());
  }

  /// The first member fetches the vectors of all others; then everybody gives shares back, and it
  /// opens the sum.
  ///
  /// @throws IllegalStateException if anything that came is wrong, or the sum is
  Received receive(Neighbourhood.Ending ending) throws InterruptedException {
    List<MemberId> others = others(ending);
    Map<MemberId, PeerFrame.Entries> releases = releases(ending);
    Neighbourhood.Receiver receiver = ending.receiver();
    var heap = HeapPeak.begin();
    long start = System.nanoTime();
    fetchAll(ending, receiver);
    double fetched = millisSince(start);
    for (MemberId other : others) {
      send(other, first().id(), frame(releases, other));
      send(first().id(), other, frame(releases, first().id()));
    }
    int left = 2 * others.size();
    Optional<SumOrder> order = Optional.empty();
    long lastShare = start;
    while (order.isEmpty()) {
      if (left == 0) {
        throw new IllegalStateException("all shares came, and the sum was not opened");
      }
      LoopbackCohort.Heard heard = cohort.next();
      left--;
      if (heard.by().equals(first().id())) {
        lastShare = System.nanoTime();
        order = receiver.takes(cohort.statement(heard.from(), heard.frame()));
      }
      heard.taken().run();
    }
    ending.checked(ending.sum(order.get(), first().shelf()::find));
    double open = millisSince(lastShare);
    double all = millisSince(start);
    double megabytes = heap.endMegabytes();
    for (; left > 0; left--) {
      cohort.next().taken().run();
    }
    forgetFetched(ending);
    return new Received(fetched, open, all, megabytes);
  }

  private Map<MemberId, PeerFrame.Entries> releases(Neighbourhood.Ending ending) {
    var frames = new HashMap<MemberId, PeerFrame.Entries>();
    for (Entered<LearningStatement> entry : ending.said(Release.class)) {
      frames.put(entry.author(), cohort.frame(entry.author(), entry.statement()));
    }
    return frames;
  }

  private static PeerFrame.Entries frame(Map<MemberId, PeerFrame.Entries> frames, MemberId author) {
    return Optional.ofNullable(frames.get(author)).orElseThrow();
  }

  /// A vector is on the shelf, or why not.
  private record Arrived(BlobName vector, @Nullable Throwable fault) {}

  private void fetchAll(Neighbourhood.Ending ending, Neighbourhood.Receiver receiver)
      throws InterruptedException {
    BlobShelf shelf = first().shelf();
    BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    Map<MemberId, BlobName> vectors = ending.summed();
    vectors.remove(first().id());
    var atOnce = new Semaphore(AT_ONCE);
    for (var each : vectors.entrySet()) {
      BlobName vector = each.getValue();
      atOnce.acquire();
      var _ =
          first()
              .peering()
              .fetch(each.getKey(), vector, epoch.packedBytes())
              .thenAcceptAsync(blob -> shelf.keep(vector.form(), blob), KEEPERS)
              .whenComplete((_, fault) -> {
                atOnce.release();
                arrived.add(new Arrived(vector, fault));
              });
    }
    for (var _ : vectors.values()) {
      Arrived next = arrived.take();
      if (next.fault() != null || shelf.find(next.vector()).filter(epoch::isVector).isEmpty()) {
        throw new IllegalStateException("a vector did not come", next.fault());
      }
      receiver.holds(next.vector());
    }
  }

  private void forgetFetched(Neighbourhood.Ending ending) {
    Map<MemberId, BlobName> vectors = ending.summed();
    vectors.remove(first().id());
    vectors.values().forEach(first().shelf()::forget);
  }

  private List<MemberId> others(Neighbourhood.Ending ending) {
    return ending.summed().keySet().stream()
        .filter(member -> !member.equals(first().id()))
        .toList();
  }

  private void send(MemberId from, MemberId to, PeerFrame frame) {
    if (!cohort.host(from).peering().send(to, frame)) {
      throw new IllegalStateException("no session between " + from + " and " + to);
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / MILLION;
  }
}
