package coop.minga.bench;

import coop.minga.node.forecast.TrainingData;
import coop.minga.node.forecast.WeeklyItem;
import coop.minga.node.history.SeriesKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// Sliced cheese by the week in 88 shops of 50 retailers, **each its own organisation**: real ones.
///
/// The file has its own licence and notice, in `deploy/samples/cheese`, and is read from there. Its
/// weeks are counted per shop, and shops have 52 to 68 of them; we let all end together.
final class Cheese {
  /// In whose place the last week stands.
  static final LocalDate LAST = LocalDate.of(2001, 1, 1);

  private static final int ORGANISATION = 0;
  private static final int SITE = 2;
  private static final int ITEM = 3;
  private static final int QUANTITY = 5;
  private static final int PRICE = 6;
  private static final int DISPLAY = 7;

  private Cheese() {}

  /// Where the file is.
  static Path file() {
    return Path.of(System.getProperty("minga.home", "."))
        .resolve("deploy/samples/cheese/cheese_weekly.csv.gz");
  }

  /// Each retailer's series, in the order of their names.
  static List<TrainingData> organisations(Path file) throws IOException {
    Map<String, Map<SeriesKey, List<WeeklyItem.Week>>> sold = new TreeMap<>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> cells = cells(line);
        var key = new SeriesKey(cells.get(SITE), cells.get(ITEM));
        sold.computeIfAbsent(cells.get(ORGANISATION), _ -> new TreeMap<>())
            .computeIfAbsent(key, _ -> new ArrayList<>())
            .add(week(cells));
      }
    }
    return sold.values().stream().map(Cheese::data).toList();
  }

  /// A name may have a comma within its quotes.
  private static List<String> cells(String line) {
    String[] cells = line.split(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)");
    return java.util.Arrays.stream(cells).map(cell -> cell.replace("\"", "")).toList();
  }

  private static WeeklyItem.Week week(List<String> cells) {
    return new WeeklyItem.Week(
        Double.parseDouble(cells.get(QUANTITY)),
        Double.parseDouble(cells.get(PRICE)),
        Float.parseFloat(cells.get(DISPLAY)));
  }

  private static TrainingData data(Map<SeriesKey, List<WeeklyItem.Week>> sold) {
    List<WeeklyItem> series = new ArrayList<>();
    sold.forEach(
        (key, weeks) -> series.add(new WeeklyItem(key, LAST.minusDays(weeks.size() - 1L), weeks)));
    return TrainingData.weekly(series, LAST);
  }
}
