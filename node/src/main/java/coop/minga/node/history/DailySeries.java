package coop.minga.node.history;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What one item sold at one site, every day from its first sale to the last day of the history,
/// without a gap. Immutable, so any thread may read it.
///
/// Days are counted from 0 ([#firstDay]) to `length() - 1` ([#lastDay]); quantities are in the
/// item's own unit. A closed day is not a day of zero demand, and a sold-out day is not a day of
/// known demand.
public final class DailySeries {
  private final SeriesKey key;
  private final LocalDate firstDay;
  private final double[] quantities;
  private final double[] prices;
  private final StockOut[] stockOuts;
  private final BitSet closed = new BitSet();
  private final BitSet promos = new BitSet();

  /// A series of these days in their order.
  ///
  /// @throws IllegalArgumentException if there is no day
  public static DailySeries of(SeriesKey key, LocalDate firstDay, List<SalesDay> days) {
    return new DailySeries(key, firstDay, days);
  }

  private DailySeries(SeriesKey key, LocalDate firstDay, List<SalesDay> days) {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a series has at least one day");
    }
    this.key = key;
    this.firstDay = firstDay;
    quantities = new double[days.size()];
    prices = new double[days.size()];
    stockOuts = new StockOut[days.size()];
    for (int i = 0; i < days.size(); i++) {
      set(i, days.get(i));
    }
  }

  private void set(int i, SalesDay day) {
    quantities[i] = day.quantity();
    prices[i] = day.price().orElse(Double.NaN);
    stockOuts[i] = day.stockOut();
    closed.set(i, day.closed());
    promos.set(i, day.promo());
  }

  /// The same from a day on; the same as it is if it begins later. Its last day always stays.
  public DailySeries since(LocalDate day) {
    int from = Math.clamp(day.toEpochDay() - firstDay.toEpochDay(), 0, length() - 1);
    return from == 0 ? this : part(from, length());
  }

  /// The same without a day and what came after it; empty if it begins no earlier.
  public Optional<DailySeries> before(LocalDate day) {
    int to = Math.clamp(day.toEpochDay() - firstDay.toEpochDay(), 0, length());
    return to == length()
        ? Optional.of(this)
        : to == 0 ? Optional.empty() : Optional.of(part(0, to));
  }

  private DailySeries part(int from, int to) {
    return new DailySeries(
        key, firstDay.plusDays(from), IntStream.range(from, to).mapToObj(this::told).toList());
  }

  /// The same, in which of these days those likely sold out of which nobody said whether they did.
  DailySeries likelySoldOut(BitSet days) {
    return concluded(days, StockOut.LIKELY);
  }

  /// The same, in which of these days those did not sell out of which nobody said whether they did.
  DailySeries notSoldOut(BitSet days) {
    return concluded(days, StockOut.NO);
  }

  private DailySeries concluded(BitSet days, StockOut what) {
    if (days.isEmpty()) {
      return this;
    }
    return new DailySeries(
        key,
        firstDay,
        IntStream.range(0, length())
            .mapToObj(i -> {
              SalesDay day = told(i);
              return days.get(i) && day.stockOut() == StockOut.UNKNOWN
                  ? new SalesDay(day.quantity(), day.closed(), what, day.price(), day.promo())
                  : day;
            })
            .toList());
  }

  private SalesDay told(int i) {
    return new SalesDay(quantities[i], closed(i), stockOuts[i], price(i), promo(i));
  }

  /// Whose it is.
  public SeriesKey key() {
    return key;
  }

  /// The day of its first sale.
  public LocalDate firstDay() {
    return firstDay;
  }

  /// The last day of the history, the same for every series of a [History].
  public LocalDate lastDay() {
    return day(length() - 1);
  }

  /// Its number of days, at least 1.
  public int length() {
    return quantities.length;
  }

  /// The date of day `i`.
  public LocalDate day(int i) {
    return firstDay.plusDays(i);
  }

  /// Units sold on day `i`; 0 on a closed day.
  public double quantity(int i) {
    return quantities[i];
  }

  /// Whether the site was closed on day `i`.
  public boolean closed(int i) {
    return closed.get(i);
  }

  /// Whether day `i` is known to have sold out, or is likely to have. No when nobody said and
  /// nothing tells; see [#stockOut].
  public boolean soldOut(int i) {
    return stockOuts[i] == StockOut.YES || stockOuts[i] == StockOut.LIKELY;
  }

  /// What is known of day `i`.
  public StockOut stockOut(int i) {
    return stockOuts[i];
  }

  /// Price per unit on day `i`, where the files tell it.
  public OptionalDouble price(int i) {
    return Double.isNaN(prices[i]) ? OptionalDouble.empty() : OptionalDouble.of(prices[i]);
  }

  /// Whether day `i` sold at a promotion.
  public boolean promo(int i) {
    return promos.get(i);
  }
}
