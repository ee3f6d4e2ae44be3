package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Product;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Recalls;
import coop.minga.federation.surplus.Recalls.Called;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Recalls: hears them as soon as they come, before any quorum, and says who still has to look.
///
/// It stands before the desks that give and take, which ask it.
public final class RecallDesk implements Desk {
  private final Exchange exchange;
  private Recalls recalls = Recalls.NONE;

  /// A desk that has heard of nothing.
  public RecallDesk(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::seen));
  }

  @Override
  public void seen(Seen entry) {
    if (entry.said() instanceof Said.OfSurplus(var says)) {
      recalls = recalls.heard(entry.id(), entry.author(), says);
    }
  }

  @Override
  public void opened(Seen entry) {
    seen(entry);
  }

  /// The recall that forbids a lot now; absent if it may be eaten.
  public Optional<Called> covering(Lot lot) {
    return recalls.covering(lot, exchange.now());
  }

  /// Why a lot may not be offered or handed over now; absent if it may.
  public Optional<String> fault(Lot lot) {
    return fault(lot.product(), lot.date());
  }

  /// Why a product with a date printed on it may not be passed on now; absent if it may.
  Optional<String> fault(Product product, DateMark date) {
    return recalls
        .covering(product, date, exchange.now())
        .map(called ->
            "%s recalled %s: %s"
                .formatted(called.by(), called.recall().words(), called.recall().reason()));
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "recall" -> Optional.of(call(question));
      case "recalls" -> Optional.of(told());
      case "acknowledge" -> Optional.of(acknowledge(question));
      case "lift" -> Optional.of(lift(question));
      default -> Optional.empty();
    };
  }

  private JsonObject call(JsonObject question) {
    Recall.Which which =
        question.has("gtin")
            ? new Recall.Which.OfGtin(new Gtin(Asking.text(question, "gtin")))
            : new Recall.Which.OfCategory(Asking.text(question, "category"));
    var recall =
        new Recall(
            which,
            dates(question),
            question.has("batch") ? question.get("batch").getAsString() : "",
            Asking.text(question, "reason"),
            now());
    EntryId id = say(recall);
    return told(recalls.recall(id).orElseThrow());
  }

  private static Optional<Recall.Dates> dates(JsonObject question) {
    if (!question.has("from")) {
      return Optional.empty();
    }
    try {
      LocalDate from = LocalDate.parse(Asking.text(question, "from"));
      return Optional.of(
          new Recall.Dates(
              from,
              question.has("until") ? LocalDate.parse(Asking.text(question, "until")) : from));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a date is written 2026-11-24: " + e.getMessage(), e);
    }
  }

  private JsonObject acknowledge(JsonObject question) {
    Called called = named(question);
    say(new Acknowledge(called.id(), question.get("units").getAsInt(), now()));
    return told(called);
  }

  private JsonObject lift(JsonObject question) {
    Called called = named(question);
    if (!called.by().equals(exchange.self())) {
      throw new IllegalArgumentException(called.by() + " called this, and only it can lift it");
    }
    say(new Lift(called.id(), Asking.text(question, "reason"), now()));
    return told(recalls.recall(called.id()).orElseThrow());
  }

  private Called named(JsonObject question) {
    String name = Asking.text(question, "recall");
    List<Called> found =
        recalls.all().stream().filter(each -> each.id().toString().startsWith(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty() ? "no recall is called " + name : "several recalls begin with " + name);
    }
    return found.getFirst();
  }

  private EntryId say(SurplusStatement says) {
    EntryId id = exchange.enter(new Said.OfSurplus(says));
    recalls = recalls.heard(id, exchange.self(), says);
    return id;
  }

  private Instant now() {
    return Instant.ofEpochMilli(exchange.now().toEpochMilli());
  }

  private JsonObject told() {
    var told = new JsonObject();
    var all = new JsonArray();
    recalls.all().forEach(called -> all.add(told(called)));
    told.add("recalls", all);
    return told;
  }

  private JsonObject told(Called called) {
    var told = new JsonObject();
    told.addProperty("recall", called.id().toString());
    told.addProperty("by", called.by().name());
    told.addProperty("covers", called.recall().words());
    told.addProperty("reason", called.recall().reason());
    told.addProperty("at", called.recall().at().toString());
    called.lifted().ifPresent(at -> told.addProperty("lifted", at.toString()));
    var lots = new JsonArray();
    recalls.holders(called).forEach((lot, who) -> lots.add(told(lot, who)));
    told.add("lots", lots);
    SortedSet<MemberId> waiting = recalls.waitingFor(called);
    told.add("waitingFor", names(waiting));
    told.addProperty("climbsAt", called.climbsAt().toString());
    told.addProperty("level", level(called, waiting));
    told.addProperty("yours", waiting.contains(exchange.self()));
    var acknowledged = new JsonObject();
    recalls
        .acknowledged(called.id())
        .forEach((member, at) -> acknowledged.addProperty(member.name(), at.toString()));
    told.add("acknowledged", acknowledged);
    return told;
  }

  /// Whom it concerns now: at first whoever holds the food, then everybody who sees that it does.
  private String level(Called called, SortedSet<MemberId> waiting) {
    if (called.lifted().isPresent()) {
      return "lifted";
    }
    if (waiting.isEmpty()) {
      return "answered";
    }
    return exchange.now().isBefore(called.climbsAt()) ? "holders" : "everybody";
  }

  private static JsonObject told(LotName lot, Collection<MemberId> who) {
    var told = new JsonObject();
    told.addProperty("giver", lot.giver().name());
    told.addProperty("lot", lot.lot());
    told.add("holders", names(who));
    return told;
  }

  private static JsonArray names(Collection<MemberId> members) {
    var names = new JsonArray();
    members.forEach(member -> names.add(member.name()));
    return names;
  }
}
