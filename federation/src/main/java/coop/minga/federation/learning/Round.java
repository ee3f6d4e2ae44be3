package coop.minga.federation.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One epoch at one node: an immutable state, and what each event makes of it. For one thread.
///
/// Begin with [#of], give every entry of the epoch that the node's ledgers hold as
/// [RoundEvent.Seen], each author's in its order, then [RoundEvent.Started]: that is how a node
/// starts and also how it starts again after a crash. Until then no effect comes out.
///
/// [The package][coop.minga.federation.learning] tells the rules and why they hold.
public final class Round {
  /// How long after its end an epoch of several cohorts is waited for whose sums are missing here.
  public static final Duration CATCH_UP = Duration.ofHours(24);

  /// How long after its end an epoch's vectors are still looked for, if others had a result:
  /// members keep them for a month, and without this version there is none of any later epoch.
  public static final Duration FETCHED_FOR = Duration.ofDays(29);

  private final RoundPlan plan;
  private final Facts facts;
  private final Map<Integer, Tally> tallies;
  private final Local local;

  Round(RoundPlan plan, Facts facts, Map<Integer, Tally> tallies, Local local) {
    this.plan = plan;
    this.facts = facts;
    this.tallies = Map.copyOf(tallies);
    this.local = local;
  }

  /// An epoch of which nothing was heard yet.
  public static Round of(RoundPlan plan) {
    return new Round(plan, Facts.NONE, Map.of(), new Local());
  }

  /// Takes one event.
  ///
  /// @return the round from now on and the effects; an event that comes too late changes nothing
  public RoundStep on(RoundEvent event) {
    Turn turn = new Turn(plan, facts, tallies, local.copy());
    turn.take(event);
    return turn.step();
  }

  /// When the next [RoundEvent.TimePassed] must come at the latest; absent before
  /// [RoundEvent.Started] and when nothing is waited for.
  public Optional<Instant> wakeAt() {
    return local.started ? local.wake : Optional.empty();
  }

  /// What the epoch came to, once it is over for this node.
  public Optional<RoundOutcome> outcome() {
    return local.outcome;
  }

  /// What t of the cohort said, once this node has recomputed it.
  Optional<LearningStatement.Finding.Version> agreed() {
    return local
        .opening
        .filter(_ -> outcome().filter(RoundOutcome.Agreed.class::isInstance).isPresent())
        .flatMap(Local.Opening::version);
  }

  /// The masked vector of this node's that left, by its own entry, in the last attempt in which one
  /// did; absent if none has.
  public Optional<LearningStatement.Masked> ownVector() {
    return facts.attempts().values().stream()
        .flatMap(attempt -> Optional.ofNullable(attempt.masked().get(plan.self())).stream())
        .map(Entered::statement)
        .max(Comparator.comparingInt(LearningStatement.Masked::attempt));
  }

  /// What it waits for; absent once it is over.
  public Optional<Awaited> awaited() {
    return outcome().isPresent()
        ? Optional.empty()
        : IntStream.rangeClosed(1, LearningStatement.MAX_ATTEMPTS)
            .mapToObj(this::tally)
            .filter(tally -> !tally.isGivenUp())
            .findFirst()
            .map(tally -> Awaited.in(plan.cohort(), tally, facts.results().keySet()));
  }

  private Tally tally(int number) {
    return Optional.ofNullable(tallies.get(number))
        .orElseGet(() -> new Tally(plan.terms(), number, facts.attempt(number)));
  }

  /// What this node knows of the epoch beforehand.
  public RoundPlan plan() {
    return plan;
  }
}
