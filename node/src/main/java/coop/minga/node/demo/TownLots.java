package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Lots on the first morning's shelves: their names, and what of them nobody is expected to buy.
final class TownLots {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'L'yyMMdd", Locale.ROOT);

  private TownLots() {}

  /// A lot with its name, which comes from its date: no two lots of an item on one shelf share one.
  static TownStock lot(LocalDate counted, String site, String item, int units, DateMark mark) {
    return new TownStock(counted, site, item, NAME.format(mark.date()), units, mark);
  }

  /// A lot and the units of it that nobody is expected to buy by its date.
  record LeftOver(TownStock lot, int units) {}

  /// What is expected to be left of the lots of one shelf, of those that end within the days after
  /// which nothing is known.
  ///
  /// @param lots of one site and item
  static List<LeftOver> leftOvers(List<TownStock> lots, Past past, LocalDate morning) {
    List<LeftOver> left = new ArrayList<>();
    LocalDate horizon = morning.plusDays(Town.DAYS_AFTERWARDS - 1L);
    double soldBefore = 0;
    for (TownStock lot : oldestFirst(lots)) {
      if (!lot.mark().date().isAfter(horizon)) {
        double wanted = past.expected(morning, lot.mark().date()) - soldBefore;
        int sold = (int) Math.clamp(StrictMath.round(wanted), 0L, (long) lot.units());
        soldBefore += sold;
        left.add(new LeftOver(lot, lot.units() - sold));
      }
    }
    return left;
  }

  private static List<TownStock> oldestFirst(List<TownStock> lots) {
    return lots.stream().sorted(Comparator.comparing(lot -> lot.mark().date())).toList();
  }
}
