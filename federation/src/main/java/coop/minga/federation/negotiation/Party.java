package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Sponsor;
import java.util.Optional;

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

  /// Whether it bids for somebody who has no node.
  public boolean isForAnother() {
    return site.startsWith(Sponsor.PREFIX);
  }

  /// The kitchen for which it bids, if it has no node of its own.
  public Optional<MemberId> kitchen() {
    return Optional.of(site)
        .filter(_ -> isForAnother())
        .map(named -> named.substring(Sponsor.PREFIX.length()))
        .filter(MemberId::isValid)
        .map(MemberId::new);
  }

  /// Whose share it counts against, and whose priority its bids have: the kitchen's, and not its
  /// sponsor's.
  public MemberId account() {
    return kitchen().orElse(member);
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
