package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AYearTogetherTest {
  private static final int WEEKS = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 7})
  void everyWeekEndsInAnExactSumOrInNone(long seed) {
    AYearTogether.Came came = new AYearTogether(seed, WEEKS).run();
    assertEquals(0, came.wrong(), came.toString());
    assertEquals(0, came.hung(), came.toString());
    assertEquals(WEEKS, came.completed() + came.without());
    assertTrue(came.completed() > WEEKS / 4, came.toString());
  }
}
