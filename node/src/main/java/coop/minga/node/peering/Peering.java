package coop.minga.node.peering;

import static java.util.stream.Collectors.toUnmodifiableSet;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// This node's sessions with all other members, who may change while it runs. Usable from several
/// threads.
public final class Peering implements AutoCloseable {
  /// The largest blob that can be fetched.
  public static final int MAX_BLOB_BYTES = 64 * 1024 * 1024;

  private static final Duration TICK = Duration.ofSeconds(1);

  /// What the sessions need of the rest of the node.
  ///
  /// @param events is told what happens
  /// @param blobs has what peers ask for
  /// @param verifier judges the signatures of Hellos
  /// @param clock the machine's own clock, never a simulated one: it judges certificates
  /// @param door answers strangers
  public record Ports(
      PeerEvents events,
      BlobSource blobs,
      SignatureVerifier verifier,
      InstantSource clock,
      Doorkeeper door) {
    /// Without a door.
    public Ports(
        PeerEvents events, BlobSource blobs, SignatureVerifier verifier, InstantSource clock) {
      this(events, blobs, verifier, clock, Doorkeeper.closed());
    }
  }

  private final Common common;
  private final RosterPins pins;
  private final TlsContexts tls;
  private final Map<MemberId, Dialler> diallers = new ConcurrentHashMap<>();
  private volatile Optional<Acceptor> acceptor = Optional.empty();

  /// Prepares; nothing is heard or said before [#start].
  ///
  /// @param roster the other members; this member itself may be among them
  public Peering(Self self, List<PeerRecord> roster, PeeringSettings settings, Ports ports) {
    List<PeerRecord> others = others(self, roster);
    this.pins = new RosterPins(self.federation(), others, ports.clock());
    this.tls = new TlsContexts(pins, new OwnCertificate(self.tls()));
    this.common =
        new Common(
            self,
            new Greeting(self, pins, ports.verifier()),
            settings,
            ports,
            new TrafficCount(),
            new Sessions(ports.events()),
            new ConcurrentHashMap<>(),
            new Unfinished(),
            new Timer(self.member()));
    others.forEach(this::expect);
  }

  /// Listens, and dials every member whose name is larger than ours, again and again. Once only.
  ///
  /// @throws IOException if the address cannot be listened on
  public void start() throws IOException {
    var listening = new Acceptor(common, tls);
    listening.start();
    acceptor = Optional.of(listening);
    Duration quarter = shortestWait().dividedBy(4);
    common.timer().every(quarter.compareTo(TICK) < 0 ? quarter : TICK, this::tick);
    diallers.values().forEach(Dialler::start);
  }

  /// The roster has changed, in its members or in their keys and addresses. Whoever no longer
  /// belongs is cut off before this returns, and refused from now on; new members are dialled.
  ///
  /// @param roster the other members; this member itself may be among them
  public synchronized void follow(List<PeerRecord> roster) {
    List<PeerRecord> others = others(common.self(), roster);
    pins.follow(others);
    common.sessions().all().forEach(Session::judgeAgain);
    Set<MemberId> present = others.stream().map(PeerRecord::member).collect(toUnmodifiableSet());
    for (MemberId gone : Set.copyOf(common.fetches().keySet())) {
      if (!present.contains(gone)) {
        forget(gone);
      }
    }
    for (PeerRecord each : others) {
      expect(each).filter(_ -> acceptor.isPresent()).ifPresent(Dialler::start);
    }
  }

  /// Makes what a member needs that was not expected before.
  ///
  /// @return who dials it, if that is new
  private Optional<Dialler> expect(PeerRecord other) {
    common
        .fetches()
        .computeIfAbsent(
            other.member(), _ -> new Fetches(common.settings().patience(), common.unfinished()));
    boolean dials = common.self().member().compareTo(other.member()) < 0 && other.port() != 0;
    if (!dials || diallers.containsKey(other.member())) {
      return Optional.empty();
    }
    var dialler = new Dialler(other.member(), common, tls);
    diallers.put(other.member(), dialler);
    return Optional.of(dialler);
  }

  private void forget(MemberId gone) {
    Optional.ofNullable(diallers.remove(gone)).ifPresent(Dialler::stop);
    Optional.ofNullable(common.fetches().remove(gone)).ifPresent(Fetches::endAll);
  }

  private static List<PeerRecord> others(Self self, List<PeerRecord> roster) {
    return roster.stream().filter(each -> !each.member().equals(self.member())).toList();
  }

  /// The port that is listened on.
  ///
  /// @throws IllegalStateException before [#start]
  public int port() {
    return acceptor.orElseThrow(() -> new IllegalStateException("not started")).port();
  }

  /// Queues a frame for a peer, in order, and never waits.
  ///
  /// @return whether it was queued; false if there is no session with the peer, or its queue was
  ///   full ([PeerEvents#overflowed] is then told). Queued is not arrived: see
  ///   [PeerEvents#disconnected]
  public boolean send(MemberId peer, PeerFrame frame) {
    return common.sessions().with(peer).map(session -> session.send(frame)).orElse(false);
  }

  /// The peers with an open session.
  public Set<MemberId> connected() {
    return common.sessions().connected();
  }

  /// Asks a peer for a blob, piece by piece; goes on where it was after a new connection and, if it
  /// is named in pieces, where another peer failed not long ago.
  ///
  /// @param maxBytes at most [#MAX_BLOB_BYTES]; a larger blob is refused at its first piece
  /// @return the whole blob, once it is what its name says; else fails with [BlobRefused], at once
  ///   if the peer is not another member of the roster. Completed on a network thread
  public CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes) {
    if (maxBytes < 0 || maxBytes > MAX_BLOB_BYTES) {
      throw new IllegalArgumentException("a blob has 0 to 64 MiB, not " + maxBytes);
    }
    Fetches ofPeer = common.fetches().get(peer);
    if (ofPeer == null) { // it may have been removed while somebody made up their mind to ask
      return CompletableFuture.failedFuture(new BlobRefused(Refusal.NOT_IN_ROSTER));
    }
    return ofPeer.fetch(blob, maxBytes);
  }

  /// What went and came so far, by peer and kind; a copy.
  public Map<MemberId, Map<FrameKind, Traffic>> traffic() {
    return common.traffic().snapshot();
  }

  /// Says Goodbye to every peer, waits for what is queued to leave, at most as long as the settings
  /// say, and stops listening. Fetches that are not done fail.
  @Override
  public void close() {
    long until = System.nanoTime() + common.settings().patience().farewell().toNanos();
    diallers.values().forEach(Dialler::stop);
    common.sessions().close();
    common.fetches().values().forEach(Fetches::endAll);
    try {
      if (acceptor.isPresent()) {
        acceptor.get().close(left(until));
      }
      for (Dialler each : diallers.values()) {
        each.close(left(until));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    common.timer().close();
  }

  private void tick() {
    long now = System.nanoTime();
    common.sessions().all().forEach(each -> each.endIfSilent(now));
    common.fetches().values().forEach(each -> each.endStalled(now));
    common.unfinished().forgetOld(now);
  }

  private Duration shortestWait() {
    PeeringSettings.Patience patience = common.settings().patience();
    boolean silenceFirst = patience.silence().compareTo(patience.blob()) < 0;
    return silenceFirst ? patience.silence() : patience.blob();
  }

  private static Duration left(long untilNanos) {
    return Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime()));
  }
}
