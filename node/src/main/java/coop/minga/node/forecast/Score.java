package coop.minga.node.forecast;

/// Adds up how good quantile forecasts were.
///
/// *wQL* is the mean over levels of twice the pinball loss, over what was sold; *WAPE* the median's
/// absolute error, over what was sold; *MASE* that error as a multiple of what the same weekday a
/// week before was off by in the past of its own series (Hyndman and Koehler 2006); *coverage* the
/// share of days inside the 80 % range.
final class Score {
  private double pinball;
  private double absolute;
  private double sold;
  private double scaled;
  private int scaledDays;
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

  /// The same, and how far off it was as a multiple of a usual error.
  ///
  /// @param usual of the series; of none that is 0 or no number is a multiple taken
  void enter(Quantiles forecast, double actual, double usual) {
    enter(forecast, actual);
    if (usual > 0) {
      scaled += Math.abs(actual - forecast.median()) / usual;
      scaledDays++;
    }
  }

  /// Adds what another one added up.
  void add(Score other) {
    scaled += other.scaled;
    scaledDays += other.scaledDays;
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

  /// Not a number if no day had a usual error to compare with.
  double mase() {
    return scaled / scaledDays;
  }

  double coverage() {
    return days == 0 ? 0 : (double) inside / days;
  }
}
