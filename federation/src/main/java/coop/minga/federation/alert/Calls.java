package coop.minga.federation.alert;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What all members say of alerts, as it stands in their ledgers: the same for whoever holds the
/// same entries, in whichever order they came. Mutable; of one thread.
public final class Calls {
  /// Alerts that a member may have open at once; further ones ring nobody.
  public static final int MAX_OPEN = 8;

  /// By how many of its last calls that were answered a member is judged.
  static final int JUDGED = 8;

  /// Fewer say nothing.
  static final int FEWEST_JUDGED = 4;

  /// One in so many has to have come to something.
  private static final int ONE_IN = 4;

  /// In which alerts were raised.
  private static final Comparator<Call> ORDER =
      Comparator.comparing((Call call) -> call.raised().at()).thenComparing(Call::id);

  private final Map<EntryId, Call> calls = new HashMap<>();
  private final Map<Name, Call> firsts = new HashMap<>();
  private final Map<EntryId, Map<EntryId, Said<Answered>>> answers = new HashMap<>();
  private final Map<EntryId, List<Said<Over>>> overs = new HashMap<>();

  /// A member's alert.
  public record Call(EntryId id, MemberId author, Raised raised) {}

  /// Of an alert, among its author's.
  private record Name(MemberId author, String alert) {
    static Name of(Call call) {
      return new Name(call.author(), call.raised().alert());
    }
  }

  private record Said<T>(MemberId author, T says) {}

  /// Takes one entry of a member's ledger.
  public void heard(EntryId id, MemberId author, AlertStatement says) {
    switch (says) {
      case Raised raised -> {
        var call = new Call(id, author, raised);
        calls.put(id, call);
        firsts.merge(Name.of(call), call, Calls::earlier);
      }
      case Answered answer ->
          answers
              .computeIfAbsent(answer.alert(), _ -> new HashMap<>())
              .put(id, new Said<>(author, answer));
      case Over over ->
          overs.computeIfAbsent(over.alert(), _ -> new ArrayList<>()).add(new Said<>(author, over));
    }
  }

  /// Alerts of others that still ring, the one to be eaten first at the front: those that climbed
  /// as they had to and are not over, of each member the first [#MAX_OPEN].
  public List<Call> open(MemberId self, Instant now) {
    var of = new HashMap<MemberId, Integer>();
    return calls.values().stream()
        .filter(call -> !call.author().equals(self) && now.isBefore(call.raised().plateBy()))
        .filter(call -> !isOver(call) && fault(call).isEmpty())
        .sorted(ORDER)
        .filter(call -> of.merge(call.author(), 1, Integer::sum) <= MAX_OPEN)
        .sorted(Comparator.comparing((Call call) -> call.raised().plateBy()))
        .toList();
  }

  /// An alert that somebody raised.
  public Optional<Call> call(EntryId id) {
    return Optional.ofNullable(calls.get(id));
  }

  /// A member's first alert of a name.
  public Optional<Call> called(MemberId author, String alert) {
    return Optional.ofNullable(firsts.get(new Name(author, alert)));
  }

  /// What peers answered to an alert, in order.
  public List<Event.Heard> answersTo(EntryId alert) {
    return answers.getOrDefault(alert, Map.of()).entrySet().stream()
        .filter(each -> fault(each.getValue().author(), each.getValue().says()).isEmpty())
        .map(each ->
            new Event.Heard(each.getKey(), each.getValue().author(), each.getValue().says()))
        .sorted(Comparator.comparing(Event.Heard::at).thenComparing(Event.Heard::id))
        .toList();
  }

  /// Whether a member's calls still ring anybody: not if, of the last [#JUDGED] that somebody
  /// answered or that were not real by its own word, only one in [#ONE_IN] or fewer was mended with
  /// help. Calls that nobody answered say nothing of who called.
  public boolean isHeeded(MemberId author, Instant now) {
    Map<Boolean, Integer> came = cameOf(author, now);
    int helped = came.getOrDefault(true, 0);
    int judged = helped + came.getOrDefault(false, 0);
    return judged < FEWEST_JUDGED || helped * ONE_IN > judged;
  }

  /// Of a member's last [#JUDGED] ended calls that were answered or not real: how many were mended
  /// with help, and how many came to nothing.
  public Map<Boolean, Integer> cameOf(MemberId author, Instant now) {
    var came = new HashMap<Boolean, Integer>();
    calls.values().stream()
        .filter(call -> call.author().equals(author))
        .filter(call -> isOver(call) || !now.isBefore(call.raised().plateBy()))
        .filter(call -> !answersTo(call.id()).isEmpty() || endedAs(call, Over.Outcome.NOT_REAL))
        .sorted(ORDER.reversed())
        .limit(JUDGED)
        .forEach(call -> came.merge(wasHelped(call), 1, Integer::sum));
    return came;
  }

  /// By its own word, however amiss: nobody escapes what it says against itself.
  private boolean endedAs(Call call, Over.Outcome outcome) {
    return ends(call).anyMatch(over -> over.outcome() == outcome);
  }

  /// Only an end without a fault says so: whoever names help that nobody gave was not helped.
  private boolean wasHelped(Call call) {
    return ends(call)
        .filter(over -> fault(call.author(), over).isEmpty())
        .anyMatch(over -> over.outcome() == Over.Outcome.MENDED && !over.helped().isEmpty());
  }

  private boolean isOver(Call call) {
    return ends(call).findAny().isPresent();
  }

  /// What a call's own author said of its end.
  private Stream<Over> ends(Call call) {
    return overs.getOrDefault(call.id(), List.of()).stream()
        .filter(over -> over.author().equals(call.author()))
        .map(Said::says);
  }

  /// What is wrong with an entry, to follow "entry 377 of tia/ledger"; absent if nothing is.
  public Optional<String> fault(EntryId id, MemberId author, AlertStatement says) {
    return switch (says) {
      case Raised raised -> fault(new Call(id, author, raised));
      case Answered answer -> fault(author, answer);
      case Over over -> fault(author, over);
    };
  }

  private Optional<String> fault(Call call) {
    if (!call.raised().isInTime()) {
      return Optional.of("raises an alert after the food had to be on a plate");
    }
    if (!call.raised().isDue()) {
      return Optional.of(
          "raises an alert before its own levels had the time that it says they had");
    }
    Call first = earlier(call, firsts.getOrDefault(Name.of(call), call));
    return first.id().equals(call.id())
        ? Optional.empty()
        : Optional.of("raises an alert under a name that was used before");
  }

  private static Call earlier(Call one, Call other) {
    return ORDER.compare(one, other) <= 0 ? one : other;
  }

  private Optional<String> fault(MemberId author, Answered answer) {
    Call call = calls.get(answer.alert());
    if (call == null) {
      return Optional.of("answers an alert that is not there");
    }
    if (call.author().equals(author)) {
      return Optional.of("answers an alert of its own");
    }
    return answer.at().isBefore(call.raised().at())
        ? Optional.of("answers an alert before it was raised")
        : Optional.empty();
  }

  private Optional<String> fault(MemberId author, Over over) {
    Call call = calls.get(over.alert());
    if (call == null || !call.author().equals(author)) {
      return Optional.of("ends an alert that is not its author's");
    }
    if (ends(call).distinct().count() > 1) {
      return Optional.of("ends an alert that also ended otherwise");
    }
    Set<EntryId> others = new HashSet<>(over.helped());
    answersTo(over.alert()).forEach(answer -> others.remove(answer.id()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("names help that nobody offered for it");
  }
}
