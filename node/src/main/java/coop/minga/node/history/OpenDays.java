package coop.minga.node.history;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Weekdays as a file writes them: `mon-sat`, `mon tue thu`, `daily`, or seven marks such as
/// `1111110`, Monday first.
final class OpenDays {
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private OpenDays() {}

  /// The days, or absent when the text is none of these.
  static Optional<Set<DayOfWeek>> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("daily")) {
      return Optional.of(EnumSet.allOf(DayOfWeek.class));
    }
    return plain.matches("[01]{7}") ? marks(plain) : names(plain);
  }

  /// As it is kept: `mon tue wed`.
  static String write(Set<DayOfWeek> days) {
    return days.stream()
        .sorted()
        .map(day -> NAMES.get(day.getValue() - 1))
        .collect(Collectors.joining(" "));
  }

  private static Optional<Set<DayOfWeek>> marks(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (text.charAt(day.getValue() - 1) == '1') {
        days.add(day);
      }
    }
    return days.isEmpty() ? Optional.empty() : Optional.of(days);
  }

  private static Optional<Set<DayOfWeek>> names(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split("[\\s,;|]+", -1)) {
      String[] ends = part.split("-", -1);
      int from = NAMES.indexOf(ends[0]);
      int until = NAMES.indexOf(ends[ends.length - 1]);
      if (from < 0 || until < from || ends.length > 2) {
        return Optional.empty();
      }
      days.addAll(EnumSet.range(DayOfWeek.of(from + 1), DayOfWeek.of(until + 1)));
    }
    return Optional.of(days);
  }
}
