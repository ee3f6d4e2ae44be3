package coop.minga.node.forecast;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.WeeklySeries;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// What one member's model may learn from: its series, day by day, up to one last known day.
///
/// The last days are kept aside as *validation*: [DemandModel] never trains on them and judges by
/// them. Immutable; holds no native memory.
public final class TrainingData {
  /// Under so many days no series can be learnt from, and forecasts are the weekday mean.
  public static final int MIN_DAYS = 35;

  /// The longest validation; a short history keeps a quarter of what is above [Features#MIN_DAYS],
  /// in whole weeks.
  public static final int MAX_VALIDATION_DAYS = 56;

  private final List<Series> series;
  private final long until;

  TrainingData(List<Series> series, LocalDate until) {
    this.series = List.copyOf(series);
    this.until = until.toEpochDay();
  }

  /// All daily series of a history, as they are known at the end of a day.
  public static TrainingData from(History history, LocalDate until) throws IOException {
    return of(history.allDaily(), until, Context.of(history.holidays(), history.items()));
  }

  /// Series as they are known at the end of a day. Days after it are kept unread, so that the same
  /// data can judge later what was said then: see [#until(LocalDate)].
  public static TrainingData of(List<DailySeries> series, LocalDate until) {
    return of(series, until, Context.NONE);
  }

  /// As [#of(List, LocalDate)], with what else is known of the series.
  public static TrainingData of(List<DailySeries> series, LocalDate until, Context context) {
    return new TrainingData(series.stream().map(one -> new Series(one, context)).toList(), until);
  }

  /// Series of weeks, in which a *day* is a week, each back from the day of the last one: it stands
  /// in its own place, the week before in the place of the day before, and so on.
  ///
  /// @param weekly all of them end with the same week
  public static TrainingData byTheWeek(List<WeeklySeries> weekly) {
    LocalDate last =
        weekly.stream()
            .map(one -> one.firstWeek().plusWeeks(one.weeks().size() - 1L))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    List<Series> series =
        weekly.stream()
            .map(one ->
                DailySeries.of(one.key(), last.minusDays(one.weeks().size() - 1L), one.weeks()))
            .map(Series::byTheWeek)
            .toList();
    return new TrainingData(series, last);
  }

  /// How many days are at least needed for a model and something to judge it by.
  public int leastToJudge() {
    return grain().least() + grain().horizon();
  }

  /// Whether what is called a day here is a week.
  public boolean isByTheWeek() {
    return grain() == Grain.WEEK;
  }

  /// Series of weeks, in which a *day* is a week: the n-th week of the calendar stands in the n-th
  /// day's place.
  public static TrainingData weekly(List<WeeklyItem> series, LocalDate until) {
    return new TrainingData(series.stream().map(Series::new).toList(), until);
  }

  /// The last known day.
  public LocalDate until() {
    return LocalDate.ofEpochDay(until);
  }

  /// The same series, as they were known at the end of an earlier day.
  ///
  /// @throws IllegalArgumentException if the day is later than [#until]
  public TrainingData until(LocalDate day) {
    if (day.toEpochDay() > until) {
      throw new IllegalArgumentException("nothing is known of " + day + ", only up to " + until());
    }
    return new TrainingData(series, day);
  }

  /// The series, in the order they were given.
  public List<SeriesKey> series() {
    return series.stream().map(Series::key).toList();
  }

  /// Whether a model can be trained on it at all.
  public boolean trainable() {
    return shortfall().isEmpty();
  }

  /// Why no model can be trained, in a sentence that says what happens instead; empty if one can.
  public Optional<String> shortfall() {
    if (series.isEmpty()) {
      return Optional.of("There are no sales, so there is no demand model.");
    }
    int longest = longest();
    if (longest >= grain().least()) {
      return Optional.empty();
    }
    if (longest <= 0) {
      return Optional.of(
          "Nothing was sold up to %s, so there is no demand model.".formatted(until()));
    }
    String has =
        isByTheWeek()
            ? "The longest series has %d weeks of sales; the model needs %d."
                .formatted(longest, grain().least())
            : "The longest series has %d days of sales up to %s; the model needs %d. Until then forecasts are the mean of the last 4 open days of the same weekday."
                .formatted(longest, until(), grain().least());
    return Optional.of(has);
  }

