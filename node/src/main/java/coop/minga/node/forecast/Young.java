package coop.minga.node.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The first weeks of an item or a shop: what its past would have been, by what its category sells.
///
/// A model looks back over weeks that a new item has not had. They are filled in: with the week of
/// the shop's other items of the category, else of its other shops', else of all it sells, at a
/// level that is the item's own as far as its few days tell, and its category's for the rest. The
/// model, to which the category's name is known from all members that sell such food, does the
/// rest; day by day the item's own sales take the place of what was filled in. How few they are
/// shows in the range: it is wider the less is known.
final class Young {
  /// So many days are filled in, if need be: what the features look back to.
  private static final int LOOKED_AT = 56;

  /// What the category says of the level counts as much as so many own days.
  private static final double DAYS_OF_CATEGORY = 3;

  /// With so many own days the squared spread is twice the model's.
  private static final double DAYS_OF_DOUBT = 3;

  private final TrainingData data;
  private final Series series;
  private final int last;

  /// @param series one with too few days up to the last known one, but at least one
  Young(TrainingData data, Series series) {
    this.data = data;
    this.series = series;
    this.last = data.last(series);
  }

  /// The series with a past, seen from its last known day.
  TrainingData.Window window() {
    double[] past = past();
    int origin = past.length + last;
    return new TrainingData.Window(series.precededBy(past), origin, origin);
  }

  /// Its range, the wider the fewer days it has had.
  Quantiles[] widened(Quantiles[] week) {
    double times = Math.sqrt(1 + DAYS_OF_DOUBT / Math.max(1, series.openDays(last, LOOKED_AT)));
    return Arrays.stream(week).map(said -> widened(said, times)).toArray(Quantiles[]::new);
  }

  private static Quantiles widened(Quantiles said, double times) {
    double[] values = new double[Quantiles.LEVELS.size()];
    Arrays.setAll(
        values, level -> said.median() + times * (said.values().get(level) - said.median()));
    return Quantiles.rearranged(values);
  }

  private double[] past() {
    List<Series> like = like();
    double[] week = week(like);
    double level = level(like, week);
    double[] past = new double[LOOKED_AT];
    for (int day = 0; day < past.length; day++) {
      double share = week[series.weekday(day - past.length)];
      past[day] = share == 0 ? Double.NaN : level * share;
    }
    return past;
  }

  /// The nearest that there is of what sells alike: the same item at other sites, the category
  /// here, the category anywhere, anything; old series, where there are any.
  private List<Series> like() {
    List<Series> known = data.all().stream().filter(one -> data.last(one) >= 0).toList();
    List<Series> old =
        known.stream().filter(one -> data.last(one) + 1 >= data.grain().least()).toList();
    List<Series> from = old.isEmpty() ? known : old;
    List<Series> category = from.stream().filter(series::sharesCategory).toList();
    return Stream.of(
            from.stream().filter(one -> sameItem(one) && one != series).toList(),
            category.stream().filter(this::sameSite).toList(),
            category,
            from)
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private boolean sameItem(Series other) {
    return other.key().item().equals(series.key().item());
  }

  private boolean sameSite(Series other) {
    return other.key().site().equals(series.key().site());
  }

  /// What each weekday sells when it is open, as a multiple of the mean open day; 0 if it is closed
  /// then. As much as any day where nothing is known.
  private double[] week(List<Series> like) {
    double[] sums = new double[7];
    int[] open = new int[7];
    int[] all = new int[7];
    for (Series one : like) {
      double mean = one.meanDemand(data.last(one), LOOKED_AT);
      for (int back = 0; mean > 0 && back < LOOKED_AT && back <= data.last(one); back++) {
        int day = data.last(one) - back;
        int weekday = one.weekday(day);
        sums[weekday] += one.closed(day) ? 0 : one.demand(day) / mean;
        open[weekday] += one.closed(day) ? 0 : 1;
        all[weekday]++;
      }
    }
    double[] week = new double[7];
    for (int weekday = 0; weekday < week.length; weekday++) {
      boolean usuallyOpen = 2 * open[weekday] >= all[weekday];
      double usual = open[weekday] == 0 ? 1 : sums[weekday] / open[weekday];
      week[weekday] = isOpen(weekday).orElse(usuallyOpen) ? usual : 0;
    }
    return week;
  }

  /// Whether it was open itself the last time that it was that weekday: a new shop need not rest
  /// when the others do. Empty if that day has not come yet; a holiday tells nothing.
  private Optional<Boolean> isOpen(int weekday) {
    for (int day = last; day >= 0; day--) {
      if (series.weekday(day) == weekday && !series.holiday(day)) {
        return Optional.of(!series.closed(day));
      }
    }
    return Optional.empty();
  }

  /// Of an open day whose weekday sells as usual.
  private double level(List<Series> like, double[] week) {
    double category =
        like.stream()
            .mapToDouble(one -> one.meanDemand(data.last(one), LOOKED_AT))
            .filter(mean -> !Double.isNaN(mean))
            .average()
            .orElse(Double.NaN);
    double sold = 0;
    double usual = 0;
    for (int day = 0; day <= last; day++) {
      if (!series.closed(day)) {
        sold += series.demand(day);
        usual += week[series.weekday(day)];
      }
    }
    if (Double.isNaN(category)) {
      return usual == 0 ? 0 : sold / usual;
    }
    return (sold + DAYS_OF_CATEGORY * category) / (usual + DAYS_OF_CATEGORY);
  }
}
