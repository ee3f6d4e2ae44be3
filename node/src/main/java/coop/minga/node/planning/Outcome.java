package coop.minga.node.planning;

/// What is expected to come of an order of so many units.
///
/// @param units ordered
/// @param enough the share of cases in which they are
/// @param lost units asked for over the cover that are then not there
/// @param left units of the order that are there at the end of the cover, or of their life if that
///   is sooner
/// @param outdated units of the order that end on the shelf
public record Outcome(long units, double enough, double lost, double left, double outdated) {
  private static final int HUNDRED = 100;
  private static final double MANY = 9.95;
  private static final double NONE = .05;

  /// `95 times in 100: on average 0.4 missing, 11 left`.
  String words() {
    String ends = outdated < NONE ? "" : ", " + number(outdated) + " never sold";
    return times() + ": on average " + number(lost) + " missing, " + number(left) + " left" + ends;
  }

  String times() {
    return enough >= 1
        ? "each time"
        : Math.min(HUNDRED - 1, Math.round(HUNDRED * enough)) + " times in 100";
  }

  private static String number(double units) {
    double rounded = units < MANY ? Math.rint(units * 10) / 10 : Math.rint(units);
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
