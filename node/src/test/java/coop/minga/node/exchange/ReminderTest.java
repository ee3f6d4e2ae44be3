package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReminderTest {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
  private final Reminder reminder = new Reminder();

  @Test
  void asksLessAndLessOftenWhateverTheClockBeganWith() {
    assertEquals(List.of(4, 12, 28, 60, 124, 188, 252), asked(7, 0, 300));
  }

  @Test
  void beginsAnewWithALargerCheckpoint() {
    assertEquals(List.of(4, 12, 28), asked(7, 0, 40));
    assertEquals(List.of(44, 52, 68), asked(8, 40, 100));
  }

  @Test
  void asksNothingOfACheckpointThatItHasJustHeardOf() {
    assertFalse(reminder.isDue(1, START));
    assertFalse(reminder.isDue(2, START + Reminder.LATEST.toNanos()));
  }

  private List<Integer> asked(long size, int from, int until) {
    var seconds = new ArrayList<Integer>();
    for (int second = from; second < until; second++) {
      if (reminder.isDue(size, START + Duration.ofSeconds(second).toNanos())) {
        seconds.add(second);
      }
    }
    return seconds;
  }
}
