package coop.minga.node.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one series sold, by day, and the plain expectation that follows: the mean of the last four
/// same weekdays.
final class Past {
  private static final int WEEKS = 4;

  private final TreeMap<LocalDate, Double> sold = new TreeMap<>();

  /// A site and an item of one member.
  record Key(String site, String item) {
    static final Comparator<Key> ORDER = Comparator.comparing(Key::site).thenComparing(Key::item);
  }

  /// The past of every series in one member's sales.
  static Map<Key, Past> of(List<TownSale> sales) {
    Map<Key, Past> all = new HashMap<>();
    for (TownSale sale : sales) {
      all.computeIfAbsent(new Key(sale.site(), sale.item()), _ -> new Past())
          .sold
          .merge(sale.date(), sale.quantity().doubleValue(), Double::sum);
    }
    return all;
  }

  /// What was sold on the last so many days of that weekday before a morning, the newest first; a
  /// week without a row is left out.
  List<Double> sameWeekdays(LocalDate day, LocalDate morning, int weeks) {
    List<Double> found = new ArrayList<>();
    LocalDate back = day.minusWeeks(1);
    for (int seen = 0; seen < weeks; back = back.minusWeeks(1)) {
      if (back.isBefore(morning)) {
        seen++;
        Double quantity = sold.get(back);
        if (quantity != null) {
          found.add(quantity);
        }
      }
    }
    return found;
  }

  /// What is expected to be sold on a day.
  double expected(LocalDate day) {
    return sameWeekdays(day, day, WEEKS).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  /// What is expected to be sold from a morning to the end of a day.
  double expected(LocalDate morning, LocalDate last) {
    return morning.datesUntil(last.plusDays(1)).mapToDouble(this::expected).sum();
  }
}
