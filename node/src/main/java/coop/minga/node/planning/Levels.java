package coop.minga.node.planning;

import coop.minga.node.history.History;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockLine;
import coop.minga.node.history.WasteLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The [Level] of each item at each site on one morning, by what files told of the weeks before.
///
/// @param bySeries those above [Level#A]
public record Levels(Map<SeriesKey, Level> bySeries) {
  /// Deliveries and waste older than this say nothing about today.
  static final int RECENT_DAYS = 28;

  /// Copies.
  public Levels {
    bySeries = Collections.unmodifiableMap(new TreeMap<>(bySeries));
  }

  /// As the history knows it.
  public static Levels from(History history, LocalDate morning) {
    LocalDate since = morning.minusDays(RECENT_DAYS);
    Map<SeriesKey, Level> found = new TreeMap<>();
    for (Receipt receipt : history.receipts(since, morning)) {
      raise(found, receipt.series(), Level.B);
    }
    for (WasteLine line : history.waste(since, morning)) {
      raise(found, line.series(), Level.C);
    }
    for (StockLine line : history.stock(morning)) {
      if (line.counted().plusDays(Shelf.MAX_COUNT_AGE_DAYS).isAfter(morning)) {
        Level level = line.mark().isPresent() ? Level.D : Level.C;
        raise(found, new SeriesKey(line.site(), line.item()), level);
      }
    }
    return new Levels(found);
  }

  private static void raise(Map<SeriesKey, Level> found, SeriesKey series, Level level) {
    found.merge(series, level, (had, now) -> had.compareTo(now) > 0 ? had : now);
  }

  /// The level of one.
  public Level of(SeriesKey series) {
    return bySeries.getOrDefault(series, Level.A);
  }

  /// What is known of these, a sentence a level, the lowest first.
  public List<String> sentences(Iterable<SeriesKey> series) {
    Map<Level, Integer> counts = new EnumMap<>(Level.class);
    series.forEach(key -> counts.merge(of(key), 1, Integer::sum));
    List<String> sentences = new ArrayList<>();
    counts.forEach((level, count) ->
        sentences.add(
            "Level %s for %d item%s at a site, %s."
                .formatted(level, count, count == 1 ? "" : "s", level.words())));
    return sentences;
  }
}
