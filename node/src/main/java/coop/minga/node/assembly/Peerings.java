package coop.minga.node.assembly;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.CertificateTerms;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.TlsCertificate;
import coop.minga.node.peering.BlobSource;
import coop.minga.node.peering.PeerEvents;
import coop.minga.node.peering.PeerRecord;
import coop.minga.node.peering.Peering;
import coop.minga.node.peering.PeeringSettings;
import coop.minga.node.peering.Self;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The sessions of a node, as its roster and settings say.
record Peerings(NodeDirectory directory, NodeConfig config, Roster roster) {
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(90);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  /// Who hears what peers say.
  record Ears(PeerEvents events, BlobSource blobs, SignatureVerifier verifier) {}

  Peering make(KeyFiles keys, Ears ears) throws IOException {
    TlsCertificate tls = certificate(keys);
    var self = new Self(roster.federationId(), config.member().id(), keys::entry, () -> tls);
    var settings =
        PeeringSettings.listeningOn(config.peers().host(), config.peers().port())
            .with(
                PeeringSettings.Patience.USUAL.retrying(
                    Duration.ofSeconds(1), config.peers().retry()));
    List<PeerRecord> members = roster.members().values().stream().map(Peerings::record).toList();
    var ports =
        new Peering.Ports(ears.events(), ears.blobs(), ears.verifier(), InstantSource.system());
    return new Peering(self, members, settings, ports);
  }

  private static PeerRecord record(MemberCard card) {
    return new PeerRecord(
        card.id(),
        card.keys().tls(),
        card.keys().entry(),
        card.endpoint().host(),
        card.endpoint().port());
  }

  /// The certificate on disk, or a new one for the same key when it is near its end. Certificates
  /// go by the machine's own clock, a simulated federation's too.
  private TlsCertificate certificate(KeyFiles keys) throws IOException {
    Instant now = Instant.now();
    Optional<TlsCertificate> found =
        keys.certificate()
            .filter(
                tls -> tls.certificate().getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE)))
            .filter(tls -> certificateIsOf(tls, name()));
    if (found.isPresent()) {
      return found.get();
    }
    var terms = new CertificateTerms(name(), now.minus(CLOCKS_DIFFER), now.plus(CERTIFICATE_LIFE));
    return keys.renewCertificate(terms, new SecureRandom());
  }

  private static boolean certificateIsOf(TlsCertificate tls, String name) {
    return tls.certificate().getSubjectX500Principal().getName().contains(name);
  }

  private String name() {
    MemberId self = config.member().id();
    return self + "." + roster.federationId().toString().substring(0, 16) + ".minga";
  }
}
