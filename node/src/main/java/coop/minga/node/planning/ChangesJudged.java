package coop.minga.node.planning;

import coop.minga.node.history.ChangedOrder;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// How near people's changed orders came to what was needed, beside the model and the plain rule.
///
/// What was needed is what sold over the days, less what was thought to be there. Changes whose
/// days are not over, and days that sold out or were closed, are not judged: nobody knows what
/// would have sold.
///
/// @param changes that are judged, in the order they were made
public record ChangesJudged(List<Judged> changes) {
  /// One change.
  ///
  /// @param change what was changed
  /// @param needed units
  public record Judged(ChangedOrder change, double needed) {
    double off(double units) {
      return Math.abs(units - needed);
    }
  }

  /// Copies.
  public ChangesJudged {
    changes = List.copyOf(changes);
  }

  /// Judges those whose days are over.
  public static ChangesJudged of(List<ChangedOrder> all, Map<SeriesKey, DailySeries> sales) {
    List<Judged> judged = new ArrayList<>();
    for (ChangedOrder change : all) {
      DailySeries series = sales.get(change.series());
      if (series != null) {
        needed(change, series).ifPresent(needed -> judged.add(new Judged(change, needed)));
      }
    }
    return new ChangesJudged(judged);
  }

  private static OptionalDouble needed(ChangedOrder change, DailySeries series) {
    double sold = 0;
    for (LocalDate day = change.arrives(); !day.isAfter(change.until()); day = day.plusDays(1)) {
      int index = Math.toIntExact(ChronoUnit.DAYS.between(series.firstDay(), day));
      boolean known = index >= 0 && index < series.length();
      if (!known || series.closed(index) || series.soldOut(index)) {
        return OptionalDouble.empty();
      }
      sold += series.quantity(index);
    }
    return OptionalDouble.of(Math.max(0, sold - change.proposals().usable()));
  }

  /// How often the person was nearer than the model, or than the rule, and by how much they were
  /// off over all.
  public List<String> sentences() {
    if (changes.isEmpty()) {
      return List.of("No changed order can be judged yet: their days must be over.");
    }
    int overModel = 0;
    int overRule = 0;
    double person = 0;
    double model = 0;
    double rule = 0;
    for (Judged one : changes) {
      double mine = one.off(one.change().units());
      double models = one.off(one.change().proposals().model());
      double rules = one.off(one.change().proposals().rule());
      overModel += mine < models ? 1 : 0;
      overRule += mine < rules ? 1 : 0;
      person += mine;
      model += models;
      rule += rules;
    }
    return List.of(
        "Of %d changed orders that can be judged, yours was nearer than the model's %d times, and nearer than the plain rule's %d times."
            .formatted(changes.size(), overModel, overRule),
        "Over all you were %d units off, the model %d, the plain rule %d."
            .formatted(Math.round(person), Math.round(model), Math.round(rule)));
  }
}
