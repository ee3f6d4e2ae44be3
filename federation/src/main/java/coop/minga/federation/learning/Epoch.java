package coop.minga.federation.learning;

import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.Effect;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Step;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// One epoch at one node, of one cohort or several: an immutable state, and what each event makes
/// of it. For one thread.
///
/// Of one cohort it is that cohort's [Round] and nothing else. Of several it is a round of each,
/// all of which every node follows and adds up, and the decision which of their results the epoch
/// contains ([EpochQuestion]):
///
/// ```
/// rounds --all have ended here--> this node approves the set that it sees --Q have, Q commit-->
///   decided --every listed sum is recomputed here--> the version, or nothing
/// ```
///
/// A node says what its own cohort came to, and of others nothing but by that approval. A cohort
/// that came to nothing leaves the epoch with the others' results. If more than a third of all who
/// train are away, nothing is decided until some of them are back: the epoch stays open, and no sum
/// is lost by it. Whoever cannot add up what was decided within a day ([Round#CATCH_UP]) ends with
/// nothing, as in an epoch of one cohort, and has the version after all if the vectors come.
public final class Epoch {
  /// How often a node looks whether it has a word to say on what is decided.
  static final Duration PULSE = Duration.ofSeconds(1);

  private final EpochPlan plan;
  private final SequencedMap<Hash, Round> rounds;
  private final Optional<Decision> decision;
  private final Told told;

