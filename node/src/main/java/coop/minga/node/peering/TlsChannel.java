package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What both ends of one TLS connection know of it and nobody else does.
///
/// The session that gRPC has of netty's JDK engine is the JDK's own of the connection, whose
/// exporter secret exists once the handshake is over; one that was looked up in a session cache
/// would have none.
///
/// @param chain the other side's certificates
/// @param exported 32 bytes that depend on the whole handshake (RFC 8446, section 7.5)
record TlsChannel(List<X509Certificate> chain, Bytes exported) {
  static final String EXPORTER_LABEL = "EXPORTER-minga-hello-v1";
  static final int EXPORTED_BYTES = 32;

  /// The TLS connection under a call; absent if there is none, or it cannot export.
  static Optional<TlsChannel> of(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return session instanceof ExtendedSSLSession extended ? of(extended) : Optional.empty();
  }

  private static Optional<TlsChannel> of(ExtendedSSLSession session) {
    try {
      byte[] exported =
          session.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTED_BYTES);
      return Optional.of(new TlsChannel(chainOf(session), Bytes.of(exported)));
    } catch (SSLKeyException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static List<X509Certificate> chainOf(SSLSession session) {
    try {
      var chain = new ArrayList<X509Certificate>();
      for (Certificate each : session.getPeerCertificates()) {
        if (each instanceof X509Certificate certificate) {
          chain.add(certificate);
        }
      }
      return List.copyOf(chain);
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }
}
