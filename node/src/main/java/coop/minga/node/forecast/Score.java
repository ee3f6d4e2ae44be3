package coop.minga.node.forecast;

/// Adds up how good quantile forecasts were.
///
/// *wQL* is the mean over levels of twice the pinball loss, over what was sold; *WAPE* the median's
/// absolute error, over what was sold; *coverage* the share of days inside the 80 % range.
final class Score {
  private double pinball;
  private double absolute;
  private double sold;
  private int inside;
  private int days;

  void enter(Quantiles forecast, double actual) {
    int levels = Quantiles.LEVELS.size();
    for (int i = 0; i < levels; i++) {
      double level = Quantiles.LEVELS.get(i);
      double above = actual - forecast.values().get(i);
      pinball += 2 * Math.max(level * above, (level - 1) * above) / levels;
    }
    absolute += Math.abs(actual - forecast.median());
    sold += actual;
    inside += actual >= forecast.low() && actual <= forecast.high() ? 1 : 0;
    days++;
  }

  /// Adds what another one added up.
  void add(Score other) {
    pinball += other.pinball;
    absolute += other.absolute;
    sold += other.sold;
    inside += other.inside;
    days += other.days;
  }

  int days() {
    return days;
  }

  /// The mean over levels of twice the pinball loss, added up, in units.
  double loss() {
    return pinball;
  }

  double sold() {
    return sold;
  }

  double wql() {
    return pinball / Math.max(1e-9, sold);
  }

  double wape() {
    return absolute / Math.max(1e-9, sold);
  }

  double coverage() {
    return days == 0 ? 0 : (double) inside / days;
  }
}
