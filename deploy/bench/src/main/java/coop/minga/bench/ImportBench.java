package coop.minga.bench;

import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportReport;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;

/// How long a chain's whole history takes to come in: 20 million rows of CSV, a year of 50 shops
/// with 1,100 items each, into an empty history, until it is durable.
///
/// @param figures where they go
/// @param quick a twentieth of the rows
record ImportBench(Figures figures, boolean quick) {
  private static final int SHOPS = 50;
  private static final int DAYS = 365;
  private static final int ITEMS = 1_100;
  private static final int QUICK_ITEMS = 55;
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

  void run() throws IOException {
    int items = quick ? QUICK_ITEMS : ITEMS;
    try (Scratch scratch = Scratch.make()) {
      Path file = scratch.fresh("sales").resolveSibling("sales.csv");
      long rows = write(file, items);
      figures.say("%,d rows, %,d MB of CSV".formatted(rows, Files.size(file) >> 20));
      long begun = System.nanoTime();
      ImportReport report;
      try (History history = History.open(scratch.fresh("node"))) {
        report = new Import(history, ImportSettings.by(Mapping.plain())).file(file);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (report.count().imported() != rows) {
        throw new IllegalStateException("not all rows came in: " + report);
      }
      var params = Map.of("rows", Math.toIntExact(rows));
      figures.print(
          new Figures.Figure(
              quick ? "import-1m-s" : "import-20m-s", params, seconds, "s", Map.of()));
      figures.print(new Figures.Figure("rss-mb", params, peakMegabytes(), "MB", Map.of()));
    }
  }

  private static long write(Path file, int items) throws IOException {
    Random random = new Random(Run.SEED);
    long rows = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write("date,site,item,qty,price,promo\n");
      for (int day = 0; day < DAYS; day++) {
        String date = FIRST.plusDays(day).toString();
        for (int shop = 0; shop < SHOPS; shop++) {
          for (int item = 0; item < items; item++) {
            int quantity = random.nextInt(60);
            out.write(date);
            out.write(",shop-" + shop + ",78029" + (10_000 + item) + ',' + quantity + ',');
            out.write((item % 40 + 1) + (quantity % 7 == 0 ? ".49,yes\n" : ".99,\n"));
            rows++;
          }
        }
      }
    }
    return rows;
  }

  /// The most that this process ever had in memory.
  private static double peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
