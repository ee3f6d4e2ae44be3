package coop.minga.node.planning;

import coop.minga.federation.goods.DateMark;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.StockLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What lies on the shelf of one item at one site on the morning of a day, the lot that ends first
/// at the front.
///
/// A count dated that very day was made before its sales and after its delivery; one of an earlier
/// day at that day's end. What came since is added, without its printed date, because nobody saw
/// that it lies there; what sold since is taken off, oldest first. A lot past its last day is not
/// on the shelf.
///
/// @param lots by last day
/// @param counted whether anything was counted lately enough; if not, the stock is unknown, which
///   is not none
record Shelf(List<Lot> lots, boolean counted) {
  /// A count older than this says nothing about today.
  static final int MAX_COUNT_AGE_DAYS = 7;

  /// @param known the day on which it was counted, or came
  /// @param lastDay the last day on which it may be sold
  /// @param mark absent if the date was assumed from the item's shelf life
  record Lot(
      Optional<String> name,
      LocalDate known,
      double units,
      LocalDate lastDay,
      Optional<DateMark> mark) {
    Lot less(double sold) {
      return new Lot(name, known, units - sold, lastDay, mark);
    }
  }

  Shelf {
    lots = lots.stream().sorted(Comparator.comparing(Lot::lastDay)).toList();
  }

  /// The shelf on a morning.
  ///
  /// @param lines this item's counts at this site
  /// @param since what it sold and what came of it
  static Shelf on(LocalDate morning, Item item, List<StockLine> lines, Since since) {
    return everything(morning, item, lines, since).without(morning);
  }

  /// What lies there on a morning and is past the best-before printed on it. Nothing of it is sold.
  static List<Lot> pastBest(LocalDate morning, Item item, List<StockLine> lines, Since since) {
    return everything(morning, item, lines, since).lots().stream()
        .filter(lot -> lot.lastDay().isBefore(morning) && lot.units() >= 1)
        .filter(
            lot -> lot.mark().filter(mark -> mark.kind() == DateMark.Kind.BEST_BEFORE).isPresent())
        .filter(lot -> !lot.lastDay().plusDays(DateMark.MOST_DAYS_CHECKED).isBefore(morning))
        .toList();
  }

  private static Shelf everything(
      LocalDate morning, Item item, List<StockLine> lines, Since since) {
    List<StockLine> fresh =
        lines.stream()
            .filter(line -> !line.counted().isAfter(morning))
            .filter(line -> line.counted().plusDays(MAX_COUNT_AGE_DAYS).isAfter(morning))
            .toList();
    Shelf shelf = new Shelf(fresh.stream().map(line -> lot(line, item)).toList(), !fresh.isEmpty());
    LocalDate counted =
        fresh.stream().map(StockLine::counted).max(Comparator.naturalOrder()).orElse(morning);
    for (LocalDate day = counted.plusDays(1); day.isBefore(morning); day = day.plusDays(1)) {
      shelf = shelf.with(since.came(day, item)).after(day, since.sold(day));
    }
    return counted.isBefore(morning) ? shelf.with(since.came(morning, item)) : shelf;
  }

  /// What happened after a count.
  ///
  /// @param sales of the item at the site; empty if it never sold
  /// @param receipts of it
  record Since(Optional<DailySeries> sales, List<Receipt> receipts) {
    List<Lot> came(LocalDate day, Item item) {
      return receipts.stream()
          .filter(receipt -> receipt.day().equals(day) && receipt.quantity() > 0)
          .map(receipt -> Shelf.came(receipt, item))
          .toList();
    }

    double sold(LocalDate day) {
      if (sales.isEmpty()
          || day.isBefore(sales.get().firstDay())
          || day.isAfter(sales.get().lastDay())) {
        return 0;
      }
      return sales.get().quantity((int) (day.toEpochDay() - sales.get().firstDay().toEpochDay()));
    }
  }

  /// What came, with its last day and without its date mark.
  static Lot came(Receipt receipt, Item item) {
    LocalDate lastDay =
        receipt
            .mark()
            .map(DateMark::date)
            .orElse(receipt.day().plusDays(item.shelfLifeDays() - 1L));
    return new Lot(Optional.empty(), receipt.day(), receipt.quantity(), lastDay, Optional.empty());
  }

  private static Lot lot(StockLine line, Item item) {
    LocalDate lastDay =
        line.mark().map(DateMark::date).orElse(line.counted().plusDays(item.shelfLifeDays() - 1L));
    return new Lot(line.lot(), line.counted(), line.quantity(), lastDay, line.mark());
  }

  double units() {
    return lots.stream().mapToDouble(Lot::units).sum();
  }

  /// With lots that come.
  Shelf with(List<Lot> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Lot> all = new ArrayList<>(lots);
    all.addAll(more);
    return new Shelf(all, counted);
  }

  /// The shelf at the end of a day that asked for so many.
  Shelf after(LocalDate day, double asked) {
    List<Lot> rest = new ArrayList<>();
    double open = asked;
    for (Lot lot : lots) {
      double sold = lot.lastDay().isBefore(day) ? 0 : Math.min(open, lot.units());
      open -= sold;
      rest.add(lot.less(sold));
    }
    return new Shelf(rest, counted);
  }

  /// The shelf when the last lot has ended or the paths are at their end; lots keep their places.
  Shelf along(LocalDate morning, DemandPaths paths, int path) {
    Shelf now = this;
    for (int day = 0; day < paths.days() && now.sellsOn(morning.plusDays(day)); day++) {
      now = now.after(morning.plusDays(day), paths.at(path, day));
    }
    return now;
  }

  private boolean sellsOn(LocalDate day) {
    return lots.stream().anyMatch(lot -> lot.units() > 0 && !lot.lastDay().isBefore(day));
  }

  /// Without the lots that ended before a day.
  Shelf without(LocalDate day) {
    return new Shelf(
        lots.stream().filter(lot -> !lot.lastDay().isBefore(day) && lot.units() > 0).toList(),
        counted);
  }
}
