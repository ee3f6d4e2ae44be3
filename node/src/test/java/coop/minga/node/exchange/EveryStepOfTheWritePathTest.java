package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.node.storage.LastSigned;
import coop.minga.node.storage.Swap;
import coop.minga.node.storage.UnreliableDisk.Fault;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An owner whose disk, power or process fails at one step of appending, settling, signing and
/// publishing, whichever it is: what it told is there afterwards, and it signed one history.
class EveryStepOfTheWritePathTest {
  /// Three batches, the second of which fills a bundle.
  private static final List<Integer> BATCHES = List.of(3, 4, 2);

  private static final int BEFORE = 250;

  private static final List<Fault> ALL = List.of(Fault.values());

  @Test
  void whateverFailsAtWhicheverStepNothingToldIsLostAndOneHistoryIsSigned() throws IOException {
    Scribe before = Scribe.fresh(BEFORE);
    Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      long steps = steps(before);
      assertTrue(steps > 60, steps + " steps");
      for (long step = 0; step < steps; step++) {
        for (int throwOfDice = 0; throwOfDice < throwsFor(fault); throwOfDice++) {
          Scribe scribe = before.copy(new Random(31 * step + throwOfDice));
          if (failAndRecover(scribe, fault, step)) {
            struck.merge(fault, 1, Integer::sum);
          }
        }
      }
    }
    for (Fault fault : Fault.values()) {
      assertTrue(fault == Fault.NONE || struck.getOrDefault(fault, 0) >= 6, fault + " " + struck);
    }
  }

  /// What is left after a power cut is a matter of chance; after the others it is not.
  private static int throwsFor(Fault fault) {
    return fault == Fault.POWER_CUT || fault == Fault.TORN ? 4 : 1;
  }

  @Test
  void aSecondFailureWhileTheFirstIsMendedLosesNothingEither() throws IOException {
    Scribe before = Scribe.fresh(BEFORE);
    long steps = steps(before);
    int seed = 0;
    for (Fault first : List.of(Fault.KILL, Fault.POWER_CUT, Fault.SYNC_FAILS, Fault.TORN)) {
      for (long step = 0; step < steps; step++) {
        var dice = new Random(seed++);
        Scribe scribe = before.copy(dice);
        if (scribe.write(BATCHES, first, step)) {
          Fault second = dice.nextBoolean() ? Fault.POWER_CUT : Fault.TORN;
          scribe.write(BATCHES, second, dice.nextInt(60));
          scribe.recover("seed of " + first + " at " + step);
        }
      }
    }
  }

  @Test
  void seededRunsOfManyFailuresLoseNothing() throws IOException {
    long seed = Long.getLong("seed", 20261126);
    for (int run = 0; run < 40; run++) {
      var dice = new Random(seed + run);
      Scribe scribe = Scribe.fresh(dice.nextInt(300), dice);
      for (int blow = 0; blow < 6; blow++) {
        Fault fault = ALL.get(dice.nextInt(ALL.size()));
        List<Integer> batches =
            List.of(1 + dice.nextInt(5), 1 + dice.nextInt(200), 1 + dice.nextInt(40));
        scribe.write(batches, fault, dice.nextInt(160));
      }
      scribe.recover("seed " + (seed + run));
    }
  }

  // ---- Planted: the same runs see these

  @Test
  void aDiskThatDoesNotSyncIsCaught() throws IOException {
    assertThrows(AssertionError.class, () -> failEverywhere(Scribe.onLazyDisk(BEFORE)));
  }

  @Test
  void aProcessThatSignsWhatItDoesNotReadBackIsCaught() throws IOException {
    assertThrows(AssertionError.class, () -> failEverywhere(Scribe.onFlatteringDisk(BEFORE)));
  }

  @Test
  void twoProcessesOfOneDirectoryCannotBothSign() throws IOException {
    Scribe scribe = Scribe.fresh(5);
    OwnTree first = scribe.open();
    OwnTree second = scribe.open();
    scribe.stage(first, 1);
    scribe.stage(second, 2);
    first.commit();
    assertThrows(IllegalStateException.class, second::commit);
    scribe.requireOneHistory();
  }

  @Test
  void signingWithoutComparingAndSwappingIsCaught() throws IOException {
    Scribe scribe = Scribe.fresh(5).with(new Forgetful());
    OwnTree first = scribe.open();
    OwnTree second = scribe.open();
    scribe.stage(first, 1);
    scribe.stage(second, 1);
    first.commit();
    second.commit();
    assertThrows(AssertionError.class, scribe::requireOneHistory);
  }

  /// A record that forgets at once, so that whoever asks may sign.
  private static final class Forgetful implements LastSigned {
    @Override
    public Optional<Checkpoint> lastSigned(Origin origin) {
      return Optional.empty();
    }

    @Override
    public Swap swapSigned(Optional<Checkpoint> predecessor, Checkpoint next) {
      return Swap.DONE;
    }
  }

  private static void failEverywhere(Scribe before) throws IOException {
    long steps = steps(before);
    for (Fault fault : List.of(Fault.POWER_CUT, Fault.FLIP)) {
      for (long step = 0; step < steps; step++) {
        failAndRecover(before.copy(new Random(step)), fault, step);
      }
    }
  }

  private static boolean failAndRecover(Scribe scribe, Fault fault, long step) throws IOException {
    boolean struck = scribe.write(BATCHES, fault, step);
    scribe.recover(fault + " at step " + step);
    return struck;
  }

  private static long steps(Scribe before) throws IOException {
    Scribe scribe = before.copy(new Random(0));
    assertFalse(scribe.write(BATCHES, Fault.NONE, -1));
    return scribe.disk().steps();
  }
}
