package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static coop.minga.federation.audit.Comarca.TALLER;
import static coop.minga.federation.audit.Comarca.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.RosterChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tia shows one history to one auditor and another to the next. In one of them keys changed, or
/// who belongs, and the other bundle knows nothing of it.
class TwoBundlesOfOtherKeysTest {
  private final Comarca before = new Comarca();
  private final Comarca since = new Comarca();

  TwoBundlesOfOtherKeysTest() {
    for (Comarca each : List.of(before, since)) {
      FOUNDERS.forEach(member -> each.seen(member, "the charter is signed"));
    }
    before.seen(TIA, "one history");
  }

  /// In either order: what is proven does not depend on which bundle is named first.
  private void proven(MemberId... members) {
    Bytes one = before.file(before.bundle());
    Bytes other = since.file(since.bundle());
    for (Comparison.Result result : List.of(compare(one, other), compare(other, one))) {
      assertEquals(List.of(), result.faults());
      SplitView split = result.splits().getFirst();
      assertEquals(TIA, split.tree().owner());
      assertEquals(List.of(members), split.proven().stream().map(Exposed::member).toList());
    }
  }

  private static Comparison.Result compare(Bytes one, Bytes other) {
    return new Comparison(SeededKey.VERIFIER).of(one, other);
  }

  @Test
  void aForkByAKeyThatOnlyOneOfTheTwoKnowsIsProven() {
    since.seen(TIA, "another history");
    since.rotate(TIA);
    proven(TIA, ALMACEN, BOTICA, TALLER);
  }

  @Test
  void whoCosignedTheOneByAKeyThatTheOtherDoesNotKnowIsProvenToHaveCosignedBoth() {
    since.rotate(TALLER);
    since.seen(TIA, "another history");
    proven(TIA, ALMACEN, BOTICA, TALLER);
  }

  @Test
  void aForkAcrossRostersIsProven() {
    since.admitZapatero();
    since.seen(TIA, "another history");
    proven(TIA, ALMACEN, BOTICA, TALLER);
  }

  @Test
  void whoWasRemovedSinceIsProvenToHaveForked() {
    since.seen(TIA, "another history");
    since.decide(new RosterChange.Remove(TIA));
    since.adoptEverywhere();
    proven(TIA, ALMACEN, BOTICA, TALLER);
  }

  /// The first new keys of each history are others. Nobody who holds one of the two knows both, so
  /// that the fork is shown and not ready to be entered; that its mirrors cosigned both is.
  @Test
  void aForkByTwoFirstChangesOfKeysIsProvenOfTheMirrorsAlone() {
    before.rotate(TIA);
    since.rotate(BOTICA);
    since.rotate(TIA);
    proven(ALMACEN, BOTICA, TALLER);
  }
}
