package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.planning.Levels;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga forecast`: what will be sold, by item, site and day.
///
/// `--json` prints `{origin, levels: [], note?, series: [{site, item, known, method, days: [{day,
/// quantiles: []}], inferredSoldOut}]}`, in which `levels` are probabilities and `known` is A to D,
/// see [coop.minga.node.planning.Level]; `inferredSoldOut` is on how many days the item is taken as
/// sold out though no file says so.
@Command(
    name = "forecast",
    description = "Say what will probably be sold in the coming days.",
    mixinStandardHelpOptions = true)
final class ForecastCommand implements Callable<Integer> {
  private static final int PLOTTED_DAYS = 56;

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--days", description = "How many days ahead (${DEFAULT-VALUE}).")
  private int days = 7;

  @Option(names = "--site", description = "Only this site.")
  private @Nullable String site;

  @Option(names = "--item", description = "Only this item.")
  private @Nullable String item;

  @Option(
      names = "--plot",
      description =
          "Draw one series: what sold, the range, and with an earlier --until what happened.")
  private boolean plot;

  @Override
  public Integer call() throws IOException {
    if (days < 1 || days > Forecasts.MAX_DAYS) {
      throw new UserError(
          "--days " + days,
          "that far a forecast says nothing.",
          "Use 1 to " + Forecasts.MAX_DAYS + ".");
    }
    Forecasts forecasts;
    Levels levels;
    TrainingData known;
    try (History history = plan.open()) {
      known = plan.known(history);
      forecasts = plan.forecasts(known, days);
      levels = Levels.from(history, known.until().plusDays(1));
      if (plot) {
        draw(history, forecasts);
        return 0;
      }
    }
    if (plan.json()) {
      plan.print(json(forecasts, levels, known));
    } else {
      forecasts.note().ifPresent(plan.err()::println);
      List<SeriesKey> asked = forecasts.bySeries().keySet().stream().filter(this::asked).toList();
      plan.tell(levels, asked);
      inferred(known, asked).ifPresent(plan.err()::println);
      unsaid(known, asked).ifPresent(plan.err()::println);
      plan.print(table(forecasts));
    }
    return 0;
  }

  private static Optional<String> inferred(TrainingData known, List<SeriesKey> asked) {
    int days = asked.stream().mapToInt(known::inferredSoldOut).sum();
    return days == 0
        ? Optional.empty()
        : Optional.of(
            "Inferred, no file says so: %d sold-out item-day%s, by what came and was counted or by the times of the sales."
                .formatted(days, days == 1 ? "" : "s"));
  }

  private static Optional<String> unsaid(TrainingData known, List<SeriesKey> asked) {
    long items = asked.stream().filter(known::unsaidSoldOut).count();
    return items == 0
        ? Optional.empty()
        : Optional.of(
            "Nobody says on which days %d item%s at a site sold out, so the range reaches up no less far than down. If none ever did, say stockout = \"no\" under [constants] in the mapping."
                .formatted(items, items == 1 ? "" : "s"));
  }

  /// Draws the one series that is asked for.
  private void draw(History history, Forecasts forecasts) {
    List<SeriesKey> asked = forecasts.bySeries().keySet().stream().filter(this::asked).toList();
    if (asked.size() != 1) {
      throw new UserError(
          "--plot",
          asked.isEmpty() ? "no series is that." : asked.size() + " series are that.",
          "Name one with --site and --item; minga forecast lists them.");
    }
    SeriesKey key = asked.getFirst();
    List<SeriesPlot.Day> drawn = days(history.daily(key), forecasts);
    forecasts.note().ifPresent(plan.err()::println);
    plan.out().println(key + ", known up to " + forecasts.origin());
    SeriesPlot.of(drawn).forEach(plan.out()::println);
    plan.out().println("● sold   │ 8 days of 10   ┼ middle   × closed");
    SeriesPlot.kept(drawn).ifPresent(plan.out()::println);
  }

  private List<SeriesPlot.Day> days(DailySeries series, Forecasts forecasts) {
    List<SeriesPlot.Day> drawn = new ArrayList<>();
    LocalDate first = forecasts.origin().minusDays(PLOTTED_DAYS - 1L);
    LocalDate end = forecasts.origin().plusDays(forecasts.days());
    for (LocalDate day = first; !day.isAfter(end); day = day.plusDays(1)) {
      long index = ChronoUnit.DAYS.between(series.firstDay(), day);
      boolean known = index >= 0 && index < series.length();
      boolean closed = known && series.closed((int) index);
      OptionalDouble sold =
          known && !closed
              ? OptionalDouble.of(series.quantity((int) index))
              : OptionalDouble.empty();
      drawn.add(new SeriesPlot.Day(day, sold, closed, forecasts.at(series.key(), day)));
    }
    return drawn;
  }

  private boolean asked(SeriesKey key) {
    return (site == null || site.equals(key.site())) && (item == null || item.equals(key.item()));
  }

  private Table table(Forecasts forecasts) {
    Table table = new Table("SITE", "ITEM", "DAY", "SELLS", "BY");
    for (Map.Entry<SeriesKey, SeriesForecast> entry : forecasts.bySeries().entrySet()) {
      for (int day = 0; day < forecasts.days() && asked(entry.getKey()); day++) {
        table.row(
            entry.getKey().site(),
            entry.getKey().item(),
            day(forecasts, day),
            range(entry.getValue().days().get(day)),
            word(entry.getValue().method()));
      }
    }
    return table;
  }

  private static LocalDate day(Forecasts forecasts, int ahead) {
    return forecasts.origin().plusDays(ahead + 1L);
  }

  private static String range(Quantiles day) {
    return day.high() == 0
        ? "0"
        : "%d (%d-%d)"
            .formatted(Math.round(day.median()), Math.round(day.low()), Math.round(day.high()));
  }

  static String word(Forecasts.Method method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private JsonObject json(Forecasts forecasts, Levels shelves, TrainingData known) {
    JsonObject document = new JsonObject();
    document.addProperty("origin", forecasts.origin().toString());
    JsonArray levels = new JsonArray();
    Quantiles.LEVELS.forEach(levels::add);
    document.add("levels", levels);
    forecasts.note().ifPresent(note -> document.addProperty("note", note));
    JsonArray series = new JsonArray();
    forecasts
        .bySeries()
        .forEach((key, forecast) -> {
          if (asked(key)) {
            JsonObject told = json(forecasts, key, forecast);
            told.addProperty("known", shelves.of(key).name());
            told.addProperty("inferredSoldOut", known.inferredSoldOut(key));
            series.add(told);
          }
        });
    document.add("series", series);
    return document;
  }

  private static JsonObject json(Forecasts forecasts, SeriesKey key, SeriesForecast forecast) {
    JsonObject told = new JsonObject();
    told.addProperty("site", key.site());
    told.addProperty("item", key.item());
    told.addProperty("method", word(forecast.method()));
    JsonArray days = new JsonArray();
    for (int ahead = 0; ahead < forecast.days().size(); ahead++) {
      JsonObject day = new JsonObject();
      day.addProperty("day", day(forecasts, ahead).toString());
      JsonArray quantiles = new JsonArray();
      forecast.days().get(ahead).values().forEach(quantiles::add);
      day.add("quantiles", quantiles);
      days.add(day);
    }
    told.add("days", days);
    return told;
  }
}
