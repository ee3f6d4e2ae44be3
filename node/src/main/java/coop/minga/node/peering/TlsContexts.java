package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/// The TLS of this node: version 1.3, the JDK's, both sides show a certificate.
final class TlsContexts {
  private static final String ONLY_VERSION = "TLSv1.3";

  private final RosterPins pins;
  private final OwnCertificate own;

  TlsContexts(RosterPins pins, OwnCertificate own) {
    this.pins = pins;
    this.own = own;
  }

  /// A context for one dial, and the trust that will know why it was refused. A new one each time,
  /// so that a dial never resumes an older TLS session.
  Dialling dialling(MemberId peer) throws SSLException {
    var trust = new RosterTrust(chain -> pins.judge(chain, peer).refusal(), (named, why) -> {});
    return new Dialling(
        common(SslContextBuilder.forClient().keyManager(own).trustManager(trust)), trust);
  }

  /// A context for somebody who is not a member yet and knocks at a member's door.
  static SslContext visiting(OwnCertificate own, RosterTrust trust) throws SSLException {
    return common(SslContextBuilder.forClient().keyManager(own).trustManager(trust));
  }

  /// The context of the listening side.
  ///
  /// @param letsIn who passes without being a member
  SslContext listening(BiConsumer<Optional<MemberId>, Refusal> told, Predicate<Refusal> letsIn)
      throws SSLException {
    var trust =
        new RosterTrust(
            chain -> pins.judge(chain).refusal().filter(nobody -> !letsIn.test(nobody.why())),
            told);
    return common(
        SslContextBuilder.forServer(own).trustManager(trust).clientAuth(ClientAuth.REQUIRE));
  }

  private static SslContext common(SslContextBuilder builder) throws SSLException {
    return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols(ONLY_VERSION).build();
  }

  record Dialling(SslContext context, RosterTrust trust) {}
}
