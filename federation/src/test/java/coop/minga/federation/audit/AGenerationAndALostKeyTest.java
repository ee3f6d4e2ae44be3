package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.decision.Place;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tia lost the end of her ledger and began it anew. Weeks later somebody finds that its key was
/// somebody else's since before that.
class AGenerationAndALostKeyTest {
  private static final List<MemberId> BOTH = List.of(BOTICA, TIA);

  private static final TreeName TIAS = new TreeName(TIA, Tree.LEDGER);

  private final Comarca comarca = new Comarca();
  private final Instant lost = comarca.now.plusSeconds(60);

  @Test
  @LiesIn(Kind.COMPROMISED)
  void theOwnersLossTakesBackWhatItSaidSinceButNotThatTheLedgerBeganAnew() {
    beginsAnew();
    Place after = comarca.seen(TIA, "in the new generation, by the old key");
    callsItsKeyLost(TIA);
    Report report = comarca.audit();
    assertTrue(report.verified(), report.sentence());
    assertEquals(
        List.of(perhaps(TIA), new Finding.ByLostKey(TIAS, after.index())), report.findings());
  }

  /// Else Botica could take away the ground from under Tia, who has done nothing.
  @Test
  @LiesIn(Kind.COMPROMISED)
  void whoRetiredTheOneBeforeDoesNotTakeThatBackByALossOfItsOwn() {
    beginsAnew();
    callsItsKeyLost(BOTICA);
    Report report = comarca.audit();
    assertTrue(report.verified(), report.sentence());
    assertEquals(List.of(perhaps(BOTICA)), report.findings());
  }

  /// Both said something before and after the loss, and the quorum's time of each is known.
  private void beginsAnew() {
    for (String when : List.of("long before", "since")) {
      for (MemberId member : BOTH) {
        comarca.seen(member, when);
        comarca.turn(member, comarca.mirrors(member));
      }
      comarca.now = lost.plus(Duration.ofDays(1));
    }
    comarca.beginAnew(TIA, comarca.of(TIA).turns.getLast());
    BOTH.forEach(who -> comarca.turn(who, comarca.mirrors(who)));
  }

  /// What was entered before the first checkpoint after the loss.
  private static Finding perhaps(MemberId member) {
    return new Finding.PerhapsByLostKey(new TreeName(member, Tree.LEDGER), 1);
  }

  private void callsItsKeyLost(MemberId member) {
    PublicKey key = comarca.of(member).entry.publicKey();
    comarca.rotate(member);
    comarca.enter(
        member,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(), member, key, lost, comarca.of(member).root)));
  }
}
