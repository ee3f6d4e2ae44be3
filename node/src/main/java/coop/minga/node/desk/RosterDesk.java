package coop.minga.node.desk;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonObject;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Effect;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Step;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.RosterSuccession;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.federation.wire.FrontierWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// This node's part in deciding who belongs: a person's yes, the node's own words on ballots, and
/// what follows once a ballot has passed.
///
/// What others say counts once it is witnessed by the voters of the very roster that it is about. A
/// word that is witnessed by another set waits until its author has adopted that roster.
public final class RosterDesk implements Desk {
  /// How often the node looks whether it has something to say.
  static final Duration PULSE = Duration.ofSeconds(1);

  /// Changes that are named where one name may mean several.
  private static final int MAX_NAMED = 4;

  private static final String SEEN_DAY = "roster/seen-day";

  private final Exchange exchange;
  private final Decision.Seat seat;
  private final Attendance attendance;
  private final Map<MemberId, Deque<Heard>> waiting = new TreeMap<>();
  private final Deque<Event> again = new ArrayDeque<>();
  private Decision decision;
  private Instant next = Instant.MIN;

  private record Heard(Place place, DecisionStatement says) {}

  /// A desk that has heard of nothing.
  public RosterDesk(Exchange exchange, Terms terms) {
    this.exchange = exchange;
    this.seat = new Decision.Seat(Subject.ROSTER, exchange.self(), terms);
    this.attendance = new Attendance(exchange);
    this.decision = begin();
  }

  @Override
  public void recall(Recollection all) {
    decision = begin();
    for (Seen entry : all.ledger(exchange.self())) {
      if (entry.said() instanceof Said.OfDecision(var says)) {
        decision = decision.on(new Event.Entered(says)).next();
      }
    }
    all.ledgers()
        .forEach((author, entries) -> {
          long witnessed = all.witnessed().getOrDefault(author, 0L);
          for (Seen entry : entries) {
            if (entry.index() < witnessed) {
              hear(entry);
            }
          }
        });
    attendance.recall();
  }

  @Override
  public void seen(Seen entry) {
    if (entry.said() instanceof Said.OfRoster(RosterStatement.Seen _)) {
      attendance.seen(entry.author());
    }
  }

  @Override
  public void witnessed(Seen entry) {
    hear(entry);
    listen(entry.author());
  }

  @Override
  public void rosterChanged(RosterCertificate certificate) {
    on(new Event.Certified(certificate.parent(), certificate.change().written()));
    next = Instant.MIN;
  }

