package coop.minga.node.assembly;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.keys.CertificateTerms;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.TlsCertificate;
import coop.minga.node.peering.PeerRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The certificate that a node shows, as it is at the moment: made anew when it is near its end,
/// and when the node has another TLS key. Certificates go by the machine's own clock, a simulated
/// federation's too. Usable from several threads.
final class OwnTls implements Supplier<TlsCertificate> {
  private static final Duration LIFE = Duration.ofDays(90);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final KeyFiles keys;
  private final String name;
  private TlsCertificate shown;

  OwnTls(KeyFiles keys, MemberId self, Hash federation) throws IOException {
    this.keys = keys;
    this.name = PeerRecord.certificateName(federation, self);
    this.shown = make();
  }

  @Override
  public synchronized TlsCertificate get() {
    if (!isGood(shown)) {
      try {
        shown = make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shown;
  }

  private TlsCertificate make() throws IOException {
    Optional<TlsCertificate> kept = keys.certificate().filter(this::isGood);
    if (kept.isPresent()) {
      return kept.get();
    }
    Instant now = Instant.now();
    var terms = new CertificateTerms(name, now.minus(CLOCKS_DIFFER), now.plus(LIFE));
    return keys.renewCertificate(terms, new SecureRandom());
  }

  private boolean isGood(TlsCertificate tls) {
    Instant end = tls.certificate().getNotAfter().toInstant();
    return end.isAfter(Instant.now().plus(RENEW_BEFORE))
        && tls.certificate().getSubjectX500Principal().getName().contains(name)
        && tls.pin().equals(keys.publicKeys().tls());
  }
}
