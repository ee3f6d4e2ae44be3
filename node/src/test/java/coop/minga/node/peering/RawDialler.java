package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.proto.v1.Frame;
import coop.minga.proto.v1.Hello;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A peer with a good certificate that says what it likes.
final class RawDialler implements Wire.Listener, AutoCloseable {
  final DialledWire wire;
  private final ManagedChannel channel;
  private final Greeting greeting;
  private final MemberId peer;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CompletableFuture<Refusal> closed = new CompletableFuture<>();
  private final LinkedBlockingQueue<Bytes> heard = new LinkedBlockingQueue<>();

  RawDialler(Self self, PeerRecord peer) throws IOException {
    var pins = new RosterPins(self.federation(), List.of(peer), Town.CLOCK);
    var tls = new TlsContexts(pins, new OwnCertificate(self.tls()));
    this.peer = peer.member();
    this.greeting = new Greeting(self, pins, Town.VERIFIER);
    this.channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(peer.host(), peer.port()))
            .overrideAuthority(PeerRecord.certificateName(self.federation(), peer.member()))
            .sslContext(tls.dialling(peer.member()).context())
            .disableRetry()
            .directExecutor()
            .build();
    this.wire = new DialledWire(channel.newCall(Methods.SESSION, CallOptions.DEFAULT));
    wire.start(this);
    wire.request(1000);
  }

  /// A stream of blobs on the same connection.
  DialledWire blobs(Wire.Listener listener) {
    var blobs = new DialledWire(channel.newCall(Methods.BLOBS, CallOptions.DEFAULT));
    blobs.start(listener);
    blobs.request(1000);
    return blobs;
  }

  /// The Hello that is right for this channel.
  Hello hello() throws Exception {
    ready.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
    TlsChannel tls = TlsChannel.of(wire.transport()).orElseThrow();
    return greeting.say(peer, Greeting.Role.DIALLER, tls);
  }

  void say(Hello hello) throws Exception {
    ready.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
    say(Frame.newBuilder().setHello(hello).build());
  }

  void say(Frame frame) {
    wire.send(Bytes.of(frame.toByteArray()));
  }

  /// Says the right Hello and hears the other's.
  RawDialler greet() throws Exception {
    say(hello());
    hear();
    return this;
  }

  void hear() throws InterruptedException {
    assertNotNull(heard.poll(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing came");
  }

  Refusal refusal() throws Exception {
    return closed.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void ready() {
    ready.complete(true);
  }

  @Override
  public void message(Bytes message) {
    heard.add(message);
  }

  @Override
  public void closed(Refusal why) {
    closed.complete(why);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
