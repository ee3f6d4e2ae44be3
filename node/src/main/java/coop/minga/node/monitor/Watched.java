package coop.minga.node.monitor;

import coop.minga.node.history.DailySeries;
import java.time.LocalDate;
import java.util.List;

/// What a whole series showed. Immutable.
public final class Watched {
  private final DailySeries days;
  private final List<Noticed> noticed;
  private final double[] surprises;

  /// @param surprises of each day, in deviations above what was usual; 0 where nothing was told
  Watched(DailySeries days, List<Noticed> noticed, double[] surprises) {
    this.days = days;
    this.noticed = List.copyOf(noticed);
    this.surprises = surprises.clone();
  }

  /// Everything that was noticed, in order.
  public List<Noticed> noticed() {
    return noticed;
  }

  /// The surprises of the days from one to another, summed, in deviations of that sum; 0 if there
  /// are none.
  double surprise(LocalDate from, LocalDate until) {
    long first = days.firstDay().toEpochDay();
    int begin = (int) Math.max(0, from.toEpochDay() - first);
    int end = (int) Math.min(surprises.length, until.toEpochDay() - first + 1);
    double sum = 0;
    for (int i = begin; i < end; i++) {
      sum += surprises[i];
    }
    return begin < end ? sum / StrictMath.sqrt(end - begin) : 0;
  }

  /// What was noticed on the days after one up to another.
  List<Noticed> noticed(LocalDate after, LocalDate until) {
    return noticed.stream()
        .filter(each -> each.seen().isAfter(after) && !each.seen().isAfter(until))
        .toList();
  }
}
