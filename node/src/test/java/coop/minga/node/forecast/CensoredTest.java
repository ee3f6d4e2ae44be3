package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CensoredTest {
  @Test
  void aShelfThatWasEmptyByNoonHidesMoreThanOneThatLastedLonger() {
    Censored series = usedToTwentyFive();
    assertTrue(series.expected(10, 25) >= 25);
    assertTrue(series.expected(25, 25) > 26);
    assertTrue(series.expected(40, 25) > 40);
    assertTrue(series.expected(25, 25) - 25 > series.expected(40, 25) - 40);
  }

  @Test
  void itIsNeverLessThanWasSoldAndNeverWithoutBound() {
    Censored series = usedToTwentyFive();
    for (double sold : new double[] {0, 1, 30, 500}) {
      for (double usual : new double[] {0, 1, 30, Double.NaN}) {
        double expected = series.expected(sold, usual);
        assertTrue(expected >= sold && expected <= 3 * Math.max(sold, 30), sold + " " + usual);
      }
    }
  }

  /// Half of a normal variable lies above its middle, and is on average .8 of its spread above it.
  @Test
  void theMeanOfWhatIsHiddenIsTheNormalOne() {
    Censored series = new Censored();
    for (int day = 0; day < 2000; day++) {
      series.learn(day % 2 == 0 ? 90 : 110, 100);
    }
    assertEquals(100 + 10 * .798, series.expected(100, 100), .2);
  }

  private static Censored usedToTwentyFive() {
    Censored series = new Censored();
    for (int day = 0; day < 100; day++) {
      series.learn(20 + day % 11, 25);
    }
    return series;
  }
}
