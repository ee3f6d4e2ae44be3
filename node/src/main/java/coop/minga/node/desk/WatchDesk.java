package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Calls;
import coop.minga.federation.alert.Effect;
import coop.minga.federation.alert.Event;
import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Rung;
import coop.minga.federation.alert.Step;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.monitor.SiteWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Watches what is sold, rings those whom it concerns, and lets climb what they do not mend in
/// time.
///
/// Each morning the days of sales that came in since are looked at, once each. Of each site at most
/// [SiteWatch#BUDGET] alarms ring; the others stand in a list. What rings has a [Ladder].
/// Everything that happens to it is kept before anything follows from it, so a node that was killed
/// goes on where it was: it folds what is kept, and enters what should stand in its ledger and does
/// not. What is left over and nobody offers rings too, from half of the time on.
public final class WatchDesk implements Desk {
  /// Local time from which a day's alarms ring.
  public static final LocalTime MORNING = LocalTime.of(6, 0);

  /// So often in [#LATELY] a person has to call a thing's alarms not real for the next to ring
  /// nobody.
  static final int OFTEN_NOT_REAL = 2;

  private static final Duration LATELY = Duration.ofDays(28);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final Duration DRAFTS_AGAIN = Duration.ofMinutes(1);
  private static final String NOTES = "alerts";

  private final Exchange exchange;
  private final Lookout lookout;
  private final Supplier<Optional<Unoffered>> unoffered;
  private final AlertMaker maker;
  private final ZoneId zone;
  private final Calls calls = new Calls();
  private final Set<AlertStatement> entered = new HashSet<>();
  private AlertNotes notes = AlertNotes.NONE;
  private Optional<Instant> asked = Optional.empty();
  private Optional<Instant> drafted = Optional.empty();
  private boolean caughtUp;

  /// A desk that has looked at nothing yet.
  ///
  /// @param unoffered what is left over and not offered, as far as that is known
  public WatchDesk(
      Exchange exchange,
      Lookout lookout,
      NodeConfig.Watch settings,
      Supplier<Optional<Unoffered>> unoffered) {
    this.exchange = exchange;
    this.lookout = lookout;
    this.unoffered = unoffered;
    this.maker = AlertMaker.of(exchange, settings);
    this.zone = exchange.roster().rules().time().zone();
  }

  @Override
  public void recall(Recollection all) {
    notes = exchange.remembered(NOTES).map(AlertNotes::read).orElse(AlertNotes.NONE);
    all.ledgers().values().forEach(entries -> entries.forEach(this::hear));
  }

  /// Takes an entry as it stands, and says whether it was one of alerts.
  private boolean hear(Seen entry) {
    if (entry.said() instanceof Said.OfAlert(var says)) {
      calls.heard(entry.id(), entry.author(), says);
      if (entry.author().equals(exchange.self())) {
        entered.add(says);
      }
      return true;
    }
    return false;
  }

  @Override
  public void seen(Seen entry) {
    if (hear(entry)) {
      follow(entry);
    }
  }

  /// What an entry does to this member's own alerts; an answer that is amiss does nothing.
  private void follow(Seen entry) {
    if (entry.said() instanceof Said.OfAlert(Answered answer)
        && calls.fault(entry.id(), entry.author(), answer).isEmpty()) {
      notes.alerts().stream()
          .filter(own -> own.ladder().raised().equals(Optional.of(answer.alert())))
          .findFirst()
          .ifPresent(own -> on(own.name(), new Event.Heard(entry.id(), entry.author(), answer)));
    }
  }

  // ---- Time

  @Override
  public void tick() {
    if (!caughtUp) {
      caughtUp = true;
      catchUp();
    }
    for (OwnAlert own : notes.alerts()) {
      if (own.isLive()) {
        time(own).ifPresent(event -> on(own.name(), event));
      }
    }
    ringDrafts();
    lookIfDue();
  }

