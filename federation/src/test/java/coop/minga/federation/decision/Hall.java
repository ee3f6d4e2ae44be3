package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Members around one table: what one enters the others hear when the test says so. Any change may
/// follow, unless its text begins with "not"; what follows is named by parent and change.
final class Hall {
  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  static final Terms TERMS = new Terms(Duration.ofMinutes(10), Duration.ofSeconds(30));

  private final SortedMap<MemberId, Guest> guests = new TreeMap<>();
  final List<Effect.Refuse> refused = new ArrayList<>();
  Instant now = START;

  /// One member: its node, its ledger, and how far it heard the others.
  private static final class Guest {
    Decision node;
    final List<DecisionStatement> ledger = new ArrayList<>();
    final List<Effect.Passed> passed = new ArrayList<>();
    final Map<String, Integer> heard = new HashMap<>();

    Guest(Decision node) {
      this.node = node;
    }
  }

  Hall(String... names) {
    var voters = new TreeSet<MemberId>();
    List.of(names).forEach(name -> voters.add(new MemberId(name)));
    Parent first = parent(Hash.sha256(Bytes.utf8("charter")), voters);
    voters.forEach(id ->
        guests.put(
            id, new Guest(Decision.at(first, new Decision.Seat(Subject.ROSTER, id, TERMS)))));
  }

  /// Everything that anybody entered, by author.
  List<DecisionStatement> said() {
    return guests.values().stream().flatMap(guest -> guest.ledger.stream()).toList();
  }

  static Parent parent(Hash hash, SortedSet<MemberId> voters) {
    return new Parent(
        hash,
        voters,
        change -> {
          if (change.toUtf8().startsWith("not")) {
            return new Succession.Outcome.Refused("it begins with not");
          }
          Hash next = Hash.sha256(hash.value(), change);
          return new Succession.Outcome.Next(parent(next, voters));
        });
  }

  Decision node(String name) {
    return guest(name).node;
  }

  List<Effect.Passed> passedAt(String name) {
    return guest(name).passed;
  }

  List<DecisionStatement> ledger(String name) {
    return guest(name).ledger;
  }

  void approve(String name, String change) {
    take(guest(name), new Event.PersonApproves(Bytes.utf8(change)));
  }

  void enter(String name, DecisionStatement says) {
    guest(name).ledger.add(says);
  }

  /// Time passes for these alone.
  void tick(Duration later, String... names) {
    now = now.plus(later);
    for (String name : names) {
      take(guest(name), new Event.TimePassed(now));
    }
  }

  /// One hears what another's ledger holds that it has not heard.
  void hear(String listener, String author) {
    Guest at = guest(listener);
    List<DecisionStatement> ledger = guest(author).ledger;
    for (int i = at.heard.getOrDefault(author, 0); i < ledger.size(); i++) {
      take(at, new Event.Witnessed(place(new MemberId(author), i), ledger.get(i)));
    }
    at.heard.put(author, ledger.size());
  }

  /// Everybody of these hears everybody of these, until nothing is new.
  void hearAll(String... names) {
    for (int again = 0; again < 2; again++) {
      for (String listener : names) {
        for (String author : names) {
          hear(listener, author);
        }
      }
    }
  }

  /// These talk and wait, minute by minute.
  void run(int minutes, String... names) {
    for (int i = 0; i < minutes; i++) {
      tick(Duration.ofMinutes(1), names);
      hearAll(names);
    }
  }

  static Place place(MemberId author, int index) {
    return new Place(
        author, index, new EntryId(Hash.sha256(Bytes.utf8(author.name() + "/" + index))));
  }

  private Guest guest(String name) {
    Guest found = guests.get(new MemberId(name));
    if (found == null) {
      throw new IllegalArgumentException(name + " is not here");
    }
    return found;
  }

  private void take(Guest guest, Event event) {
    Step step = guest.node.on(event);
    guest.node = step.next();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Enter(var says) -> guest.ledger.add(says);
        case Effect.Passed it -> guest.passed.add(it);
        case Effect.Refuse it -> refused.add(it);
      }
    }
  }
}
