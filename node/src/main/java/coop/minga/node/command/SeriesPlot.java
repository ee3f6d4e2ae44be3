package coop.minga.node.command;

import coop.minga.node.forecast.Quantiles;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// One series drawn in characters, a column a day: what sold, the range that was or is expected,
/// and, where the days are over, what happened.
///
/// A dot is what sold, a bar the range that should hold eight of ten days, a dash its middle, a
/// cross a day on which the site was closed.
final class SeriesPlot {
  /// Lines between the top and the bottom.
  static final int HEIGHT = 12;

  private static final char SOLD = '●';
  private static final char SHUT = '×';
  private static final char BAR = '│';
  private static final char MIDDLE = '┼';
  private static final DateTimeFormatter MONDAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);

  /// One day.
  ///
  /// @param sold absent when the day is to come or the site was closed
  /// @param closed whether the site was
  /// @param expected absent before the forecast
  record Day(LocalDate date, OptionalDouble sold, boolean closed, Optional<Quantiles> expected) {}

  private final List<Day> days;
  private final double top;

  private SeriesPlot(List<Day> days) {
    this.days = List.copyOf(days);
    top = Math.max(1, days.stream().mapToDouble(SeriesPlot::highest).max().orElse(1));
  }

  /// The lines, the highest quantity first, and the Mondays below.
  static List<String> of(List<Day> days) {
    return new SeriesPlot(days).lines();
  }

  private static double highest(Day day) {
    return Math.max(day.sold().orElse(0), day.expected().map(Quantiles::high).orElse(0.0));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int row = HEIGHT; row >= 0; row--) {
      StringBuilder line = new StringBuilder(label(row));
      for (Day day : days) {
        line.append(sign(day, row));
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(mondays());
    return lines;
  }

  private String label(int row) {
    boolean told = row == 0 || row == HEIGHT / 2 || row == HEIGHT;
    String text = told ? String.format(Locale.ROOT, "%.0f", top * row / HEIGHT) : "";
    return " ".repeat(Math.max(0, 8 - text.length())) + text + " │";
  }

  private char sign(Day day, int row) {
    if (day.closed()) {
      return row == 0 ? SHUT : ' ';
    }
    if (day.sold().isPresent() && row(day.sold().getAsDouble()) == row) {
      return SOLD;
    }
    if (day.expected().isEmpty()) {
      return ' ';
    }
    Quantiles expected = day.expected().get();
    if (row(expected.median()) == row) {
      return MIDDLE;
    }
    return row >= row(expected.low()) && row <= row(expected.high()) ? BAR : ' ';
  }

  private int row(double quantity) {
    return (int) Math.round(quantity / top * HEIGHT);
  }

  private String mondays() {
    StringBuilder line = new StringBuilder(" ".repeat(10));
    for (Day day : days) {
      int column = 10 + days.indexOf(day);
      if (day.date().getDayOfWeek() == DayOfWeek.MONDAY && line.length() <= column) {
        line.append(" ".repeat(column - line.length())).append(MONDAY.format(day.date()));
      }
    }
    return line.toString();
  }

  /// How many of the days that are over fell in their range, in a sentence; empty if none is over.
  static Optional<String> kept(List<Day> days) {
    int over = 0;
    int inside = 0;
    for (Day day : days) {
      if (day.sold().isPresent() && day.expected().isPresent() && !day.closed()) {
        over++;
        double sold = day.sold().getAsDouble();
        Quantiles expected = day.expected().get();
        inside += sold >= expected.low() && sold <= expected.high() ? 1 : 0;
      }
    }
    return over == 0
        ? Optional.empty()
        : Optional.of(
            "Of %d days that are over, %d fell in the range, which should hold 8 of 10."
                .formatted(over, inside));
  }
}
