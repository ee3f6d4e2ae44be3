package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/// Dials one peer, again and again, with one connection at a time. A new channel for each dial:
/// gRPC's own reconnecting knows nothing of refusals, cooldowns and Hellos.
final class Dialler {
  /// A session of this length was a success: the next dial need not wait long.
  static final Duration LASTING = Duration.ofSeconds(10);

  private static final Duration AFTER_GOODBYE = Duration.ofSeconds(5);

  private final MemberId peer;
  private final Common common;
  private final TlsContexts tls;
  private final AtomicReference<Optional<ManagedChannel>> current =
      new AtomicReference<>(Optional.empty());
  private volatile Backoff backoff;
  private volatile boolean stopped;

  Dialler(MemberId peer, Common common, TlsContexts tls) {
    this.peer = peer;
    this.common = common;
    this.tls = tls;
    this.backoff = Backoff.fresh(common.settings().patience());
  }

  void start() {
    later(Duration.ZERO);
  }

  /// No further dial.
  void stop() {
    stopped = true;
  }

  /// Waits for what was sent to leave, then lets go of the connection.
  void close(Duration atMost) throws InterruptedException {
    Optional<ManagedChannel> channel = current.get();
    if (channel.isPresent()) {
      channel.get().shutdown();
      channel.get().awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
      channel.get().shutdownNow();
    }
  }

  private void later(Duration wait) {
    if (!stopped) {
      // a host's name may take long to look up: not on the timer's thread
      Runnable dial = () -> Thread.ofVirtual().name("dialler-" + peer).start(this::dial);
      common.timer().later(wait, dial);
    }
  }

  private void dial() {
    Optional<PeerRecord> now = common.greeting().record(peer); // keys and address may be new
    if (stopped || now.isEmpty()) {
      return;
    }
    try {
      new Attempt(now.get(), tls.dialling(peer)).begin();
    } catch (SSLException | RuntimeException e) {
      PeeringLog.fault("dialling " + peer, e);
      dialAgain(false);
    }
  }

  private void dialAgain(boolean lasted) {
    Backoff now = lasted ? Backoff.fresh(common.settings().patience()) : backoff;
    Duration jitter = now.draw(ThreadLocalRandom.current());
    backoff = now.afterFailure();
    Duration cooldown = common.sessions().coolingDown(peer);
    later(jitter.compareTo(cooldown) > 0 ? jitter : cooldown);
  }

  private ManagedChannel channel(PeerRecord now, TlsContexts.Dialling dialling) {
    return NettyChannelBuilder.forAddress(new InetSocketAddress(now.host(), now.port()))
        .overrideAuthority(PeerRecord.certificateName(common.self().federation(), peer))
        .sslContext(dialling.context())
        .maxInboundMessageSize(common.settings().limits().readBytes())
        .maxInboundMetadataSize(Acceptor.METADATA_BYTES)
        .keepAliveTime(Acceptor.KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTimeout(Acceptor.KEEPALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
        .disableRetry() // a call that may be retried does not tell its connection's TLS session
        .directExecutor()
        .build();
  }

  /// One dial and what comes of it.
  private final class Attempt implements Session.Owner {
    private final PeerRecord now;
    private final RosterTrust trust;
    private final ManagedChannel channel;
    private volatile long openedNanos;

    Attempt(PeerRecord now, TlsContexts.Dialling dialling) {
      this.now = now;
      this.trust = dialling.trust();
      this.channel = channel(now, dialling);
    }

    void begin() {
      current.set(Optional.of(channel));
      new Session(common, now, Greeting.Role.DIALLER, this, wire(Methods.SESSION)).begin();
    }

    private Wire wire(MethodDescriptor<Bytes, Bytes> method) {
      return new DialledWire(channel.newCall(method, CallOptions.DEFAULT));
    }

    @Override
    public void opened(Session session) {
      openedNanos = System.nanoTime();
      common.sessions().opened(session);
      BlobStream.beside(session, common, wire(Methods.BLOBS)).ifPresent(BlobStream::begin);
    }

    @Override
    public void ended(Session session, Refusal why, boolean wasOpen) {
      Refusal known = wasOpen ? why : trust.refusal().orElse(why);
      common.sessions().ended(session, known, wasOpen);
      if (why == Refusal.LEFT) {
        channel.shutdown();
        common.timer().later(AFTER_GOODBYE, channel::shutdownNow);
      } else {
        channel.shutdownNow();
      }
      dialAgain(wasOpen && System.nanoTime() - openedNanos > LASTING.toNanos());
    }
  }
}
