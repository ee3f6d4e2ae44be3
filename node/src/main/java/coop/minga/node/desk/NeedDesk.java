package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Needs;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.history.NeedLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Needs: what this member's kitchens say that they need, and what the others' do.
public final class NeedDesk implements Desk {
  /// How long a need holds unless said otherwise.
  private static final int USUAL_DAYS = 90;

  private final Exchange exchange;
  private final OutlookDesk outlook;
  private final SortedMap<MemberId, Needs> needs = new TreeMap<>();

  /// A desk that has heard of nothing.
  public NeedDesk(Exchange exchange, OutlookDesk outlook) {
    this.exchange = exchange;
    this.outlook = outlook;
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::seen));
  }

  @Override
  public void seen(Seen entry) {
    if (entry.said() instanceof Said.OfSurplus(StatedNeed said)) {
      hear(entry.author(), said);
    }
  }

  private void hear(MemberId author, StatedNeed said) {
    needs.put(author, needs.getOrDefault(author, Needs.NONE).heard(said));
  }

  /// What this member's kitchens need, by the ledger and the imported table.
  KitchenNeeds ours(Outlook seen) {
    return KitchenNeeds.of(needs.getOrDefault(exchange.self(), Needs.NONE), seen.needs());
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "need" -> Optional.of(state(question));
      case "publish-needs" -> Optional.of(publish());
      case "needs" -> Optional.of(told());
      default -> Optional.empty();
    };
  }

  private JsonObject state(JsonObject question) {
    if (!exchange.roster().social().contains(exchange.self())) {
      throw new IllegalArgumentException(
          "this member does not take donations, so its needs would be heard by nobody");
    }
    Grams least = grams(question, "least", Grams.ZERO);
    Grams most = grams(question, "most", StatedNeed.NO_BOUND);
    return told(say(new StatedNeed(need(question), least, most, now())));
  }

  private Need need(JsonObject question) {
    var week = new ArrayList<Grams>();
    for (JsonElement each : question.getAsJsonArray("grams")) {
      week.add(StatedNeed.stepped(new Grams(each.getAsLong())));
    }
    boolean firm = !question.has("wish") || !question.get("wish").getAsBoolean();
    return new Need(
        Asking.text(question, "site"),
        Asking.text(question, "category"),
        week,
        until(question),
        firm);
  }

  private LocalDate until(JsonObject question) {
    try {
      return question.has("until")
          ? LocalDate.parse(Asking.text(question, "until"))
          : today().plusDays(USUAL_DAYS);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a date is written 2026-11-24: " + e.getMessage(), e);
    }
  }

  private static Grams grams(JsonObject question, String key, Grams otherwise) {
    return question.has(key) ? new Grams(question.get(key).getAsLong()) : otherwise;
  }

  /// States what the imported table says and the ledger does not.
  private JsonObject publish() {
    Outlook seen =
        outlook
            .outlook()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the node has not looked ahead today; it does so from 06:00 on"));
    Needs said = needs.getOrDefault(exchange.self(), Needs.NONE);
    var stated = new JsonArray();
    for (NeedLine line : seen.needs()) {
      if (!said.speakOf(line.site(), line.category())) {
        stated.add(told(say(new StatedNeed(need(line), Grams.ZERO, StatedNeed.NO_BOUND, now()))));
      }
    }
    var told = new JsonObject();
    told.add("stated", stated);
    return told;
  }

  private Need need(NeedLine line) {
    List<Grams> week =
        line.gramsPerWeekday().stream().map(Grams::new).map(StatedNeed::stepped).toList();
    LocalDate until = line.until().orElse(today().plusDays(USUAL_DAYS));
    return new Need(line.site(), line.category(), week, until, line.firm());
  }

  private StatedNeed say(StatedNeed said) {
    exchange.enter(new Said.OfSurplus(said));
    hear(exchange.self(), said);
    return said;
  }

  private Instant now() {
    return Instant.ofEpochMilli(exchange.now().toEpochMilli());
  }

  private LocalDate today() {
    return exchange.now().atZone(exchange.roster().rules().time().zone()).toLocalDate();
  }

  private JsonObject told() {
    var all = new JsonArray();
    needs.forEach((member, said) ->
        said.standing().stream()
            .filter(need -> !need.need().until().isBefore(today()))
            .forEach(need -> {
              JsonObject line = told(need);
              line.addProperty("member", member.name());
              all.add(line);
            }));
    var told = new JsonObject();
    told.add("needs", all);
    long table = outlook.outlook().map(seen -> (long) seen.needs().size()).orElse(0L);
    told.addProperty("inTable", table);
    return told;
  }

  private static JsonObject told(StatedNeed said) {
    var told = new JsonObject();
    told.addProperty("site", said.need().site());
    told.addProperty("category", said.need().category());
    var week = new JsonArray();
    said.need().perWeekday().forEach(grams -> week.add(grams.value()));
    told.add("grams", week);
    told.addProperty("until", said.need().until().toString());
    told.addProperty("firm", said.need().firm());
    told.addProperty("least", said.least().value());
    if (said.most().compareTo(StatedNeed.NO_BOUND) < 0) {
      told.addProperty("most", said.most().value());
    }
    told.addProperty("at", said.at().toString());
    return told;
  }
}
