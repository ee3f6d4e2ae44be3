package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Settlements;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.wire.Said;
import java.util.Map;
import java.util.TreeMap;

/// Recomputes every settlement from the ledgers that are here, as each member counted them.
final class Settled {
  private final Roll roll;
  private final Library library;
  private final Findings findings;

  Settled(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// The settlements, and a finding for each count that has no effect.
  Settlements recompute() {
    var settlements =
        new Settlements(
            roll.chain().genesis().charter().rules()::basePoints,
            member -> library.size(new TreeName(member, Tree.LEDGER)),
            member -> Rulebook.takes(roll.chain().genesis(), member));
    Map<MemberId, Counted> last = new TreeMap<>();
    for (MemberId member : roll.everybody()) {
      for (Found found : library.in(new TreeName(member, Tree.LEDGER))) {
        hear(settlements, last, found);
      }
    }
    return settlements;
  }

  private void hear(Settlements settlements, Map<MemberId, Counted> last, Found found) {
    switch (found.said()) {
      case Said.OfLedger(Counted counted) -> {
        Counted before = last.getOrDefault(found.author(), Counted.NOTHING);
        if (counted.follows(before)) {
          last.put(found.author(), counted);
        } else {
          tell(found, "epoch " + counted.epoch() + " does not go on from " + before.epoch());
        }
        settlements.hear(found.author(), counted);
      }
      case Said.OfSurplus(var says) ->
          settlements.hear(found.index(), new Stated.OfSurplus(found.id(), found.author(), says));
      case Said.OfNegotiation(var says) ->
          settlements.hear(
              found.index(), new Stated.OfNegotiation(found.id(), found.author(), says));
      case Said.OfLedger _,
          Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _ -> {}
    }
  }

  private void tell(Found found, String sentence) {
    findings.add(new Finding.NotAsReplayed(found.tree(), found.index(), found.id(), sentence));
  }
}
