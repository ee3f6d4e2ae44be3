package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.forecast.Quantiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SeriesPlotTest {
  private static final LocalDate MONDAY = LocalDate.of(2025, 1, 6);
  private static final Quantiles RANGE = new Quantiles(List.of(2.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0));

  @Test
  void aColumnADayWithDotsBarsAndCrosses() {
    List<String> lines = SeriesPlot.of(days());
    assertEquals(SeriesPlot.HEIGHT + 2, lines.size());
    assertTrue(lines.getFirst().startsWith("      12 │●"), lines.toString());
    assertEquals('×', lines.get(SeriesPlot.HEIGHT).charAt(11), "closed on the second day");
    assertEquals('│', lines.get(SeriesPlot.HEIGHT - 8).charAt(12), "up to 8 on the third");
    assertEquals('┼', lines.get(SeriesPlot.HEIGHT - 6).charAt(12), "6 in the middle");
    assertEquals('●', lines.get(SeriesPlot.HEIGHT - 3).charAt(12), "3 sold, under the range");
    assertEquals("          01-06  01-13", lines.getLast());
  }

  @Test
  void daysThatAreOverAreCountedInAndOutOfTheRange() {
    assertEquals(
        Optional.of("Of 2 days that are over, 1 fell in the range, which should hold 8 of 10."),
        SeriesPlot.kept(days()));
    assertEquals(Optional.empty(), SeriesPlot.kept(days().subList(0, 2)));
  }

  @Test
  void nothingSoldIsDrawnOnTheFloor() {
    var none = new SeriesPlot.Day(MONDAY, OptionalDouble.of(0), false, Optional.empty());
    assertEquals("       0 │●", SeriesPlot.of(List.of(none)).get(SeriesPlot.HEIGHT));
  }

  private static List<SeriesPlot.Day> days() {
    List<SeriesPlot.Day> days = new ArrayList<>();
    days.add(new SeriesPlot.Day(MONDAY, OptionalDouble.of(12), false, Optional.empty()));
    days.add(
        new SeriesPlot.Day(MONDAY.plusDays(1), OptionalDouble.empty(), true, Optional.empty()));
    days.add(
        new SeriesPlot.Day(MONDAY.plusDays(2), OptionalDouble.of(3), false, Optional.of(RANGE)));
    days.add(
        new SeriesPlot.Day(MONDAY.plusDays(3), OptionalDouble.of(5), false, Optional.of(RANGE)));
    for (int day = 4; day < 8; day++) {
      days.add(
          new SeriesPlot.Day(
              MONDAY.plusDays(day), OptionalDouble.empty(), false, Optional.of(RANGE)));
    }
    return days;
  }
}
