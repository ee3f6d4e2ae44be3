package coop.minga.node.planning;

import java.util.Map;

/// When deliveries come, and how seldom a shelf may be empty.
///
/// @param leadDays days from the order, placed on a morning, to its arrival before opening
/// @param coverDays days from one delivery's arrival to the next one's
/// @param assumed whether the two were assumed, which every line then says
/// @param levelByCategory the share of covers in which the shelf must be enough, where it is not
///   the usual
public record Supply(
    int leadDays, int coverDays, boolean assumed, Map<String, Double> levelByCategory) {
  /// What is assumed where no one told: a delivery every morning, ordered the day before.
  public static final Supply ASSUMED = new Supply(1, 1, true, Map.of());

  /// The furthest ahead that an order may look.
  public static final int MAX_DAYS = 28;

  /// The usual share of covers in which the shelf must be enough.
  public static final double USUAL_LEVEL = .95;

  /// The same for food that must be sold on the day it comes.
  public static final double LEVEL_OF_ONE_DAY = .90;

  private static final double LEAST_LEVEL = .70;
  private static final double MOST_LEVEL = .985;

  /// Checks the ranges.
  public Supply {
    levelByCategory = Map.copyOf(levelByCategory);
    if (leadDays < 0 || coverDays < 1 || leadDays + coverDays > MAX_DAYS) {
      throw new IllegalArgumentException(
          "an order looks 1 to %d days ahead, not %d + %d"
              .formatted(MAX_DAYS, leadDays, coverDays));
    }
    for (double level : levelByCategory.values()) {
      if (!(level >= LEAST_LEVEL && level <= MOST_LEVEL)) {
        throw new IllegalArgumentException("a service level is .70 to .985, not " + level);
      }
    }
  }

  double level(String category, int lifeDays) {
    double usual = lifeDays == 1 ? LEVEL_OF_ONE_DAY : USUAL_LEVEL;
    return levelByCategory.getOrDefault(category, usual);
  }
}
