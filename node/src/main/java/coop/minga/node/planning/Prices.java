package coop.minga.node.planning;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SupplyLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What an order's two mistakes cost, where anybody told.
///
/// A price that the supply table does not tell is the last one of the sales. Where cost or price
/// lacks, the cost is taken as the usual share of the price; where both lack, or no share is known
/// either, there is no money to judge by.
///
/// @param costShare what most pay of what they get
record Prices(Usual<Double> costShare, Aims aims) {
  private static final double GRAMS_PER_KG = 1000;
  private static final int PERCENT = 100;

  /// The share of its price that a unit costs, between 0 and 1, where a line tells both. What costs
  /// nothing, or as much as it sells for, does not tell what others cost.
  static Optional<Double> shareOf(SupplyLine line) {
    OptionalDouble cost = line.terms().cost();
    OptionalDouble price = line.terms().price();
    if (cost.isEmpty() || price.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(cost.getAsDouble() / price.getAsDouble())
        .filter(share -> share > 0 && share < 1);
  }

  /// The money by which an order is judged; absent if it is not known.
  ///
  /// @param sentences gets what was assumed
  Optional<Aim> aim(
      SupplyLine line, Item item, Optional<DailySeries> sales, List<String> sentences) {
    OptionalDouble cost = line.terms().cost();
    OptionalDouble price =
        line.terms().price().isPresent() ? line.terms().price() : lastPrice(sales);
    if (cost.isPresent() && price.isPresent()) {
      return money(cost.getAsDouble(), price.getAsDouble(), item, sentences);
    }
    Optional<Usual.Taken<Double>> usual = costShare.of(item.category());
    boolean knowsOne = price.isPresent() || cost.orElse(0) > 0;
    if (usual.isEmpty() || !knowsOne) {
      return Optional.empty();
    }
    double share = usual.get().value();
    double sold = price.orElseGet(() -> cost.getAsDouble() / share);
    sentences.add(
        "Cost %d %% of the price, %s."
            .formatted(Math.round(share * PERCENT), usual.get().because()));
    return money(share * sold, sold, item, sentences);
  }

  Aim service(Item item, int lifeDays) {
    return aims.service(item.category(), lifeDays);
  }

  private Optional<Aim> money(double cost, double price, Item item, List<String> sentences) {
    if (price <= cost) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "It sells for %.2f and costs %.2f, so the order follows a service level.",
              price,
              cost));
      return Optional.empty();
    }
    double disposal = aims.disposalPerKg() * item.unitGrams() / GRAMS_PER_KG;
    return Optional.of(new Aim.Money(price - cost, cost + disposal));
  }

  private static OptionalDouble lastPrice(Optional<DailySeries> sales) {
    if (sales.isPresent()) {
      for (int day = sales.get().length() - 1; day >= 0; day--) {
        if (sales.get().price(day).isPresent()) {
          return sales.get().price(day);
        }
      }
    }
    return OptionalDouble.empty();
  }
}
