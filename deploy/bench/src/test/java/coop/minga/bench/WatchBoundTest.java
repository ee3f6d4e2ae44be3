package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coop.minga.node.monitor.SeriesWatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Both who watch have the same alarms counted, on the same days.
class WatchBoundTest {
  private static final int MEAN = 20;

  @Test
  void anOddDayIsNoFalseAlarmOfEither() {
    List<Integer> counts = quiet(100);
    counts.set(80, 10 * MEAN);
    assertEquals(List.of(), WatchBound.changes(counts.subList(0, 81)));
    for (int day = 70; day < 100; day++) {
      counts.set(day, 10 * MEAN);
    }
    assertFalse(WatchBound.changes(counts).isEmpty(), "but a step is");
  }

  @Test
  void whoKnowsAllIsNotChargedForDaysOnWhichTheWatchIsCold() {
    List<Integer> counts = quiet(100);
    counts.set(SeriesWatch.COLD - 1, 10 * MEAN);
    assertEquals(0, WatchBound.falselyRung(counts, MEAN, 10));
    counts.set(SeriesWatch.COLD + 6, 10 * MEAN);
    assertEquals(1, WatchBound.falselyRung(counts, MEAN, 10));
  }

  private static List<Integer> quiet(int days) {
    var counts = new ArrayList<>(Collections.nCopies(days, MEAN));
    for (int day = 0; day < days; day++) {
      counts.set(day, (int) (MEAN * WatchBound.shape(day)) + day % 3 - 1);
    }
    return counts;
  }
}