  /// Enters what a crash left unentered, and notes what stands in the ledger already. Each step
  /// looks at the alert as the step before left it.
  private void catchUp() {
    for (OwnAlert before : notes.alerts()) {
      String name = before.name();
      before.entries().stream().filter(says -> !entered.contains(says)).forEach(this::enter);
      noteEntered(before);
      find(name).orElseThrow().ladder().raised().stream()
          .flatMap(id -> calls.answersTo(id).stream())
          .forEach(heard -> on(name, heard));
    }
  }

  private void noteEntered(OwnAlert own) {
    Ladder ladder = own.ladder();
    if (ladder.rung() == Rung.PEERS && ladder.raised().isEmpty()) {
      calls
          .called(exchange.self(), own.name())
          .ifPresent(call -> on(own.name(), new Event.Entered(call.id(), call.raised().at())));
    }
  }

  /// The time that has passed for an alert: what may not ring peers unasked stays with its
  /// organisation until it is over.
  private Optional<Event> time(OwnAlert own) {
    Ladder ladder = own.ladder();
    if (own.bell() == OwnAlert.Bell.PEERS || !now().isBefore(own.alert().plateBy())) {
      return Optional.of(new Event.TimePassed(now()));
    }
    Instant last = own.alert().recovery().peersAt().minusMillis(1);
    return ladder.rung() == Rung.SHOP
        ? Optional.of(new Event.TimePassed(now().isBefore(last) ? now() : last))
        : Optional.empty();
  }

  private void lookIfDue() {
    var local = exchange.now().atZone(zone);
    LocalDate yesterday = local.toLocalDate().minusDays(1);
    boolean told = notes.told().filter(day -> !day.isBefore(yesterday)).isPresent();
    boolean lately = asked.map(at -> exchange.now().isBefore(at.plus(AGAIN))).orElse(false);
    if (!told && !lately && !local.toLocalTime().isBefore(MORNING)) {
      asked = Optional.of(exchange.now());
      exchange.work("watch", () -> lookout.look(notes.told()), this::tell);
    }
  }

  // ---- What is not offered

  /// Rings the organisation for what the shop let wait, of each site for at most [SiteWatch#BUDGET]
  /// lots on one morning: those whose half passes first, of several at once the heaviest. Mended is
  /// what somebody offers, or of which nothing will be left.
  private void ringDrafts() {
    if (drafted.filter(at -> exchange.now().isBefore(at.plus(DRAFTS_AGAIN))).isPresent()) {
      return;
    }
    unoffered
        .get()
        .ifPresent(waiting -> {
          drafted = Optional.of(exchange.now());
          notes.alerts().stream()
              .filter(own -> Draft.isOf(own) && own.isLive())
              .filter(own -> !waiting.lots().contains(own.cause().what()))
              .forEach(own -> on(own.name(), new Event.Mended(now())));
          waiting.late().stream()
              .sorted(Comparator.comparingLong(Draft::grams).reversed())
              .forEach(this::ring);
        });
  }

  private void ring(Draft draft) {
    if (mayRing(draft)) {
      var all = new ArrayList<>(notes.alerts());
      all.add(draft.alert());
      keep(AlertNotes.ofMost(notes.told(), all));
      find(draft.name()).flatMap(this::time).ifPresent(event -> on(draft.name(), event));
    }
  }

  /// Once a day, not while it rings since another day, and never again what a person called handled
  /// or not real: the numbers may foresee it for days.
  private boolean mayRing(Draft draft) {
    boolean rangBefore =
        notes.alerts().stream()
            .filter(draft::isOfMine)
            .anyMatch(own ->
                own.isLive()
                    || own.cause().seen().equals(draft.morning())
                    || own.events().stream().anyMatch(WatchDesk::isPersonsLastWord));
    return !rangBefore
        && notes.alerts().stream()
                .filter(own -> Draft.isOf(own) && own.cause().site().equals(draft.site()))
                .filter(own -> own.cause().seen().equals(draft.morning()))
                .count()
            < SiteWatch.BUDGET;
  }

  private static boolean isPersonsLastWord(Event event) {
    return event instanceof Event.NotReal || event instanceof Event.Handled;
  }

