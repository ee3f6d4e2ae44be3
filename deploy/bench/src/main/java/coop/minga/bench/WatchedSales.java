package coop.minga.bench;

import static java.util.stream.Collectors.toSet;

import coop.minga.node.demo.Town;
import coop.minga.node.demo.TownMember;
import coop.minga.node.demo.TownSale;
import coop.minga.node.demo.TownSize;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// Sales to be watched.
///
/// @param series every item at every site
/// @param holiday the days on which most shops are closed that are open on that weekday
record WatchedSales(List<DailySeries> series, Predicate<LocalDate> holiday) {
  private static final LocalDate MORNING = LocalDate.of(2026, 6, 2);
  private static final int TEN_YEARS = 3652;
  private static final int TWO_YEARS = 730;
  private static final int ITEMS = 10;

  /// An invented town's shops, two years.
  static WatchedSales generated(int seed) {
    var size = new TownSize(MORNING, TWO_YEARS, List.of(3, 2, 1, 1, 1, 1, 1), ITEMS);
    var sold = new TreeMap<SeriesKey, Map<LocalDate, SalesDay>>();
    for (TownMember member : Town.generate(seed, size).retailers()) {
      for (TownSale sale : member.tables().sales()) {
        sold.computeIfAbsent(new SeriesKey(sale.site(), sale.item()), _ -> new HashMap<>())
            .put(sale.date(), day(sale));
      }
    }
    return of(sold);
  }

  private static SalesDay day(TownSale sale) {
    StockOut out =
        sale.soldOut().map(is -> is ? StockOut.YES : StockOut.NO).orElse(StockOut.UNKNOWN);
    return new SalesDay(
        sale.quantity().doubleValue(), false, out, OptionalDouble.empty(), sale.promo());
  }

  /// The bakery in `MINGA_DATA`; absent if it is not there.
  static Optional<WatchedSales> bakery() {
    return Optional.ofNullable(System.getenv("MINGA_DATA"))
        .map(directory -> Path.of(directory, "bakery_daily.csv.gz"))
        .filter(Files::exists)
        .map(WatchedSales::read);
  }

  private static WatchedSales read(Path file) {
    var sold = new TreeMap<SeriesKey, Map<LocalDate, SalesDay>>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(row ->
              sold.computeIfAbsent(new SeriesKey(row[1], row[2]), _ -> new HashMap<>())
                  .put(LocalDate.parse(row[3]), SalesDay.sold(Double.parseDouble(row[4]))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(sold);
  }

  /// A site that sold nothing on a day was closed.
  private static WatchedSales of(Map<SeriesKey, Map<LocalDate, SalesDay>> sold) {
    var open = new HashMap<String, Set<LocalDate>>();
    sold.forEach((key, days) ->
        days.forEach((day, sale) -> {
          if (sale.quantity() > 0) {
            open.computeIfAbsent(key.site(), _ -> new HashSet<>()).add(day);
          }
        }));
    LocalDate last =
        open.values().stream().flatMap(Set::stream).max(LocalDate::compareTo).orElseThrow();
    var series = new ArrayList<DailySeries>();
    sold.forEach((key, days) ->
        series.add(series(key, days, open.getOrDefault(key.site(), Set.of()), last)));
    Set<LocalDate> holidays =
        last.minusDays(TEN_YEARS)
            .datesUntil(last.plusDays(1))
            .filter(day -> isHoliday(open, day))
            .collect(toSet());
    return new WatchedSales(series, holidays::contains);
  }

  private static DailySeries series(
      SeriesKey key, Map<LocalDate, SalesDay> days, Set<LocalDate> open, LocalDate last) {
    LocalDate first = days.keySet().stream().min(LocalDate::compareTo).orElseThrow();
    List<SalesDay> all =
        first
            .datesUntil(last.plusDays(1))
            .map(day ->
                open.contains(day) ? days.getOrDefault(day, SalesDay.sold(0)) : SalesDay.shut())
            .toList();
    return DailySeries.of(key, first, all);
  }

  private static boolean isHoliday(Map<String, Set<LocalDate>> open, LocalDate day) {
    long usually =
        open.values().stream()
            .filter(days -> days.contains(day.minusDays(7)) || days.contains(day.plusDays(7)))
            .count();
    long closed =
        open.values().stream()
            .filter(days -> days.contains(day.minusDays(7)) || days.contains(day.plusDays(7)))
            .filter(days -> !days.contains(day))
            .count();
    return 2 * closed > usually && usually > 0;
  }
}
