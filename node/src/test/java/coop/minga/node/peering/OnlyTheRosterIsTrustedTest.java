package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.node.keys.TlsCertificate;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/// On real sockets: whoever is not in the roster, or not as the roster has it, gets no session.
class OnlyTheRosterIsTrustedTest {
  private static final MemberId STRANGER = new MemberId("acorn");

  @Test
  void anOutsiderWithAWellMadeCertificateIsRefused() throws Exception {
    try (var town = new Town()) {
      Town.Keys stranger = Town.Keys.of(STRANGER);
      assertRefusedByTheKitchen(town, stranger.self(), Refusal.NOT_IN_ROSTER, Optional.empty());
    }
  }

  @Test
  void aMemberOfAnotherFederationIsRefused() throws Exception {
    try (var town = new Town()) {
      Hash other = Hash.sha256(new byte[] {9});
      TlsCertificate certificate =
          town.bakery
              .certificate()
              .named(PeerRecord.certificateName(other, Town.BAKERY))
              .selfSigned();
      Self self = town.bakery.self(Town.FEDERATION, certificate);
      assertRefusedByTheKitchen(town, self, Refusal.NOT_IN_ROSTER, Optional.empty());
    }
  }

  @Test
  void anotherMembersNameWithAnOwnKeyIsRefused() throws Exception {
    try (var town = new Town()) {
      Self self = town.bakery.self(Town.FEDERATION, usual(TestCertificate.p256()).selfSigned());
      assertRefusedByTheKitchen(town, self, Refusal.WRONG_KEY, Optional.of(Town.BAKERY));
    }
  }

  @Test
  void aCertificateThatIsOverIsRefused() throws Exception {
    try (var town = new Town()) {
      Instant now = Instant.now();
      assertRefusedByTheKitchen(
          town,
          valid(town, now.minus(Duration.ofDays(9)), now.minus(Duration.ofMinutes(1))),
          Refusal.CERTIFICATE_EXPIRED,
          Optional.of(Town.BAKERY));
    }
  }

