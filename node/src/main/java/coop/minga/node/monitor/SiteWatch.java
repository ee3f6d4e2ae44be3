package coop.minga.node.monitor;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.monitor.Alarm.Reach;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Watches all that a site sells and says what somebody there is to be told each day: at most
/// [#BUDGET] alarms, each of one cause, the heaviest first; the others stand in a list for which
/// nobody is rung.
///
/// Each category's sum and the site's are watched like an item. If one of them leaves its routine
/// and most of its items moved the same way, that is one cause, and their own alarms are part of
/// it.
public final class SiteWatch {
  /// Alarms that a site is rung for on one day.
  public static final int BUDGET = 5;

  /// Fewer items are no common cause.
  static final int FEWEST = 3;

  private static final double MOST = .7;
  private static final long BESIDE = 3;
  private static final long STILL_NEWS = 7;
  private static final int WEEK = 7;

  private final Site site;
  private final Map<String, Item> items;
  private final Map<SeriesKey, Watched> watched = new TreeMap<>();
  private final List<DailySeries> series;
  private final Rules rules;

  /// The sums of the categories, and under the empty name the site's.
  private final Map<String, Watched> totals = new TreeMap<>();

  /// By what is watched.
  ///
  /// @param holiday the public holidays
  public record Rules(Predicate<LocalDate> holiday, WatchSettings settings) {}

  /// The alarms of one site's day.
  ///
  /// @param day the last that is known
  /// @param rung at most [SiteWatch#BUDGET], the heaviest first
  /// @param notRung the others, the heaviest first
  public record Alarms(LocalDate day, List<Alarm> rung, List<Alarm> notRung) {
    /// Copies.
    public Alarms {
      rung = List.copyOf(rung);
      notRung = List.copyOf(notRung);
    }
  }

  /// Watches a site from its first day to its last.
  ///
  /// @param series all of this site, at least one, which end on the same day
  /// @param items by their codes
  public SiteWatch(Site site, List<DailySeries> series, Map<String, Item> items, Rules rules) {
    this.site = site;
    this.items = Map.copyOf(items);
    this.series = List.copyOf(series);
    this.rules = rules;
    this.series.forEach(each -> watched.put(each.key(), over(each)));
    total("", this.series);
    byCategory(this.series).forEach(this::total);
  }

  private Watched over(DailySeries each) {
    return SeriesWatch.over(each, rules.holiday(), rules.settings());
  }

  /// What is to be told of one day, from what was known on it.
  public Alarms on(LocalDate day) {
    List<Alarm> common = common(day);
    var told = new ArrayList<>(common.stream().filter(each -> isOf(day, each)).toList());
    series.stream()
        .flatMap(each -> own(each, day).stream())
        .filter(alarm -> isNoPart(alarm, common))
        .forEach(told::add);
    told.sort(Comparator.comparingDouble(Alarm::weight).reversed());
    int rung = Math.min(BUDGET, told.size());
    return new Alarms(day, told.subList(0, rung), told.subList(rung, told.size()));
  }

  /// The causes of many alarms that were found on that day or lately, the widest first.
  private List<Alarm> common(LocalDate day) {
    var found = new ArrayList<Alarm>();
    Map<String, List<DailySeries>> byCategory = byCategory(series);
    totals.forEach((what, total) -> {
      List<DailySeries> all = what.isEmpty() ? series : byCategory.getOrDefault(what, List.of());
      for (Noticed noticed : total.noticed(day.minusDays(STILL_NEWS), day)) {
        common(what, all, noticed).filter(alarm -> isNoPart(alarm, found)).ifPresent(found::add);
      }
    });
    return found;
  }

  private static boolean isOf(LocalDate day, Alarm alarm) {
    return alarm.noticed().seen().equals(day);
  }

  private Map<String, List<DailySeries>> byCategory(List<DailySeries> some) {
    return some.stream().collect(groupingBy(this::category, TreeMap::new, toList()));
  }

  private String category(DailySeries each) {
    return item(each).category();
  }

