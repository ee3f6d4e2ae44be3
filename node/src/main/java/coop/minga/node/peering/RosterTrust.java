package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Makes the roster the only trust of a TLS context. The extended kind of trust manager, because
/// the JDK adds checks of its own, of host names and of authorities, to the plain kind.
///
/// A resumed TLS session is not asked about here: so whoever takes a Hello asks [RosterPins] again.
final class RosterTrust extends X509ExtendedTrustManager {
  private final Function<List<X509Certificate>, Optional<RosterPins.Verdict.Nobody>> refuses;
  private final BiConsumer<Optional<MemberId>, Refusal> told;
  private final AtomicReference<Optional<Refusal>> refusal =
      new AtomicReference<>(Optional.empty());

  /// @param refuses says why a chain is refused; absent if it passes
  /// @param told of each refusal, with the member that the certificate names or that was dialled
  RosterTrust(
      Function<List<X509Certificate>, Optional<RosterPins.Verdict.Nobody>> refuses,
      BiConsumer<Optional<MemberId>, Refusal> told) {
    this.refuses = refuses;
    this.told = told;
  }

  /// The last refusal.
  Optional<Refusal> refusal() {
    return refusal.get();
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    Optional<RosterPins.Verdict.Nobody> nobody = refuses.apply(List.of(chain));
    if (nobody.isPresent()) {
      Refusal why = nobody.get().why();
      refusal.set(Optional.of(why));
      told.accept(nobody.get().named(), why);
      throw new CertificateException(why.reason());
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
