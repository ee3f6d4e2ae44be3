package coop.minga.node.command;

import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.KeptRules;
import coop.minga.node.forecast.SeriesLine;
import coop.minga.node.forecast.SeriesLine.Verdict;
import coop.minga.node.history.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an evaluation means for whoever orders: for which items the model is better than the plain
/// rule that the shop uses today, for which the rule is, and which are too close to tell.
///
/// Each item is judged at the level of 19 in 20. Of a hundred items that are in truth even, about
/// five will therefore be called either way, and a sentence says so where it matters.
record ItemVerdict(Evaluation evaluation, Method rule) {
  private static final int MANY = 20;

  /// The plain rule that a word names.
  ///
  /// @throws UserError if it is none
  static Method rule(String word) {
    for (Method method : Method.values()) {
      if (method != Method.MODEL && ForecastCommand.word(method).equals(word)) {
        return method;
      }
    }
    throw new UserError(
        "--rule " + word,
        "there is no such plain rule.",
        "Use weekday-mean, seasonal-naive or exponential-smoothing.");
  }

  /// `model`, `rule` or `too-close`.
  String word(SeriesLine line) {
    return switch (verdict(line)) {
      case FIRST -> "model";
      case SECOND -> "rule";
      case TOO_CLOSE -> "too-close";
    };
  }

  private Verdict verdict(SeriesLine line) {
    return line.between(Method.MODEL, rule);
  }

  private List<SeriesLine> where(Verdict wanted) {
    return evaluation.series().stream()
        .filter(line -> verdict(line) == wanted)
        .sorted(Comparator.comparingDouble(SeriesLine::sold).reversed())
        .toList();
  }

  /// The verdict, the whole first and then the items.
  List<String> sentences() {
    int all = evaluation.series().size();
    int model = where(Verdict.FIRST).size();
    int plain = where(Verdict.SECOND).size();
    List<String> sentences = new ArrayList<>();
    sentences.add(whole());
    sentences.add(
        "Of %d item%s at a site the model is clearly better for %d, your plain rule for %d; %d %s too close to tell."
            .formatted(
                all,
                all == 1 ? "" : "s",
                model,
                plain,
                all - model - plain,
                all - model - plain == 1 ? "is" : "are"));
    if (plain > 0) {
      sentences.add(
          plain == 1
              ? "Your plain rule is better for this 1 item: keep it."
              : "Your plain rule is better for these %d items: keep it.".formatted(plain));
    }
    if (all >= MANY && plain > 0) {
      sentences.add(
          "Each is judged so that chance alone decides 1 in 20 items wrongly each way: of %d that is %d."
              .formatted(all, Math.round(all / 20.0)));
    }
    return sentences;
  }

  private String whole() {
    double model = evaluation.of(Method.MODEL).wql();
    double plain = evaluation.of(rule).wql();
    if (evaluation.of(rule).days() == 0 || plain == 0) {
      return "Nothing was sold in those weeks, so nothing can be said.";
    }
    long percent = Math.round(100 * Math.abs(plain - model) / plain);
    if (percent == 0) {
      return "Over all items the model and your plain rule are equally far off.";
    }
    return model < plain
        ? "Over all items the model is %d %% less far off than your plain rule (%s)."
            .formatted(percent, ForecastCommand.word(rule))
        : "Over all items the model is %d %% further off than your plain rule (%s): keep the rule, and judge again when there are more sales."
            .formatted(percent, ForecastCommand.word(rule));
  }

  /// The rule, kept for the items for which it is clearly better.
  KeptRules kept() {
    SortedMap<SeriesKey, Method> byItem = new TreeMap<>();
    where(Verdict.SECOND).forEach(line -> byItem.put(line.series(), rule));
    return new KeptRules(byItem);
  }

  /// The items for which the rule is better, or all; absent if there are none to show.
  Optional<Table> table(boolean all) {
    List<SeriesLine> shown = all ? evaluation.series() : where(Verdict.SECOND);
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Table table = new Table("SITE", "ITEM", "SOLD", "MODEL", "RULE", "BETTER");
    for (SeriesLine line : shown) {
      table.row(
          line.series().site(),
          line.series().item(),
          Math.round(line.sold()),
          String.format(Locale.ROOT, "%.4f", line.wql(Method.MODEL)),
          String.format(Locale.ROOT, "%.4f", line.wql(rule)),
          word(line));
    }
    return Optional.of(table);
  }
}
