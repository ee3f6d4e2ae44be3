package coop.minga.node.planning;

/// By what an order is judged.
public sealed interface Aim {
  /// What the two mistakes cost.
  ///
  /// @param lost by each unit that was asked for and not there: its price less its cost
  /// @param outdated by each unit that ended on the shelf: its cost, and what throwing it away
  ///   costs
  record Money(double lost, double outdated) implements Aim {
    /// Checks that selling pays.
    public Money {
      if (!(lost > 0 && outdated >= 0)) {
        throw new IllegalArgumentException("no prices: " + lost + ", " + outdated);
      }
    }
  }

  /// How seldom the shelf may be empty.
  ///
  /// @param level the share of covers in which it must be enough
  record Service(double level) implements Aim {
    /// Checks the range.
    public Service {
      Aims.checkLevel(level);
    }
  }
}
