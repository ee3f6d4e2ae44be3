package coop.minga.node.assembly;

import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.roster.Roster;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.peering.BlobSource;
import coop.minga.node.peering.Doorkeeper;
import coop.minga.node.peering.PeerEvents;
import coop.minga.node.peering.PeerRecord;
import coop.minga.node.peering.Peering;
import coop.minga.node.peering.PeeringSettings;
import coop.minga.node.peering.Self;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The sessions of a node, as its roster and settings say.
record Peerings(NodeDirectory directory, NodeConfig config, Roster roster) {
  /// Who hears what peers say.
  record Ears(PeerEvents events, BlobSource blobs, SignatureVerifier verifier, Doorkeeper door) {}

  Peering make(KeyFiles keys, Ears ears) throws IOException {
    var tls = new OwnTls(keys, config.member().id(), roster.federationId());
    var self = new Self(roster.federationId(), config.member().id(), keys::entry, tls);
    var settings =
        PeeringSettings.listeningOn(config.peers().host(), config.peers().port())
            .with(
                PeeringSettings.Patience.USUAL.retrying(
                    Duration.ofSeconds(1), config.peers().retry()));
    List<PeerRecord> members = roster.members().values().stream().map(PeerRecord::of).toList();
    var ports =
        new Peering.Ports(
            ears.events(), ears.blobs(), ears.verifier(), InstantSource.system(), ears.door());
    return new Peering(self, members, settings, ports);
  }
}
