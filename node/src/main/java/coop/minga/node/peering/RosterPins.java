package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says whose a certificate is: the only guard of the node's port.
///
/// A certificate passes if it stands alone, is signed by its own key on P-256, is inside its
/// validity, has the one name of a member of this federation, and the SHA-256 of its
/// SubjectPublicKeyInfo is one of that member's pins. Nothing else in it counts. The roster may
/// change at any time: each question is answered by the roster of that moment.
final class RosterPins {
  private static final int DNS_NAME = 2;
  // Order of the group of P-256 (FIPS 186-4, D.1.2.3): it tells the curve from all others.
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /// Whose a certificate is.
  sealed interface Verdict {
    /// Why it is refused; absent if it is a member's.
    default Optional<Nobody> refusal() {
      return this instanceof Nobody nobody ? Optional.of(nobody) : Optional.empty();
    }

    /// A member's.
    record Member(PeerRecord peer) implements Verdict {}

    /// Nobody's that counts; `named` is whom it claims to be of, if that is a member.
    record Nobody(Refusal why, Optional<MemberId> named) implements Verdict {}
  }

  /// The other members as the roster has them, and those it had, by the names in certificates.
  private record Roll(Map<String, PeerRecord> present, Map<String, MemberId> removed) {}

  private final Hash federation;
  private final InstantSource clock;
  private volatile Roll roll = new Roll(Map.of(), Map.of());

  RosterPins(Hash federation, Collection<PeerRecord> others, InstantSource clock) {
    this.federation = federation;
    this.clock = clock;
    follow(others);
  }

  /// From now on these are the other members. Whoever was one and is none now is told so.
  synchronized void follow(Collection<PeerRecord> others) {
    var removed = new TreeMap<>(roll.removed());
    roll.present().forEach((name, gone) -> removed.put(name, gone.member()));
    var present = new TreeMap<String, PeerRecord>();
    for (PeerRecord each : others) {
      present.put(PeerRecord.certificateName(federation, each.member()), each);
    }
    removed.keySet().removeAll(present.keySet());
    roll = new Roll(present, removed);
  }

  /// What the roster now says of a member; absent if it is not another member.
  Optional<PeerRecord> record(MemberId member) {
    return Optional.ofNullable(roll.present().get(PeerRecord.certificateName(federation, member)));
  }

  Verdict judge(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return new Verdict.Nobody(Refusal.NO_CERTIFICATE, Optional.empty());
    }
    X509Certificate certificate = chain.getFirst();
    Optional<String> name = onlyName(certificate);
    if (chain.size() > 1 || name.isEmpty() || !isSelfSignedP256(certificate)) {
      return new Verdict.Nobody(Refusal.CERTIFICATE_FORM, Optional.empty());
    }
    Roll now = roll;
    return Optional.ofNullable(now.present().get(name.get()))
        .map(peer -> judge(certificate, peer))
        .orElseGet(() -> absent(Optional.ofNullable(now.removed().get(name.get()))));
  }

  private static Verdict absent(Optional<MemberId> removed) {
    Refusal why = removed.isPresent() ? Refusal.REMOVED : Refusal.NOT_IN_ROSTER;
    return new Verdict.Nobody(why, removed);
  }

  /// Judges as the one who dialled a certain member.
  Verdict judge(List<X509Certificate> chain, MemberId dialled) {
    Verdict verdict = judge(chain);
    return switch (verdict) {
      case Verdict.Member(var peer) when !peer.member().equals(dialled) ->
          new Verdict.Nobody(Refusal.WRONG_NAME, Optional.of(dialled));
      case Verdict.Nobody(var why, var _) -> new Verdict.Nobody(why, Optional.of(dialled));
      case Verdict.Member _ -> verdict;
    };
  }

  private Verdict judge(X509Certificate certificate, PeerRecord peer) {
    Hash pin = Hash.sha256(certificate.getPublicKey().getEncoded());
    if (!peer.tlsPins().contains(pin)) {
      return new Verdict.Nobody(Refusal.WRONG_KEY, Optional.of(peer.member()));
    }
    Instant now = clock.instant();
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      return new Verdict.Nobody(Refusal.CERTIFICATE_EXPIRED, Optional.of(peer.member()));
    }
    return new Verdict.Member(peer);
  }

  private static boolean isSelfSignedP256(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    if (!(key instanceof ECPublicKey onCurve)
        || !onCurve.getParams().getOrder().equals(P256_ORDER)
        || !certificate.getSigAlgName().equalsIgnoreCase("SHA256withECDSA")) {
      return false;
    }
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Optional<String> onlyName(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        return Optional.empty();
      }
      List<?> only = names.iterator().next();
      boolean isDns = only.get(0) instanceof Integer type && type == DNS_NAME;
      return isDns && only.get(1) instanceof String name ? Optional.of(name) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
