package coop.minga.federation.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `-Dseeds=10000` runs them all, `-Dseed=` begins elsewhere; `.ci/run` takes a thousand of them,
/// other ones with each commit.
class CouncilTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int SEEDS = Integer.getInteger("seeds", 120);
  private static final int FEWEST = 4;

  @Test
  void noParentHasTwoSuccessorsAndEveryRunEnds() {
    System.out.println(Councils.hold(SEED, SEEDS));
  }

  /// Nine of twelve called, heard of each other's ballots late, and were bound to more of them than
  /// one word could name: nobody committed any more.
  @Test
  void whoIsBoundToManyBallotsOfOneChangeCommitsToTheNext() {
    assertTrue(new Council(2148, 12, Council.Rule.AS_WRITTEN).run().ended());
  }

  @Test
  void countingByTheMedianTimeOfCosignaturesIsFoundOut() {
    assertFoundOut(Council.Rule.BY_MEDIAN_TIME, 285, 292);
  }

  @Test
  void lettingAWordForTheSameChangeThroughIsFoundOut() {
    assertFoundOut(Council.Rule.SAME_CHANGE_IS_FREE, 128, 155);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertEquals(
        new Council(SEED, FEWEST, Council.Rule.AS_WRITTEN).run(),
        new Council(SEED, FEWEST, Council.Rule.AS_WRITTEN).run());
  }

  /// Some run of these, of four members, ends with two successors of one parent.
  private static void assertFoundOut(Council.Rule rule, long from, long until) {
    assertTrue(
        LongStream.range(from, until)
            .anyMatch(seed -> new Council(seed, FEWEST, rule).run().clash().isPresent()),
        () -> "no seed from " + from + " to " + until + " shows what is wrong with " + rule);
  }
}