  /// Days at the end that are kept aside to judge by; 0 if the history is too short to spare any.
  public int validationDays() {
    int spare = Math.max(0, longest() - grain().behind()) / 4;
    return Math.min(grain().validation(), spare / grain().season() * grain().season());
  }

  /// What was asked for on a day, as far as sales tell: empty if the site was closed, the item sold
  /// out, or the day is not known.
  public OptionalDouble told(SeriesKey key, LocalDate day) {
    for (Series one : series) {
      int index = one.indexOf(day.toEpochDay());
      if (one.key().equals(key) && index >= 0 && index <= last(one) && one.tellsDemand(index)) {
        return OptionalDouble.of(one.demand(index));
      }
    }
    return OptionalDouble.empty();
  }

  /// On how many known days a series is taken as sold out though no file says so.
  public int inferredSoldOut(SeriesKey key) {
    return series.stream()
        .filter(one -> one.key().equals(key))
        .mapToInt(one -> one.inferredSoldOut(Math.max(-1, last(one))))
        .sum();
  }

  /// Whether of some known day of a series nobody said whether it sold out, so that its range
  /// reaches as far up as down.
  public boolean unsaidSoldOut(SeriesKey key) {
    return series.stream()
        .anyMatch(one -> one.key().equals(key) && one.unsaid(Math.max(-1, last(one))) > 0);
  }

  /// Whether the site of a series was closed on a day that is known.
  public boolean wasClosed(SeriesKey key, LocalDate day) {
    for (Series one : series) {
      int index = one.indexOf(day.toEpochDay());
      if (one.key().equals(key) && index >= 0 && index <= last(one) && one.closed(index)) {
        return true;
      }
    }
    return false;
  }

  /// All series of several members as if they were one's: what no member may do, and what a
  /// benchmark measures itself against.
  ///
  /// @throws IllegalArgumentException if there is none, or they are known up to different days
  public static TrainingData pooled(List<TrainingData> members) {
    LocalDate until = members.getFirst().until();
    if (members.stream().anyMatch(one -> !one.until().equals(until))) {
      throw new IllegalArgumentException("members are pooled as they were known on one day");
    }
    return new TrainingData(members.stream().flatMap(one -> one.series.stream()).toList(), until);
  }

  /// Windows that [DemandModel] trains on.
  public int trainingWindows() {
    return training().size();
  }

  /// What days are in it.
  Grain grain() {
    return series.isEmpty() ? Grain.DAY : series.getFirst().grain();
  }

  List<Series> all() {
    return series;
  }

  /// The index of the last known day of a series, below 0 if none is known.
  int last(Series one) {
    return Math.min(one.length() - 1, one.indexOf(until));
  }

  List<Window> training() {
    int spare = validationDays();
    return windows(one -> new Window(one, grain().behind() - 1, last(one) - spare));
  }

  List<Window> validation() {
    int days = validationDays();
    return days == 0
        ? List.of()
        : windows(
            one -> new Window(one, Math.max(grain().behind() - 1, last(one) - days), last(one)));
  }

  /// All windows of each span that have a day to learn from after their origin.
  private List<Window> windows(Function<Series, Window> span) {
    List<Window> found = new ArrayList<>();
    for (Series one : series) {
      Window whole = span.apply(one);
      for (int origin = whole.origin(); origin < whole.end(); origin++) {
        if (anyTold(one, origin, whole.end())) {
          found.add(new Window(one, origin, whole.end()));
        }
      }
    }
    return found;
  }

  private static boolean anyTold(Series one, int origin, int end) {
    for (int day = origin + 1; day <= Math.min(end, origin + one.grain().horizon()); day++) {
      if (one.tellsDemand(day)) {
        return true;
      }
    }
    return false;
  }

  private int longest() {
    return series.stream().mapToInt(one -> last(one) + 1).max().orElse(0);
  }

  /// One series from one origin.
  ///
  /// @param end the last day that may be asked for
  record Window(Series series, int origin, int end) {}
}
