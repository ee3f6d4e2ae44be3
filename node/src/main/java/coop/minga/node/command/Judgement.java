package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Leftover;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.TrainingData;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// All that `minga evaluate` measures.
///
/// @param evaluation how far off each way of forecasting was
/// @param days `DAYS`, or `WEEKS` where sales are by the week
/// @param wasted what each would have left over where it serves [#SERVICE] of what is asked for,
///   had all to be sold on its day; absent where it serves that much with no order tried
/// @param alone the member's own model by itself, if it is mixed with the common one
record Judgement(
    Evaluation evaluation,
    String days,
    Map<Method, Double> wasted,
    Optional<Evaluation.Line> alone) {
  private static final double SERVICE = .95;
  private static final String ALONE = "own-model-alone";

  /// Judges on the last weeks.
  ///
  /// @param used must not have seen them
  static Judgement of(DemandModel model, MemberModel used, TrainingData data, int weeks) {
    Map<Method, Double> wasted = new EnumMap<>(Method.class);
    for (Method method : data.isByTheWeek() ? new Method[0] : Method.values()) {
      OptionalDouble left = Leftover.of(method, model, used, data, weeks).at(SERVICE);
      left.ifPresent(share -> wasted.put(method, share));
    }
    Optional<Evaluation.Line> alone = Optional.empty();
    if (used.uses() == MemberModel.Uses.BOTH) {
      TrainingData before = Evaluation.before(data, weeks);
      MemberModel own = MemberModel.fit(model, used.own(), Optional.empty(), before);
      alone = Optional.of(Evaluation.of(model, own, data, weeks).of(Method.MODEL));
    }
    String days = data.isByTheWeek() ? "WEEKS" : "DAYS";
    return new Judgement(Evaluation.of(model, used, data, weeks), days, wasted, alone);
  }

  /// What the model saves by the measure that counts, beside the shop's own rule.
  Optional<String> sentence(Method rule) {
    Optional<Double> model = Optional.ofNullable(wasted.get(Method.MODEL));
    Optional<Double> plain = Optional.ofNullable(wasted.get(rule));
    if (model.isEmpty() || plain.isEmpty() || plain.get() == 0) {
      return Optional.empty();
    }
    double saved = 1 - model.get() / plain.get();
    return Optional.of(
        "Had all of it to be sold on its day, and were 95 of 100 asked for served: %s of 100 would be left over by the model, %s by your plain rule (%d %% %s)."
            .formatted(
                percent(model.get()),
                percent(plain.get()),
                Math.round(100 * Math.abs(saved)),
                saved < 0 ? "more" : "less"));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  Table table() {
    Table table =
        new Table("BY", days, "WQL", "WAPE", "MASE", "IN RANGE OF .80", "LEFT OVER AT .95");
    evaluation.lines().forEach(line -> row(table, ForecastCommand.word(line.method()), line));
    alone.ifPresent(line -> row(table, ALONE, line));
    return table;
  }

  private void row(Table table, String name, Evaluation.Line line) {
    table.row(
        name,
        line.days(),
        number("%.4f", line.wql()),
        number("%.4f", line.wape()),
        number("%.2f", line.mase()),
        number("%.2f", line.coverage()),
        number("%.3f", wasted(name, line)));
  }

  private double wasted(String name, Evaluation.Line line) {
    return name.equals(ALONE) ? Double.NaN : wasted.getOrDefault(line.method(), Double.NaN);
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  JsonArray lines() {
    JsonArray lines = new JsonArray();
    evaluation.lines().forEach(line -> lines.add(json(ForecastCommand.word(line.method()), line)));
    alone.ifPresent(line -> lines.add(json(ALONE, line)));
    return lines;
  }

  private JsonObject json(String name, Evaluation.Line line) {
    JsonObject told = new JsonObject();
    told.addProperty("method", name);
    told.addProperty("days", line.days());
    told.addProperty("wql", line.wql());
    told.addProperty("wape", line.wape());
    add(told, "mase", line.mase());
    told.addProperty("coverage", line.coverage());
    add(told, "wasteAt95", wasted(name, line));
    return told;
  }

  private static void add(JsonObject told, String name, double value) {
    if (Double.isFinite(value)) {
      told.addProperty(name, value);
    }
  }
}
