package coop.minga.federation.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Twenty days with crashes, a network that is cut, loses and doubles, and liars of every kind.
class ASeasonOfFoulDaysTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int DAYS = Integer.getInteger("days", 20);

  @Test
  void nothingIsPromisedTwiceEverythingEndsAndTheAuditorReckonsAlike() {
    System.out.println("seed " + SEED);
    Season.Outcome outcome = new Season(SEED, DAYS).run();
    System.out.println(outcome);
    assertEquals(0, outcome.overPromised());
    assertEquals(0, outcome.unended());
    assertEquals(0, outcome.recomputedOtherwise());
    assertEquals(0, outcome.unfound(), "liars that no auditor names");
    assertTrue(outcome.awards() > DAYS && outcome.settlements() > DAYS, "something happened");
  }
}
