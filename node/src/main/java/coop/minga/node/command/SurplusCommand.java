package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.History;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.planning.Allowances;
import coop.minga.node.planning.ExpectedLeft;
import coop.minga.node.planning.Known;
import coop.minga.node.planning.LeftOver;
import coop.minga.node.planning.Shop;
import coop.minga.node.planning.Surplus;
import coop.minga.node.planning.SurplusFinder;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `minga surplus`: what will probably be left over of each lot by its printed date.
///
/// `--json` prints `{morning, zone, note?, notes: [], lots: [{site, item, name, lot?, stock,
/// dateKind, date, sells: {low, middle, high}, left: {...}, grams, meals, lastUsefulOffer}],
/// estimated: [{site, item, units}], expected: [{site, item, name, date, units, left}]}`. What is
/// expected is of estimated stock, and no lot.
@Command(
    name = "surplus",
    description = "Say what will probably be left over of each lot by its date.",
    mixinStandardHelpOptions = true)
final class SurplusCommand implements Callable<Integer> {
  private static final int DAYS_AHEAD = 28;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The sites' time zone, such as America/Santiago. Default: this machine's.")
  private @Nullable ZoneId zone;

  @Override
  public Integer call() throws IOException {
    ZoneId here = zone == null ? ZoneId.systemDefault() : zone;
    SurplusFinder finder = new SurplusFinder(here, Allowances.ASSUMED, PlanOptions.SEED);
    Forecasts forecasts;
    Surplus surplus;
    Known shelves;
    List<ExpectedLeft> expected;
    try (History history = plan.open()) {
      TrainingData known = plan.known(history);
      forecasts = plan.forecasts(known, DAYS_AHEAD);
      Shop shop = Shop.from(history, known.until().plusDays(1));
      surplus = finder.find(shop, forecasts);
      shelves = Known.from(history, shop);
      expected = ExpectedLeft.find(shop, shelves, forecasts, PlanOptions.SEED);
    }
    if (plan.json()) {
      JsonObject document = json(forecasts, surplus, here);
      document.add("estimated", estimated(shelves));
      document.add("expected", expected(expected));
      plan.print(document);
      return 0;
    }
    plan.tell(shelves.levels(), forecasts.bySeries().keySet());
    shelves.lots().keySet().forEach(series -> plan.err().println(estimate(shelves, series)));
    shelves.sentences().forEach(plan.err()::println);
    expected.stream().map(SurplusCommand::sentence).forEach(plan.err()::println);
    forecasts.note().ifPresent(plan.err()::println);
    surplus.notes().forEach(plan.err()::println);
    if (surplus.lots().isEmpty()) {
      plan.err().println("Nothing will be left over of the lots counted with a date.");
    } else {
      plan.print(table(surplus, here));
    }
    return 0;
  }

  private static String estimate(Known shelves, SeriesKey series) {
    return "Of %s about %d are there, estimated from deliveries, sales and counts: count them with their dates before anything is offered."
        .formatted(series, shelves.estimate(series).orElse(0));
  }

  private static String sentence(ExpectedLeft one) {
    return "Expected, estimated: of about %d %s at %s that end on %s about %s will be left."
        .formatted(one.units(), one.item().name(), one.series().site(), one.lastDay(), one.left());
  }

  private static JsonArray estimated(Known shelves) {
    JsonArray told = new JsonArray();
    for (SeriesKey series : shelves.lots().keySet()) {
      JsonObject one = new JsonObject();
      one.addProperty("site", series.site());
      one.addProperty("item", series.item());
      one.addProperty("units", shelves.estimate(series).orElse(0));
      told.add(one);
    }
    return told;
  }

  private static JsonArray expected(List<ExpectedLeft> all) {
    JsonArray told = new JsonArray();
    for (ExpectedLeft left : all) {
      JsonObject one = new JsonObject();
      one.addProperty("site", left.series().site());
      one.addProperty("item", left.series().item());
      one.addProperty("name", left.item().name());
      one.addProperty("date", left.lastDay().toString());
      one.addProperty("units", left.units());
      one.add("left", OrderCommand.json(left.left()));
      told.add(one);
    }
    return told;
  }

  private static Table table(Surplus surplus, ZoneId zone) {
    Table table =
        new Table("SITE", "ITEM", "STOCK", "DATE", "SELLS", "LEFT", "MASS", "MEALS", "OFFER BY");
    for (LeftOver lot : surplus.lots()) {
      table.row(
          lot.series().site(),
          lot.item().name(),
          lot.stock(),
          word(lot) + " " + lot.lastDay(),
          lot.sells(),
          lot.left(),
          lot.grams(),
          lot.meals(),
          MINUTE.format(lot.lastUsefulOffer().atZone(zone)));
    }
    return table;
  }

  private static String word(LeftOver lot) {
    return switch (lot.mark().kind()) {
      case USE_BY -> "use-by";
      case BEST_BEFORE -> "best-before";
    };
  }

  private static JsonObject json(Forecasts forecasts, Surplus surplus, ZoneId zone) {
    JsonObject document = new JsonObject();
    document.addProperty("morning", forecasts.origin().plusDays(1).toString());
    document.addProperty("zone", zone.getId());
    forecasts.note().ifPresent(note -> document.addProperty("note", note));
    JsonArray notes = new JsonArray();
    surplus.notes().forEach(notes::add);
    document.add("notes", notes);
    JsonArray lots = new JsonArray();
    surplus.lots().forEach(lot -> lots.add(json(lot)));
    document.add("lots", lots);
    return document;
  }

  private static JsonObject json(LeftOver lot) {
    JsonObject told = new JsonObject();
    told.addProperty("site", lot.series().site());
    told.addProperty("item", lot.series().item());
    told.addProperty("name", lot.item().name());
    lot.lot().ifPresent(name -> told.addProperty("lot", name));
    told.addProperty("stock", lot.stock());
    told.addProperty("dateKind", word(lot));
    told.addProperty("date", lot.lastDay().toString());
    told.add("sells", OrderCommand.json(lot.sells()));
    told.add("left", OrderCommand.json(lot.left()));
    told.addProperty("grams", lot.grams().value());
    told.addProperty("meals", lot.meals());
    told.addProperty("lastUsefulOffer", lot.lastUsefulOffer().toString());
    return told;
  }
}
