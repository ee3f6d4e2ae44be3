package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.MemberCard;

/// What the roster says of one member that a connection needs.
///
/// @param member its name
/// @param tlsPin SHA-256 of the SubjectPublicKeyInfo of its TLS key
/// @param entryKey the key that signs its entries, and its Hello
/// @param host where it can be dialled
/// @param port where it can be dialled; 0 if it cannot
public record PeerRecord(MemberId member, Hash tlsPin, PublicKey entryKey, String host, int port) {
  private static final int FEDERATION_DIGITS = 16;

  /// Checks the port.
  public PeerRecord {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /// What a member's card says.
  public static PeerRecord of(MemberCard card) {
    return new PeerRecord(
        card.id(),
        card.keys().tls(),
        card.keys().entry(),
        card.endpoint().host(),
        card.endpoint().port());
  }

  /// The only name in a member's certificate: `<member>.<16 hex of the federation id>.minga`.
  public static String certificateName(Hash federation, MemberId member) {
    String digits = federation.value().toHex().substring(0, FEDERATION_DIGITS);
    return member.name() + "." + digits + ".minga";
  }
}
