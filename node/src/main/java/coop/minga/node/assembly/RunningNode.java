package coop.minga.node.assembly;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.NodeToml;
import coop.minga.node.config.UserError;
import coop.minga.node.control.ControlServer;
import coop.minga.node.desk.DoorDesk;
import coop.minga.node.desk.Trainer;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Links;
import coop.minga.node.exchange.NodeLoop;
import coop.minga.node.exchange.NodeTrees;
import coop.minga.node.exchange.Restoring;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.keys.VerifiedBefore;
import coop.minga.node.peering.Doorkeeper;
import coop.minga.node.peering.Peering;
import coop.minga.node.serving.LedgerServer;
import coop.minga.node.serving.Shelves;
import coop.minga.node.storage.NodeLock;
import coop.minga.node.storage.RosterFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One node, from its directory to its open sessions.
///
/// Started in the order in which parts need each other, closed in the reverse: sessions first, so
/// that nobody is told what is not on disk any more.
public final class RunningNode implements AutoCloseable {
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final NodeDirectory directory;
  private final NodeConfig config;
  private final RosterChain chain;
  private final NodeLoop loop;
  private final Peering peering;
  private final Optional<Restoring> restoring;

  private RunningNode(NodeDirectory directory, Optional<Trainer> trainer) throws IOException {
    this.directory = directory;
    this.config = NodeToml.read(directory.config());
    SignatureVerifier verifier = new VerifiedBefore(new StrictVerifier());
    this.chain = readRosters(verifier);
    open.push(NodeLock.take(directory.root())::close);
    KeyFiles.carryThrough(directory.keys());
    KeyFiles keys = KeyFiles.load(directory.keys());
    InstantSource clock = clock();
    BlobShelf blobs = new BlobShelf(directory.blobs());
    NodeTrees trees = trees(keys, verifier);
    open.push(trees);
    this.loop = new NodeLoop(new NodeLoop.Parts(trees, blobs, this::links, clock));
    var desks = new Desks(loop, directory, config);
    Doorkeeper door =
        Files.exists(directory.restoring())
            ? Doorkeeper.closed()
            : keeper(desks.belong(keys, origin()));
    this.peering =
        new Peerings(directory, config, chain.current())
            .make(keys, new Peerings.Ears(loop, blobs, verifier, door));
    if (Files.exists(directory.restoring())) {
      this.restoring = Optional.of(new Restoring(trees));
      loop.add(restoring.get());
    } else {
      this.restoring = Optional.empty();
      desks.add(blobs, peering::traffic, trainer);
    }
  }

  /// Starts the node of a directory.
  ///
  /// @throws UserError if the directory is not a member's, or another process runs it
  public static RunningNode start(NodeDirectory directory) throws IOException {
    return start(directory, node -> {});
  }

  /// The same, learning by a trainer of the caller's own.
  public static RunningNode start(NodeDirectory directory, Trainer trainer) throws IOException {
    return begun(new RunningNode(directory, Optional.of(trainer)), node -> {});
  }

  /// The same by the usual trainer, with desks of the caller's own beside the usual ones.
  ///
  /// @param desks adds them to the loop, which has not started
  public static RunningNode start(NodeDirectory directory, Consumer<NodeLoop> desks)
      throws IOException {
    return begun(new RunningNode(directory, Optional.empty()), desks);
  }

  /// Both: another trainer, and desks beside the usual ones.
  ///
  /// @param desks adds them to the loop, which has not started
  public static RunningNode start(
      NodeDirectory directory, Trainer trainer, Consumer<NodeLoop> desks) throws IOException {
    return begun(new RunningNode(directory, Optional.of(trainer)), desks);
  }

