package coop.minga.node.planning;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// On which days something can be ordered and comes.
///
/// An order comes on the first delivery day that is at least so many days after it was placed; one
/// that can wait for a later order day and still comes with the same delivery waits.
///
/// @param orderDays at least one
/// @param cutoff until when on those days; absent if all day
/// @param leadDays 0 to [#MAX_LEAD]
/// @param deliveryDays at least one
public record Rhythm(
    Set<DayOfWeek> orderDays,
    Optional<LocalTime> cutoff,
    int leadDays,
    Set<DayOfWeek> deliveryDays) {
  /// The longest time from an order to its arrival.
  public static final int MAX_LEAD = 28;

  /// Plans are made at this time of the day: what had to be ordered before it, it is too late for.
  public static final LocalTime PLANNED = LocalTime.of(6, 0);

  private static final int WEEK = 7;

  /// Checks and copies.
  public Rhythm {
    orderDays = Set.copyOf(orderDays);
    deliveryDays = Set.copyOf(deliveryDays);
    if (orderDays.isEmpty() || deliveryDays.isEmpty() || leadDays < 0 || leadDays > MAX_LEAD) {
      throw new IllegalArgumentException(
          "order and delivery days are at least one each, the lead 0 to %d days: %d"
              .formatted(MAX_LEAD, leadDays));
    }
  }

  /// What the next order covers.
  Cover from(LocalDate morning) {
    int early = cutoff.isPresent() && cutoff.get().isBefore(PLANNED) ? 1 : 0;
    LocalDate day = on(orderDays, morning.plusDays(early));
    LocalDate arrives = arrival(day);
    LocalDate later = on(orderDays, day.plusDays(1));
    while (arrival(later).equals(arrives)) {
      day = later;
      later = on(orderDays, day.plusDays(1));
    }
    return new Cover(day.minusDays(early), arrives, arrival(later));
  }

  private LocalDate arrival(LocalDate ordered) {
    return on(deliveryDays, ordered.plusDays(leadDays));
  }

  private static LocalDate on(Set<DayOfWeek> days, LocalDate from) {
    return from.datesUntil(from.plusDays(WEEK))
        .filter(day -> days.contains(day.getDayOfWeek()))
        .findFirst()
        .orElseThrow();
  }

  /// Weekdays as people write them: `every day`, `Mon, Thu`.
  static String words(Set<DayOfWeek> days) {
    return days.size() == WEEK
        ? "every day"
        : EnumSet.copyOf(days).stream()
            .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
            .collect(Collectors.joining(", "));
  }
}