  // ---- What was seen

  private void tell(Lookout.Sighting sighting) {
    boolean isNews =
        sighting.last().isPresent()
            && notes.told().map(sighting.last().get()::isAfter).orElse(true);
    if (!isNews) {
      return;
    }
    var fresh = new ArrayList<OwnAlert>();
    var rung = new HashMap<String, Integer>();
    sighting.found().stream()
        .sorted(Comparator.comparingDouble((Lookout.Found one) -> one.alarm().weight()).reversed())
        .map(found -> maker.alert(found, now()))
        .filter(own -> find(own.name()).isEmpty())
        .forEach(own -> {
          boolean rings =
              isNewCause(own, fresh)
                  && !isOftenNotReal(own)
                  && rung.merge(own.cause().site(), 1, Integer::sum) <= SiteWatch.BUDGET;
          fresh.add(rings ? own : silent(own));
        });
    var all = new ArrayList<>(notes.alerts().stream().filter(this::isKept).toList());
    all.addAll(fresh);
    keep(AlertNotes.ofMost(sighting.last(), all));
    Set<OwnAlert> kept = Set.copyOf(notes.alerts());
    fresh.stream()
        .filter(own -> own.bell() != OwnAlert.Bell.NONE && kept.contains(own))
        .forEach(own -> DeskLog.rings(own.name(), Rung.SHOP));
  }

  private static OwnAlert silent(OwnAlert own) {
    return new OwnAlert(own.cause(), own.alert(), OwnAlert.Bell.NONE, own.events());
  }

  /// Whether nothing like it is open: what goes on is not rung for again.
  private boolean isNewCause(OwnAlert own, List<OwnAlert> fresh) {
    return Stream.concat(notes.alerts().stream(), fresh.stream())
        .noneMatch(other -> other.isLive() && other.cause().isLike(own.cause()));
  }

  private boolean isOftenNotReal(OwnAlert own) {
    return notes.alerts().stream()
            .filter(other -> other.cause().isLike(own.cause()))
            .filter(other -> other.events().stream().anyMatch(this::isNotRealLately))
            .count()
        >= OFTEN_NOT_REAL;
  }

  private boolean isNotRealLately(Event event) {
    return event instanceof Event.NotReal(var at) && at.plus(LATELY).isAfter(now());
  }

  /// Of those nobody was rung for, only the last day's stay in the list.
  private boolean isKept(OwnAlert own) {
    boolean lately = own.alert().plateBy().plus(LATELY).isAfter(now());
    return own.isLive() || (own.bell() != OwnAlert.Bell.NONE && lately);
  }

  // ---- What happens to one

  private Optional<OwnAlert> find(String name) {
    return notes.alerts().stream().filter(own -> own.name().equals(name)).findFirst();
  }

