package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.keys.CertificateTerms;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.keys.TlsCertificate;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.PeerEvents;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerRecord;
import coop.minga.node.peering.Peering;
import coop.minga.node.peering.PeeringSettings;
import coop.minga.node.peering.Refusal;
import coop.minga.node.peering.Self;
import coop.minga.node.peering.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// One member and its peers, each a node's own keys, certificate, shelf of blobs, port and sessions
/// by mutual TLS: what a node has towards others, without its loop. The peers have no sessions with
/// one another, which 200 on one machine could not hold.
final class LoopbackCohort implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String HOST = "127.0.0.1";

  /// Sessions last although no loop pings here; the rest is as usual, but for quicker dials.
  private static final PeeringSettings.Patience UNPINGED =
      new PeeringSettings.Patience(
          Duration.ofSeconds(60),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          PeeringSettings.Patience.USUAL.blob(),
          Duration.ofSeconds(1));

  private final Hash federation;
  private final SortedMap<MemberId, Host> hosts = new TreeMap<>();
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final StrictVerifier verifier = new StrictVerifier();

  /// A member's node.
  ///
  /// @param tls made once, so that no handshake waits for a signature of its own
  record Host(MemberId id, KeyFiles keys, BlobShelf shelf, TlsCertificate tls, Peering peering) {
    private PeerRecord record(int port) {
      return new PeerRecord(id, tls.pin(), keys.publicKeys().entry(), HOST, port);
    }
  }

  /// A frame that has come.
  ///
  /// @param taken lets the session read on
  record Heard(MemberId by, MemberId from, PeerFrame frame, Runnable taken) {}

  /// Makes all keys, listens on free ports, and waits until every peer has a session with the first
  /// member.
  ///
  /// @param names by name; the first is the member that is measured, and dials
  static LoopbackCohort start(Path root, Hash federation, List<MemberId> names) throws Exception {
    var cohort = new LoopbackCohort(federation);
    try {
      cohort.open(root, names);
      return cohort;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cohort.close();
      throw e;
    }
  }

  private LoopbackCohort(Hash federation) {
    this.federation = federation;
  }

  private void open(Path root, List<MemberId> names) throws IOException, InterruptedException {
    MemberId first = names.getFirst();
    Unopened own = unopened(root, first);
    var records = new ArrayList<PeerRecord>();
    for (MemberId name : names.subList(1, names.size())) {
      Host peer = opened(unopened(root, name), List.of(own.record()));
      hosts.put(name, peer);
      records.add(peer.record(peer.peering().port()));
    }
    Host dialler = opened(own, records);
    hosts.put(first, dialler);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (dialler.peering().connected().size() < records.size()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "only %d of %d sessions within %d s"
                .formatted(
                    dialler.peering().connected().size(), records.size(), PATIENCE.toSeconds()));
      }
      Thread.sleep(10);
    }
  }

  /// A member before it listens.
  private record Unopened(MemberId id, KeyFiles keys, BlobShelf shelf, TlsCertificate tls) {
    PeerRecord record() {
      return new PeerRecord(id, tls.pin(), keys.publicKeys().entry(), HOST, 0);
    }
  }

  private Unopened unopened(Path root, MemberId id) throws IOException {
    Path directory = root.resolve(id.name());
    KeyFiles keys = KeyFiles.create(directory.resolve("keys"), new SecureRandom());
    Instant now = Instant.now();
    var terms =
        new CertificateTerms(
            PeerRecord.certificateName(federation, id),
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(90)));
    return new Unopened(
        id,
        keys,
        new BlobShelf(directory.resolve("blobs")),
        keys.renewCertificate(terms, new SecureRandom()));
  }

  private Host opened(Unopened host, List<PeerRecord> others) throws IOException {
    var self = new Self(federation, host.id(), host.keys()::entry, host::tls);
    var settings = PeeringSettings.listeningOn(HOST, 0).with(UNPINGED);
    var ports =
        new Peering.Ports(new Ears(host.id()), host.shelf(), verifier, InstantSource.system());
    var peering = new Peering(self, others, settings, ports);
    peering.start();
    return new Host(host.id(), host.keys(), host.shelf(), host.tls(), peering);
  }

  /// The member that is measured.
  Host first() {
    return host(hosts.firstKey());
  }

  Host host(MemberId id) {
    return Optional.ofNullable(hosts.get(id)).orElseThrow();
  }

  /// What comes next, to whomever.
  ///
  /// @throws IllegalStateException if nothing comes for two minutes
  Heard next() throws InterruptedException {
    Heard next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("nothing came for " + PATIENCE.toSeconds() + " s");
    }
    return next;
  }

  /// A statement as its author's node pushes it: the signed entry, and the signed checkpoint of the
  /// ledger that it is the first of.
  PeerFrame.Entries frame(MemberId author, LearningStatement statement) {
    KeyFiles keys = host(author).keys();
    Said said = new Said.OfLearning(statement);
    var header =
        new Entry.Header(
            federation,
            author,
            keys.entry().publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.versionOf(said),
            Statements.kindOf(said).code());
    Bytes frame = EntryWire.encode(Entry.sign(header, Statements.encode(said), keys.entry()));
    Origin origin = Origin.of(federation, author, Tree.LEDGER);
    SignedNote note = Checkpoint.of(origin, rootOf(frame)).sign(keys.ledger());
    return new PeerFrame.Entries(origin.text(), 0, List.of(frame), note.encode());
  }

  /// The statement in a frame, once both signatures and the tree's root are right.
  ///
  /// @throws IllegalStateException if anything is wrong: nobody lies here
  Entered<LearningStatement> statement(MemberId author, PeerFrame frame) {
    if (!(frame instanceof PeerFrame.Entries entries) || entries.frames().size() != 1) {
      throw new IllegalStateException("no entry came from " + author + " but " + frame);
    }
    Bytes leaf = entries.frames().getFirst();
    KeyFiles keys = host(author).keys();
    Origin origin = Origin.of(federation, author, Tree.LEDGER);
    NoteKey noteKey = NoteKey.ofLedger(origin, keys.ledger().publicKey());
    if (!(SignedNote.parse(entries.note()) instanceof Parsed.Good<SignedNote>(var note))
        || !(Checkpoint.open(note, noteKey, verifier)
            instanceof Parsed.Good<Checkpoint>(var checkpoint))
        || !checkpoint.equals(Checkpoint.of(origin, rootOf(leaf)))) {
      throw new IllegalStateException("the checkpoint of " + author + " is wrong");
    }
    var judge =
        new TreeJudge(
            federation,
            (_, keyId) ->
                Optional.of(keys.publicKeys().entry()).filter(key -> key.keyId().equals(keyId)),
            verifier,
            new TreeJudge.Place(author, Tree.LEDGER));
    if (!(judge.judge(0, leaf) instanceof Ruling.Known(var id, Said.OfLearning(var says)))) {
      throw new IllegalStateException("the entry of " + author + " is wrong");
    }
    return new Entered<>(federation, id, author, says);
  }

  private static Frontier rootOf(Bytes frame) {
    return Frontier.EMPTY.append(MerkleTree.leafHash(frame));
  }

  /// Bytes that the first member sent and received so far, as its own node counts them: all
  /// messages with their frames, without what gRPC, TLS and TCP put around them.
  ///
  /// @param up all that were sent
  /// @param upVectors of which in pieces of vectors
  /// @param down all that were received
  /// @param downVectors of which in pieces of vectors
  record Counted(long up, long upVectors, long down, long downVectors) {
    Counted since(Counted before) {
      return new Counted(
          up - before.up,
          upVectors - before.upVectors,
          down - before.down,
          downVectors - before.downVectors);
    }
  }

  Counted counted() {
    Map<MemberId, Map<FrameKind, Traffic>> traffic = first().peering().traffic();
    return new Counted(
        sum(traffic, List.of(FrameKind.values()), Traffic::bytesOut),
        sum(traffic, List.of(FrameKind.BLOB_CHUNK), Traffic::bytesOut),
        sum(traffic, List.of(FrameKind.values()), Traffic::bytesIn),
        sum(traffic, List.of(FrameKind.BLOB_CHUNK), Traffic::bytesIn));
  }

  private static long sum(
      Map<MemberId, Map<FrameKind, Traffic>> traffic,
      List<FrameKind> kinds,
      ToLongFunction<Traffic> bytes) {
    return traffic.values().stream()
        .flatMap(ofPeer -> kinds.stream().map(kind -> ofPeer.getOrDefault(kind, Traffic.NONE)))
        .mapToLong(bytes)
        .sum();
  }

  @Override
  public void close() {
    hosts.values().forEach(host -> host.peering().close());
  }

  /// Puts what comes into the one queue, which sessions keep short: each reads on only when its
  /// frames are taken.
  private final class Ears implements PeerEvents {
    private final MemberId self;

    Ears(MemberId self) {
      this.self = self;
    }

    @Override
    public void connected(MemberId peer) {}

    @Override
    public void disconnected(MemberId peer, Refusal why) {}

    @Override
    public void received(MemberId peer, PeerFrame frame, Runnable taken) {
      heard.add(new Heard(self, peer, frame, taken));
    }

    @Override
    public void overflowed(MemberId peer) {}

    @Override
    public void refused(Optional<MemberId> who, Refusal why) {}
  }
}