  /// What is known and was told of the epoch as a whole.
  ///
  /// @param started whether effects come out
  /// @param now when time last passed
  /// @param approved the set that this node approved last in its run
  /// @param set what was decided
  /// @param outcome what the epoch came to
  private record Told(
      boolean started,
      Instant now,
      Optional<Bytes> approved,
      Optional<EpochSet> set,
      Optional<RoundOutcome> outcome) {
    static final Told NOTHING =
        new Told(false, Instant.MIN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Epoch(
      EpochPlan plan, SequencedMap<Hash, Round> rounds, Optional<Decision> decision, Told told) {
    this.plan = plan;
    this.rounds = Collections.unmodifiableSequencedMap(rounds);
    this.decision = decision;
    this.told = told;
  }

  /// An epoch of which nothing was heard yet. Give it what ledgers hold, as [Round] and [Decision]
  /// ask for it, then [RoundEvent.Started].
  public static Epoch of(EpochPlan plan) {
    var rounds = new LinkedHashMap<Hash, Round>();
    plan.drawn()
        .all()
        .forEach(cohort -> rounds.put(cohort.hash(), Round.of(plan.round().in(cohort))));
    var seat = new Decision.Seat(Subject.EPOCH, plan.round().self(), plan.patience());
    Optional<Decision> decision =
        plan.question().map(question -> Decision.at(question.asked(), seat));
    return new Epoch(plan, rounds, decision, Told.NOTHING);
  }

  /// Takes an event that every cohort's round must hear of: an entry, the time, the start.
  public EpochStep on(RoundEvent event) {
    var after = new After(this);
    rounds.keySet().forEach(cohort -> after.round(cohort, forRound(cohort, event)));
    after.time(event);
    return after.step();
  }

  /// Takes what one cohort's round waited for.
  ///
  /// @param cohort [Cohort#hash]
  public EpochStep on(Hash cohort, RoundEvent event) {
    var after = new After(this);
    after.round(cohort, event);
    return after.step();
  }

  /// Takes what was said about which results the epoch contains.
  public EpochStep on(Event event) {
    var after = new After(this);
    after.word(event);
    return after.step();
  }

  /// The secrets are those of the own cohort.
  private RoundEvent forRound(Hash cohort, RoundEvent event) {
    return event instanceof RoundEvent.Started(var at, _) && !isOwn(cohort)
        ? new RoundEvent.Started(at, Map.of())
        : event;
  }

  private boolean isOwn(Hash cohort) {
    return plan.round().cohort().hash().equals(cohort);
  }

  private Round own() {
    return round(plan.round().cohort().hash());
  }

  private Round round(Hash cohort) {
    return Optional.ofNullable(rounds.get(cohort)).orElseThrow();
  }

  /// When the next [RoundEvent.TimePassed] must come at the latest; absent before it has started
  /// and when nothing is waited for.
  public Optional<Instant> wakeAt() {
    Stream<Instant> ofRounds = rounds.values().stream().flatMap(round -> round.wakeAt().stream());
    Stream<Instant> ofWords =
        told.started() && isTalkedOf()
            ? Stream.of(told.now().truncatedTo(ChronoUnit.SECONDS).plus(PULSE))
            : Stream.empty();
    Stream<Instant> ofVectors = isMissing() ? Stream.of(givesUpAt()) : Stream.empty();
    return Stream.of(ofRounds, ofWords, ofVectors).flatMap(each -> each).min(Instant::compareTo);
  }

  /// Whether a sum that was decided on is not added up here.
  private boolean isMissing() {
    return told.started() && told.set().isPresent() && told.outcome().isEmpty();
  }

  /// When missing sums are waited for no longer.
  private Instant givesUpAt() {
    return plan.round().times().endsAt().plus(Round.CATCH_UP).plusMillis(1);
  }

  /// Whether this node may have a word to say towards the decision.
  private boolean isTalkedOf() {
    return told.set().isEmpty()
        && decision.filter(open -> haveEnded() || !open.proposals().isEmpty()).isPresent();
  }

  /// What the epoch came to, once it is over for this node.
  public Optional<RoundOutcome> outcome() {
    return told.outcome();
  }

  /// Whether all cohorts have ended here, and it is not decided yet what the epoch contains.
  public boolean isBeingDecided() {
    return decision.isPresent() && told.set().isEmpty() && haveEnded();
  }

  /// The masked vector of this node's that left, as [Round#ownVector].
  public Optional<LearningStatement.Masked> ownVector() {
    return own().ownVector();
  }

  /// What this node's own cohort waits for; absent once that has ended here.
  public Optional<Awaited> awaited() {
    return own().awaited();
  }

  /// What this node knew beforehand.
  public EpochPlan plan() {
    return plan;
  }

  private boolean haveEnded() {
    return rounds.values().stream().allMatch(round -> round.outcome().isPresent());
  }

  /// What the rounds came to here, as far as this node has recomputed it.
  private EpochSet seen() {
    return EpochSet.seen(plan.round().epoch(), plan.drawn(), cohort -> round(cohort).agreed());
  }

  private Optional<ModelVersion> recomputed(Hash model) {
    return rounds.values().stream()
        .flatMap(round -> round.outcome().stream())
        .flatMap(outcome ->
            outcome instanceof RoundOutcome.Agreed agreed
                ? Stream.of(agreed.version())
                : Stream.empty())
        .filter(version -> version.hash().equals(model))
        .findFirst();
  }

  /// What the set comes to; absent while a sum that it lists is not recomputed here.
  private Optional<RoundOutcome> outcomeOf(EpochSet set) {
    if (!set.hasResult()) {
      return Optional.of(new RoundOutcome.Nothing(reason()));
    }
    List<MemberId> members =
        set.results().flatMap(result -> result.opened().summed().stream()).sorted().toList();
    long weight = set.results().mapToLong(Finding.Version::weight).sum();
    Hash seed = set.next(plan.round().seed());
    return set.version(plan.round().base(), this::recomputed)
        .map(version -> new RoundOutcome.Agreed(version, members, weight, seed));
  }

  /// Why a cohort came to nothing.
  private NoResult reason() {
    return rounds.values().stream()
        .flatMap(round -> round.outcome().stream())
        .flatMap(outcome ->
            outcome instanceof RoundOutcome.Nothing(var reason)
                ? Stream.of(reason)
                : Stream.empty())
        .findFirst()
        .orElse(NoResult.OUT_OF_TIME);
  }

  /// One event's work. Lives no longer than the call.
  private static final class After {
    private final EpochPlan plan;
    private final SequencedMap<Hash, Round> rounds;
    private final List<EpochEffect> effects = new ArrayList<>();
    private final Epoch before;
    private Optional<Decision> decision;
    private Told told;

    After(Epoch before) {
      this.before = before;
      this.plan = before.plan;
      this.rounds = new LinkedHashMap<>(before.rounds);
      this.decision = before.decision;
      this.told = before.told;
    }

    void round(Hash cohort, RoundEvent event) {
      RoundStep step = before.round(cohort).on(event);
      rounds.put(cohort, step.next());
      step.effects().forEach(effect -> take(cohort, effect));
    }

    private void take(Hash cohort, RoundEffect effect) {
      switch (effect) {
        case RoundEffect.Conclude(var outcome) when decision.isEmpty() -> conclude(outcome);
        case RoundEffect.Conclude _ -> {}
        case RoundEffect.Enter _ when decision.isPresent() && !trainsIn(cohort) -> {}
        case RoundEffect other -> effects.add(new EpochEffect.OfRound(cohort, other));
      }
    }

    private boolean trainsIn(Hash cohort) {
      return plan.drawn()
          .of(plan.round().self())
          .filter(own -> own.hash().equals(cohort))
          .isPresent();
    }

    void time(RoundEvent event) {
      switch (event) {
        case RoundEvent.Started(var at, _) -> told = told(true, at);
        case RoundEvent.TimePassed(var at) -> {
          told = told(told.started(), at);
          if (told.started()) {
            word(new Event.TimePassed(at));
          }
        }
        case RoundEvent _ -> {}
      }
    }

    private Told told(boolean started, Instant now) {
      return new Told(started, now, told.approved(), told.set(), told.outcome());
    }

    void word(Event event) {
      if (decision.isEmpty() || told.set().isPresent()) {
        return;
      }
      Step step = decision.get().on(event);
      decision = Optional.of(step.next());
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Enter(var says) -> effects.add(new EpochEffect.Say(says));
          case Effect.Refuse _ -> {}
          case Effect.Passed passed -> decided(plan.form().read(passed.change()).orElseThrow());
        }
      }
    }

    private void decided(EpochSet set) {
      told =
          new Told(told.started(), told.now(), told.approved(), Optional.of(set), told.outcome());
      effects.add(new EpochEffect.Decided(set));
    }

    private void conclude(RoundOutcome outcome) {
      told =
          new Told(told.started(), told.now(), told.approved(), told.set(), Optional.of(outcome));
      effects.add(new EpochEffect.Conclude(outcome));
    }

    EpochStep step() {
      if (decision.isPresent() && told.started()) {
        approve();
        told.set()
            .filter(set -> told.outcome().isEmpty() || mayBeFoundAfterAll(set))
            .flatMap(set -> next().outcomeOf(set))
            .ifPresent(this::conclude);
        if (next().isMissing() && !told.now().isBefore(before.givesUpAt())) {
          conclude(new RoundOutcome.Nothing(NoResult.OUT_OF_TIME));
        }
      }
      return new EpochStep(next(), effects);
    }

    /// Whether it ended here with nothing, and the sums may come after all.
    private boolean mayBeFoundAfterAll(EpochSet set) {
      return set.hasResult()
          && told.outcome().filter(RoundOutcome.Nothing.class::isInstance).isPresent();
    }

    /// A node approves what it sees once all cohorts have ended here, and again when more came.
    private void approve() {
      Epoch next = next();
      if (told.set().isPresent() || !next.haveEnded() || !isVoter()) {
        return;
      }
      Bytes seen = plan.form().write(next.seen());
      if (told.approved().filter(seen::equals).isEmpty()) {
        told = new Told(told.started(), told.now(), Optional.of(seen), told.set(), told.outcome());
        word(new Event.PersonApproves(seen));
      }
    }

    private boolean isVoter() {
      return plan.drawn().of(plan.round().self()).isPresent();
    }

    private Epoch next() {
      return new Epoch(plan, rounds, decision, told);
    }
  }
}
