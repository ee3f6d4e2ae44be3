package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import coop.minga.node.storage.UnreliableDisk.Fault;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A mirror whose disk, power or process fails at one step of appending, publishing and cosigning,
/// whichever it is: what it cosigned it holds afterwards, and it never goes back.
class EveryStepOfAMirrorsPathTest {
  /// Three pushes, the second of which fills a bundle.
  private static final List<Integer> PUSHES = List.of(3, 4, 2);

  private static final int BEFORE = 250;

  private static final List<Fault> ALL = List.of(Fault.values());
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("coop.minga.exchange");

  /// What is mirrored here are bytes that no judge can read, and each start would say so of each.
  @BeforeAll
  static void quietly() {
    LOG.setLevel(Level.ERROR);
  }

  @AfterAll
  static void asBefore() {
    LOG.setLevel(null);
  }

  @Test
  void whateverFailsAtWhicheverStepAllThatWasCosignedIsHeld() throws IOException {
    try (Keeper before = Keeper.fresh(BEFORE, new Random(1), disk -> disk)) {
      Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
      for (Fault fault : ALL) {
        long steps = steps(before);
        assertTrue(steps > 40, steps + " steps");
        for (long step = 0; step < steps; step++) {
          if (failAndRecover(before, fault, step)) {
            struck.merge(fault, 1, Integer::sum);
          }
        }
      }
      for (Fault fault : ALL) {
        assertTrue(fault == Fault.NONE || struck.getOrDefault(fault, 0) >= 6, fault + " " + struck);
      }
    }
  }

  @Test
  void seededRunsOfManyFailuresLoseNothing() throws IOException {
    long seed = Long.getLong("seed", 20261126);
    for (int run = 0; run < 10; run++) {
      var dice = new Random(seed + run);
      try (Keeper keeper = Keeper.fresh(1 + dice.nextInt(300), dice, disk -> disk)) {
        for (int blow = 0; blow < 6; blow++) {
          List<Integer> pushes =
              List.of(1 + dice.nextInt(5), 1 + dice.nextInt(100), 1 + dice.nextInt(40));
          keeper.hear(pushes, ALL.get(dice.nextInt(ALL.size())), dice.nextInt(120));
        }
        keeper.recover("seed " + (seed + run));
      }
    }
  }

  // ---- Planted: the same runs see these

  @Test
  void aDiskThatDoesNotSyncIsCaught() throws IOException {
    try (Keeper lazy = Keeper.fresh(BEFORE, new Random(1), PlantedDisk::lazy)) {
      assertThrows(AssertionError.class, () -> failEverywhere(lazy));
    }
  }

  @Test
  void aMirrorThatCosignsWhatItDoesNotReadBackIsCaught() throws IOException {
    try (Keeper flattered = Keeper.fresh(BEFORE, new Random(1), PlantedDisk::flattering)) {
      assertThrows(AssertionError.class, () -> failEverywhere(flattered));
    }
  }

  private static void failEverywhere(Keeper before) throws IOException {
    long steps = steps(before);
    for (Fault fault : List.of(Fault.POWER_CUT, Fault.FLIP)) {
      for (long step = 0; step < steps; step++) {
        failAndRecover(before, fault, step);
      }
    }
  }

  private static boolean failAndRecover(Keeper before, Fault fault, long step) throws IOException {
    try (Keeper keeper = before.copy(new Random(31 * step + fault.name().length()))) {
      boolean struck = keeper.hear(PUSHES, fault, step);
      keeper.recover(fault + " at step " + step);
      return struck;
    }
  }

  private static long steps(Keeper before) throws IOException {
    try (Keeper keeper = before.copy(new Random(0))) {
      assertFalse(keeper.hear(PUSHES, Fault.NONE, -1));
      assertEquals(
          BEFORE + 9, keeper.last().orElseThrow().size(), "without a fault all is cosigned");
      return keeper.disk().steps();
    }
  }
}
