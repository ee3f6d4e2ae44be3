package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parts;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.ZoneId;
import java.util.Set;

/// Whether what was offered on in parts had been received, is the same food, and is no more than
/// that. Of lots that were not opened nothing can be said.
final class SplitLots {
  private final ZoneId zone;
  private final Library library;
  private final Disclosed disclosed;
  private final Findings findings;
  private final Parts parts = new Parts();

  /// @param zone of the federation's dates
  SplitLots(ZoneId zone, Library library, Disclosed disclosed, Findings findings) {
    this.zone = zone;
    this.library = library;
    this.disclosed = disclosed;
    this.findings = findings;
  }

  /// Checks all of it.
  void check(Set<MemberId> members) {
    for (MemberId member : members) {
      for (Found found : library.in(new TreeName(member, Tree.LEDGER))) {
        if (found.said() instanceof Said.OfSurplus(var says)
            && whole(found, says) instanceof Offer offer) {
          parts.know(member, offer);
        }
      }
    }
    for (MemberId member : members) {
      library.in(new TreeName(member, Tree.LEDGER)).forEach(this::judge);
    }
  }

  private void judge(Found found) {
    if (found.said() instanceof Said.OfNegotiation(Award award)) {
      parts.promised(new LotName(found.author(), award.lot()));
    }
    if (found.said() instanceof Said.OfSurplus(var shown)) {
      SurplusStatement says = whole(found, shown);
      if (says instanceof Offer offer) {
        parts
            .fault(found.author(), offer, zone)
            .ifPresent(why ->
                findings.add(
                    new Finding.NotAsReplayed(found.tree(), found.index(), found.id(), why)));
      }
      parts.hear(found.author(), says);
    }
  }

  private SurplusStatement whole(Found found, SurplusStatement says) {
    return disclosed.offer(found.id()).<SurplusStatement>map(offer -> offer).orElse(says);
  }
}
