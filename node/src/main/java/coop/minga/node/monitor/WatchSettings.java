package coop.minga.node.monitor;

/// How the watch weighs. All chances are per day that is known.
///
/// @param tails days' worth of knowledge that the noise's variance counts for at most: fewer make
///   heavier tails, and more patience
/// @param oddDays how often a day is odd
/// @param steps how often a step begins
/// @param slopes how often a slope begins
/// @param sureOfOddDay how probable it must be that something began on a day for that day to be
///   told
/// @param sureOfChange how probable a step or slope must be to be told of what sells [#MANY] a day
/// @param sureOfFew the same of what sells [#FEW] or fewer: their evidence comes so slowly that two
///   weeks are over before one is sure, and little is at stake
public record WatchSettings(
    double tails,
    double oddDays,
    double steps,
    double slopes,
    double sureOfOddDay,
    double sureOfChange,
    double sureOfFew) {
  /// Units a day.
  static final double FEW = 16;

  /// Units a day.
  static final double MANY = 32;

  /// Chosen on seeds 1 to 3 of `run watch` and half of the bakery.
  public static final WatchSettings USUAL = new WatchSettings(40, .03, .008, .006, .7, .7, .25);

  /// How probable a change must be of a series that sells so many units a day.
  double sureOfChange(double units) {
    double many = Math.clamp((units - FEW) / (MANY - FEW), 0, 1);
    return sureOfFew + many * (sureOfChange - sureOfFew);
  }

  /// How often something of a form begins.
  double prior(Form form) {
    return switch (form) {
      case ODD_DAY -> oddDays;
      case STEP -> steps;
      case SLOPE -> slopes;
    };
  }
}
