package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;

/// What the roster says of one member that a connection needs.
///
/// @param member its name
/// @param tlsPin SHA-256 of the SubjectPublicKeyInfo of its TLS key
/// @param entryKey the key that signs its entries, and its Hello
/// @param host where it can be dialled
/// @param port where it can be dialled; 0 if it cannot
public record PeerRecord(MemberId member, Hash tlsPin, PublicKey entryKey, String host, int port) {
  /// Checks the port.
  public PeerRecord {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
