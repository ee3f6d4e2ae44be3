package coop.minga.node.planning;

import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.NodeToml;
import java.nio.file.Files;
import java.util.Map;

/// What a shop wants of its orders where prices do not tell.
///
/// @param usual the service level
/// @param ofOneDay the same for food that must be sold on the day it comes
/// @param byCategory the same of some categories
/// @param disposalPerKg what throwing a kilogram away costs, in the shop's currency
public record Aims(
    double usual, double ofOneDay, Map<String, Double> byCategory, double disposalPerKg) {
  /// The lowest service level.
  public static final double LEAST_LEVEL = .70;

  /// The highest.
  public static final double MOST_LEVEL = .985;

  /// .95, and .90 for food of one day; throwing away costs nothing more than the food.
  public static final Aims USUAL = new Aims(.95, .90, Map.of(), 0);

  /// Checks the ranges.
  public Aims {
    byCategory = Map.copyOf(byCategory);
    byCategory.values().forEach(Aims::checkLevel);
    checkLevel(usual);
    checkLevel(ofOneDay);
    if (!(disposalPerKg >= 0)) {
      throw new IllegalArgumentException("throwing away costs 0 or more: " + disposalPerKg);
    }
  }

  /// As the settings of a node say, or [#USUAL] where it has none.
  public static Aims in(NodeDirectory directory) {
    return Files.exists(directory.config())
        ? of(NodeToml.read(directory.config()).orders())
        : USUAL;
  }

  private static Aims of(NodeConfig.Orders orders) {
    return new Aims(
        orders.level(), orders.levelOfOneDay(), orders.levels(), orders.disposalPerKg());
  }

  static void checkLevel(double level) {
    if (!(level >= LEAST_LEVEL && level <= MOST_LEVEL)) {
      throw new IllegalArgumentException("a service level is .70 to .985, not " + level);
    }
  }

  Aim.Service service(String category, int lifeDays) {
    return new Aim.Service(byCategory.getOrDefault(category, lifeDays == 1 ? ofOneDay : usual));
  }
}
