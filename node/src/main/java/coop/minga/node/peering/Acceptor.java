package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.proto.v1.DoorGrpc;
import coop.minga.proto.v1.PeeringGrpc;
import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The listening side: one gRPC server for the members whose names are smaller than ours.
final class Acceptor {
  static final int METADATA_BYTES = 8 * 1024;
  static final int STREAMS_PER_CONNECTION = 16;
  static final int CONNECTIONS_PER_MEMBER = 2;
  static final int RESET_FRAMES = 200;
  static final Duration RESET_WINDOW = Duration.ofSeconds(30);
  static final Duration KEEPALIVE = Duration.ofSeconds(45);
  static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(15);
  static final Duration KEEPALIVE_PERMITTED = Duration.ofSeconds(20);
  static final Duration CONNECTION_WITHOUT_CALLS = Duration.ofSeconds(30);

  private static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("minga-connection");

  /// Whom a connection was counted for.
  private static final Attributes.Key<RosterPins.Verdict> WHOSE =
      Attributes.Key.create("minga-whose");

  private static final RosterPins.Verdict NOBODY =
      new RosterPins.Verdict.Nobody(Refusal.NO_CERTIFICATE, Optional.empty());

  /// One TLS connection that passed.
  ///
  /// @param channel its TLS, if it can be bound to
  /// @param session the last begun on it
  private record Connection(
      Optional<TlsChannel> channel, AtomicReference<Optional<Session>> session) {}

  private final Common common;
  private final Threshold threshold;
  private final Server server;
  private final Map<MemberId, Integer> connections = new ConcurrentHashMap<>();

  Acceptor(Common common, TlsContexts tls) throws IOException {
    this.common = common;
    this.threshold = new Threshold(common.ports().door());
    PeeringSettings settings = common.settings();
    this.server =
        limited(NettyServerBuilder.forAddress(address(settings)), settings)
            .sslContext(tls.listening(common.sessions()::refused, threshold::letsIn))
            .addService(
                ServerServiceDefinition.builder(PeeringGrpc.SERVICE_NAME)
                    .addMethod(Methods.SESSION, (call, headers) -> session(call))
                    .addMethod(Methods.BLOBS, (call, headers) -> blobs(call))
                    .build())
            .addService(
                ServerServiceDefinition.builder(DoorGrpc.SERVICE_NAME)
                    .addMethod(Methods.DOOR, (call, headers) -> knock(call))
                    .build())
            .addTransportFilter(new Connections())
            .directExecutor()
            .build();
  }

  void start() throws IOException {
    server.start();
    PeeringLog.listening(common.settings().host(), server.getPort());
  }

  int port() {
    return server.getPort();
  }

  /// Takes no new connection; waits for what was sent to leave.
  void close(Duration atMost) throws InterruptedException {
    server.shutdown();
    server.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
    server.shutdownNow();
  }

  private static InetSocketAddress address(PeeringSettings settings) {
    return new InetSocketAddress(settings.host(), settings.port());
  }

  private static NettyServerBuilder limited(NettyServerBuilder server, PeeringSettings settings) {
    return server
        .maxInboundMessageSize(settings.limits().readBytes())
        .maxInboundMetadataSize(METADATA_BYTES)
        .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
        .maxRstFramesPerWindow(RESET_FRAMES, (int) RESET_WINDOW.toSeconds())
        .maxConnectionIdle(CONNECTION_WITHOUT_CALLS.toSeconds(), TimeUnit.SECONDS)
        .handshakeTimeout(settings.patience().greeting().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTimeout(KEEPALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveTime(KEEPALIVE_PERMITTED.toSeconds(), TimeUnit.SECONDS);
  }

  private ServerCall.Listener<Bytes> session(ServerCall<Bytes, Bytes> call) {
    var wire = new AcceptedWire(call);
    switch (connection(call).map(this::whose).orElse(NOBODY)) {
      case RosterPins.Verdict.Nobody(var why, var named) -> refuse(wire, named, why);
      case RosterPins.Verdict.Member(var peer) ->
          mayCall(peer.member())
              .ifPresentOrElse(
                  why -> refuse(wire, Optional.of(peer.member()), why),
                  () -> begin(call, wire, peer));
    }
    return wire;
  }

  private void begin(ServerCall<Bytes, Bytes> call, AcceptedWire wire, PeerRecord peer) {
    var session = new Session(common, peer, Greeting.Role.ACCEPTOR, new Registered(), wire);
    connection(call).ifPresent(on -> on.session().set(Optional.of(session)));
    session.begin();
  }

  private Optional<Refusal> mayCall(MemberId peer) {
    if (peer.compareTo(common.self().member()) >= 0) {
      return Optional.of(Refusal.WRONG_DIALLER);
    }
    if (connections.getOrDefault(peer, 0) > CONNECTIONS_PER_MEMBER) {
      return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
    }
    boolean cooling = !common.sessions().coolingDown(peer).isZero();
    return cooling ? Optional.of(Refusal.COOLING_DOWN) : Optional.empty();
  }

  private void refuse(AcceptedWire wire, Optional<MemberId> named, Refusal why) {
    wire.end(why);
    common.sessions().refused(named, why);
  }

  private ServerCall.Listener<Bytes> blobs(ServerCall<Bytes, Bytes> call) {
    var wire = new AcceptedWire(call);
    Optional<Session> session = connection(call).flatMap(on -> on.session().get());
    Optional<BlobStream> stream = session.flatMap(with -> BlobStream.beside(with, common, wire));
    stream.ifPresentOrElse(BlobStream::begin, () -> wire.end(Refusal.NO_HELLO));
    return wire;
  }

  /// By its certificate and the roster of now: a connection may be older than a change.
  private RosterPins.Verdict whose(Connection connection) {
    return connection.channel().map(common.greeting()::whose).orElse(NOBODY);
  }

  private ServerCall.Listener<Bytes> knock(ServerCall<Bytes, Bytes> call) {
    return threshold.take(call, connection(call).flatMap(Connection::channel));
  }

  private static Optional<Connection> connection(ServerCall<?, ?> call) {
    return Optional.ofNullable(call.getAttributes().get(CONNECTION));
  }

  private final class Registered implements Session.Owner {
    @Override
    public void opened(Session session) {
      common.sessions().opened(session);
    }

    @Override
    public void ended(Session session, Refusal why, boolean wasOpen) {
      common.sessions().ended(session, why, wasOpen);
    }
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      Optional<TlsChannel> channel = TlsChannel.of(transport);
      RosterPins.Verdict whose = channel.map(common.greeting()::whose).orElse(NOBODY);
      count(whose, 1);
      var connection = new Connection(channel, new AtomicReference<>(Optional.empty()));
      return transport.toBuilder().set(CONNECTION, connection).set(WHOSE, whose).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes transport) {
      // gRPC has none of a connection that TLS refused
      RosterPins.Verdict whose = transport == null ? null : transport.get(WHOSE);
      if (whose != null) {
        count(whose, -1);
      }
    }

    private void count(RosterPins.Verdict whose, int more) {
      switch (whose) {
        case RosterPins.Verdict.Member(var peer) ->
            connections.merge(
                peer.member(),
                more,
                (before, change) -> before + change == 0 ? null : before + change);
        case RosterPins.Verdict.Nobody _ -> threshold.count(more);
      }
    }
  }
}
