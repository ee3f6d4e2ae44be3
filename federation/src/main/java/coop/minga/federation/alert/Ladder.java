package coop.minga.federation.alert;

import coop.minga.federation.alert.Over.Outcome;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One alert of this member's on its way up. Immutable.
///
/// @param alert what it is
/// @param rung who has it
/// @param acknowledged whether they have seen it
/// @param passedUp whether a level passed it up before its time was over
/// @param raised its ALERT, once peers are told
/// @param answers what peers answered, by entry
/// @param outcome what came of it; absent while it is open
public record Ladder(
    Alert alert,
    Rung rung,
    boolean acknowledged,
    boolean passedUp,
    Optional<EntryId> raised,
    Map<EntryId, Help> answers,
    Optional<Outcome> outcome) {
  /// What rings.
  ///
  /// @param name one of this member's
  /// @param about what peers would be told
  /// @param recovery the time that each level has
  /// @param plateBy when the food must be on a plate
  public record Alert(String name, Raised.About about, Recovery recovery, Instant plateBy) {}

  /// A peer and what it can do.
  public record Help(MemberId peer, Answered answer) {}

  /// Copies.
  public Ladder {
    answers = Map.copyOf(answers);
  }

  /// A new alert, and the shop is rung.
  public static Step begin(Alert alert) {
    var ladder =
        new Ladder(alert, Rung.SHOP, false, false, Optional.empty(), Map.of(), Optional.empty());
    return new Step(ladder, List.of(new Effect.Ring(Rung.SHOP)));
  }

  /// Takes one event. What comes after the end changes nothing.
  public Step on(Event event) {
    if (outcome.isPresent()) {
      return stay(this);
    }
    return switch (event) {
      case Event.Acknowledged _ -> stay(acknowledged(true));
      case Event.Mended(var at) -> over(Outcome.MENDED, at);
      case Event.Handled(var at) -> over(Outcome.MENDED, at);
      case Event.NotReal(var at) -> over(Outcome.NOT_REAL, at);
      case Event.PassedUp(var at) when rung != Rung.PEERS -> givenUp().climb(at);
      case Event.PassedUp _ -> stay(this);
      case Event.Entered(var id, _) ->
          stay(new Ladder(alert, rung, acknowledged, passedUp, Optional.of(id), answers, outcome));
      case Event.Heard(var id, var peer, var answer) -> heard(id, new Help(peer, answer));
      case Event.TimePassed(var at) when !at.isBefore(alert.plateBy()) ->
          over(Outcome.TOO_LATE, at);
      case Event.TimePassed(var at) when isTooLong(at) -> climb(at);
      case Event.TimePassed _ -> stay(this);
    };
  }

  /// When something is due if nobody does anything: the next level, or the plate.
  public Instant dueAt() {
    return switch (rung) {
      case SHOP -> alert.recovery().organisationAt();
      case ORGANISATION -> alert.recovery().peersAt();
      case PEERS -> alert.plateBy();
    };
  }

  private boolean isTooLong(Instant at) {
    return rung != Rung.PEERS && !at.isBefore(dueAt());
  }

  /// To the next level; if that one's time is over too, further.
  private Step climb(Instant at) {
    if (rung == Rung.ORGANISATION) {
      return new Step(
          at(Rung.PEERS),
          List.of(
              new Effect.Enter(
                  new Raised(
                      alert.name(),
                      alert.about(),
                      alert.recovery(),
                      passedUp,
                      alert.plateBy(),
                      at))));
    }
    Ladder higher = at(Rung.ORGANISATION);
    return higher.isTooLong(at)
        ? higher.climb(at)
        : new Step(higher, List.of(new Effect.Ring(Rung.ORGANISATION)));
  }

  /// An answer counts if it is of this alert, and rings those who asked for it.
  private Step heard(EntryId id, Help help) {
    if (!raised.equals(Optional.of(help.answer().alert())) || answers.containsKey(id)) {
      return stay(this);
    }
    var more = new TreeMap<>(answers);
    more.put(id, help);
    return new Step(
        new Ladder(alert, rung, acknowledged, passedUp, raised, more, outcome),
        List.of(new Effect.Ring(Rung.ORGANISATION)));
  }

  /// Peers who were told of it are told its end.
  private Step over(Outcome what, Instant at) {
    var effects = new ArrayList<Effect>();
    List<EntryId> helped =
        what == Outcome.MENDED
            ? answers.keySet().stream().sorted().limit(Over.MAX_HELPED).toList()
            : List.of();
    raised.ifPresent(id -> effects.add(new Effect.Enter(new Over(id, what, helped, at))));
    return new Step(
        new Ladder(alert, rung, acknowledged, passedUp, raised, answers, Optional.of(what)),
        effects);
  }

  private Ladder acknowledged(boolean seen) {
    return new Ladder(alert, rung, seen, passedUp, raised, answers, outcome);
  }

  private Ladder givenUp() {
    return new Ladder(alert, rung, acknowledged, true, raised, answers, outcome);
  }

  private Ladder at(Rung higher) {
    return new Ladder(alert, higher, false, passedUp, raised, answers, outcome);
  }

  private static Step stay(Ladder next) {
    return new Step(next, List.of());
  }
}
