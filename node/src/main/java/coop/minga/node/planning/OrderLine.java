package coop.minga.node.planning;

import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/// What to order of one item for one site, and why.
///
/// @param series which item for which site
/// @param item its description
/// @param arrives the morning on which the order is there
/// @param coveredUntil the last day that it must last for
/// @param units the proposal, a multiple of the pack
/// @param range from the order that is enough one time in two to the one that is enough 99 times in
///   100, with the proposal between them, in packs too
/// @param expected demand over the cover; the range holds eight times in ten
/// @param onHand absent if nothing was counted lately: unknown, not none
/// @param level the share of covers in which the shelf is then enough
/// @param left units of the order expected to be left at the end of the cover
/// @param assumed whether the days of delivery were assumed
public record OrderLine(
    SeriesKey series,
    Item item,
    LocalDate arrives,
    LocalDate coveredUntil,
    long units,
    Range range,
    Range expected,
    Optional<OnHand> onHand,
    double level,
    long left,
    boolean assumed) {

  /// Today's stock.
  ///
  /// @param counted units on the shelf this morning
  /// @param usable units of them still unsold and good when the order arrives, as often more as
  ///   less
  public record OnHand(long counted, long usable) {}

  /// Why so many, in words.
  public String why() {
    return "For %s expect to sell %s; %s. %s%s"
        .formatted(
            cover(),
            expected,
            stock(),
            enough(),
            assumed ? " Delivery every morning, ordered a day ahead: assumed." : "");
  }

  private String enough() {
    long timesInAHundred = Math.round(100 * level);
    if (units == 0) {
      return "Nothing more is needed " + timesInAHundred + " times in 100.";
    }
    String packs = item.packSize() == 1 ? "" : " (packs of " + item.packSize() + ")";
    return "%d%s is enough %d times in 100 and leaves about %d."
        .formatted(units, packs, timesInAHundred, left);
  }

  private String cover() {
    return coveredUntil.equals(arrives) ? day(arrives) : day(arrives) + " to " + day(coveredUntil);
  }

  private String stock() {
    return onHand
        .map(hand ->
            "of the %d on the shelf about %d will still be there and good"
                .formatted(hand.counted(), hand.usable()))
        .orElse("nothing was counted lately, so take off what you have");
  }

  private static String day(LocalDate day) {
    return day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH) + " " + day;
  }
}
