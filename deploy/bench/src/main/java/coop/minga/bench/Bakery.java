package coop.minga.bench;

import coop.minga.node.forecast.Context;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Holidays;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// A German bakery chain's daily sales of 3 products in 35 shops, cut into 7 organisations of 12,
/// 8, 5, 4, 3, 2 and 1 shops. **The organisations are pretend**: it is one chain.
///
/// The file is none of ours and is not shipped; it is looked for where the environment variable
/// `MINGA_DATA` says. Its dates were put back from the days on which no shop sold anything; the
/// holidays are Bavaria's. Its quantities are stated as demand: no day of it sold out.
final class Bakery {
  /// The last day of the file.
  static final LocalDate LAST = LocalDate.of(2019, 4, 30);

  private static final String FILE = "bakery_daily.csv.gz";
  private static final Holidays BAVARIA =
      Holidays.of(
          "01-01",
          "01-06",
          "easter-2",
          "easter",
          "easter+1",
          "05-01",
          "easter+39",
          "easter+50",
          "easter+60",
          "08-15",
          "10-03",
          "2017-10-31",
          "11-01",
          "12-25",
          "12-26");

  private Bakery() {}

  /// Where the file is; empty if it is nowhere.
  static Optional<Path> file() {
    return Optional.ofNullable(System.getenv("MINGA_DATA"))
        .map(directory -> Path.of(directory).resolve(FILE))
        .filter(Files::exists);
  }

  /// Each organisation's series, the largest first, known up to a day.
  static List<TrainingData> organisations(Path file, LocalDate until) throws IOException {
    Map<String, Map<SeriesKey, List<Double>>> sold = read(file);
    List<TrainingData> found = new ArrayList<>();
    for (Map<SeriesKey, List<Double>> one : sold.values()) {
      found.add(data(one, until));
    }
    return found;
  }

  private static TrainingData data(Map<SeriesKey, List<Double>> sold, LocalDate until) {
    List<DailySeries> series = new ArrayList<>();
    Map<String, String> categories = new HashMap<>();
    var sites = new TreeSet<String>();
    sold.keySet().forEach(key -> sites.add(key.site()));
    for (String site : sites) {
      Map<SeriesKey, List<Double>> here = new TreeMap<>(sold);
      here.keySet().removeIf(key -> !key.site().equals(site));
      here.forEach((key, quantities) -> series.add(days(key, quantities, here)));
      here.keySet().forEach(key -> categories.put(key.item(), key.item()));
    }
    return TrainingData.of(series, until, new Context(BAVARIA, categories));
  }

  /// A day on which a shop sold nothing at all, it was closed.
  private static DailySeries days(
      SeriesKey key, List<Double> quantities, Map<SeriesKey, List<Double>> here) {
    List<SalesDay> days = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      int day = i;
      boolean closed = here.values().stream().allMatch(item -> item.get(day) == 0);
      days.add(closed ? SalesDay.shut() : SalesDay.enough(quantities.get(i)));
    }
    return DailySeries.of(key, LAST.minusDays(days.size() - 1L), days);
  }

  private static Map<String, Map<SeriesKey, List<Double>>> read(Path file) throws IOException {
    Map<String, Map<SeriesKey, List<Double>>> sold = new TreeMap<>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> cells = List.of(line.split(","));
        var key = new SeriesKey(cells.get(1), cells.get(2));
        sold.computeIfAbsent(cells.get(0), _ -> new TreeMap<>())
            .computeIfAbsent(key, _ -> new ArrayList<>())
            .add(Double.parseDouble(cells.get(4)));
      }
    }
    return sold;
  }
}
