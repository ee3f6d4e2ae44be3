package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Lineage;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RoundOutcome;
import coop.minga.federation.learning.Suspicion;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndedEpochsTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final ModelVersion SEEDED = ModelVersion.of(0, Parameters.of(new float[] {0}));
  private static final RoundOutcome SPOILED = new RoundOutcome.Nothing(NoResult.OUT_OF_BOUNDS);
  private static final RoundOutcome NOTHING = new RoundOutcome.Nothing(NoResult.OUT_OF_TIME);
  private static final Cohort TWELVE = cohort(12);

  private final Notebook disk = new Notebook();
  private final EndedEpochs epochs = started();

  @Test
  void afterASpoiledEpochGroupsLearnAndAStartAgainDrawsTheSame() {
    ended(1, TWELVE, agreed(1));
    assertEquals(TWELVE, epochs.suspicion(2, TWELVE).cohort());
    ended(2, TWELVE, SPOILED);
    Cohort first = epochs.suspicion(3, TWELVE).cohort();
    assertEquals(6, first.members().size());
    ended(3, TWELVE, agreed(3));
    Cohort second = epochs.suspicion(4, TWELVE).cohort();
    assertEquals(12, IntStream.of(first.members().size(), second.members().size()).sum());
    assertNotEquals(first, second);
    EndedEpochs again = started();
    assertEquals(3, again.last());
    assertEquals(second, again.suspicion(4, TWELVE).cohort());
    assertEquals(epochs.lineage(4, TWELVE), again.lineage(4, TWELVE));
    assertEquals(3, again.lineage(4, TWELVE).latest().epoch());
  }

  @Test
  void aResultThatCameLateChangesWhoLearnsNext() {
    ended(1, TWELVE, NOTHING);
    assertFalse(epochs.suspicion(2, TWELVE).isSearching());
    ended(1, TWELVE, SPOILED);
    assertTrue(epochs.suspicion(2, TWELVE).isSearching());
    ended(1, TWELVE, agreed(1));
    assertFalse(epochs.suspicion(2, TWELVE).isSearching());
    assertEquals(1, epochs.lineage(2, TWELVE).latest().epoch());
  }

  @Test
  void whoeverJoinsOrLeavesEndsTheSearchAndNoEpochThatHasBegun() {
    ended(1, TWELVE, SPOILED);
    assertTrue(epochs.suspicion(2, TWELVE).isSearching());
    assertFalse(epochs.suspicion(2, cohort(13)).isSearching());
    epochs.begin(2, TWELVE);
    assertTrue(epochs.suspicion(2, cohort(13)).isSearching(), "it has begun with the twelve");
  }

  /// Two nodes begin an epoch by two rosters, and too few take part in it by either.
  @Test
  void anEpochOfNobodyLeavesNoTraceOfWhoseRosterOneWentBy() {
    var otherDisk = new Notebook();
    var other = new EndedEpochs(otherDisk, FEDERATION, SEEDED);
    ended(1, TWELVE, NOTHING);
    epochs.was(1, Optional.empty());
    other.begin(1, cohort(13));
    other.end(1, NOTHING, SEEDED.hash());
    assertTrue(other.was(1, Optional.empty()));
    assertFalse(other.was(1, Optional.empty()), "no news");
    assertEquals(epochs.drawn(2, TWELVE), other.drawn(2, TWELVE));
    assertEquals(epochs.drawn(2, TWELVE), Suspicion.none(TWELVE));
    for (EndedEpochs each : List.of(epochs, other)) {
      each.begin(2, TWELVE);
      each.end(2, SPOILED, SEEDED.hash());
    }
    assertEquals(epochs.suspicion(3, TWELVE), other.suspicion(3, TWELVE));
    assertTrue(other.suspicion(3, TWELVE).isSearching());
  }

  /// What others enter of an epoch may come when it has ended here.
  @Test
  void whomAnEpochWithoutAResultWasOfCanBeKnownLater() {
    ended(1, TWELVE, SPOILED);
    Cohort half = epochs.suspicion(2, TWELVE).cohort();
    epochs.begin(2, TWELVE);
    epochs.end(2, NOTHING, SEEDED.hash());
    assertTrue(epochs.hadNothing(2));
    epochs.was(2, Optional.empty());
    Suspicion nobody = epochs.suspicion(3, TWELVE);
    assertNotEquals(half, nobody.cohort(), "its turn is over all the same");
    assertTrue(epochs.was(2, Optional.of(cohort(13))));
    assertFalse(epochs.suspicion(3, cohort(13)).isSearching(), "they learned, of another roster");
    assertFalse(epochs.hadNothing(1));
  }

  @Test
  void whatWasKeptBeforeThereWereGroupsIsRead() {
    Hash model = Hash.sha256(Bytes.utf8("model"));
    Hash seed = Hash.sha256(Bytes.utf8("seed"));
    disk.remember("learning/ended/1", Bytes.utf8("nothing"));
    disk.remember("learning/ended/2", Bytes.utf8(model + " " + seed));
    EndedEpochs old = started();
    assertEquals(2, old.last());
    assertEquals(new Lineage.Link(2, model, SEEDED.hash()), old.lineage(3, TWELVE).latest());
    assertEquals(seed, old.lineage(3, TWELVE).seedOf(3));
  }

  @Test
  void whereTheLastEpochsBeganIsKeptAndWhereOlderOnesDidIsFoundAgain() {
    for (long epoch = 1; epoch <= 3 * EndedEpochs.KEPT; epoch++) {
      ended(epoch, TWELVE, epoch % 3 == 0 ? SPOILED : agreed(epoch));
      epochs.suspicion(epoch + 1, TWELVE);
      assertTrue(epochs.kept() <= EndedEpochs.KEPT, epochs.kept() + " after epoch " + epoch);
    }
    long last = 3L * EndedEpochs.KEPT + 1;
    Suspicion now = epochs.suspicion(last, TWELVE);
    assertEquals(1, epochs.lineage(2, TWELVE).latest().epoch());
    assertEquals(started().suspicion(5, TWELVE), epochs.suspicion(5, TWELVE));
    assertEquals(EndedEpochs.KEPT, epochs.kept());
    assertEquals(now, epochs.suspicion(last, TWELVE));
  }

  /// Forty learned as one before nodes dealt out cohorts; now they are dealt out.
  @Test
  void anEpochOfBeforeThereWereSeveralCohortsIsOfAllAsOneStill() {
    List<MemberId> forty =
        IntStream.range(0, 40).mapToObj(i -> new MemberId("shop-" + (10 + i))).toList();
    var now = new Cohort(forty, 6);
    String names = String.join(" ", forty.stream().map(MemberId::name).toList());
    disk.remember("learning/everyone/1", Bytes.utf8("6 " + names));
    epochs.end(1, NOTHING, SEEDED.hash());
    epochs.begin(2, now);
    EndedEpochs again = started();
    assertEquals(List.of(now.asOne()), again.cohorts(1, now).all());
    assertEquals(3, again.cohorts(2, now).all().size());
  }

  private void ended(long epoch, Cohort everyone, RoundOutcome outcome) {
    epochs.begin(epoch, everyone);
    epochs.end(epoch, outcome, epochs.lineage(epoch, everyone).latest().model());
  }

  private static RoundOutcome agreed(long epoch) {
    var version = ModelVersion.of(epoch, Parameters.of(new float[] {epoch}));
    return new RoundOutcome.Agreed(
        version, TWELVE.members(), 12, Hash.sha256(Bytes.utf8("seed " + epoch)));
  }

  private static Cohort cohort(int members) {
    return new Cohort(
        IntStream.range(0, members)
            .mapToObj(i -> new MemberId("shop-" + (char) ('a' + i)))
            .toList(),
        6);
  }

  private EndedEpochs started() {
    var started = new EndedEpochs(disk, FEDERATION, SEEDED);
    started.recall((_, _) -> false);
    return started;
  }
}
