package coop.minga.node.monitor;

import coop.minga.node.history.DailySeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Predicate;

/// Watches one series from its first day to its last. Mutable; of one thread.
///
/// What a day tells: a closed day, a day of a promotion and a day at a holiday or beside one tell
/// nothing; a sold-out day tells only that demand was at least what was sold. Zero is zero. An item
/// that sold nothing for [#ASLEEP] known days sleeps; when it sells again it is new.
public final class SeriesWatch {
  /// Known days before anything is noticed.
  public static final int COLD = 28;

  /// So many days of nothing in a row, and an item is not sold any more.
  public static final int ASLEEP = 28;

  private final DailySeries days;
  private final Predicate<LocalDate> holiday;
  private final WatchSettings settings;
  private final Suspicions suspicions;
  private final double[] surprises;
  private Optional<Routine> routine = Optional.empty();
  private int known;
  private int nothing;

  private SeriesWatch(DailySeries days, Predicate<LocalDate> holiday, WatchSettings settings) {
    this.days = days;
    this.holiday = holiday;
    this.settings = settings;
    this.suspicions = new Suspicions(settings);
    this.surprises = new double[days.length()];
  }

  /// Watches a series.
  ///
  /// @param holiday the public holidays
  public static Watched over(
      DailySeries days, Predicate<LocalDate> holiday, WatchSettings settings) {
    var watch = new SeriesWatch(days, holiday, settings);
    var noticed = new ArrayList<Noticed>();
    for (int day = 0; day < days.length(); day++) {
      watch.day(day).ifPresent(noticed::add);
    }
    return new Watched(days, noticed, watch.surprises);
  }

  private Optional<Noticed> day(int day) {
    if (tellsNothing(day)) {
      routine.ifPresent(Routine::rest);
      return Optional.empty();
    }
    nothing = days.quantity(day) > 0 ? 0 : nothing + 1;
    if (nothing >= ASLEEP) {
      routine = Optional.empty();
      suspicions.clear();
      known = 0;
    }
    double mark = Ruler.mark(days.quantity(day));
    if (routine.isEmpty()) {
      routine = nothing > 0 ? Optional.empty() : Optional.of(new Routine(mark));
      return Optional.empty();
    }
    return day(day, mark, routine.get());
  }

  private boolean tellsNothing(int day) {
    LocalDate date = days.day(day);
    return days.closed(day)
        || days.promo(day)
        || holiday.test(date)
        || holiday.test(date.plusDays(1))
        || holiday.test(date.minusDays(1));
  }

  private Optional<Noticed> day(int day, double mark, Routine routine) {
    routine.turnTo(days.day(day).getDayOfWeek().getValue() - 1);
    double usual = routine.usual();
    if (days.soldOut(day) && mark < usual) {
      return Optional.empty();
    }
    surprises[day] = (mark - usual) / StrictMath.sqrt(routine.ahead() * routine.variance());
    if (++known > COLD) {
      suspicions.open(day, routine);
    }
    suspicions.hear(routine, mark - usual);
    suspicions.follow(routine.learn(mark));
    return suspicions.isEmpty() ? Optional.empty() : judge(day, usual, routine);
  }

  private Optional<Noticed> judge(int day, double usual, Routine routine) {
    Suspicions.Weighed weighed = suspicions.weigh();
    double sure = settings.sureOfChange(Ruler.units(routine.level()));
    if (weighed.chances().change() >= sure) {
      return Optional.of(changed(day, weighed, routine));
    }
    return weighed.today().any() >= settings.sureOfOddDay()
        ? Optional.of(odd(day, usual, weighed.today()))
        : Optional.empty();
  }

  private Noticed odd(int day, double usual, Chances chances) {
    return new Noticed(
        days.key(),
        Form.ODD_DAY,
        days.day(day),
        days.day(day),
        chances,
        Ruler.units(usual),
        days.quantity(day));
  }

  /// The routine starts from the change, and nothing before is suspected any more.
  private Noticed changed(int day, Suspicions.Weighed weighed, Routine routine) {
    Suspicion change = weighed.likeliest();
    change.tell(routine);
    suspicions.clear();
    double now = routine.usual();
    return new Noticed(
        days.key(),
        change.form(),
        days.day(weighed.since()),
        days.day(day),
        weighed.chances(),
        Ruler.units(now - change.addedNow()),
        Ruler.units(now));
  }
}
