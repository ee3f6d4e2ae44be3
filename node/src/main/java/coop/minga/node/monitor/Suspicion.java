package coop.minga.node.monitor;

/// That something of one form began on one day, weighed against nothing having happened.
///
/// The routine is linear: if `size` of something began and the routine did not know it, each of its
/// surprises since is larger by `size` times a *share* that does not depend on the sales. The
/// shares are followed here, with what the routine itself has taken up by now; a regression of the
/// surprises on them gives the size and the Bayes factor in closed form, the variance being unknown
/// (Willsky, Jones, 1976; West, Harrison, 11.4 and 4.5).
///
/// Mutable; of one thread.
final class Suspicion {
  private static final double WEEK = 7;

  /// Nothing is ever surer than this.
  private static final double ALL_BUT = 1 - 1e-9;

  private final Form form;
  private final double stiffness;
  private final double[] takenUp = new double[Routine.SIZE];
  private double share;
  private double shares;
  private double surprises;
  private int days;

  /// Nothing heard yet.
  ///
  /// @param variance of the noise, as far as it is known
  Suspicion(Form form, double variance) {
    this.form = form;
    this.stiffness = variance / (usualSize(form) * usualSize(form));
  }

  /// How large such things are, in marks: a deviation around nothing.
  private static double usualSize(Form form) {
    return switch (form) {
      case ODD_DAY -> 1;
      case STEP -> .5;
      case SLOPE -> .25;
    };
  }

  Form form() {
    return form;
  }

  /// Hears the surprise of the day that the routine is turned to.
  void hear(Routine routine, double surprise) {
    share = added(days) - routine.today(takenUp);
    shares += share * share / routine.ahead();
    surprises += share * surprise / routine.ahead();
  }

  /// Follows what the routine then learnt.
  void follow(double[] gain) {
    for (int i = 0; i < Routine.SIZE; i++) {
      takenUp[i] += gain[i] * share;
    }
    days++;
  }

  /// What a size of 1 adds to the mark, so many known days after the onset.
  private double added(int after) {
    return switch (form) {
      case ODD_DAY -> after == 0 ? 1 : 0;
      case STEP -> 1;
      case SLOPE -> (after + 1) / WEEK;
    };
  }

  /// How large it is, in marks; of a slope, in a week.
  double size() {
    return surprises / (shares + stiffness);
  }

  /// What it has added to the mark of the last day heard.
  double addedNow() {
    return size() * added(days - 1);
  }

  /// The Bayes factor for it, as a logarithm.
  ///
  /// @param squares the noise's squares as known before the onset, and those of all surprises since
  /// @param weight how many days' worth that is
  double factor(double squares, double weight) {
    double explained = surprises * surprises / (shares + stiffness);
    return -.5 * StrictMath.log1p(shares / stiffness)
        - .5 * weight * StrictMath.log1p(-Math.min(explained / squares, ALL_BUT));
  }

  /// Lets the routine start from what has happened.
  void tell(Routine routine) {
    double[] by = new double[Routine.SIZE];
    for (int i = 0; i < Routine.SIZE; i++) {
      by[i] = (i == 0 ? added(days - 1) : 0) - takenUp[i];
    }
    routine.move(by, size(), 1 / (shares + stiffness));
  }
}
