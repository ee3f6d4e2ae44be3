package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Carrying;
import coop.minga.federation.negotiation.Carrying.Job;
import coop.minga.federation.negotiation.Carrying.Reading;
import coop.minga.federation.negotiation.Carrying.State;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.LotName;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The carrier's side of a node: what this member fetches for others, and its word on both legs.
public final class CarryingDesk implements Desk {
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final Exchange exchange;
  private final Speech speech;
  private Carrying carrying;
  private Instant forgets = Instant.MIN;

  /// A desk that has heard of nothing.
  public CarryingDesk(Exchange exchange) {
    this.exchange = exchange;
    this.speech = new Speech(exchange);
    this.carrying = new Carrying(exchange.self(), this::rules);
  }

  private Rules.Handover rules(Optional<Hash> roster) {
    return roster
        .flatMap(exchange.rosters()::roster)
        .orElseGet(exchange.rosters()::genesis)
        .rules()
        .handover();
  }

  @Override
  public void recall(Recollection all) {
    carrying = new Carrying(exchange.self(), this::rules);
    all.ledgers().values().forEach(entries -> entries.forEach(this::seen));
    forget();
  }

  @Override
  public void seen(Seen entry) {
    Speech.stated(entry).ifPresent(carrying::hear);
  }

  @Override
  public void tick() {
    if (!exchange.now().isBefore(forgets)) {
      forget();
    }
  }

  private void forget() {
    forgets = exchange.now().plus(BETWEEN_LOOKS);
    carrying.forget(exchange.now().minus(TakingDesk.REMEMBERED));
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "carriages" -> Optional.of(told());
      case "load" -> Optional.of(load(question));
      case "deliver" -> Optional.of(deliver(question));
      case "not-available" -> Optional.of(question).filter(this::carries).map(this::missing);
      default -> Optional.empty();
    };
  }

  private JsonObject load(JsonObject question) {
    carrying.hear(
        speech.say(
            Asking.allowed(
                carrying.load(exchange.now(), lot(question), seq(question), reading(question)))));
    return told();
  }

  private JsonObject deliver(JsonObject question) {
    carrying.hear(
        speech.say(
            Asking.allowed(
                carrying.deliver(
                    exchange.now(), lot(question), seq(question), reading(question)))));
    return told();
  }

  private JsonObject missing(JsonObject question) {
    carrying.hear(
        speech.say(
            Asking.allowed(
                carrying.missing(
                    exchange.now(),
                    lot(question),
                    seq(question),
                    Asking.text(question, "reason")))));
    return told();
  }

  private static LotName lot(JsonObject question) {
    return new LotName(new MemberId(Asking.text(question, "giver")), Asking.text(question, "lot"));
  }

  private static int seq(JsonObject question) {
    return question.get("seq").getAsInt();
  }

  private static Reading reading(JsonObject question) {
    return new Reading(
        question.get("units").getAsInt(),
        question.get("deciCelsius").getAsInt(),
        question.has("reason") ? question.get("reason").getAsString() : "");
  }

  /// Whether this member is named to fetch an award, or has fetched it.
  private boolean carries(JsonObject question) {
    LotName lot = lot(question);
    return carrying.jobs().stream()
        .anyMatch(job -> job.lot().equals(lot) && job.award().seq() == seq(question));
  }

  /// What of it waits for a person of this member. What was not fetched in time waits no more.
  List<Waiting> waiting() {
    var all = new ArrayList<Waiting>();
    for (Job job : carrying.jobs()) {
      boolean late = !exchange.now().isBefore(job.award().window().until());
      if (job.state() != State.SENT || !late) {
        command(job)
            .ifPresent(what ->
                all.add(
                    new Waiting(
                        job.lot().toString(),
                        "who drives",
                        what,
                        job.award().window().until(),
                        silence(job.state()))));
      }
    }
    return all;
  }

  private static Optional<String> command(Job job) {
    String sign =
        "minga handover %s --from %s --award %d --%%s --units %d --celsius C"
            .formatted(job.lot().lot(), job.lot().giver(), job.award().seq(), job.units());
    return switch (job.state()) {
      case SENT ->
          Optional.of(
              "fetch %d units for %s, from %s on"
                  .formatted(
                      job.units(), job.award().taker().member(), job.award().window().from()));
      case HANDED -> Optional.of("sign for it: " + sign.formatted("load"));
      case LOADED ->
          Optional.of(
              "take it to %s: %s"
                  .formatted(job.award().taker().member(), sign.formatted("deliver")));
      case DELIVERED, OVER -> Optional.empty();
    };
  }

  private static String silence(State state) {
    return switch (state) {
      case SENT -> "counted as its taker's no-show";
      case HANDED -> "its giver's word stands alone";
      case LOADED, DELIVERED, OVER -> "you are asked what became of it";
    };
  }

  private JsonObject told() {
    var told = new JsonObject();
    var all = new JsonArray();
    for (Job job : carrying.jobs()) {
      var line = new JsonObject();
      line.addProperty("giver", job.lot().giver().name());
      line.addProperty("lot", job.lot().lot());
      line.addProperty("seq", job.award().seq());
      line.addProperty("taker", job.award().taker().member().name());
      line.addProperty("units", job.units());
      line.addProperty("state", job.state().name());
      line.addProperty("from", job.award().window().from().toString());
      line.addProperty("until", job.award().window().until().toString());
      command(job).ifPresent(what -> line.addProperty("next", what));
      all.add(line);
    }
    told.add("carriages", all);
    return told;
  }
}
