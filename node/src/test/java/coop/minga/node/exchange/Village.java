package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Real loops on real disks, whose sessions are function calls. Members without a loop are played
/// by the test, which has everybody's keys.
final class Village implements AutoCloseable {
  private final Path root;
  private final List<MemberId> members;
  private final Roster roster;
  private final Map<MemberId, NodeLoop> loops = new ConcurrentHashMap<>();
  private final Map<MemberId, NodeTrees> trees = new ConcurrentHashMap<>();
  private final Map<MemberId, Set<MemberId>> sessions = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
  private volatile Predicate<Sent> lost = sent -> false;

  /// A frame on its way.
  record Sent(MemberId from, MemberId to, PeerFrame frame) {}

  Village(Path root, String... names) {
    this.root = root;
    this.roster = Roster.of(SomeCharter.signed(names), SeededKey.VERIFIER);
    this.members = List.copyOf(roster.members().keySet());
    members.forEach(member -> sessions.put(member, ConcurrentHashMap.newKeySet()));
  }

  Roster roster() {
    return roster;
  }

  NodeLoop start(String name) throws IOException {
    var self = new MemberId(name);
    int place = members.indexOf(self);
    var directory = new NodeDirectory(Files.createDirectories(root.resolve(name)));
    var terms = new NodeTrees.Terms(roster, self, SeededKey.VERIFIER, new SecureRandom());
    var signers =
        new NodeTrees.Signers(
            SomeCharter.entryKey(place),
            SomeCharter.ledgerKey(place),
            SomeCharter.mirrorKey(place));
    NodeTrees opened = NodeTrees.open(directory, terms, signers);
    trees.put(self, opened);
    var blobs = new BlobShelf(directory.blobs());
    var loop =
        new NodeLoop(new NodeLoop.Parts(opened, blobs, () -> links(self), InstantSource.system()));
    loops.put(self, loop);
    loop.start();
    return loop;
  }

  void stop(String name) throws IOException {
    var self = new MemberId(name);
    sessions.values().forEach(peers -> peers.remove(self));
    sessions.getOrDefault(self, Set.of()).clear();
    NodeLoop loop = loops.remove(self);
    if (loop != null) {
      loop.close();
    }
    NodeTrees opened = trees.remove(self);
    if (opened != null) {
      opened.close();
    }
  }

  /// Two members begin a session.
  void meet(String one, String other) {
    var a = new MemberId(one);
    var b = new MemberId(other);
    sessions.getOrDefault(a, Set.of()).add(b);
    sessions.getOrDefault(b, Set.of()).add(a);
    connected(a, b);
    connected(b, a);
  }

  private void connected(MemberId self, MemberId peer) {
    NodeLoop loop = loops.get(self);
    if (loop != null) {
      loop.connected(peer);
    }
  }

  /// Somebody says something to a loop.
  void say(String from, String to, PeerFrame frame) {
    NodeLoop loop = loops.get(new MemberId(to));
    if (loop != null) {
      loop.received(new MemberId(from), frame, () -> {});
    }
  }

  /// From now on some frames get lost on their way.
  void loses(Predicate<Sent> which) {
    lost = which;
  }

  /// All that was sent so far.
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  <T> T ask(String name, Callable<T> task) throws Exception {
    return loop(name).ask(task).get(60, TimeUnit.SECONDS);
  }

  /// Whom a node is careful of.
  Map<MemberId, String> frozen(String name) throws Exception {
    NodeLoop loop = loop(name);
    return ask(name, () -> loop.exchange().frozen());
  }

  /// Entries held of each ledger.
  Map<MemberId, Long> held(String name) throws Exception {
    NodeLoop loop = loop(name);
    return ask(name, () -> loop.exchange().held());
  }

  /// Entries of each ledger that a node knows a quorum to hold.
  Map<MemberId, Long> witnessed(String name) throws Exception {
    NodeLoop loop = loop(name);
    return ask(name, () -> loop.exchange().witnessed());
  }

  /// What a node's pings say that it holds.
  Hash holds(String name) throws Exception {
    NodeLoop loop = loop(name);
    return ask(name, () -> loop.exchange().frontierHash());
  }

  /// Makes a node say something in its ledger.
  void enter(String name, Said said) throws Exception {
    NodeLoop loop = loop(name);
    ask(name, () -> loop.exchange().enter(said));
  }

  // ---- Members that are played

  String origin(String owner) {
    return roster.origin(new MemberId(owner), Tree.LEDGER).text();
  }

  /// An entry as its author signs it.
  Bytes frame(String author, Said said) {
    var member = new MemberId(author);
    SeededKey key = SomeCharter.entryKey(members.indexOf(member));
    var header =
        new Entry.Header(
            roster.federationId(),
            member,
            key.publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  /// A checkpoint as its owner signs it.
  SignedNote note(String owner, List<Bytes> ledger) {
    var member = new MemberId(owner);
    Frontier frontier = Frontier.EMPTY.append(ledger.stream().map(MerkleTree::leafHash).toList());
    return Checkpoint.of(roster.origin(member, Tree.LEDGER), frontier)
        .sign(SomeCharter.ledgerKey(members.indexOf(member)));
  }

  /// The checkpoint with a mirror's cosignature.
  SignedNote cosigned(SignedNote note, String mirror, long seconds) {
    var member = new MemberId(mirror);
    SeededKey key = SomeCharter.mirrorKey(members.indexOf(member));
    return note.with(Cosignature.sign(roster.mirrorKey(member), note.text(), seconds, key).line());
  }

  /// Entries from an index to the end, with the checkpoint that ends them.
  PeerFrame.Entries entries(String owner, int from, List<Bytes> ledger) {
    return new PeerFrame.Entries(
        origin(owner), from, ledger.subList(from, ledger.size()), note(owner, ledger).encode());
  }

  /// A frontier of one ledger.
  PeerFrame.Frontier frontier(String owner, long size, SignedNote note) {
    return new PeerFrame.Frontier(
        false, List.of(new PeerFrame.OriginFrontier(origin(owner), size, note.encode())));
  }

  @Override
  public void close() throws IOException {
    for (MemberId member : new TreeSet<>(loops.keySet())) {
      stop(member.name());
    }
  }

  private NodeLoop loop(String name) {
    return Optional.ofNullable(loops.get(new MemberId(name)))
        .orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }

  private Links links(MemberId self) {
    return new Links() {
      @Override
      public void follow(List<PeerRecord> roster) {}

      @Override
      public boolean send(MemberId peer, PeerFrame frame) {
        if (!connected().contains(peer)) {
          return false;
        }
        var onItsWay = new Sent(self, peer, frame);
        boolean arrives = !lost.test(onItsWay);
        sent.add(onItsWay);
        if (arrives) {
          say(self.name(), peer.name(), frame);
        }
        return true;
      }

      @Override
      public Set<MemberId> connected() {
        return Set.copyOf(sessions.getOrDefault(self, Set.of()));
      }

      @Override
      public CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes) {
        return CompletableFuture.failedFuture(new IOException("no blobs here"));
      }
    };
  }
}