  @Test
  void aCertificateOfTomorrowIsRefused() throws Exception {
    try (var town = new Town()) {
      Instant now = Instant.now();
      assertRefusedByTheKitchen(
          town,
          valid(town, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))),
          Refusal.CERTIFICATE_EXPIRED,
          Optional.of(Town.BAKERY));
    }
  }

  @Test
  void aDiallerRefusesAServerThatIsAnotherMemberThanItDialled() throws Exception {
    try (var town = new Town()) {
      Town.Keys larder = Town.Keys.of(new MemberId("larder"));
      Peering answers =
          town.start(larder.self(), Town.settings(0), BlobSource.none(), town.bakery.record(0));
      town.start(
          town.bakery.self(),
          Town.settings(0),
          BlobSource.none(),
          town.kitchen.record(answers.port()),
          larder.record(0));
      var refused = town.heardBy(Town.BAKERY).next(Listener.Told.Refused.class);
      assertEquals(Refusal.WRONG_NAME, refused.why());
      assertEquals(Optional.of(Town.KITCHEN), refused.who());
    }
  }

  @Test
  void aDiallerRefusesAServerWithTheRightNameAndAnotherKey() throws Exception {
    try (var town = new Town()) {
      Town.Keys impostor = Town.Keys.of(Town.KITCHEN);
      Peering answers =
          town.start(impostor.self(), Town.settings(0), BlobSource.none(), town.bakery.record(0));
      town.bakery(answers.port());
      assertEquals(Refusal.WRONG_KEY, town.heardBy(Town.BAKERY).nextRefusal());
    }
  }

  @Test
  void aCertificateThatEndsWhileTheNodeRunsOpensNoFurtherSession() throws Exception {
    try (var town = new Town()) {
      Duration later = Duration.ofDays(31);
      var listener = new Listener(false);
      Peering kitchen =
          town.start(
              town.kitchen.self(),
              Town.settings(0),
              new Peering.Ports(
                  listener, BlobSource.none(), Town.VERIFIER, () -> Instant.now().plus(later)),
              town.bakery.record(0));
      town.bakery(kitchen.port());
      assertEquals(Refusal.CERTIFICATE_EXPIRED, listener.nextRefusal());
    }
  }

  @Test
  void nobodyGetsInWithoutACertificate() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      SSLContext context = context(new KeyManager[0]);
      assertThrows(SSLException.class, () -> talk(context, kitchen.port(), "TLSv1.3"));
    }
  }

  @Test
  void nobodyGetsInWithTls12() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      SSLContext context = context(new KeyManager[] {new OwnCertificate(town.bakery.self().tls())});
      var refused =
          assertThrows(SSLException.class, () -> talk(context, kitchen.port(), "TLSv1.2"));
      assertTrue(refused.toString().contains("protocol_version"), refused::toString);
    }
  }

  @Test
  void theSameSocketIsHeardWithTls13AndACertificate() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      SSLContext context = context(new KeyManager[] {new OwnCertificate(town.bakery.self().tls())});
      // an HTTP/2 server speaks first: SETTINGS, 3 bytes of length and the type 4
      assertEquals(4, talk(context, kitchen.port(), "TLSv1.3"));
    }
  }

  @Test
  void onlyOneFormOfCertificateCounts() {
    var keys = TestCertificate.p256();
    var other = TestCertificate.p256();
    String name = PeerRecord.certificateName(Town.FEDERATION, Town.BAKERY);
    TestCertificate good = usual(keys);
    TlsCertificate signed = good.selfSigned();
    assertForm(List.of(signed, signed), keys);
    assertForm(List.of(good.named(name, "other.example").selfSigned()), keys);
    assertForm(List.of(good.signedBy(other.getPrivate(), "SHA256withECDSA")), keys);
    assertForm(List.of(good.signedBy(keys.getPrivate(), "SHA512withECDSA")), keys);
    KeyPair p384 = TestCertificate.curve("secp384r1");
    assertForm(List.of(usual(p384).selfSigned()), p384);
    KeyPair rsa = TestCertificate.rsa();
    assertForm(List.of(usual(rsa).signedBy(rsa.getPrivate(), "SHA256withRSA")), rsa);
    assertEquals(
        new RosterPins.Verdict.Nobody(Refusal.NO_CERTIFICATE, Optional.empty()),
        pins(keys).judge(List.of()));
    assertEquals(
        new RosterPins.Verdict.Member(record(keys)),
        pins(keys).judge(List.of(signed.certificate())));
  }

  private static void assertForm(List<TlsCertificate> chain, KeyPair pinned) {
    assertEquals(
        new RosterPins.Verdict.Nobody(Refusal.CERTIFICATE_FORM, Optional.empty()),
        pins(pinned).judge(chain.stream().map(TlsCertificate::certificate).toList()));
  }

  private static RosterPins pins(KeyPair bakery) {
    return new RosterPins(Town.FEDERATION, List.of(record(bakery)), Town.CLOCK);
  }

  private static PeerRecord record(KeyPair bakery) {
    var entryKey = new PublicKey(Town.FEDERATION.value());
    return new PeerRecord(
        Town.BAKERY, Hash.sha256(bakery.getPublic().getEncoded()), entryKey, "localhost", 1);
  }

  private static TestCertificate usual(KeyPair keys) {
    return TestCertificate.usual(keys, PeerRecord.certificateName(Town.FEDERATION, Town.BAKERY));
  }

  private static Self valid(Town town, Instant from, Instant until) {
    TlsCertificate certificate = town.bakery.certificate().valid(from, until).selfSigned();
    return town.bakery.self(Town.FEDERATION, certificate);
  }

  private static void assertRefusedByTheKitchen(
      Town town, Self dialler, Refusal why, Optional<MemberId> named)
      throws IOException, InterruptedException {
    Peering kitchen = town.kitchen();
    town.start(dialler, Town.settings(0), BlobSource.none(), town.kitchen.record(kitchen.port()));
    var refused = town.heardBy(Town.KITCHEN).mustBe(Listener.Told.Refused.class);
    assertEquals(why, refused.why());
    assertEquals(named, refused.who());
    assertEquals(Refusal.TLS_REFUSED, town.heardBy(dialler.member()).nextRefusal());
    assertTrue(kitchen.connected().isEmpty());
  }

  private static SSLContext context(KeyManager[] own) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    var trusting = new RosterTrust(chain -> Optional.empty(), (who, why) -> {});
    context.init(own, new TrustManager[] {trusting}, null);
    return context;
  }

  /// Shakes hands and reads the type of the first HTTP/2 frame.
  private static int talk(SSLContext context, int port, String version) throws IOException {
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(Listener.PATIENCE_SECONDS * 1000);
      socket.setEnabledProtocols(new String[] {version});
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      byte[] head = socket.getInputStream().readNBytes(4);
      if (head.length < 4) {
        throw new SSLException("closed without a word");
      }
      return head[3];
    }
  }
}
