package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Scope;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a member shows to auditors and what it forgets, each by a person's word. That something was
/// shown is entered before it is shown; that something was forgotten is said to whoever asks.
public final class DisclosureDesk implements Desk {
  /// How long an auditor is let in unless said otherwise.
  public static final Duration USUAL_TIME = Duration.ofDays(30);

  /// How long after its window what an offer hides is kept at least: a dispute may come.
  public static final Duration LEAST_KEPT = Duration.ofDays(1);

  private final Exchange exchange;
  private final GivingDesk giving;
  private final Map<Appointed, EntryId> appointments = new HashMap<>();

  /// A desk that has let nobody in.
  public DisclosureDesk(Exchange exchange, GivingDesk giving) {
    this.exchange = exchange;
    this.giving = giving;
  }

  @Override
  public void recall(Recollection all) {
    all.ledger(exchange.self()).forEach(this::seen);
  }

  @Override
  public void seen(Seen entry) {
    if (entry.author().equals(exchange.self())
        && entry.said() instanceof Said.OfDisclosure(Appointed appointed)) {
      appointments.put(appointed, entry.id());
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "open-to-auditor" -> Optional.of(open(question));
      case "erase" -> Optional.of(erase(question));
      case "erased" -> Optional.of(erased());
      default -> Optional.empty();
    };
  }

  // ---- Opening

  private JsonObject open(JsonObject question) {
    Appointed wanted = appointment(question);
    List<EntryId> offers =
        own()
            .filter(entry -> notice(entry).filter(n -> covers(wanted, n)).isPresent())
            .map(Seen::id)
            .sorted()
            .toList();
    EntryId appointment =
        standing(wanted).orElseGet(() -> exchange.enter(new Said.OfDisclosure(wanted)));
    for (int from = 0; from < offers.size(); from += Opened.MAX_ENTRIES) {
      List<EntryId> some = offers.subList(from, Math.min(offers.size(), from + Opened.MAX_ENTRIES));
      say(
          new Opened(
              some, wanted.scope().fields(), new Opened.Auditor(appointment), exchange.now()));
    }
    serve(appointment, Tree.BOOK, exchange.book().size());
    serve(appointment, Tree.LEDGER, exchange.held().getOrDefault(exchange.self(), 0L));
    var told = new JsonObject();
    told.addProperty("appointment", appointment.toString());
    told.addProperty("ends", wanted.ends().toString());
    var fields = new JsonArray();
    wanted.scope().fields().forEach(fields::add);
    told.add("fields", fields);
    var all = new JsonArray();
    offers.forEach(offer -> all.add(offer.toString()));
    told.add("offers", all);
    return told;
  }

  private void serve(EntryId appointment, Tree tree, long size) {
    if (size > 0) {
      say(new Served(appointment, exchange.self(), tree, 0, size, exchange.now()));
    }
  }

  private void say(DisclosureStatement says) {
    exchange.enter(new Said.OfDisclosure(says));
  }

  private static boolean covers(Appointed appointed, Notice notice) {
    return appointed.scope().covers(notice.openedAt());
  }

  /// An appointment of the same auditor with the same scope that has not ended.
  private Optional<EntryId> standing(Appointed wanted) {
    return appointments.entrySet().stream()
        .filter(known -> known.getKey().key().equals(wanted.key()))
        .filter(known -> known.getKey().scope().equals(wanted.scope()))
        .filter(known -> exchange.now().isBefore(known.getKey().ends()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Appointed appointment(JsonObject question) {
    Instant now = exchange.now();
    List<String> fields =
        question.has("fields")
            ? List.copyOf(
                new TreeSet<>(List.of(Asking.text(question, "fields").strip().split("[ ,]+"))))
            : HiddenField.NAMES;
    for (String field : fields) {
      if (!HiddenField.NAMES.contains(field)) {
        throw new IllegalArgumentException(
            "there is no hidden field \"" + field + "\"; there are " + HiddenField.NAMES);
      }
    }
    var scope =
        new Scope(
            time(question, "from").orElse(Instant.EPOCH),
            time(question, "until").orElse(now.plusMillis(1)),
            fields);
    return new Appointed(
        new AuditorKey(Bytes.hex(Asking.text(question, "key"))),
        Asking.text(question, "name"),
        scope,
        time(question, "ends").orElse(now.plus(USUAL_TIME)),
        now);
  }

  private static Optional<Instant> time(JsonObject question, String key) {
    try {
      return question.has(key)
          ? Optional.of(Instant.parse(question.get(key).getAsString()))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + key + "\" is not a time such as 2026-11-24T00:00:00Z", e);
    }
  }

  // ---- Forgetting

  private JsonObject erase(JsonObject question) {
    Instant before =
        time(question, "before")
            .orElseThrow(() -> new IllegalArgumentException("erase what is older than when?"));
    List<Seen> old = exchange.openable().stream().filter(entry -> ended(entry, before)).toList();
    List<Seen> over = old.stream().filter(this::isOver).toList();
    exchange.erase(over.stream().map(Seen::id).toList());
    giving.forget(lots(over.stream().filter(entry -> entry.author().equals(exchange.self()))));
    var told = new JsonObject();
    var names = new JsonArray();
    over.forEach(
        entry -> names.add(entry.author() + "/" + notice(entry).orElseThrow().outline().lot()));
    told.add("erased", names);
    told.addProperty("kept", old.size() - over.size());
    return told;
  }

  private static Set<String> lots(Stream<Seen> entries) {
    var lots = new TreeSet<String>();
    entries.forEach(entry -> notice(entry).ifPresent(notice -> lots.add(notice.outline().lot())));
    return lots;
  }

  private static boolean ended(Seen entry, Instant before) {
    return notice(entry).filter(n -> n.window().until().isBefore(before)).isPresent();
  }

  private boolean isOver(Seen entry) {
    return notice(entry)
        .filter(n -> exchange.now().isAfter(n.window().until().plus(LEAST_KEPT)))
        .filter(n -> !entry.author().equals(exchange.self()) || giving.isOver(n))
        .isPresent();
  }

  private JsonObject erased() {
    var all = new JsonArray();
    exchange
        .erased()
        .forEach(forgotten -> {
          var one = new JsonObject();
          one.addProperty("entry", forgotten.entry().toString());
          one.addProperty("at", forgotten.at().toString());
          exchange
              .notice(forgotten.entry())
              .ifPresent(notice -> one.addProperty("lot", notice.outline().lot()));
          all.add(one);
        });
    var told = new JsonObject();
    told.add("erased", all);
    return told;
  }

  private Stream<Seen> own() {
    return exchange.openable().stream().filter(entry -> entry.author().equals(exchange.self()));
  }

  private static Optional<Notice> notice(Seen entry) {
    return entry.said() instanceof Said.OfSurplus(Notice notice)
        ? Optional.of(notice)
        : Optional.empty();
  }
}
