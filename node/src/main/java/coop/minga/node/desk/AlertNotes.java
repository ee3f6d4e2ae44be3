package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Event;
import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A member's own alerts as they are kept across restarts, as JSON.
///
/// @param told the last day of sales that was told of
/// @param alerts in the order they were noticed
record AlertNotes(Optional<LocalDate> told, List<OwnAlert> alerts) {
  /// Alerts that are kept.
  static final int MAX_KEPT = 400;

  static final AlertNotes NONE = new AlertNotes(Optional.empty(), List.of());

  AlertNotes {
    alerts = List.copyOf(alerts);
  }

  /// Those of more alerts that are kept.
  ///
  /// Given up first are those that rang nobody, the last in order at first; then what is over, the
  /// oldest at first. Of those that time still does something to, the last: nobody was rung for
  /// them yet, and peers may wait to hear of the others' ends.
  ///
  /// @param all in the order they were noticed, of one day the heaviest first
  static AlertNotes ofMost(Optional<LocalDate> told, List<OwnAlert> all) {
    List<OwnAlert> over = all.stream().filter(own -> !own.isLive()).toList();
    List<OwnAlert> rang = over.stream().filter(own -> own.bell() != OwnAlert.Bell.NONE).toList();
    List<OwnAlert> first =
        Stream.of(
                all.stream().filter(OwnAlert::isLive),
                rang.reversed().stream(),
                over.stream().filter(own -> own.bell() == OwnAlert.Bell.NONE))
            .flatMap(part -> part)
            .limit(MAX_KEPT)
            .toList();
    Set<String> kept = first.stream().map(OwnAlert::name).collect(Collectors.toSet());
    return new AlertNotes(told, all.stream().filter(own -> kept.contains(own.name())).toList());
  }

  Bytes write() {
    var all = new JsonObject();
    told.ifPresent(day -> all.addProperty("told", day.toString()));
    var list = new JsonArray();
    alerts.forEach(alert -> list.add(write(alert)));
    all.add("alerts", list);
    return Bytes.utf8(all.toString());
  }

  static AlertNotes read(Bytes bytes) {
    JsonObject all =
        JsonParser.parseString(new String(bytes.toArray(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    var alerts = new ArrayList<OwnAlert>();
    for (JsonElement each : all.getAsJsonArray("alerts")) {
      alerts.add(alert(each.getAsJsonObject()));
    }
    Optional<LocalDate> told =
        all.has("told") ? Optional.of(LocalDate.parse(text(all, "told"))) : Optional.empty();
    return new AlertNotes(told, alerts);
  }

  private static JsonObject write(OwnAlert own) {
    var told = new JsonObject();
    OwnAlert.Cause cause = own.cause();
    told.addProperty("site", cause.site());
    told.addProperty("what", cause.what());
    told.addProperty("more", cause.more());
    told.addProperty("seen", cause.seen().toString());
    told.addProperty("words", cause.words());
    told.addProperty("atStake", cause.grams());
    told.addProperty("bell", own.bell().name());
    Ladder.Alert alert = own.alert();
    told.addProperty("name", alert.name());
    told.addProperty("need", alert.about().need().name());
    told.addProperty("category", alert.about().category());
    told.addProperty("grams", alert.about().grams().value());
    told.addProperty("row", alert.about().cell().row());
    told.addProperty("column", alert.about().cell().column());
    told.addProperty("noticed", alert.recovery().noticed().toEpochMilli());
    told.addProperty("shop", alert.recovery().shop().toMillis());
    told.addProperty("organisation", alert.recovery().organisation().toMillis());
    told.addProperty("plateBy", alert.plateBy().toEpochMilli());
    var events = new JsonArray();
    own.events().forEach(event -> events.add(write(event)));
    told.add("events", events);
    return told;
  }

  private static OwnAlert alert(JsonObject told) {
    var cause =
        new OwnAlert.Cause(
            text(told, "site"),
            text(told, "what"),
            told.get("more").getAsBoolean(),
            LocalDate.parse(text(told, "seen")),
            told.get("atStake").getAsLong(),
            text(told, "words"));
    var about =
        new Raised.About(
            Raised.Help.valueOf(text(told, "need")),
            text(told, "category"),
            new Grams(told.get("grams").getAsLong()),
            new Cell(told.get("row").getAsInt(), told.get("column").getAsInt()));
    var recovery =
        new Recovery(
            instant(told, "noticed"),
            Duration.ofMillis(told.get("shop").getAsLong()),
            Duration.ofMillis(told.get("organisation").getAsLong()));
    var events = new ArrayList<Event>();
    for (JsonElement each : told.getAsJsonArray("events")) {
      events.add(event(each.getAsJsonObject()));
    }
    return new OwnAlert(
        cause,
        new Ladder.Alert(text(told, "name"), about, recovery, instant(told, "plateBy")),
        OwnAlert.Bell.valueOf(text(told, "bell")),
        events);
  }

  private static JsonObject write(Event event) {
    var told = new JsonObject();
    told.addProperty("at", event.at().toEpochMilli());
    told.addProperty("what", event.getClass().getSimpleName());
    switch (event) {
      case Event.Entered(var id, _) -> told.addProperty("id", id.toString());
      case Event.Heard(var id, var peer, var answer) -> {
        told.addProperty("id", id.toString());
        told.addProperty("peer", peer.name());
        told.addProperty("alert", answer.alert().toString());
        told.addProperty("grams", answer.grams().value());
      }
      case Event.Acknowledged _,
          Event.Mended _,
          Event.Handled _,
          Event.NotReal _,
          Event.PassedUp _,
          Event.TimePassed _ -> {}
    }
    return told;
  }

  private static Event event(JsonObject told) {
    Instant at = instant(told, "at");
    String what = text(told, "what");
    return switch (what) {
      case "Acknowledged" -> new Event.Acknowledged(at);
      case "Mended" -> new Event.Mended(at);
      case "Handled" -> new Event.Handled(at);
      case "NotReal" -> new Event.NotReal(at);
      case "PassedUp" -> new Event.PassedUp(at);
      case "TimePassed" -> new Event.TimePassed(at);
      case "Entered" -> new Event.Entered(id(told, "id"), at);
      case "Heard" ->
          new Event.Heard(
              id(told, "id"),
              new MemberId(text(told, "peer")),
              new Answered(id(told, "alert"), new Grams(told.get("grams").getAsLong()), at));
      default -> throw new IllegalStateException("a note of an alert says " + what);
    };
  }

  private static EntryId id(JsonObject told, String key) {
    return new EntryId(Hash.hex(text(told, key)));
  }

  private static Instant instant(JsonObject told, String key) {
    return Instant.ofEpochMilli(told.get(key).getAsLong());
  }

  private static String text(JsonObject told, String key) {
    return told.get(key).getAsString();
  }
}
