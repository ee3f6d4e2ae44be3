package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long START = Long.MAX_VALUE - 5;
  private static final long PATIENCE = Pace.PATIENCE.toNanos();

  private final Pace pace = new Pace();

  @Test
  void aCheckpointThatHasItsQuorumMakesRoomForTheNext() {
    assertTrue(pace.maySign(START, false));
    assertTrue(pace.maySign(START + 1, false));
  }

  @Test
  void whileOneWaitsForItsQuorumWhatIsSaidIsCollected() {
    assertTrue(pace.maySign(START, false));
    assertFalse(pace.maySign(START + 1, true));
    assertFalse(pace.maySign(START + PATIENCE - 1, true));
  }

  @Test
  void oneThatFindsNoQuorumIsWaitedForOnlySoLong() {
    assertTrue(pace.maySign(START, false));
    assertTrue(pace.maySign(START + PATIENCE, true));
    assertFalse(pace.maySign(START + PATIENCE + 1, true));
  }

  @Test
  void oneThatIsLeftFromBeforeTheStartIsNotWaitedFor() {
    assertTrue(pace.maySign(START, true));
  }
}
