package coop.minga.node.planning;

import coop.minga.node.history.PlacedOrder;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Orders that were placed on earlier mornings and of which no file has told yet what came of them:
/// they count as what was ordered on the day that it was to come.
///
/// What receipts tell of the item, of that day or a later one, takes an order's place; and once
/// they tell of a later day at its site, what they do not tell of did not come. Where no receipts
/// are ever told, things come as they were ordered.
///
/// @param orders the open ones
public record OnOrder(List<PlacedOrder> orders) {
  /// Nothing is on order.
  public static final OnOrder NOTHING = new OnOrder(List.of());

  /// Copies.
  public OnOrder {
    orders = List.copyOf(orders);
  }

  /// Those that are open on a morning, before its own orders are placed.
  ///
  /// @param receipts of the same days
  static OnOrder on(LocalDate morning, List<PlacedOrder> placed, List<Receipt> receipts) {
    return new OnOrder(
        placed.stream()
            .filter(order -> order.morning().isBefore(morning))
            .filter(order -> receipts.stream().noneMatch(receipt -> closes(receipt, order)))
            .toList());
  }

  private static boolean closes(Receipt receipt, PlacedOrder order) {
    boolean sameSite = receipt.series().site().equals(order.series().site());
    return receipt.series().equals(order.series())
        ? !receipt.day().isBefore(order.arrives())
        : sameSite && receipt.day().isAfter(order.arrives());
  }

  List<Receipt> of(SeriesKey series) {
    return orders.stream()
        .filter(order -> order.series().equals(series))
        .map(order -> new Receipt(order.arrives(), order.series(), order.units(), Optional.empty()))
        .toList();
  }

  /// What is still to come of a series, in a sentence an order.
  List<String> sentences(SeriesKey series, LocalDate morning) {
    return orders.stream()
        .filter(order -> order.series().equals(series) && order.arrives().isAfter(morning))
        .map(order ->
            "%d are on order for %s.".formatted(Math.round(order.units()), order.arrives()))
        .toList();
  }
}
