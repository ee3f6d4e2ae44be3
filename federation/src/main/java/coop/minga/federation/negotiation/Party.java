package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;

/// One who bids: a member, for one of its sites. Sites of one member bid as strangers to each
/// other.
///
/// @param member who answers for it
/// @param site where the food would go
public record Party(MemberId member, String site) implements Comparable<Party> {
  /// Checks the site's name.
  public Party {
    Checks.text("a site", site, Checks.NAME);
  }

  @Override
  public int compareTo(Party other) {
    int byMember = member.compareTo(other.member);
    return byMember != 0 ? byMember : site.compareTo(other.site);
  }

  /// As in `kitchen/plaza`.
  @Override
  public String toString() {
    return member + "/" + site;
  }
}