  private static RunningNode begun(RunningNode node, Consumer<NodeLoop> desks) throws IOException {
    try {
      if (node.restoring.isEmpty()) {
        desks.accept(node.loop);
      }
      node.begin();
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /// Who this node is.
  public MemberId self() {
    return config.member().id();
  }

  /// Who belonged when it started.
  public Roster roster() {
    return chain.current();
  }

  /// If this node only begins its ledger anew: completes with the number of entries that it goes on
  /// from, once the next start will. Then close this one, and start again.
  public Optional<CompletableFuture<Long>> restored() {
    return restoring.map(Restoring::done);
  }

  /// Answers an operator's question as the socket does.
  public CompletableFuture<JsonObject> ask(JsonObject question) {
    return loop.ask(() -> loop.answer(question));
  }

  /// Completes when the node has ended by itself: exceptionally, by a fault of ours; else it may
  /// ask to be started again.
  public CompletableFuture<NodeLoop.Ending> ended() {
    return loop.stopped();
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private void begin() throws IOException {
    open.push(loop::close);
    loop.start();
    open.push(peering::close);
    peering.start();
    open.push(ControlServer.start(directory.control(), this::ask)::close);
    serve();
    Files.writeString(directory.pid(), ProcessHandle.current().pid() + "\n");
  }

  private void serve() throws IOException {
    NodeConfig.Serve serve = config.serve();
    if (!serve.on()) {
      return;
    }
    var shelves = new Shelves(directory, roster().federationId(), self());
    try {
      var address = new InetSocketAddress(serve.host(), serve.port());
      open.push(LedgerServer.start(address, shelves)::close);
    } catch (IOException e) {
      throw new UserError(
          directory.config().toString(),
          serve.host() + ":" + serve.port() + " cannot be listened on (" + e.getMessage() + ").",
          "Choose another serve.port, or 0 to serve nothing.",
          e);
    }
  }

  private Origin origin() {
    return roster().origin(self(), Tree.LEDGER).in(directory.ledger().generation());
  }

  private Links links() {
    return Links.of(peering);
  }

  /// Strangers are answered where everything is: on the loop.
  private Doorkeeper keeper(DoorDesk door) {
    return new Doorkeeper() {
      @Override
      public boolean isOpen() {
        return door.isOpen();
      }

      @Override
      public CompletableFuture<Answer> knock(Knock knock) {
        return loop.ask(() -> door.knock(knock));
      }
    };
  }

  private RosterChain readRosters(SignatureVerifier verifier) throws IOException {
    if (!Files.exists(directory.charter())) {
      throw new UserError(
          directory.charter().toString(),
          "This node has not adopted a charter.",
          "Found a federation with `minga charter draft`, let all sign it, then `minga charter"
              + " adopt`.");
    }
    RosterChain read =
        Founding.chain(
            directory.rosters().toString(),
            Founding.charter(directory.charter()),
            new RosterFiles(directory.rosters()).all(),
            verifier);
    if (read.admitting(config.member().id()).isEmpty()) {
      throw new UserError(
          directory.config().toString(),
          config.member().id() + " is not a member of " + read.genesis().name() + ".",
          "Set member.name to the name on this node's card.");
    }
    return read;
  }

  private InstantSource clock() throws IOException {
    if (!roster().rules().time().simulated()) {
      return InstantSource.system();
    }
    SimulatedClock clock = SimulatedClock.open(directory.clock());
    open.push(clock::close);
    return clock;
  }

  private NodeTrees trees(KeyFiles keys, SignatureVerifier verifier) throws IOException {
    return NodeTrees.open(
        directory, new NodeTrees.Terms(chain, self(), verifier, new SecureRandom()), signing(keys));
  }

  private static NodeTrees.Signing signing(KeyFiles keys) {
    return new NodeTrees.Signing() {
      @Override
      public Signer by(PublicKey key) {
        return keys.by(key)
            .orElseThrow(() ->
                new UserError(
                    "keys",
                    "The private half of " + key + ", which this node's ledger names, is not here.",
                    "Bring back the directory `keys` of this node, with `next` in it."));
      }

      @Override
      public Signer mirror() {
        return keys.mirror();
      }
    };
  }
}