  /// What changes an alert is kept, and then its effects are done.
  private void on(String name, Event event) {
    OwnAlert own = find(name).orElseThrow();
    Step step = own.ladder().on(event);
    if (step.next().equals(own.ladder())) {
      return;
    }
    replace(name, each -> each.after(event));
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Ring(var rung) -> DeskLog.rings(name, rung);
        case Effect.Enter(var says) -> enter(name, says);
      }
    }
  }

  private void enter(String name, AlertStatement says) {
    EntryId id = enter(says);
    if (says instanceof Raised) {
      on(name, new Event.Entered(id, now()));
    }
  }

  private EntryId enter(AlertStatement says) {
    EntryId id = exchange.enter(new Said.OfAlert(says));
    calls.heard(id, exchange.self(), says);
    entered.add(says);
    return id;
  }

  private void replace(String name, UnaryOperator<OwnAlert> change) {
    keep(
        new AlertNotes(
            notes.told(),
            notes.alerts().stream()
                .map(own -> own.name().equals(name) ? change.apply(own) : own)
                .toList()));
  }

  private void keep(AlertNotes changed) {
    notes = changed;
    exchange.remember(NOTES, notes.write());
  }

  private Instant now() {
    return Instant.ofEpochMilli(exchange.now().toEpochMilli());
  }

  // ---- People

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "alerts" -> Optional.of(told());
      case "alert" -> Optional.of(said(question));
      case "help" -> Optional.of(helps(question));
      default -> Optional.empty();
    };
  }

  private JsonObject said(JsonObject question) {
    OwnAlert own = named(Asking.text(question, "alert"));
    if (own.ladder().outcome().isPresent()) {
      throw new IllegalArgumentException("this alert is over: " + own.cause().words());
    }
    String what = Asking.text(question, "what");
    Event event =
        switch (what) {
          case "seen" -> new Event.Acknowledged(now());
          case "handled" -> new Event.Handled(now());
          case "not-real" -> new Event.NotReal(now());
          case "pass-up" -> passedUp(own);
          default -> throw new IllegalArgumentException("nobody can say " + what + " of an alert");
        };
    on(own.name(), event);
    return AlertsTold.own(find(own.name()).orElseThrow());
  }

  private Event passedUp(OwnAlert own) {
    boolean peersNext = own.ladder().rung() != Rung.SHOP;
    boolean mayRing =
        own.bell() == OwnAlert.Bell.PEERS || own.bell() == OwnAlert.Bell.PEERS_IF_ASKED;
    if (Draft.isOf(own)) {
      throw new IllegalArgumentException(
          "other members are told by an offer: minga offer " + own.cause().what());
    }
    if (peersNext && !mayRing) {
      throw new IllegalArgumentException(
          "other members can do nothing about this: the day is over, or nobody told where "
              + own.cause().site()
              + " is");
    }
    return new Event.PassedUp(now());
  }

  private JsonObject helps(JsonObject question) {
    String name = Asking.text(question, "call");
    List<Calls.Call> found =
        calls.open(exchange.self(), now()).stream()
            .filter(call -> call.id().toString().startsWith(name))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty() ? "nobody calls by " + name : "several calls begin with " + name);
    }
    var grams = new Grams(question.get("grams").getAsLong());
    enter(new Answered(found.getFirst().id(), grams, now()));
    return AlertsTold.call(found.getFirst(), calls, now());
  }

  /// One that still goes on is meant rather than one of the same thing that is over.
  private OwnAlert named(String name) {
    List<OwnAlert> all =
        notes.alerts().stream()
            .filter(own -> own.name().equals(name) || own.brief().startsWith(name))
            .toList();
    List<OwnAlert> live = all.stream().filter(OwnAlert::isLive).toList();
    List<OwnAlert> found = live.isEmpty() ? all : live;
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty() ? "no alert is called " + name : "several alerts begin with " + name);
    }
    return found.getFirst();
  }

  /// How many alerts wait for a person, in words for `status`.
  public String summary() {
    long waiting =
        notes.alerts().stream()
            .filter(own -> own.bell() != OwnAlert.Bell.NONE && own.isLive())
            .filter(own -> !own.ladder().acknowledged())
            .count();
    long asking =
        calls.open(exchange.self(), now()).stream()
            .filter(call -> calls.isHeeded(call.author(), now()))
            .count();
    String day = notes.told().map(told -> "sales up to " + told).orElse("no sales yet");
    return "%d alerts wait for you, %d members ask for help; %s".formatted(waiting, asking, day);
  }

  private JsonObject told() {
    var told = new JsonObject();
    notes.told().ifPresent(day -> told.addProperty("salesUpTo", day.toString()));
    var open = new JsonArray();
    var notRung = new JsonArray();
    var over = new JsonArray();
    for (OwnAlert own : notes.alerts()) {
      boolean silent = own.bell() == OwnAlert.Bell.NONE && own.events().isEmpty();
      (silent ? notRung : own.isLive() ? open : over).add(AlertsTold.own(own));
    }
    told.add("open", open);
    told.add("notRung", notRung);
    told.add("over", over);
    var asking = new JsonArray();
    calls
        .open(exchange.self(), now())
        .forEach(call -> asking.add(AlertsTold.call(call, calls, now())));
    told.add("calls", asking);
    return told;
  }
}