  private Item item(DailySeries each) {
    return Optional.ofNullable(items.get(each.key().item())).orElseThrow();
  }

  private Watched watched(DailySeries each) {
    return Optional.ofNullable(watched.get(each.key())).orElseThrow();
  }

  // ---- One item

  private Optional<Alarm> own(DailySeries each, LocalDate day) {
    Item item = item(each);
    return watched(each).noticed(day.minusDays(1), day).stream()
        .findFirst()
        .map(noticed ->
            new Alarm(
                Reach.ITEM,
                site,
                item.name(),
                item.category(),
                noticed,
                List.of(item.item()),
                1,
                atStake(noticed, (double) item.unitGrams(), item.shelfLifeDays())));
  }

  private static long atStake(Noticed noticed, double unitGrams, int keeps) {
    int days = noticed.form() == Form.ODD_DAY ? 1 : Math.clamp(keeps, 1, WEEK);
    return Math.round(Math.abs(noticed.now() - noticed.usual()) * unitGrams * days);
  }

  // ---- One cause of many

  private void total(String what, List<DailySeries> all) {
    if (all.size() >= FEWEST) {
      totals.put(what, over(Totals.of(new SeriesKey(site.site(), what), all, items)));
    }
  }

  /// What a sum showed, if most of its items went along.
  private Optional<Alarm> common(String what, List<DailySeries> all, Noticed noticed) {
    Reach reach = what.isEmpty() ? Reach.SITE : Reach.CATEGORY;
    List<DailySeries> along = all.stream().filter(each -> goesAlong(each, noticed)).toList();
    if (!areMost(along, all) || (reach == Reach.SITE && !isInMostCategories(along))) {
      return Optional.empty();
    }
    return Optional.of(
        new Alarm(
            reach,
            site,
            what,
            heaviest(along),
            noticed,
            along.stream().map(each -> each.key().item()).sorted().toList(),
            all.size(),
            atStake(noticed, 1000, shortestLife(along))));
  }

  /// Whether an item's own days since then are at least one deviation off, to the same side.
  private boolean goesAlong(DailySeries each, Noticed noticed) {
    double surprise = watched(each).surprise(noticed.since(), noticed.seen());
    return noticed.isMore() ? surprise >= 1 : surprise <= -1;
  }

  private static boolean areMost(Collection<?> part, Collection<?> all) {
    return part.size() >= MOST * all.size();
  }

  private boolean isInMostCategories(List<DailySeries> along) {
    Map<String, List<DailySeries>> all = byCategory(series);
    Map<String, List<DailySeries>> part = byCategory(along);
    List<String> most =
        part.entrySet().stream()
            .filter(each -> areMost(each.getValue(), all.getOrDefault(each.getKey(), List.of())))
            .map(Map.Entry::getKey)
            .toList();
    return all.size() > 1 && areMost(most, all.keySet());
  }

  private String heaviest(Collection<DailySeries> along) {
    return along.stream()
        .collect(groupingBy(this::category, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private int shortestLife(Collection<DailySeries> along) {
    return along.stream().mapToInt(each -> item(each).shelfLifeDays()).min().orElse(1);
  }

  /// Whether an alarm is none of those that a common cause explains, told today or lately.
  private static boolean isNoPart(Alarm alarm, List<Alarm> common) {
    return common.stream().noneMatch(cause -> explains(cause, alarm));
  }

  /// A wider cause, at the same time, to the same side; an odd day explains no change.
  private static boolean explains(Alarm cause, Alarm alarm) {
    Noticed part = alarm.noticed();
    Noticed whole = cause.noticed();
    long apart = Math.abs(part.since().toEpochDay() - whole.since().toEpochDay());
    return cause.reach().compareTo(alarm.reach()) > 0
        && apart <= BESIDE
        && part.isMore() == whole.isMore()
        && (whole.form() != Form.ODD_DAY || part.form() == Form.ODD_DAY)
        && cause.items().containsAll(alarm.items());
  }
}
