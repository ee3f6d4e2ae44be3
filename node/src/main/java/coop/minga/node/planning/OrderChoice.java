package coop.minga.node.planning;

/// Chooses among what can be ordered: nothing, or whole packs between the least order and what the
/// shelf still holds.
///
/// By money: what costs least by its two mistakes, the fewer of several. By service: the fewest
/// that are enough so often, or else as many as can be.
record OrderChoice(Asked asked, Delivery delivery) {
  long units() {
    return switch (delivery.aim()) {
      case Aim.Money money -> byMoney(money);
      case Aim.Service service -> possible(asked.enough(service.level(), pack()));
    };
  }

  /// Costs fall and then rise, so if the best cannot be ordered, the nearest that can is best, or
  /// nothing.
  private long byMoney(Aim.Money money) {
    long best = possible(asked.cheapest(money, pack()));
    return asked.cost(best, money) < asked.cost(0, money) ? best : 0;
  }

  /// The nearest order to a number of units that can be placed: more if there is a least order,
  /// less if the shelf is too small.
  long possible(long units) {
    if (units == 0) {
      return 0;
    }
    long least = Math.ceilDiv(delivery.limits().least(), pack()) * pack();
    long most = Math.floorDiv(room(), pack()) * pack();
    return least > most ? 0 : Math.clamp(units, least, most);
  }

  private long room() {
    return delivery.limits().shelf().isPresent()
        ? Math.max(0, delivery.limits().shelf().getAsLong() - (long) Math.ceil(asked.usable()))
        : Long.MAX_VALUE;
  }

  private long pack() {
    return delivery.limits().pack();
  }
}
