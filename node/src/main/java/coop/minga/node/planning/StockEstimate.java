package coop.minga.node.planning;

import coop.minga.federation.goods.DateMark;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is probably on the shelf of one item at one site, by its deliveries and sales, where nobody
/// counted.
///
/// Of each day's sales [#OLDEST_SHARE] is taken from what ends first and the rest from what ends
/// last, because customers reach behind; [#WEEKLY_SHRINK] is lost a week; what is past its last day
/// is gone. It begins with an empty shelf [#DAYS_BACK] days ago, or a shelf life if that is longer,
/// so that what was there before has been sold or has ended by now.
public final class StockEstimate {
  /// The share of sales that takes the oldest first.
  public static final double OLDEST_SHARE = .6;

  /// What is broken, stolen or mistyped in a week.
  public static final double WEEKLY_SHRINK = .01;

  private static final int DAYS_BACK = 28;
  static final int MOST_DAYS_BACK = 120;

  /// What came on one day, or ends on one, as far as it is still there.
  ///
  /// @param lastDay the last day on which it may be sold
  public record Lot(LocalDate lastDay, double units) {
    Lot less(double taken) {
      return new Lot(lastDay, units - taken);
    }
  }

  private StockEstimate() {}

  /// How many days of deliveries an estimate of such an item needs.
  static int daysBack(Item item) {
    return Math.clamp(item.shelfLifeDays(), DAYS_BACK, MOST_DAYS_BACK);
  }

  /// Units on the shelf on a morning, before its deliveries and sales.
  ///
  /// @param receipts of this item to this site; older ones than needed are left out
  /// @param sales of it
  public static double units(
      LocalDate morning, Item item, List<Receipt> receipts, DailySeries sales) {
    return lots(morning, item, receipts, sales).stream().mapToDouble(Lot::units).sum();
  }

  /// The same by the day on which it ends, what ends first at the front.
  static List<Lot> lots(LocalDate morning, Item item, List<Receipt> receipts, DailySeries sales) {
    List<Lot> shelf = new ArrayList<>();
    double kept = Math.pow(1 - WEEKLY_SHRINK, 1 / 7.0);
    LocalDate first = morning.minusDays(daysBack(item));
    for (LocalDate day = first; day.isBefore(morning); day = day.plusDays(1)) {
      LocalDate today = day;
      shelf.removeIf(lot -> lot.lastDay().isBefore(today));
      shelf.replaceAll(lot -> lot.less(lot.units() * (1 - kept)));
      for (Receipt receipt : receipts) {
        if (receipt.day().equals(today) && receipt.quantity() > 0) {
          shelf.add(new Lot(lastDay(receipt, item), receipt.quantity()));
        }
      }
      shelf.sort(Comparator.comparing(Lot::lastDay));
      sell(shelf, soldOn(sales, today));
    }
    shelf.removeIf(lot -> lot.lastDay().isBefore(morning));
    return shelf;
  }

  /// What is left of each at the end of its last day, along one path; of what ends later, what is
  /// there when the path ends.
  ///
  /// @param lots what ends first at the front
  static double[] left(List<Lot> lots, LocalDate morning, DemandPaths paths, int path) {
    List<Lot> shelf = new ArrayList<>(lots);
    double[] left = new double[lots.size()];
    int gone = 0;
    for (int day = 0; day < paths.days() && gone < lots.size(); day++) {
      sell(shelf.subList(gone, shelf.size()), paths.at(path, day));
      while (gone < lots.size() && !lots.get(gone).lastDay().isAfter(morning.plusDays(day))) {
        left[gone] = shelf.get(gone).units();
        gone++;
      }
    }
    for (int lot = gone; lot < left.length; lot++) {
      left[lot] = shelf.get(lot).units();
    }
    return left;
  }

  private static void sell(List<Lot> shelf, double sold) {
    double rest = take(shelf, sold * OLDEST_SHARE);
    double open = take(shelf.reversed(), sold * (1 - OLDEST_SHARE) + rest);
    take(shelf, open);
  }

  private static LocalDate lastDay(Receipt receipt, Item item) {
    return receipt
        .mark()
        .map(DateMark::date)
        .orElse(receipt.day().plusDays(item.shelfLifeDays() - 1L));
  }

  private static double soldOn(DailySeries sales, LocalDate day) {
    long index = ChronoUnit.DAYS.between(sales.firstDay(), day);
    return index < 0 || index >= sales.length() ? 0 : sales.quantity((int) index);
  }

  /// Takes from the front.
  ///
  /// @return what could not be taken
  private static double take(List<Lot> shelf, double wanted) {
    double open = wanted;
    for (int i = 0; i < shelf.size() && open > 0; i++) {
      double taken = Math.min(open, shelf.get(i).units());
      shelf.set(i, shelf.get(i).less(taken));
      open -= taken;
    }
    return open;
  }
}
