package coop.minga.bench;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.monitor.Form;
import coop.minga.node.monitor.Noticed;
import coop.minga.node.monitor.SeriesWatch;
import coop.minga.node.monitor.WatchSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The watch's figures: steps and odd days that were put into sales and found, alarms when nothing
/// was put in, and what a day costs. The settings were chosen on [#CHOSEN_ON]; what is printed is
/// of [#JUDGED_ON].
///
/// A step is found if, within 14 days, a step or slope to the right side is told. What the real
/// sales did by themselves is nobody's to know: their alarms without a step put in count as false.
///
/// @param figures where they go
/// @param quick one seed
record WatchBench(Figures figures, boolean quick) {
  static final List<Integer> CHOSEN_ON = List.of(1, 2, 3);
  static final List<Integer> JUDGED_ON = List.of(11, 12, 13);

  private static final int IN_TIME = 14;
  private static final int FIRST_CHANGE = 140;
  private static final double YEAR = 365;
  private static final double FALL = .6;
  private static final double RISE = 1.6;
  private static final double NANOS_PER_MICRO = 1000;

  /// What one seed came to.
  private record Counts(
      double steps, double oddDays, double alarms, double changes, double micros) {}

  void run() {
    List<Integer> seeds = quick ? JUDGED_ON.subList(0, 1) : JUDGED_ON;
    print(
        "generated",
        seeds.stream().map(seed -> counts(WatchedSales.generated(seed), seed)).toList());
    WatchedSales.bakery()
        .ifPresentOrElse(
            sales -> print("bakery", seeds.stream().map(seed -> counts(sales, seed)).toList()),
            () -> figures.absent("watch-bakery", "bakery"));
    new WatchBound(figures).run(JUDGED_ON.getFirst());
    new BigShop(figures).run(seeds);
  }

  private void print(String data, List<Counts> all) {
    print("watch-steps-found", data, all.stream().mapToDouble(Counts::steps).toArray(), "");
    print("watch-odd-days-found", data, all.stream().mapToDouble(Counts::oddDays).toArray(), "");
    print(
        "watch-alarms-per-series-year",
        data,
        all.stream().mapToDouble(Counts::alarms).toArray(),
        "");
    print(
        "watch-changes-per-series-year",
        data,
        all.stream().mapToDouble(Counts::changes).toArray(),
        "");
    print("watch-us-per-update", data, all.stream().mapToDouble(Counts::micros).toArray(), "us");
  }

  private void print(String name, String data, double[] all, String unit) {
    figures.print(
        new Figures.Figure(
            name,
            Map.of("sales", data, "seeds", all.length, "first", JUDGED_ON.getFirst()),
            Figures.median(all),
            unit,
            Map.of()));
  }

  private static Counts counts(WatchedSales sales, int seed) {
    var random = new SplittableRandom(seed);
    int steps = 0;
    int oddDays = 0;
    int alarms = 0;
    int changes = 0;
    long days = 0;
    long nanos = 0;
    for (DailySeries series : sales.series()) {
      long begun = System.nanoTime();
      List<Noticed> plain = watch(sales, series);
      nanos += System.nanoTime() - begun;
      days += series.length();
      alarms += plain.size();
      changes += (int) plain.stream().filter(each -> each.form() != Form.ODD_DAY).count();
      for (double factor : new double[] {FALL, RISE}) {
        int at = random.nextInt(FIRST_CHANGE, series.length() - IN_TIME);
        steps += isStepFound(sales, series, at, factor) ? 1 : 0;
        oddDays += isOddDayFound(sales, series, at, factor) ? 1 : 0;
      }
    }
    double injected = 2. * sales.series().size();
    double years = (days - (double) SeriesWatch.COLD * sales.series().size()) / YEAR;
    return new Counts(
        steps / injected,
        oddDays / injected,
        alarms / years,
        changes / years,
        nanos / NANOS_PER_MICRO / days);
  }

  private static List<Noticed> watch(WatchedSales sales, DailySeries series) {
    return SeriesWatch.over(series, sales.holiday(), WatchSettings.USUAL).noticed();
  }

  private static boolean isStepFound(
      WatchedSales sales, DailySeries series, int at, double factor) {
    LocalDate day = series.day(at);
    return watch(sales, times(series, at, series.length(), factor)).stream()
        .filter(each -> each.form() != Form.ODD_DAY && each.isMore() == factor > 1)
        .anyMatch(
            each -> !each.seen().isBefore(day) && each.seen().isBefore(day.plusDays(IN_TIME)));
  }

  /// A day of a third, or of three times, is told the same day.
  private static boolean isOddDayFound(
      WatchedSales sales, DailySeries series, int at, double factor) {
    int open =
        IntStream.range(at, series.length()).filter(i -> !series.closed(i)).findFirst().orElse(at);
    return watch(sales, times(series, open, open + 1, factor < 1 ? 1 / 3. : 3)).stream()
        .anyMatch(each -> each.seen().equals(series.day(open)));
  }

  /// A series with some of its days multiplied.
  static DailySeries times(DailySeries series, int from, int until, double factor) {
    var days = new ArrayList<SalesDay>(series.length());
    for (int i = 0; i < series.length(); i++) {
      double units = series.quantity(i);
      days.add(
          new SalesDay(
              i >= from && i < until ? Math.rint(units * factor) : units,
              series.closed(i),
              series.stockOut(i),
              series.price(i),
              series.promo(i)));
    }
    return DailySeries.of(series.key(), series.firstDay(), days);
  }
}
