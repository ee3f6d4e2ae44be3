package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.assembly.DefaultRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The day in figures, counted from what the nodes say.
///
/// @param forecasts each retailer's model against its plain rules, on days that none was trained on
/// @param bytes what left each node, by kind of frame
/// @param food what became of it
/// @param counts entries and frames
/// @param learned model epochs that agreed, and the last model's hash
public record DayFigures(
    SortedMap<MemberId, Forecast> forecasts,
    SortedMap<MemberId, SortedMap<String, Long>> bytes,
    Food food,
    Counts counts,
    Learned learned) {

  private static final double BYTES_PER_KB = 1000;

  /// Mean quantile losses as a share of sales; less is better.
  public record Forecast(double wql, double weekdayWql, double naiveWql) {}

  /// Grams. Wasted is offered and not collected.
  ///
  /// @param firstCome the same lots by today's practice
  public record Food(
      long offered, long awarded, long collected, long wasted, FirstComeFood firstCome) {}

  /// Grams by today's practice: first come, first served, no second offer.
  public record FirstComeFood(long awarded, long collected, long wasted) {}

  /// Entries and frames.
  public record Counts(int offers, int awards, int handovers, long messages) {}

  /// What the night came to.
  public record Learned(int rounds, String model) {}

  /// What left one node, by kind of frame.
  SortedMap<String, Long> bytesOf(MemberId member) {
    return bytes.getOrDefault(member, Collections.emptySortedMap());
  }

  /// The table for people.
  List<String> table() {
    var lines = new ArrayList<String>();
    lines.add("How far the forecasts of the last 14 days missed, as a share of sales (wQL):");
    lines.add("                                      model  4-weekday mean  last week");
    forecasts.forEach((member, forecast) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-32s %8.3f %15.3f %10.3f%s",
                member,
                forecast.wql(),
                forecast.weekdayWql(),
                forecast.naiveWql(),
                forecast.wql() < forecast.weekdayWql() ? "" : "  the plain rule was better")));
    lines.add("");
    lines.add("food                                offered    awarded  collected     wasted");
    lines.add(
        row("  by negotiation", food.offered(), food.awarded(), food.collected(), food.wasted()));
    lines.add(
        row(
            "  the same lots, first come",
            food.offered(),
            food.firstCome().awarded(),
            food.firstCome().collected(),
            food.firstCome().wasted()));
    lines.add("");
    lines.add(
        "kB that left each node    updates  entries  bids+replies  frontiers  cosignatures   rest");
    bytes.forEach((member, kinds) -> lines.add(row(member, kinds)));
    lines.add(String.format(Locale.ROOT, "%,d messages in all.", counts.messages()));
    return lines;
  }

  /// Masked updates are the blobs; hellos, pings and what asks for blobs are the rest.
  private static String row(MemberId member, SortedMap<String, Long> kinds) {
    var rest = new TreeMap<>(kinds);
    return String.format(
        Locale.ROOT,
        "  %-22s %8.1f %8.1f %13.1f %10.1f %13.1f %6.1f",
        member,
        kilo(rest, "blob_chunk"),
        kilo(rest, "entries"),
        kilo(rest, "told"),
        kilo(rest, "frontier"),
        kilo(rest, "cosignature"),
        rest.values().stream().mapToLong(Long::longValue).sum() / BYTES_PER_KB);
  }

  private static double kilo(SortedMap<String, Long> rest, String kind) {
    Long bytes = rest.remove(kind);
    return (bytes == null ? 0 : bytes) / BYTES_PER_KB;
  }

  private static String row(String what, long offered, long awarded, long collected, long wasted) {
    return String.format(
        "%-34s %9s %10s %10s %10s",
        what, new Grams(offered), new Grams(awarded), new Grams(collected), new Grams(wasted));
  }

  /// Counts a day.
  static final class Counter {
    private static final Set<String> COLLECTED = Set.of("DEBITED", "RECEIVED");
    private static final int MINUTES_PER_HOUR = 60;
    private static final int SPEED_KMH = 25;
    private static final double MICRO = 1e6;

    private final Demonstration.Stage stage;
    private final Ledgerbook ledgerbook;

    Counter(Demonstration.Stage stage, Ledgerbook ledgerbook) {
      this.stage = stage;
      this.ledgerbook = ledgerbook;
    }

    DayFigures count(Optional<Handovers.Visit> missed) throws IOException {
      return new DayFigures(forecasts(), bytes(), food(missed), counts(), learned());
    }

    private SortedMap<MemberId, Forecast> forecasts() throws IOException {
      var all = new TreeMap<MemberId, Forecast>();
      for (TownMember member : stage.town().retailers()) {
        JsonObject outlook = stage.nodes().ask(member.id(), "outlook");
        if (outlook.has("forecast")) {
          JsonObject told = outlook.getAsJsonObject("forecast");
          all.put(
              member.id(),
              new Forecast(
                  told.get("wql").getAsDouble(),
                  told.get("weekdayWql").getAsDouble(),
                  told.get("naiveWql").getAsDouble()));
        }
      }
      return all;
    }

    private SortedMap<MemberId, SortedMap<String, Long>> bytes() throws IOException {
      var all = new TreeMap<MemberId, SortedMap<String, Long>>();
      for (MemberId member : stage.nodes().members()) {
        var kinds = new TreeMap<String, Long>();
        JsonObject told = stage.nodes().ask(member, "status").getAsJsonObject("bytesOut");
        told.keySet()
            .forEach(kind -> kinds.put(kind.toLowerCase(Locale.ROOT), told.get(kind).getAsLong()));
        all.put(member, kinds);
      }
      return all;
    }

    private Counts counts() throws IOException {
      int offers = 0;
      int awards = 0;
      int handovers = 0;
      long messages = 0;
      for (MemberId member : stage.nodes().members()) {
        offers += ledgerbook.count(member, "OFFER");
        awards += ledgerbook.count(member, "AWARD");
        handovers += ledgerbook.count(member, "RECEIVED");
        JsonObject frames = stage.nodes().ask(member, "status").getAsJsonObject("framesOut");
        for (String kind : frames.keySet()) {
          messages += frames.get(kind).getAsLong();
        }
      }
      return new Counts(offers, awards, handovers, messages);
    }

    private Learned learned() throws IOException {
      JsonObject rounds = stage.nodes().ask(stage.nodes().members().getFirst(), "rounds");
      int agreed =
          (int) Nodes.each(rounds, "epochs").stream().filter(epoch -> epoch.has("model")).count();
      return new Learned(agreed, rounds.get("model").getAsString());
    }

    private Food food(Optional<Handovers.Visit> missed) throws IOException {
      long offered = 0;
      long awarded = 0;
      long collected = 0;
      var lots = new LinkedHashMap<JsonObject, MemberId>();
      for (TownMember giver : stage.town().retailers()) {
        for (JsonObject lot : Nodes.each(stage.nodes().ask(giver.id(), "lots"), "lots")) {
          lots.put(lot, giver.id());
          long unit = lot.get("unitGrams").getAsLong();
          offered += unit * lot.get("units").getAsLong();
          for (JsonObject award : Nodes.each(lot, "awards")) {
            boolean again = award.get("again").getAsBoolean();
            awarded += again ? 0 : unit * award.get("awarded").getAsLong();
            collected += isCollected(award) ? unit * award.get("units").getAsLong() : 0;
          }
        }
      }
      return new Food(offered, awarded, collected, offered - collected, firstCome(lots, missed));
    }

    private static boolean isCollected(JsonObject award) {
      return COLLECTED.contains(award.get("state").getAsString());
    }

    private FirstComeFood firstCome(
        Map<JsonObject, MemberId> lots, Optional<Handovers.Visit> missed) {
      var offers = new ArrayList<FirstCome.LotOffered>();
      lots.forEach((lot, giver) -> offers.add(lot(lot, giver)));
      Set<FirstCome.NoShow> noShows =
          missed
              .map(visit ->
                  Set.of(new FirstCome.NoShow(key(visit.giver(), visit.lot()), visit.taker())))
              .orElse(Set.of());
      List<FirstCome.Outcome> outcomes =
          FirstCome.play(offers, rooms(), noShows, MINUTES_PER_HOUR / SPEED_KMH + 1);
      return new FirstComeFood(
          outcomes.stream().mapToLong(FirstCome.Outcome::awardedGrams).sum(),
          outcomes.stream().mapToLong(FirstCome.Outcome::collectedGrams).sum(),
          outcomes.stream().mapToLong(FirstCome.Outcome::wastedGrams).sum());
    }

    private static String key(MemberId giver, String lot) {
      return giver + "/" + lot;
    }

    private static FirstCome.LotOffered lot(JsonObject lot, MemberId giver) {
      LocalDate date = LocalDate.parse(lot.get("date").getAsString());
      var mark = new DateMark(DateMark.Kind.valueOf(lot.get("dateKind").getAsString()), date);
      String category = lot.get("category").getAsString();
      return new FirstCome.LotOffered(
          key(giver, lot.get("lot").getAsString()),
          category,
          Storage.valueOf(lot.get("storage").getAsString()),
          DefaultRules.of(Town.ZONE, true).basePoints(category),
          lot.get("units").getAsLong(),
          lot.get("unitGrams").getAsLong(),
          new Place(
              lot.get("latitudeE6").getAsInt() / MICRO, lot.get("longitudeE6").getAsInt() / MICRO),
          Instant.parse(lot.get("opened").getAsString()),
          Instant.parse(lot.get("until").getAsString()),
          mark.endOfUse(Town.ZONE));
    }

    private List<FirstCome.TakerRoom> rooms() {
      var rooms = new ArrayList<FirstCome.TakerRoom>();
      for (TownMember taker : stage.town().takers()) {
        Taking taking = taker.taking().orElseThrow();
        var capacity = new EnumMap<Storage, Long>(Storage.class);
        taking.capacity().forEach((storage, grams) -> capacity.put(storage, kilograms(grams)));
        rooms.add(
            new FirstCome.TakerRoom(
                taker.id(),
                taker.tables().sites().getFirst().place(),
                needs(taker),
                capacity,
                Duration.ofMinutes(taking.serveMinutes())));
      }
      return rooms;
    }

    /// As in node.toml, which has whole kilograms.
    private static long kilograms(Grams grams) {
      return grams.value() / 1000 * 1000;
    }

    /// Two days' need, as the bidders look ahead.
    private Map<String, Long> needs(TownMember taker) {
      var needs = new TreeMap<String, Long>();
      for (TownNeed need : taker.tables().needs()) {
        for (int day = 0; day < 2; day++) {
          int weekday = stage.town().morning().plusDays(day).getDayOfWeek().getValue() - 1;
          needs.merge(need.category(), need.gramsPerWeekday().get(weekday), Long::sum);
        }
      }
      return needs;
    }
  }
}
