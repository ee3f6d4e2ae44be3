package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.MemberCard;
import java.util.Set;

/// What the roster says of one member that a connection needs.
///
/// A member that changes its keys has two of each for a while: those it had and those it has said
/// it will have. It may show either.
///
/// @param member its name
/// @param tlsPins SHA-256 of the SubjectPublicKeyInfo of each TLS key that it may show
/// @param entryKeys the keys that may sign its Hello
/// @param host where it can be dialled
/// @param port where it can be dialled; 0 if it cannot
public record PeerRecord(
    MemberId member, Set<Hash> tlsPins, Set<PublicKey> entryKeys, String host, int port) {
  private static final int FEDERATION_DIGITS = 16;

  /// Checks the port.
  public PeerRecord {
    tlsPins = Set.copyOf(tlsPins);
    entryKeys = Set.copyOf(entryKeys);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /// A member with one key for each use.
  public PeerRecord(MemberId member, Hash tlsPin, PublicKey entryKey, String host, int port) {
    this(member, Set.of(tlsPin), Set.of(entryKey), host, port);
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
