package coop.minga.node.monitor;

/// How probable it is that a series left its routine, by form; the rest to 1 is that it did not.
public record Chances(double oddDay, double step, double slope) {
  /// That it did.
  public double any() {
    return oddDay + step + slope;
  }

  /// That what began goes on.
  public double change() {
    return step + slope;
  }

  /// Of one form.
  public double of(Form form) {
    return switch (form) {
      case ODD_DAY -> oddDay;
      case STEP -> step;
      case SLOPE -> slope;
    };
  }

  /// Of odds against nothing.
  static Chances ofOdds(double oddDay, double step, double slope) {
    double all = 1 + oddDay + step + slope;
    return new Chances(oddDay / all, step / all, slope / all);
  }
}
