package coop.minga.node.monitor;

/// What a series does when nothing happens: a level and a weekday's part, both drifting slowly, and
/// a noise whose variance is learnt.
///
/// A dynamic linear model with states `[level, Monday, ..., Saturday]` in [Ruler] marks; Sunday's
/// part is what makes the seven sum to nothing. Variances are in units of the noise's own, so that
/// its being unknown makes every forecast a Student t in closed form (West, Harrison, 4.5).
/// Discounts (6.3, 10.8): level .97, weekdays .99, variance .99. A part is never less known than it
/// was before the first day: a shop that never opens on Sundays stays finite. We differ in that
/// only a part's own variance grows, not what it shares with others, and in that a wild day is
/// trusted less.
///
/// Mutable; of one thread.
final class Routine {
  /// How many numbers make a state.
  static final int SIZE = 7;

  private static final double LEVEL_KEPT = .97;
  private static final double WEEKDAY_KEPT = .99;
  private static final double VARIANCE_KEPT = .99;
  private static final double LEVEL_UNKNOWN = 25;
  private static final double WEEKDAY_UNKNOWN = 2.25;
  private static final double FIRST_WEIGHT = 4;

  /// A day this many deviations off pulls the routine no more than one at it would.
  private static final double WILD = 2.5;

  private final double[] mean = new double[SIZE];
  private final double[] spread = new double[SIZE * SIZE];
  private final double[] row = new double[SIZE];
  private final double[] reach = new double[SIZE];
  private final double[] gain = new double[SIZE];
  private double weight = FIRST_WEIGHT;
  private double variance = Ruler.USUAL_VARIANCE;
  private double ahead;

  /// A routine that has seen one mark and expects the like.
  Routine(double first) {
    mean[0] = first;
    spread[0] = LEVEL_UNKNOWN;
    for (int i = 1; i < SIZE; i++) {
      for (int j = 1; j < SIZE; j++) {
        spread[i * SIZE + j] = i == j ? WEEKDAY_UNKNOWN : -WEEKDAY_UNKNOWN / (SIZE - 1);
      }
    }
  }

  /// Turns to a day; what follows is about it until the next turn.
  ///
  /// @param weekday 0 is Monday
  void turnTo(int weekday) {
    discount();
    row[0] = 1;
    for (int i = 1; i < SIZE; i++) {
      row[i] = weekday == SIZE - 1 ? -1 : weekday == i - 1 ? 1 : 0;
    }
    ahead = 1;
    for (int i = 0; i < SIZE; i++) {
      reach[i] = 0;
      for (int j = 0; j < SIZE; j++) {
        reach[i] += spread[i * SIZE + j] * row[j];
      }
      ahead += row[i] * reach[i];
    }
  }

  /// A day passes of which nothing is known.
  void rest() {
    discount();
  }

  private void discount() {
    for (int i = 0; i < SIZE; i++) {
      double kept = i == 0 ? LEVEL_KEPT : WEEKDAY_KEPT;
      double most = i == 0 ? LEVEL_UNKNOWN : WEEKDAY_UNKNOWN;
      double own = spread[i * SIZE + i];
      spread[i * SIZE + i] = own + Math.max(0, Math.min(own / kept, most) - own);
    }
  }

  /// The mark that would be usual on this day.
  double usual() {
    return today(mean);
  }

  /// The mark that would be usual on a day between all weekdays.
  double level() {
    return mean[0];
  }

  /// The variance of this day's mark, in units of the noise's.
  double ahead() {
    return ahead;
  }

  /// The noise's variance, as known before this day.
  double variance() {
    return variance;
  }

  /// How many days' worth of knowledge stands behind [#variance].
  double weight() {
    return weight;
  }

  /// What a state's numbers come to on this day.
  double today(double[] state) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += row[i] * state[i];
    }
    return sum;
  }

  /// Learns this day's mark; a wild one counts as much less certain, so that it pulls no harder
  /// than one just not wild.
  ///
  /// @return by how much each number of the state moves for each unit of surprise
  double[] learn(double mark) {
    double surprise = mark - usual();
    double deviations = Math.abs(surprise) / StrictMath.sqrt(ahead * variance);
    double trust = Math.min(1, WILD / deviations);
    double total = ahead - 1 + 1 / (trust * trust);
    for (int i = 0; i < SIZE; i++) {
      gain[i] = reach[i] / total;
      mean[i] += gain[i] * surprise;
    }
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        spread[i * SIZE + j] -= gain[i] * reach[j];
      }
    }
    double tame = Math.min(deviations, WILD);
    weight = weight * VARIANCE_KEPT + 1;
    variance += variance * (tame * tame - 1) / weight;
    return gain;
  }

  /// Moves to where something has left the series: automatic intervention (West, Harrison, 11.5).
  ///
  /// @param by how far each number of the state moves for a size of 1
  /// @param size how large it was
  /// @param doubt the variance of the size, in units of the noise's
  void move(double[] by, double size, double doubt) {
    for (int i = 0; i < SIZE; i++) {
      mean[i] += by[i] * size;
      for (int j = 0; j < SIZE; j++) {
        spread[i * SIZE + j] += by[i] * by[j] * doubt;
      }
    }
  }
}
