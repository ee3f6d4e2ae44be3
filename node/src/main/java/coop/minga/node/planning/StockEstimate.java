package coop.minga.node.planning;

import coop.minga.federation.goods.DateMark;
import coop.minga.node.forecast.DemandPaths;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.Receipt;
import coop.minga.node.history.WasteLine;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is probably on the shelf of one item at one site, by its deliveries, sales and counts.
///
/// Of each day's sales one share is taken from what ends first and the rest from what ends last,
/// because customers reach behind ([PickMix]); [#WEEKLY_SHRINK] is lost a week; what is past its
/// last day is gone. It begins with an empty shelf [#DAYS_BACK] days ago, or a shelf life if that
/// is longer, so that what was there before has been sold or has ended by now. Each count sets it
/// right: every lot by the same share, as nobody said which.
public final class StockEstimate {
  /// What is broken, stolen or mistyped in a week.
  public static final double WEEKLY_SHRINK = .01;

  private static final int DAYS_BACK = 28;
  private static final int FIT_DAYS = 84;
  private static final int WEEK = 7;
  static final int MOST_DAYS_BACK = 120;

  private final LocalDate morning;
  private final Item item;
  private final Flows flows;
  private final PickMix mix;
  private final List<Lot> shelf = new ArrayList<>();
  private double missed;
  private int told;

  /// What came on one day, or ends on one, as far as it is still there.
  ///
  /// @param lastDay the last day on which it may be sold
  public record Lot(LocalDate lastDay, double units) {
    Lot less(double taken) {
      return new Lot(lastDay, units - taken);
    }
  }

  private StockEstimate(LocalDate morning, Item item, Flows flows, PickMix mix) {
    this.morning = morning;
    this.item = item;
    this.flows = flows;
    this.mix = mix;
  }

  /// Plays the days before a morning.
  static StockEstimate of(LocalDate morning, Item item, Flows flows, PickMix mix) {
    return of(
        morning, item, flows, mix, Math.clamp(item.shelfLifeDays(), DAYS_BACK, MOST_DAYS_BACK));
  }

  /// The same of so many days that counts and waste can tell of the mix.
  static StockEstimate toFit(LocalDate morning, Item item, Flows flows, PickMix mix) {
    return of(
        morning, item, flows, mix, Math.clamp(item.shelfLifeDays(), FIT_DAYS, MOST_DAYS_BACK));
  }

  private static StockEstimate of(
      LocalDate morning, Item item, Flows flows, PickMix mix, int daysBack) {
    var played = new StockEstimate(morning, item, flows, mix);
    played.play(daysBack);
    return played;
  }

  private void play(int daysBack) {
    double kept = Math.pow(1 - WEEKLY_SHRINK, 1.0 / WEEK);
    LocalDate first = morning.minusDays(daysBack);
    boolean countedBefore = false;
    double outdated = 0;
    for (LocalDate day = first; day.isBefore(morning); day = day.plusDays(1)) {
      outdated += drop(day);
      shelf.replaceAll(lot -> lot.less(lot.units() * (1 - kept)));
      receive(day);
      sell(shelf, soldOn(day), mix);
      double counted = flows.counted(day);
      if (!Double.isNaN(counted)) {
        miss(countedBefore, units() - counted);
        anchor(counted, day);
        countedBefore = true;
      }
      long days = ChronoUnit.DAYS.between(first, day) + 1;
      if (days % WEEK == 0) {
        miss(days > WEEK && !flows.waste().isEmpty(), outdated - thrownAway(day));
        outdated = 0;
      }
    }
    drop(morning);
  }

  private void miss(boolean counts, double by) {
    missed += counts ? by * by : 0;
    told += counts ? 1 : 0;
  }

  /// What was past its last day on a morning, which it takes away.
  private double drop(LocalDate day) {
    double gone =
        shelf.stream().filter(lot -> lot.lastDay().isBefore(day)).mapToDouble(Lot::units).sum();
    shelf.removeIf(lot -> lot.lastDay().isBefore(day));
    return gone;
  }

  private void receive(LocalDate day) {
    for (Receipt receipt : flows.receipts()) {
      if (receipt.day().equals(day) && receipt.quantity() > 0) {
        shelf.add(new Lot(lastDay(receipt, item), receipt.quantity()));
      }
    }
    shelf.sort(Comparator.comparing(Lot::lastDay));
  }

  /// In the week that ends with a day.
  private double thrownAway(LocalDate day) {
    return flows.waste().stream()
        .filter(line -> line.day().isAfter(day.minusDays(WEEK)) && !line.day().isAfter(day))
        .mapToDouble(WasteLine::quantity)
        .sum();
  }

  /// Of what nobody saw come it is assumed that it came that day.
  private void anchor(double counted, LocalDate day) {
    double there = units();
    if (there > 0) {
      shelf.replaceAll(lot -> new Lot(lot.lastDay(), lot.units() * counted / there));
    } else if (counted > 0) {
      shelf.clear();
      shelf.add(new Lot(day.plusDays(item.shelfLifeDays() - 1L), counted));
    }
  }

  /// What is there on the morning, before its delivery, what ends first at the front.
  public List<Lot> lots() {
    return List.copyOf(shelf);
  }

  /// What is there on the morning after its delivery, set right by a count of that morning.
  List<Lot> lotsAfterDelivery() {
    receive(morning);
    double counted = flows.counted(morning);
    if (!Double.isNaN(counted)) {
      anchor(counted, morning);
    }
    return lots();
  }

  /// The units of them.
  public double units() {
    return shelf.stream().mapToDouble(Lot::units).sum();
  }

  /// By how much counts and weeks of waste were other than played, squared and added up; the first
  /// count and the first week tell of what was there before.
  double missed() {
    return missed;
  }

  /// How many these are.
  int told() {
    return told;
  }

  /// What is left of each at the end of its last day, along one path; of what ends later, what is
  /// there when the path ends.
  ///
  /// @param lots what ends first at the front
  static double[] left(List<Lot> lots, PickMix mix, Days days, int path) {
    DemandPaths paths = days.paths();
    LocalDate morning = days.morning();
    List<Lot> shelf = new ArrayList<>(lots);
    double[] left = new double[lots.size()];
    int gone = 0;
    for (int day = 0; day < paths.days() && gone < lots.size(); day++) {
      sell(shelf.subList(gone, shelf.size()), paths.at(path, day), mix);
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

  /// Days to come.
  ///
  /// @param morning of their first
  record Days(LocalDate morning, DemandPaths paths) {}

  private static void sell(List<Lot> shelf, double sold, PickMix mix) {
    double rest = take(shelf, sold * mix.oldestFirst());
    double open = take(shelf.reversed(), sold * (1 - mix.oldestFirst()) + rest);
    take(shelf, open);
  }

  private static LocalDate lastDay(Receipt receipt, Item item) {
    return receipt
        .mark()
        .map(DateMark::date)
        .orElse(receipt.day().plusDays(item.shelfLifeDays() - 1L));
  }

  private double soldOn(LocalDate day) {
    DailySeries sales = flows.sales();
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
