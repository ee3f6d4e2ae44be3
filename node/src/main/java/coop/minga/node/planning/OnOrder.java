package coop.minga.node.planning;

import static java.util.stream.Collectors.groupingBy;

import coop.minga.node.history.PlacedOrder;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orders that were placed on earlier mornings and of which no file has told yet what came of them:
/// they count as what was ordered on the day that it was to come.
///
/// What receipts tell of the item, of that day or a later one, takes an order's place, and so does
/// what came between, if no earlier order is it; and once they tell of a later day at its site,
/// what they do not tell of did not come. What is only announced, for a day that has not come yet,
/// takes the place of the order for that very day. Where no receipts are ever told, things come as
/// they were ordered.
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
    List<PlacedOrder> earlier =
        placed.stream().filter(order -> order.morning().isBefore(morning)).toList();
    Map<SeriesKey, List<PlacedOrder>> placedOf =
        earlier.stream().collect(groupingBy(PlacedOrder::series));
    Map<SeriesKey, List<Receipt>> cameOf = receipts.stream().collect(groupingBy(Receipt::series));
    Map<String, LocalDate> lastAt = new HashMap<>();
    receipts.stream()
        .filter(receipt -> !receipt.day().isAfter(morning))
        .forEach(receipt ->
            lastAt.merge(
                receipt.series().site(),
                receipt.day(),
                (one, other) -> one.isAfter(other) ? one : other));
    return new OnOrder(
        earlier.stream()
            .filter(order ->
                !lastAt.getOrDefault(order.series().site(), LocalDate.MIN).isAfter(order.arrives()))
            .filter(order ->
                new Told(
                        morning,
                        placedOf.getOrDefault(order.series(), List.of()),
                        cameOf.getOrDefault(order.series(), List.of()))
                    .isOpen(order))
            .toList());
  }

  /// What is known of a series on a morning, where nothing of a later day has come to its site.
  private record Told(LocalDate morning, List<PlacedOrder> placed, List<Receipt> receipts) {
    boolean isOpen(PlacedOrder order) {
      return receipts.stream().map(Receipt::day).noneMatch(day -> closes(day, order));
    }

    private boolean closes(LocalDate day, PlacedOrder order) {
      boolean early = day.isAfter(order.morning()) && day.isBefore(order.arrives());
      return day.equals(order.arrives())
          || (early && !day.isAfter(morning) && isOfNoneBefore(day, order));
    }

    /// Whether what came on a day is of no order that was to come sooner.
    private boolean isOfNoneBefore(LocalDate day, PlacedOrder order) {
      return placed.stream()
          .filter(other -> other.units() > 0)
          .filter(
              other -> other.morning().isBefore(day) && other.arrives().isBefore(order.arrives()))
          .noneMatch(other -> other.arrives().isAfter(day) || isWaitedFor(other, day));
    }

    /// Whether nothing came of an order until the day before.
    private boolean isWaitedFor(PlacedOrder order, LocalDate day) {
      return receipts.stream()
          .map(Receipt::day)
          .noneMatch(came -> !came.isBefore(order.arrives()) && came.isBefore(day));
    }
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
