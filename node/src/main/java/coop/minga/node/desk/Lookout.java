package coop.minga.node.desk;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import coop.minga.node.config.NodeDirectory;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Holidays;
import coop.minga.node.history.Item;
import coop.minga.node.history.Site;
import coop.minga.node.monitor.Alarm;
import coop.minga.node.monitor.SiteWatch;
import coop.minga.node.monitor.WatchSettings;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Watches what the sites sold. Runs on the worker; the history is open only meanwhile.
///
/// @param directory the node's
public record Lookout(NodeDirectory directory) {
  /// A routine is learnt from this many days before the last; older ones would change nothing.
  static final int DAYS_KNOWN = 400;

  /// Days that are told of together after a node was off; what is older is no news.
  static final int MOST_DAYS = 7;

  /// What there was to see.
  ///
  /// @param last the last day whose sales are known; absent if there are none
  /// @param found alarms of the days not told of before, in their order
  public record Sighting(Optional<LocalDate> last, List<Found> found) {
    /// Copies.
    public Sighting {
      found = List.copyOf(found);
    }
  }

  /// One alarm.
  ///
  /// @param keepsDays how long the food of it keeps that ends first
  public record Found(Alarm alarm, int keepsDays) {}

  /// Looks at the days whose sales came in since.
  ///
  /// @param told the last day that was told of before
  public Sighting look(Optional<LocalDate> told) throws IOException {
    try (History history = History.open(directory.root())) {
      Optional<LocalDate> last = history.lastSale();
      boolean isNews = last.isPresent() && told.map(last.get()::isAfter).orElse(true);
      return isNews ? look(history, told, last.get()) : new Sighting(last, List.of());
    }
  }

  private static Sighting look(History history, Optional<LocalDate> told, LocalDate last)
      throws IOException {
    Map<String, Item> items = byCode(history.items(), Item::item);
    Map<String, Site> sites = byCode(history.sites(), Site::site);
    Holidays holidays = history.holidays();
    LocalDate from = last.minusDays(DAYS_KNOWN);
    Map<String, List<DailySeries>> bySite =
        history.allDaily().stream()
            .map(series -> series.since(from))
            .collect(groupingBy(series -> series.key().site(), TreeMap::new, toList()));
    LocalDate first = last.minusDays(told.isPresent() ? MOST_DAYS - 1 : 0);
    LocalDate next = told.map(day -> day.plusDays(1)).filter(first::isBefore).orElse(first);
    var rules = new SiteWatch.Rules(holidays::on, WatchSettings.USUAL);
    var found = new ArrayList<Found>();
    bySite.forEach((code, series) -> {
      Site site = Optional.ofNullable(sites.get(code)).orElseThrow();
      var watch = new SiteWatch(site, series, items, rules);
      next.datesUntil(last.plusDays(1))
          .map(watch::on)
          .forEach(alarms -> {
            alarms.rung().forEach(alarm -> found.add(found(alarm, items)));
            alarms.notRung().forEach(alarm -> found.add(found(alarm, items)));
          });
    });
    return new Sighting(Optional.of(last), found);
  }

  private static Found found(Alarm alarm, Map<String, Item> items) {
    int keeps =
        alarm.items().stream()
            .flatMap(code -> Optional.ofNullable(items.get(code)).stream())
            .mapToInt(Item::shelfLifeDays)
            .min()
            .orElse(1);
    return new Found(alarm, keeps);
  }

  private static <T> Map<String, T> byCode(List<T> all, Function<T, String> code) {
    return all.stream().collect(Collectors.toMap(code, each -> each));
  }
}
