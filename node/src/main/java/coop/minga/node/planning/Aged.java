package coop.minga.node.planning;

import coop.minga.node.history.Item;
import java.time.LocalDate;
import java.util.List;

/// What is estimated to be of one item on a shelf on a morning, by age, from what came, sold, was
/// counted and thrown away, and from what was ordered to come since.
///
/// @param mix which ages customers take
/// @param before its delivery, what ends first at the front
/// @param after its delivery, set right by a count of that morning
public record Aged(PickMix mix, List<StockEstimate.Lot> before, List<StockEstimate.Lot> after) {
  /// Copies.
  public Aged {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// Plays the days before a morning.
  static Aged on(LocalDate morning, Item item, Flows flows) {
    PickMix mix = PickMix.fit(morning, item, flows);
    StockEstimate played = StockEstimate.of(morning, item, flows, mix);
    return new Aged(mix, played.lots(), played.lotsAfterDelivery());
  }
}
