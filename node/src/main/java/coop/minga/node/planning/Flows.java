package coop.minga.node.planning;

import static java.util.stream.Collectors.groupingBy;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockLine;
import coop.minga.node.history.WasteLine;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What files tell of one item's shelf at one site: how it filled, and how it emptied.
///
/// @param receipts by day
/// @param sales of it
/// @param counts by day; one of an earlier day was made at that day's end
/// @param waste by day
record Flows(
    List<Receipt> receipts, DailySeries sales, List<StockLine> counts, List<WasteLine> waste) {
  /// Copies.
  Flows {
    receipts = List.copyOf(receipts);
    counts = List.copyOf(counts);
    waste = List.copyOf(waste);
  }

  /// Of every item that was delivered lately and ever sold, as the history knows it on a morning.
  ///
  /// @param onOrder what came and no file tells of
  static Map<SeriesKey, Flows> from(
      History history, LocalDate morning, Map<SeriesKey, DailySeries> sales, OnOrder onOrder) {
    LocalDate first = morning.minusDays(StockEstimate.MOST_DAYS_BACK);
    Map<SeriesKey, List<StockLine>> counts =
        history.counts(first, morning).stream()
            .collect(groupingBy(line -> new SeriesKey(line.site(), line.item())));
    Map<SeriesKey, List<WasteLine>> waste =
        history.waste(first, morning.minusDays(1)).stream().collect(groupingBy(WasteLine::series));
    Map<SeriesKey, Flows> found = new TreeMap<>();
    history.receipts(first, morning).stream()
        .collect(groupingBy(Receipt::series))
        .forEach((series, receipts) -> {
          DailySeries sold = sales.get(series);
          if (sold != null) {
            found.put(
                series,
                new Flows(
                    Stream.concat(receipts.stream(), onOrder.of(series).stream()).toList(),
                    sold,
                    counts.getOrDefault(series, List.of()),
                    waste.getOrDefault(series, List.of())));
          }
        });
    return found;
  }

  /// What was counted on a day; not a number if nothing was.
  double counted(LocalDate day) {
    List<StockLine> lines = counts.stream().filter(line -> line.counted().equals(day)).toList();
    return lines.isEmpty() ? Double.NaN : lines.stream().mapToDouble(StockLine::quantity).sum();
  }
}
