package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SalesRecordTest {
  private final SalesRecord record = new SalesRecord();

  @Test
  void theLastFourOfAWeekdayCount() {
    for (int week = 1; week <= 5; week++) {
      record.enter(2, 1000L * week, false);
    }
    assertEquals(3500, record.mean(2));
    assertEquals(0, record.mean(3));
  }

  @Test
  void anEmptyShelfCountsAsTheUsualAtLeast() {
    record.enter(2, 8000, false);
    record.enter(2, 2000, true);
    assertEquals(8000, record.mean(2));
    record.enter(2, 11_000, true);
    assertEquals(9000, record.mean(2));
  }

  @Test
  void withFewErrorsHalfTheMeanIsTheSpread() {
    record.enter(2, 8000, false);
    assertEquals(16_000_000, record.variance(2));
  }

  @Test
  void theLast84ErrorsCount() {
    record.enter(0, 0, false);
    record.enter(0, 900_000, false);
    for (int day = 0; day < 4; day++) {
      record.enter(0, 5000, false);
    }
    for (int day = 0; day < 84; day++) {
      record.enter(0, day % 2 == 0 ? 6000 : 4000, false);
    }
    assertTrue(record.variance(0) < 3_000_000, "the odd day is long forgotten");
  }
}
