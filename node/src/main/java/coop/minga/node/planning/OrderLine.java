package coop.minga.node.planning;

import coop.minga.node.history.Item;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What to order of one item for one site, and why.
///
/// @param series which item for which site
/// @param item its description
/// @param delivery how it comes
/// @param range from the order that is enough one time in two to the one that is enough 99 times in
///   100, with the proposal between them, in packs too
/// @param expected demand over the cover; the range holds eight times in ten
/// @param onHand absent if nothing was counted lately: unknown, not none
/// @param proposal what is expected of it
/// @param beside what is expected of the next smaller and the next larger order that can be placed
public record OrderLine(
    SeriesKey series,
    Item item,
    Delivery delivery,
    Range range,
    Range expected,
    Optional<OnHand> onHand,
    Outcome proposal,
    List<Outcome> beside) {

  /// Today's stock.
  ///
  /// @param counted units on the shelf this morning
  /// @param usable units of them, and of what comes by earlier orders, still unsold and good when
  ///   the order arrives, as often more as less
  public record OnHand(long counted, long usable) {}

  /// Copies.
  public OrderLine {
    beside = List.copyOf(beside);
  }

  /// The proposal: nothing, or a multiple of the pack.
  public long units() {
    return proposal.units();
  }

  /// Units in a pack.
  public long pack() {
    return delivery.limits().pack();
  }

  /// The morning on which the order is there.
  public LocalDate arrives() {
    return delivery.cover().arrives();
  }

  /// The last day that it must last for.
  public LocalDate coveredUntil() {
    return delivery.cover().last();
  }

  /// Why so many, in words.
  public String why() {
    var sentences = new ArrayList<String>();
    sentences.add("For %s expect to sell %s; %s.".formatted(cover(), expected, stock()));
    sentences.add(enough());
    beside.stream().map(OrderLine::otherwise).forEach(sentences::add);
    if (delivery.reach() < delivery.cover().days()) {
      sentences.add(
          "It keeps %d of the %d days until the next delivery."
              .formatted(delivery.reach(), delivery.cover().days()));
    }
    sentences.addAll(delivery.assumed());
    return String.join(" ", sentences);
  }

  private String enough() {
    if (units() == 0) {
      return "Ordering nothing is enough " + proposal.words() + ".";
    }
    String packs = pack() == 1 ? "" : " (packs of " + pack() + ")";
    return units() + packs + " is enough " + proposal.words() + ".";
  }

  private static String otherwise(Outcome other) {
    String units = other.units() == 0 ? "Ordering nothing" : Long.toString(other.units());
    return units + " would be enough " + other.words() + ".";
  }

  private String cover() {
    return coveredUntil().equals(arrives())
        ? day(arrives())
        : day(arrives()) + " to " + day(coveredUntil());
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
