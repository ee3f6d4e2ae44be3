package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The almacen's node without its sockets: the real loop and the real trees. What it says is
/// caught, what it hears comes from a story, and one desk writes down what it is told.
final class Almacen implements AutoCloseable {
  static final MemberId ID = new MemberId("almacen");
  static final Instant NOON = Instant.parse("2026-11-24T15:00:00Z");
  private static final int PATIENCE_SECONDS = 20;

  final Roster roster =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  final Notes notes = new Notes();
  private final List<Saying> said = new ArrayList<>();
  private final Set<MemberId> present = new TreeSet<>();
  private final Path root;
  private Instant now = NOON;
  private NodeTrees trees;
  private NodeLoop loop;

  /// What comes of asking a member for a blob.
  Function<MemberId, CompletableFuture<Bytes>> fetched =
      _ -> CompletableFuture.failedFuture(new IOException("nobody has it"));

  /// A frame to a peer.
  record Saying(MemberId to, PeerFrame frame) {}

  Almacen(Path root) throws IOException {
    this.root = root;
    this.trees = open();
    this.loop = begin();
  }

  private NodeTrees open() throws IOException {
    return NodeTrees.open(
        new NodeDirectory(root).create(),
        new NodeTrees.Terms(roster, ID, SeededKey.VERIFIER, new SecureRandom()),
        new NodeTrees.Signers(
            SomeCharter.entryKey(0), SomeCharter.ledgerKey(0), SomeCharter.mirrorKey(0)));
  }

  private NodeLoop begin() throws IOException {
    InstantSource clock = () -> now;
    var blobs = new BlobShelf(root.resolve("blobs"));
    var made = new NodeLoop(new NodeLoop.Parts(trees, blobs, Caught::new, clock));
    made.add(notes);
    made.start();
    return made;
  }

  /// Stops and starts again from what is on disk.
  void restarts() throws IOException {
    loop.close();
    trees.close();
    trees = open();
    loop = begin();
  }

  /// Waits until the loop has ended.
  NodeLoop.Ending ends() throws Exception {
    return loop.stopped().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    loop.close();
    trees.close();
  }

  Neighbour neighbour(String name) {
    return new Neighbour(roster, name);
  }

  /// A member's session begins.
  ///
  /// @return what it said because of that
  List<PeerFrame> meets(Neighbour who) throws Exception {
    int before = said.size();
    present.add(who.id);
    loop.connected(who.id);
    rest();
    return said.subList(before, said.size()).stream().map(Saying::frame).toList();
  }

  /// Hears frames from a member, and answers what is to be answered.
  ///
  /// @return what it said because of them
  List<PeerFrame> hears(Neighbour from, PeerFrame... frames) throws Exception {
    int before = said.size();
    for (PeerFrame frame : frames) {
      loop.received(from.id, frame, () -> {});
    }
    rest();
    return said.subList(before, said.size()).stream().map(Saying::frame).toList();
  }

  /// Its own statements, entered and signed for.
  List<PeerFrame> enters(Said... statements) throws Exception {
    int before = said.size();
    perform(() -> List.of(statements).forEach(loop.exchange()::enter));
    return said.subList(before, said.size()).stream().map(Saying::frame).toList();
  }

  /// Learns that a roster was decided.
  void learns(Roster next) throws Exception {
    ask(() -> {
      loop.comesIntoForce(next);
      return next;
    });
  }

  void passes(Duration time) throws Exception {
    perform(() -> now = now.plus(time));
  }

  /// How much of a member's ledger it holds, and knows a quorum to hold.
  long held(Neighbour owner) throws Exception {
    return ask(() -> loop.exchange().held().getOrDefault(owner.id, 0L));
  }

  long witnessed(MemberId owner) throws Exception {
    return ask(() -> loop.exchange().witnessed().getOrDefault(owner, 0L));
  }

  Hash holds() throws Exception {
    return ask(() -> loop.exchange().frontierHash());
  }

  /// Asks a member for a blob.
  ///
  /// @return whether it is here now
  boolean fetches(MemberId from, BlobName blob) throws Exception {
    var here = new CompletableFuture<Boolean>();
    perform(() -> loop.exchange().fetch(from, blob, BlobShelf.MAX_BYTES, here::complete));
    return here.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void rest() throws Exception {
    perform(() -> {});
  }

  private void perform(Runnable task) throws Exception {
    ask(() -> {
      task.run();
      return true;
    });
  }

  private <T> T ask(java.util.concurrent.Callable<T> task) throws Exception {
    return loop.ask(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// What a desk was told, in the order it came. Written on the loop's thread, read while it rests.
  static final class Notes implements Desk {
    final List<Seen> seen = new ArrayList<>();
    final List<Seen> witnessed = new ArrayList<>();
    final List<Seen> told = new ArrayList<>();
    final List<Seen> toldAgain = new ArrayList<>();

    @Override
    public void recall(Recollection all) {}

    @Override
    public void seen(Seen entry) {
      seen.add(entry);
    }

    @Override
    public void witnessed(Seen entry) {
      witnessed.add(entry);
    }

    @Override
    public void told(Seen entry) {
      told.add(entry);
    }

    @Override
    public void toldAgain(Seen entry) {
      toldAgain.add(entry);
    }
  }

  /// No network: what would be sent is kept.
  private final class Caught implements Links {
    @Override
    public boolean send(MemberId peer, PeerFrame frame) {
      return said.add(new Saying(peer, frame));
    }

    @Override
    public void follow(List<PeerRecord> members) {}

    @Override
    public Set<MemberId> connected() {
      return Set.copyOf(present);
    }

    @Override
    public CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes) {
      return fetched.apply(peer);
    }
  }
}
