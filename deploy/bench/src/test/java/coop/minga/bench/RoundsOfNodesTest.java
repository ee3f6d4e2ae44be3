package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who falls silent in the benchmark's epochs; the epochs themselves take minutes, and are no test.
class RoundsOfNodesTest {
  @Test
  void asManyAreLeftInEachEpochAsASumNeeds() {
    for (RoundsOfNodes.Plan plan : RoundsOfNodes.ALL) {
      List<MemberId> names = IntStream.range(0, plan.nodes()).mapToObj(Members::name).toList();
      int threshold = Cohort.of(names, Cohort.LEAST).threshold();
      for (int epoch = 1; epoch <= plan.dropped().size(); epoch++) {
        assertTrue(plan.nodes() - plan.dropped(epoch) >= threshold, plan + " " + epoch);
      }
    }
  }

  @Test
  void theLastFallSilentInTheirEpochAndInNoOther() {
    var plan = new RoundsOfNodes.Plan(7, 10, List.of(0, 2, 0));
    assertFalse(plan.ends(4, 2));
    assertTrue(plan.ends(5, 2));
    assertTrue(plan.ends(6, 2));
    for (long other : List.of(0L, 1L, 3L, 4L)) {
      assertFalse(plan.ends(6, other));
    }
  }

  @Test
  void membersStandInTheOrderOfTheirPlaces() {
    List<MemberId> names = IntStream.range(0, 32).mapToObj(Members::name).toList();
    assertEquals(names.stream().sorted().toList(), names);
  }
}
