package coop.minga.node.history;

import static java.util.stream.Collectors.groupingBy;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The days on which a shelf was empty before the day ended, by what came, was sold, thrown away
/// and counted, where nobody said whether it was.
///
/// What is there is reckoned day by day: what ends is gone, deliveries come in the morning, what
/// ends first is sold first, and a count is of a day's end. A day sold out if that leaves nothing,
/// or if nothing was counted. In doubt nothing is concluded: not before all that may have been
/// there at the first delivery has ended; not where more was sold than was there, which shows that
/// not all deliveries are told, and then not for a shelf life; not on a day on which some was
/// thrown away; and not [#SILENCE] days after the last delivery, since by then the item may have
/// been given up.
///
/// A day did not sell out if some is left by the same reckoning, or was counted. A delivery that
/// nobody told of would only have left more, so for that counts are enough.
final class EmptyShelves {
  /// So long after a delivery an empty shelf still means that more would have been sold.
  static final int SILENCE = 7;

  /// What counts as nothing: less than half a unit, or this share of what was there.
  private static final double NOTHING = .02;

  private static final double HALF = .5;

  private final DailySeries sold;
  private final int lifeDays;
  private final Map<LocalDate, List<Receipt>> receipts;
  private final Map<LocalDate, List<StockLine>> counts;
  private final Map<LocalDate, List<WasteLine>> waste;
  private final List<Lot> shelf = new ArrayList<>();
  private final BitSet empty = new BitSet();
  private final BitSet left = new BitSet();
  private LocalDate sure;
  private LocalDate lastCame = LocalDate.MIN;

  /// How one item comes to one site and goes, besides its sales.
  ///
  /// @param receipts by day
  /// @param counts by day
  /// @param waste by day
  /// @param lifeDays of what comes without a date
  record Flow(
      List<Receipt> receipts, List<StockLine> counts, List<WasteLine> waste, int lifeDays) {}

  private record Lot(LocalDate lastDay, double units) {}

  private EmptyShelves(DailySeries sold, Flow flow) {
    this.sold = sold;
    this.lifeDays = flow.lifeDays();
    this.receipts = flow.receipts().stream().collect(groupingBy(Receipt::day));
    this.counts = flow.counts().stream().collect(groupingBy(StockLine::counted));
    this.waste = flow.waste().stream().collect(groupingBy(WasteLine::day));
    this.sure = firstCame().map(day -> day.plusDays(lifeDays)).orElse(LocalDate.MAX);
  }

  /// The same series with those days, [StockOut#LIKELY] and [StockOut#NO].
  static DailySeries marked(DailySeries sold, Flow flow) {
    if (flow.receipts().isEmpty() && flow.counts().isEmpty()) {
      return sold;
    }
    var shelves = new EmptyShelves(sold, flow);
    shelves.play();
    return sold.likelySoldOut(shelves.empty).notSoldOut(shelves.left);
  }

  private Optional<LocalDate> firstCame() {
    return receipts.keySet().stream().min(Comparator.naturalOrder());
  }

  private void play() {
    LocalDate came = firstCame().orElse(sold.firstDay());
    LocalDate first = came.isBefore(sold.firstDay()) ? came : sold.firstDay();
    for (LocalDate day = first; !day.isAfter(sold.lastDay()); day = day.plusDays(1)) {
      play(day, Math.toIntExact(day.toEpochDay() - sold.firstDay().toEpochDay()));
    }
  }

  /// @param index of the day in the series; below 0 before its first sale
  private void play(LocalDate day, int index) {
    shelf.removeIf(lot -> lot.lastDay().isBefore(day));
    come(day);
    double there = units();
    double asked = index < 0 ? 0 : sold.quantity(index);
    double nothing = Math.max(HALF, NOTHING * there);
    boolean none = !day.isBefore(sure) && Math.abs(there - asked) < nothing;
    boolean some = !day.isBefore(sure) && there - asked >= nothing;
    if (asked > there + nothing) {
      sure = day.plusDays(lifeDays);
    }
    double thrown = sum(waste, day, WasteLine::quantity);
    take(asked + thrown);
    if (counts.containsKey(day)) {
      double counted = sum(counts, day, StockLine::quantity);
      none = counted == 0;
      some = counted > 0;
      set(counted, day);
      sure = day.isBefore(sure) ? day : sure;
    }
    boolean open = index >= 0 && !sold.closed(index);
    if (none && open && thrown == 0 && !lastCame.isBefore(day.minusDays(SILENCE))) {
      empty.set(index);
    }
    if (some && open) {
      left.set(index);
    }
  }

  private static <T> double sum(
      Map<LocalDate, List<T>> byDay, LocalDate day, ToDoubleFunction<T> quantity) {
    return byDay.getOrDefault(day, List.of()).stream().mapToDouble(quantity).sum();
  }

  private void come(LocalDate day) {
    for (Receipt receipt : receipts.getOrDefault(day, List.of())) {
      if (receipt.quantity() > 0) {
        shelf.add(new Lot(lastDay(receipt), receipt.quantity()));
        lastCame = day;
      } else {
        take(-receipt.quantity());
      }
    }
    shelf.sort(Comparator.comparing(Lot::lastDay));
  }

  private LocalDate lastDay(Receipt receipt) {
    return receipt.mark().map(DateMark::date).orElse(receipt.day().plusDays(lifeDays - 1L));
  }

  private double units() {
    return shelf.stream().mapToDouble(Lot::units).sum();
  }

  private void take(double wanted) {
    double open = wanted;
    while (open > 0 && !shelf.isEmpty()) {
      Lot first = shelf.removeFirst();
      if (first.units() > open) {
        shelf.addFirst(new Lot(first.lastDay(), first.units() - open));
      }
      open -= first.units();
    }
  }

  /// Of what nobody saw come it is assumed that it came that day.
  private void set(double counted, LocalDate day) {
    double there = units();
    if (there > 0) {
      shelf.replaceAll(lot -> new Lot(lot.lastDay(), lot.units() * counted / there));
    } else if (counted > 0) {
      shelf.add(new Lot(day.plusDays(lifeDays - 1L), counted));
    }
  }
}
