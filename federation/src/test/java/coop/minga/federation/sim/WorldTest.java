package coop.minga.federation.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Hash;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int SEEDS = Integer.getInteger("seeds", 20);
  private static final Instant END = Town.START.plus(Duration.ofDays(3));

  @Test
  void inFairWeatherEverythingIsSettledAndAudited() {
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      run(seed, Weather.FAIR);
    }
  }

  @Test
  void withLossesDoublesDelaysAndCrashesToo() {
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      run(seed, Weather.FOUL);
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    Hash first = run(SEED, Weather.FOUL);
    assertEquals(first, run(SEED, Weather.FOUL));
    assertNotEquals(first, run(SEED + 1, Weather.FOUL));
  }

  @Test
  void somethingIsAwarded() {
    World world = Town.of(SEED, Weather.FAIR);
    world.runUntil(END);
    assertTrue(
        world.peer("shop-0").stall().lots().values().stream().anyMatch(l -> !l.awards().isEmpty()));
  }

  private static Hash run(long seed, Weather weather) {
    System.out.println("seed " + seed);
    World world = Town.of(seed, weather);
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    return world.traceHash();
  }
}
