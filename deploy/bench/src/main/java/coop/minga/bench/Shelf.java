package coop.minga.bench;

/// One item at one site, day by day, and what one way of ordering aims at there. Demand is what the
/// file sold, taken as uncensored.
///
/// Each morning the order for the day after is made. It brings the shelf up to the aim, less what
/// is expected to be left of this morning's delivery; no more is learnt after it. What is older is
/// sold first. Closed days are passed over: what sold before them is what the last open day sold.
final class Shelf {
  private final String item;
  private final double[] demand;
  private final double[] expected;
  private final double[][] aims;

  /// @param item of a member
  /// @param demand by day; not a number on a closed one
  /// @param expected by day: what is expected on its morning to sell on it
  /// @param aims by day and step of a sweep
  Shelf(String item, double[] demand, double[] expected, double[][] aims) {
    this.item = item;
    this.demand = demand;
    this.expected = expected;
    this.aims = aims;
  }

  /// What some days came to; adds up.
  ///
  /// @param demand units
  /// @param served of them
  /// @param outdated units
  record Sum(double demand, double served, double outdated) {
    static final Sum NOTHING = new Sum(0, 0, 0);

    Sum plus(Sum other) {
      return new Sum(demand + other.demand, served + other.served, outdated + other.outdated);
    }

    /// Where so much is served, on the straight line to another sum.
    Sum at(Sum more, double served) {
      double share = (served - fill()) / (more.fill() - fill());
      return new Sum(
          demand + share * (more.demand - demand),
          this.served + share * (more.served - this.served),
          outdated + share * (more.outdated - outdated));
    }

    double fill() {
      return served / demand;
    }

    double waste() {
      return outdated / demand;
    }
  }

  String item() {
    return item;
  }

  int days() {
    return demand.length;
  }

  /// Some days, always at one step, of food that lives one or two days.
  Sum run(int step, int life, int from, int to) {
    double stale = 0;
    double shelf = 0;
    double delivered = 0;
    double selling = 0;
    Sum sum = Sum.NOTHING;
    for (int day = from; day < to; day++) {
      if (Double.isNaN(demand[day])) {
        continue;
      }
      double left = life == 1 ? 0 : Math.clamp(shelf - selling, 0, delivered);
      delivered = Math.max(0, aims[day][step] - Math.rint(left));
      shelf = stale + delivered;
      selling = expected[day];
      double sold = Math.min(demand[day], shelf);
      double fresh = delivered - Math.max(0, sold - stale);
      double over = life == 1 ? fresh : Math.max(0, stale - sold);
      sum = sum.plus(new Sum(demand[day], sold, over));
      stale = life == 1 ? 0 : fresh;
    }
    return sum;
  }
}
