package coop.minga.federation.roster;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;

/// What a member shows of itself before it belongs.
///
/// @param id its name in origins
/// @param keys its public keys
/// @param endpoint where its node listens
/// @param displayName as people know it, 1 to 80 characters on one line
/// @param trains whether it has sales and takes part in learning
/// @param social whether it may take donations
public record MemberCard(
    MemberId id,
    MemberKeys keys,
    Endpoint endpoint,
    String displayName,
    boolean trains,
    boolean social) {
  /// Checks the name for people.
  public MemberCard {
    Texts.requireLine("a member's display name", displayName);
  }

  /// The card with another root key.
  MemberCard withRoot(PublicKey root) {
    var changed = new MemberKeys(root, keys.ledger(), keys.mirror(), keys.entry(), keys.tls());
    return new MemberCard(id, changed, endpoint, displayName, trains, social);
  }
}
