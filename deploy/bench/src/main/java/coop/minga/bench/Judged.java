package coop.minga.bench;

import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.List;

/// How good forecasts were over some series and days; adds up.
///
/// Two measures of one thing. The goals were set, and others' figures are, over three levels and
/// over every day of the file, a closed one being a day on which nothing was sold: [#wql]. What a
/// node tells its shop is over all seven levels and the days that it was open: [#openDays]. The
/// outer levels cost little and closed days cost much, so that the second is about a quarter less.
///
/// @param everyDay mean over .1, .5 and .9 of twice the pinball loss, closed days too
/// @param pinball mean over all levels of twice the pinball loss, of open days
/// @param sold units
/// @param inside open days inside the 80 % range
/// @param days all open days judged
record Judged(double everyDay, double pinball, double sold, int inside, int days) {
  static final Judged NOTHING = new Judged(0, 0, 0, 0, 0);

  private static final List<Integer> THREE =
      List.of(
          Quantiles.LEVELS.indexOf(.1), Quantiles.LEVELS.indexOf(.5), Quantiles.LEVELS.indexOf(.9));

  private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5, 6);

  /// What was forecast from one origin.
  static Judged of(TrainingData data, Forecasts forecasts) {
    Judged sum = NOTHING;
    for (SeriesKey key : forecasts.bySeries().keySet()) {
      for (int ahead = 1; ahead <= forecasts.days(); ahead++) {
        LocalDate day = forecasts.origin().plusDays(ahead);
        Quantiles said = forecasts.at(key, day).orElseThrow();
        var sold = data.told(key, day);
        if (sold.isPresent()) {
          sum = sum.plus(open(said, sold.getAsDouble()));
        } else if (data.wasClosed(key, day)) {
          sum = sum.plus(new Judged(loss(THREE, said, 0), 0, 0, 0, 0));
        }
      }
    }
    return sum;
  }

  private static Judged open(Quantiles said, double actual) {
    boolean within = actual >= said.low() && actual <= said.high();
    return new Judged(
        loss(THREE, said, actual), loss(ALL, said, actual), actual, within ? 1 : 0, 1);
  }

  private static double loss(List<Integer> levels, Quantiles said, double actual) {
    double loss = 0;
    for (int index : levels) {
      double level = Quantiles.LEVELS.get(index);
      double above = actual - said.values().get(index);
      loss += 2 * Math.max(level * above, (level - 1) * above) / levels.size();
    }
    return loss;
  }

  Judged plus(Judged other) {
    return new Judged(
        everyDay + other.everyDay,
        pinball + other.pinball,
        sold + other.sold,
        inside + other.inside,
        days + other.days);
  }

  static Judged sum(List<Judged> all) {
    return all.stream().reduce(NOTHING, Judged::plus);
  }

  double wql() {
    return everyDay / sold;
  }

  double openDays() {
    return pinball / sold;
  }

  double coverage() {
    return (double) inside / days;
  }
}
