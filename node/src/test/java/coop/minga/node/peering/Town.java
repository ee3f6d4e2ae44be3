package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.keys.Ed25519Key;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.keys.TlsCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Members on real loopback sockets. The bakery's name is smaller than the kitchen's: it dials.
final class Town implements AutoCloseable {
  static final MemberId BAKERY = new MemberId("bakery");
  static final MemberId KITCHEN = new MemberId("kitchen");
  static final Hash FEDERATION = Hash.sha256("a federation".getBytes(StandardCharsets.UTF_8));
  static final StrictVerifier VERIFIER = new StrictVerifier();

  /// Waits that make a test quick; the greeting is still long enough for a busy machine.
  static final PeeringSettings.Patience QUICK =
      PeeringSettings.Patience.USUAL.retrying(Duration.ofMillis(20), Duration.ofMillis(50));

  /// A member's keys.
  record Keys(MemberId member, Ed25519Key entry, KeyPair tls) {
    static Keys of(MemberId member) {
      return new Keys(member, Ed25519Key.generate(new SecureRandom()), TestCertificate.p256());
    }

    TestCertificate certificate() {
      return TestCertificate.usual(tls, PeerRecord.certificateName(FEDERATION, member));
    }

    PeerRecord record(int port) {
      Hash pin = Hash.sha256(tls.getPublic().getEncoded());
      return new PeerRecord(member, pin, entry.publicKey(), "127.0.0.1", port);
    }

    Self self() {
      return self(FEDERATION, certificate().selfSigned());
    }

    Self self(Hash federation, TlsCertificate certificate) {
      return new Self(federation, member, () -> entry, () -> certificate);
    }
  }

  final Keys bakery = Keys.of(BAKERY);
  final Keys kitchen = Keys.of(KITCHEN);
  final Map<MemberId, Listener> listeners = new ConcurrentHashMap<>();
  private final ArrayDeque<Peering> open = new ArrayDeque<>();

  /// The kitchen, listening on any free port.
  Peering kitchen() throws IOException {
    return start(kitchen.self(), settings(0), BlobSource.none(), bakery.record(0));
  }

  /// The bakery, dialling a kitchen.
  Peering bakery(int kitchenPort) throws IOException {
    return start(bakery.self(), settings(0), BlobSource.none(), kitchen.record(kitchenPort));
  }

  static PeeringSettings settings(int port) {
    return PeeringSettings.listeningOn("127.0.0.1", port).with(QUICK);
  }

  Peering start(Self self, PeeringSettings settings, BlobSource blobs, PeerRecord... roster)
      throws IOException {
    var listener = new Listener(false);
    return start(self, settings, new Peering.Ports(listener, blobs, VERIFIER, CLOCK), roster);
  }

  Peering start(Self self, PeeringSettings settings, Peering.Ports ports, PeerRecord... roster)
      throws IOException {
    if (ports.events() instanceof Listener listener) {
      listeners.put(self.member(), listener);
    }
    var peering = new Peering(self, List.of(roster), settings, ports);
    open.push(peering);
    peering.start();
    return peering;
  }

  Listener heardBy(MemberId member) {
    return Objects.requireNonNull(listeners.get(member));
  }

  /// Both have told that they are connected to the other.
  void awaitSession() throws InterruptedException {
    heardBy(BAKERY).next(Listener.Told.Connected.class);
    heardBy(KITCHEN).next(Listener.Told.Connected.class);
  }

  @Override
  public void close() {
    open.forEach(Peering::close);
  }

  static final InstantSource CLOCK = InstantSource.system();
}