  @Override
  public void tick() {
    if (exchange.now().isBefore(next)) {
      return;
    }
    next = exchange.now().plus(PULSE);
    for (int left = again.size(); left > 0; left--) {
      on(again.removeFirst());
    }
    List.copyOf(waiting.keySet()).forEach(this::listen);
    adopt();
    on(new Event.TimePassed(exchange.now()));
    sayWhatWasSeen();
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "members" -> Optional.of(new Membership(exchange, decision, attendance).told());
      case "approve" -> Optional.of(approve(Asking.text(question, "change")));
      case "remove" -> Optional.of(propose(new RosterChange.Remove(member(question))));
      case "dormant" -> Optional.of(propose(new RosterChange.Dormant(member(question))));
      case "quarantine" -> Optional.of(propose(new RosterChange.Quarantine(member(question))));
      case "trust" -> Optional.of(propose(new RosterChange.Trust(member(question))));
      case "roll-back" -> Optional.of(propose(rollBack(question)));
      case "rules" -> Optional.of(rules());
      case "propose-rules" -> Optional.of(proposeRules(question));
      case "wake" -> Optional.of(propose(new RosterChange.Wake(member(question))));
      default -> Optional.empty();
    };
  }

  private JsonObject rules() {
    var sheet = new JsonObject();
    RuleSheet.of(exchange.roster().rules()).forEach(sheet::addProperty);
    var told = new JsonObject();
    told.addProperty("number", exchange.roster().number());
    told.add("rules", sheet);
    return told;
  }

  private JsonObject proposeRules(JsonObject question) {
    if (!question.has("rules") || !question.get("rules").isJsonObject()) {
      throw new IllegalArgumentException("the question lacks \"rules\"");
    }
    var changes = new TreeMap<String, String>();
    question
        .getAsJsonObject("rules")
        .entrySet()
        .forEach(each -> changes.put(each.getKey(), each.getValue().getAsString()));
    Rules next = RuleSheet.changed(exchange.roster().rules(), changes);
    return propose(new RosterChange.NewRules(next));
  }

  /// A person's yes to a change.
  ///
  /// @throws IllegalArgumentException with a sentence, if it cannot follow
  public JsonObject propose(RosterChange change) {
    return approve(RosterWire.written(change));
  }

  /// Whether a change can be made to the newest roster.
  boolean mayFollow(RosterChange change) {
    return !(exchange.roster().apply(RosterWire.written(change), exchange.belonging().verifier())
        instanceof Applied.Refused);
  }

  /// What is proposed to follow the newest roster.
  List<Decision.Proposal> proposals() {
    return decision.proposals();
  }

  private JsonObject approve(String name) {
    List<WrittenChange> found =
        decision.proposals().stream()
            .map(Decision.Proposal::change)
            .filter(change -> Ballot.nameOf(change).toString().startsWith(name))
            .flatMap(change -> RosterWire.decodeChange(change).stream())
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no change of that name is proposed; `minga members` lists them");
    }
    if (name.length() < Membership.NAME_DIGITS || found.size() > 1) {
      throw new IllegalArgumentException(notEnough(name, found));
    }
    return approve(found.getFirst());
  }

  /// A change that begins with the same few digits as another is easily made.
  private String notEnough(String name, List<WrittenChange> found) {
    int digits = found.size() > 1 ? 2 * Hash.SIZE : Membership.NAME_DIGITS;
    String all =
        found.stream()
            .limit(MAX_NAMED)
            .map(change ->
                "%s (%s)"
                    .formatted(
                        Ballot.nameOf(change.written()).toString().substring(0, digits),
                        Membership.sentence(exchange.roster(), change.change())))
            .collect(joining("; "));
    return "\"%s\" is not enough of a name; say it whole: %s".formatted(name, all);
  }

  private JsonObject approve(WrittenChange written) {
    Step step = decision.on(new Event.PersonApproves(written.written()));
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Refuse(_, var sentence)) {
        throw new IllegalArgumentException(sentence);
      }
    }
    decision = step.next();
    step.effects().forEach(this::perform);
    next = Instant.MIN;
    var told = new JsonObject();
    told.addProperty("change", Membership.nameOf(written.written()));
    told.addProperty("says", Membership.sentence(exchange.roster(), written.change()));
    told.addProperty("needed", exchange.roster().quorum().deciding());
    return told;
  }

  private Decision begin() {
    var succession =
        new RosterSuccession(
            exchange.roster(), RosterWire::decodeChange, exchange.belonging().verifier());
    return Decision.at(succession.parent(), seat);
  }

  private void hear(Seen entry) {
    if (entry.said() instanceof Said.OfDecision(var says) && says.subject() == Subject.ROSTER) {
      Deque<Heard> of = waiting.computeIfAbsent(entry.author(), _ -> new ArrayDeque<>());
      if (of.size() < Decision.MAX_EARLY) {
        of.addLast(new Heard(new Place(entry.author(), entry.index(), entry.id()), says));
      }
    }
  }

  /// Takes an author's words, in their order, as far as they are witnessed by those they are for.
  private void listen(MemberId author) {
    Deque<Heard> of = waiting.get(author);
    while (of != null && !of.isEmpty()) {
      Heard first = of.getFirst();
      Hash parent = first.says().parent();
      boolean past = exchange.belonging().rosters().successor(parent).isPresent();
      if (!past && !exchange.belonging().judgedBy(author).contains(parent)) {
        return;
      }
      of.removeFirst();
      if (!past) {
        on(new Event.Witnessed(first.place(), first.says()));
      }
    }
  }

  private void on(Event event) {
    Step step = decision.on(event);
    Optional<Effect.Passed> passed =
        step.effects().stream()
            .flatMap(
                effect -> effect instanceof Effect.Passed found ? Stream.of(found) : Stream.empty())
            .findFirst();
    if (passed.isPresent()) {
      // the new roster comes back by `rosterChanged`; what cannot be shown yet is tried again
      if (!certify(passed.get())) {
        again.addLast(event);
      }
      return;
    }
    decision = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Enter(var says) -> exchange.enter(new Said.OfDecision(says));
      case Effect.Refuse _, Effect.Passed _ -> {}
    }
  }

  /// Makes what shows that a ballot has passed, of what is held here.
  private boolean certify(Effect.Passed passed) {
    Optional<WrittenChange> change = RosterWire.decodeChange(passed.change());
    if (change.isEmpty() || !passed.ballot().parent().equals(exchange.roster().hash())) {
      return false;
    }
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    for (MemberId member : exchange.roster().members().keySet()) {
      List<RosterStatement.Keys> changes = exchange.belonging().keyChanges(member);
      if (!changes.isEmpty()) {
        keys.put(member, changes);
      }
    }
    return exchange
        .belonging()
        .certified(
            new RosterCertificate(
                passed.ballot().parent(),
                change.get(),
                passed.ballot(),
                proven(passed.commits()),
                proven(passed.approvals()),
                keys));
  }

  /// As many as are needed, of those that the voters themselves witnessed.
  private SortedMap<MemberId, Proven> proven(List<Place> places) {
    int needed = exchange.roster().quorum().deciding();
    Hash parent = exchange.roster().hash();
    var proven = new TreeMap<MemberId, Proven>();
    for (Place place : places) {
      if (proven.size() < needed
          && exchange.belonging().judgedBy(place.author()).contains(parent)) {
        exchange
            .belonging()
            .prove(place.author(), place.index())
            .ifPresent(found -> proven.put(place.author(), found));
      }
    }
    return proven;
  }

  /// Says by whose witnesses our ledger is judged from now on, one roster after the other.
  private void adopt() {
    Roster newest = exchange.roster();
    Adoption ours = exchange.belonging().adoption(exchange.self());
    if (newest.contains(exchange.self())
        && newest.number() > ours.inForce().number()
        && ours.pending().isEmpty()) {
      exchange.enter(new Said.OfRoster(new RosterStatement.Adopt(newest.hash())));
    }
  }

  /// Once a day.
  private void sayWhatWasSeen() {
    if (!exchange.roster().contains(exchange.self())) {
      return;
    }
    var zone = exchange.roster().rules().time().zone();
    Bytes today = Bytes.utf8(exchange.now().atZone(zone).toLocalDate().toString());
    if (exchange.remembered(SEEN_DAY).filter(today::equals).isEmpty()) {
      exchange.remember(SEEN_DAY, today);
      WitnessedFrontier frontier = exchange.belonging().witnessedFrontier();
      // for auditors: the entry is its hash only
      exchange.remember("seen/" + frontier.hash(), FrontierWire.encode(List.of(frontier)));
      exchange.enter(new Said.OfRoster(new RosterStatement.Seen(frontier.hash())));
    }
  }

  private static RosterChange rollBack(JsonObject question) {
    return new RosterChange.RollBack(
        Hash.hex(Asking.text(question, "from")), Hash.hex(Asking.text(question, "to")));
  }

  private static MemberId member(JsonObject question) {
    return new MemberId(Asking.text(question, "member"));
  }
}
