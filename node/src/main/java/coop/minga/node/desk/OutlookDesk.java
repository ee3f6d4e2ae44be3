package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.forecast.Evaluation;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.planning.LeftOver;
import coop.minga.node.planning.OrderLine;
import coop.minga.node.planning.Range;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// Looks ahead once a day, in the morning, on the worker; answers what it saw.
public final class OutlookDesk implements Desk {
  /// Local time from which a day is looked at.
  public static final LocalTime MORNING = LocalTime.of(6, 0);

  private final Exchange exchange;
  private final Foresight foresight;
  private final LotNames names;
  private final ZoneId zone;
  private Optional<Outlook> outlook = Optional.empty();
  private Optional<LocalDate> asked = Optional.empty();

  /// A desk that has not looked yet.
  public OutlookDesk(Exchange exchange, Foresight foresight) {
    this.exchange = exchange;
    this.foresight = foresight;
    this.names = LotNames.of(exchange);
    this.zone = exchange.roster().rules().time().zone();
  }

  /// What was seen last; absent until the first look of this run is done.
  public Optional<Outlook> outlook() {
    return outlook;
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public void tick() {
    var local = exchange.now().atZone(zone);
    LocalDate today = local.toLocalDate();
    boolean looked = asked.filter(today::equals).isPresent();
    if (!looked && !local.toLocalTime().isBefore(MORNING)) {
      asked = Optional.of(today);
      exchange.work("look-ahead", () -> foresight.look(today), seen -> outlook = Optional.of(seen));
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("outlook")
        ? Optional.of(outlook.map(this::told).orElseGet(OutlookDesk::notYet))
        : Optional.empty();
  }

  private static JsonObject notYet() {
    var told = new JsonObject();
    told.addProperty("ready", false);
    return told;
  }

  private JsonObject told(Outlook outlook) {
    var told = new JsonObject();
    told.addProperty("ready", true);
    told.addProperty("morning", outlook.morning().toString());
    var orders = new JsonArray();
    outlook.orders().forEach(line -> orders.add(told(line)));
    told.add("orders", orders);
    var lots = new JsonArray();
    outlook
        .leftOvers()
        .forEach(lot -> {
          JsonObject line = told(lot);
          line.add("orderedBy", orderedBy(outlook, lot));
          lots.add(line);
        });
    told.add("surplus", lots);
    var toCheck = new JsonArray();
    outlook.pastBest().forEach(lot -> toCheck.add(told(lot)));
    told.add("toCheck", toCheck);
    outlook.evaluation().ifPresent(evaluation -> told.add("forecast", told(evaluation)));
    var notes = new JsonArray();
    outlook.notes().forEach(notes::add);
    told.add("notes", notes);
    return told;
  }

  /// Other sites of this member's that order the same today: some could be moved there.
  private static JsonArray orderedBy(Outlook outlook, LeftOver lot) {
    var sites = new JsonArray();
    outlook.orders().stream()
        .filter(line -> line.units() > 0)
        .filter(line -> line.series().item().equals(lot.series().item()))
        .filter(line -> !line.series().site().equals(lot.series().site()))
        .forEach(line -> {
          var told = new JsonObject();
          told.addProperty("site", line.series().site());
          told.addProperty("units", line.units());
          sites.add(told);
        });
    return sites;
  }

  private static JsonObject told(OrderLine line) {
    var told = new JsonObject();
    told.addProperty("site", line.series().site());
    told.addProperty("item", line.series().item());
    told.addProperty("name", line.item().name());
    told.addProperty("units", line.units());
    told.add("range", told(line.range()));
    told.addProperty("why", line.why());
    return told;
  }

  private JsonObject told(LeftOver lot) {
    var told = new JsonObject();
    told.addProperty("lot", names.of(lot));
    told.addProperty("stockLot", LotNames.stockLot(lot));
    told.addProperty("site", lot.series().site());
    told.addProperty("item", lot.series().item());
    told.addProperty("name", lot.item().name());
    told.addProperty("stock", lot.stock());
    told.addProperty("dateKind", lot.mark().kind().name());
    told.addProperty("date", lot.mark().date().toString());
    told.add("sells", told(lot.sells()));
    told.add("left", told(lot.left()));
    told.addProperty("grams", lot.grams().value());
    told.addProperty("meals", lot.meals());
    told.addProperty("lastUsefulOffer", lot.lastUsefulOffer().toString());
    told.addProperty("tooLate", !exchange.now().isBefore(lot.lastUsefulOffer()));
    return told;
  }

  private static JsonObject told(Range range) {
    var told = new JsonObject();
    told.addProperty("low", range.low());
    told.addProperty("middle", range.middle());
    told.addProperty("high", range.high());
    return told;
  }

  private static JsonObject told(Evaluation evaluation) {
    var told = new JsonObject();
    told.addProperty("firstDay", evaluation.firstDay().toString());
    told.addProperty("lastDay", evaluation.lastDay().toString());
    told.addProperty("wql", evaluation.of(Method.MODEL).wql());
    told.addProperty("weekdayWql", evaluation.of(Method.WEEKDAY_MEAN).wql());
    told.addProperty("naiveWql", evaluation.of(Method.SEASONAL_NAIVE).wql());
    return told;
  }
}
