package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Some shops bought too much last week: for some of their items the shelf on the first morning
/// holds one lot that is clearly more than what will be bought by its date.
final class OverOrders {
  private static final double BOLD_SITES = .4;
  private static final double ITEMS_OF_A_BOLD_SITE = .4;
  private static final double ITEMS_OF_OTHERS = .12;
  private static final double LEAST = 1.35;
  private static final double MOST = 2;

  private final long seed;
  private final LocalDate morning;

  /// In the world of a seed.
  OverOrders(long seed, LocalDate morning) {
    this.seed = seed;
    this.morning = morning;
  }

  /// One item's shelf without the mistake.
  ///
  /// @param lots what stands there
  /// @param past what it sold
  record Usual(TownItem item, List<TownStock> lots, Past past) {}

  /// The shelf of one item after the buyer's mistake, if one was made.
  ///
  /// @param subject the site's name, which no other site of the town has
  List<TownStock> on(String subject, String site, Usual usual) {
    TownItem item = usual.item;
    boolean bold = new Dice(seed, "bold|" + subject).chance(BOLD_SITES);
    Dice dice = new Dice(seed, "over-order|" + subject + "|" + item.item());
    if (!dice.chance(bold ? ITEMS_OF_A_BOLD_SITE : ITEMS_OF_OTHERS)) {
      return usual.lots;
    }
    int days = dice.below(Math.min(item.shelfLifeDays(), Town.DAYS_AFTERWARDS));
    return tooMuch(site, usual, days, dice.uniform(LEAST, MOST));
  }

  /// One lot of so many times what is expected to be bought from the morning to its date.
  List<TownStock> tooMuch(String site, Usual usual, int days, double factor) {
    TownItem item = usual.item;
    LocalDate last = morning.plusDays(days);
    int units = (int) StrictMath.round(usual.past.expected(morning, last) * factor);
    List<TownStock> lots = new ArrayList<>();
    if (units > 0) {
      lots.add(
          TownLots.lot(morning, site, item.item(), units, new DateMark(item.dateKind(), last)));
    }
    return lots;
  }
}
