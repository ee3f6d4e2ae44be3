package coop.minga.bench;

import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.List;

/// How good forecasts were over some series and days; adds up.
///
/// @param pinball mean over the levels of twice the pinball loss
/// @param sold units
/// @param inside days inside the 80 % range
/// @param days all days judged
record Judged(double pinball, double sold, int inside, int days) {
  static final Judged NOTHING = new Judged(0, 0, 0, 0);

  /// What comes with an origin.
  interface Forecaster {
    Forecasts from(LocalDate origin);
  }

  /// The last weeks of a member's data, each from the day before it.
  static Judged of(TrainingData data, int weeks, Forecaster forecaster) {
    Judged sum = NOTHING;
    for (int week = weeks; week > 0; week--) {
      LocalDate origin = data.until().minusDays(7L * week);
      Forecasts forecasts = forecaster.from(origin);
      for (SeriesKey key : forecasts.bySeries().keySet()) {
        for (int ahead = 1; ahead <= 7; ahead++) {
          LocalDate day = origin.plusDays(ahead);
          Quantiles said = forecasts.at(key, day).orElseThrow();
          var sold = data.told(key, day);
          sum = sold.isPresent() ? sum.plus(said, sold.getAsDouble()) : sum;
        }
      }
    }
    return sum;
  }

  private Judged plus(Quantiles said, double actual) {
    double loss = 0;
    for (int i = 0; i < Quantiles.LEVELS.size(); i++) {
      double level = Quantiles.LEVELS.get(i);
      double above = actual - said.values().get(i);
      loss += 2 * Math.max(level * above, (level - 1) * above) / Quantiles.LEVELS.size();
    }
    boolean within = actual >= said.low() && actual <= said.high();
    return plus(new Judged(loss, actual, within ? 1 : 0, 1));
  }

  Judged plus(Judged other) {
    return new Judged(
        pinball + other.pinball, sold + other.sold, inside + other.inside, days + other.days);
  }

  static Judged sum(List<Judged> all) {
    return all.stream().reduce(NOTHING, Judged::plus);
  }

  double wql() {
    return pinball / sold;
  }

  double coverage() {
    return (double) inside / days;
  }
}
