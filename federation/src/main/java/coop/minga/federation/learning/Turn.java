package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.LearningStatement.Revealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One event at one node, from the state before to the state after. Lives no longer than
/// [Round#on].
///
/// The event is put in its place first; then every rule is asked in turn whether something is due.
/// A rule looks at facts and time only, never at which event came, so that a lost, doubled or
/// reordered event can do no more than delay it.
final class Turn {
  private final RoundPlan plan;
  private final MemberId self;
  private final Local local;
  private final Map<Integer, Tally> tallies;
  private final List<RoundEffect> effects = new ArrayList<>();
  private Facts facts;

  Turn(RoundPlan plan, Facts facts, Map<Integer, Tally> tallies, Local local) {
    this.plan = plan;
    this.self = plan.self();
    this.facts = facts;
    this.tallies = new HashMap<>(tallies);
    this.local = local;
  }

  void take(RoundEvent event) {
    switch (event) {
      case RoundEvent.Seen(var entry) -> see(entry);
      case RoundEvent.Started(var at, var secrets) -> {
        local.started = true;
        local.now = at;
        local.secrets.putAll(secrets);
      }
      case RoundEvent.TimePassed(var at) -> local.now = at.isAfter(local.now) ? at : local.now;
      case RoundEvent.Away(var members) -> local.away = members;
      case RoundEvent.SecretMade(var attempt, var secret) -> local.secrets.put(attempt, secret);
      case RoundEvent.VectorReady(var attempt, var blob, var bytes) -> name(attempt, blob, bytes);
      case RoundEvent.VectorFailed(var attempt) -> leave(attempt);
      case RoundEvent.Fetched(var blob) -> local.held.add(blob);
      case RoundEvent.Malformed(var blob) -> local.malformed.add(blob);
      case RoundEvent.FetchFailed(var blob) -> retryLater(blob);
      case RoundEvent.Opened(var attempt, var summed) -> opened(attempt, summed);
    }
    if (local.started) {
      advance();
    }
  }

  RoundStep step() {
    return new RoundStep(new Round(plan, facts, tallies, local), effects);
  }

  // What came.

  private void see(Entered<? extends LearningStatement> entry) {
    LearningStatement statement = entry.statement();
    if (!entry.federation().equals(plan.federation()) || statement.epoch() != plan.epoch()) {
      return;
    }
    if (entry.author().equals(self)) {
      local.entering.remove(statement);
    }
    boolean drawn = plan.cohort().members().contains(entry.author());
    if ((drawn && !isVoid(entry)) || statement instanceof Result) {
      facts = facts.with(entry);
      tallies.replaceAll((number, known) -> known.then(facts.attempt(number)));
    }
  }

  private boolean isVoid(Entered<? extends LearningStatement> entry) {
    return switch (entry.statement()) {
      case Advert advert when advert.isWeak() -> {
        blame(advert.attempt(), entry.author(), Fault.WEAK_KEY);
        yield true;
      }
      case Expose expose -> !plan.cohort().members().contains(expose.dealer());
      case LearningStatement _ -> false;
    };
  }

  private void name(int attempt, BlobName blob, int bytes) {
    Tally tally = tally(attempt);
    Optional<AttemptSecret> secret = secret(attempt);
    if (!mayMask(tally) || secret.isEmpty()) {
      return;
    }
    Circle circle = tally.circle().orElseThrow();
    local.held.add(blob);
    List<MemberId> unopened =
        circle.members().stream().filter(dealer -> taken(tally, dealer).isEmpty()).toList();
    enter(new Masked(plan.epoch(), attempt, circle.root(), blob, bytes, unopened));
  }

  private void leave(int attempt) {
    if (mayMask(tally(attempt))) {
      abandon(tally(attempt));
    }
  }

  /// At first soon, as whoever speaks may just have started again; at last after 64 graces.
  private void retryLater(BlobName blob) {
    int tries = local.tries.merge(blob, 1, Integer::sum);
    long wait = (plan.times().grace().toMillis() / 64) << Math.min(tries - 1, 12);
    local.askAgain.put(blob, local.now.plusMillis(Math.max(1, wait)));
  }

  private void opened(int attempt, SumOrder.Summed summed) {
    Tally tally = tally(attempt);
    Optional<Recovery> recovery = tally.recovery();
    Optional<List<Bytes>> parts = recovery.flatMap(Recovery::seedParts);
    if (local.opening.isPresent() || parts.isEmpty()) {
      return;
    }
    Hash circle = tally.circle().orElseThrow().root();
    Hash set = tally.closed().orElseThrow().root();
    local.opening =
        Optional.of(
            new Local.Opening(
                new LearningStatement.Opened(attempt, circle, set, recovery.orElseThrow().summed()),
                summed,
                Lineage.nextSeed(plan.seed(), plan.epoch(), circle, set, parts.get())));
    summed.version().ifPresent(version -> effects.add(new RoundEffect.Keep(version)));
  }

  // What is due.

  private void advance() {
    local.wake = Optional.empty();
    for (int number = 1; number <= LearningStatement.MAX_ATTEMPTS; number++) {
      follow(tally(number));
      if (!tally(number).isGivenUp()) {
        break;
      }
    }
    blameAll();
    announce();
    conclude();
    if (local.outcome.isPresent()) {
      blameAll();
    }
    eraseSecrets();
  }

  private void follow(Tally tally) {
    if (plan.trains() && local.reached(plan.times().startsAt())) {
      propose(tally);
      join(tally);
      deal(tally);
      orderVector(tally);
      freeze(tally);
      tally.closed().ifPresent(this::chargeIfIn);
      release(tally);
      expose(tally);
      giveUp(tally);
      sayNothing(tally);
    }
    fetch(tally);
    open(tally);
  }

  private void propose(Tally tally) {
    Instant open = local.since(tally.number(), Local.Step.OPEN);
    if (tally.isProposed()
        || said(tally).propose()
        || said(tally).abandon()
        || !plan.cohort().isEnough()
        || isOver()) {
      return;
    }
    if (local.reached(open.plus(turns(rank(order(tally, plan.cohort().members()), self))))) {
      enter(
          new Propose(
              plan.epoch(),
              tally.number(),
              plan.cohort().members(),
              plan.base().hash(),
              plan.encoding().hash()));
    }
  }

  /// A member takes part in a new attempt only when it has sworn off every earlier one.
  private void join(Tally tally) {
    boolean sworn =
        tallies().stream()
            .filter(earlier -> earlier.number() < tally.number())
            .allMatch(earlier -> earlier.attempt().abandons().containsKey(self));
    if (!tally.isProposed()
        || !sworn
        || tally.circle().isPresent()
        || said(tally).advert()
        || said(tally).abandon()
        || isOver()) {
      return;
    }
    local.since(tally.number(), Local.Step.PROPOSED);
    Optional<AttemptSecret> secret = secret(tally.number());
    if (secret.isPresent()) {
      enter(advert(tally, secret.get()));
    } else if (local.secretsAsked.add(tally.number())) {
      effects.add(new RoundEffect.MakeSecret(tally.number()));
    }
  }

  private Advert advert(Tally tally, AttemptSecret secret) {
    return new Advert(
        plan.epoch(),
        tally.number(),
        plan.base().hash(),
        plan.encoding().hash(),
        secret.maskKey(),
        secret.sealingKey(),
        tally.dealing().commitments(self, secret));
  }

  /// A member says once in an attempt who takes part: what the first coordinator says whose turn
  /// has come, if it may say it too.
  private void deal(Tally tally) {
    Optional<AttemptSecret> secret = secret(tally.number());
    if (!tally.adverts().containsKey(self)
        || said(tally).deal()
        || said(tally).abandon()
        || secret.isEmpty()
        || isOver()) {
      return;
    }
    circleToSay(tally)
        .filter(circle -> circle.has(self))
        .ifPresent(circle ->
            enter(
                new Deal(
                    plan.epoch(),
                    tally.number(),
                    circle.ids(),
                    tally.dealing().deal(self, secret.get(), circle))));
  }

  private Optional<Circle> circleToSay(Tally tally) {
    Instant due = local.since(tally.number(), Local.Step.PROPOSED).plus(plan.times().advertise());
    List<MemberId> order = order(tally, List.copyOf(tally.adverts().keySet()));
    for (MemberId coordinator : order) {
      int rank = rank(order, coordinator);
      Optional<Circle> said =
          Optional.ofNullable(tally.attempt().deals().get(coordinator))
              .flatMap(entry -> tally.circle(entry.statement().adverts()));
      if (said.isPresent() && isHeard(rank, due)) {
        return said;
      }
    }
    int rank = rank(order, self);
    boolean all = rank == 0 && tally.adverts().size() == plan.cohort().members().size();
    return tally.circlesSaid().isEmpty() && (all || local.reached(due.plus(turns(rank))))
        ? tally.circle(Circle.of(tally.adverts()).ids())
        : Optional.empty();
  }

  private void orderVector(Tally tally) {
    Optional<AttemptSecret> secret = secret(tally.number());
    if (!mayMask(tally) || secret.isEmpty() || isOver()) {
      return;
    }
    Circle circle = tally.circle().orElseThrow();
    Instant certified = local.since(tally.number(), Local.Step.CERTIFIED);
    boolean all = circle.members().stream().allMatch(dealer -> tally.deal(dealer).isPresent());
    if ((all || local.reached(certified.plus(plan.times().grace())))
        && local.vectorsAsked.add(tally.number())) {
      effects.add(
          new RoundEffect.NeedVector(
              new VectorOrder(
                  self,
                  plan.base(),
                  plan.codec(),
                  new Masks.Context(tally.name(), circle.root()),
                  circle.keys()),
              secret.get()));
    }
  }

  private boolean mayMask(Tally tally) {
    return tally.circle().filter(all -> all.has(self)).isPresent()
        && tally.deal(self).isPresent()
        && tally.closed().isEmpty()
        && !said(tally).masked()
        && !said(tally).abandon();
  }

  /// A member says once in an attempt whose vectors are summed, and only of vectors that it holds.
  private void freeze(Tally tally) {
    if (tally.circle().filter(all -> all.has(self)).isEmpty()
        || said(tally).freeze()
        || said(tally).abandon()
        || isOver()) {
      return;
    }
    setToSay(tally, tally.circle().get())
        .filter(set -> set.vectors().values().stream().allMatch(this::isHeld))
        .ifPresent(set -> {
          chargeIfIn(set);
          enter(new Freeze(plan.epoch(), tally.number(), set.ids()));
        });
  }

  private Optional<ClosedSet> setToSay(Tally tally, Circle circle) {
    Instant due =
        local
            .since(tally.number(), Local.Step.CERTIFIED)
            .plus(plan.times().grace())
            .plus(plan.times().train());
    List<MemberId> order = order(tally, circle.members());
    for (MemberId coordinator : order) {
      int rank = rank(order, coordinator);
      Optional<ClosedSet> said =
          Optional.ofNullable(tally.attempt().freezes().get(coordinator))
              .flatMap(entry -> tally.set(entry.statement().masked()));
      if (said.isPresent() && isHeard(rank, due)) {
        return said;
      }
    }
    int rank = rank(order, self);
    boolean mine = (rank == 0 && isComplete(tally, circle)) || local.reached(due.plus(turns(rank)));
    return mine && tally.setsSaid().isEmpty() ? ownSet(tally) : Optional.empty();
  }

  /// Whether everybody's vector is here who has not given up.
  private boolean isComplete(Tally tally, Circle circle) {
    return circle.members().stream()
        .filter(member -> !tally.attempt().abandons().containsKey(member))
        .allMatch(member -> tally.masked(member).filter(this::isHeld).isPresent());
  }

  /// All vectors that are here, less those of dealers whose shares too few could take.
  private Optional<ClosedSet> ownSet(Tally tally) {
    var held = new TreeMap<MemberId, Entered<Masked>>();
    tally
        .masked()
        .forEach((member, masked) -> {
          if (isHeld(masked)) {
            held.put(member, masked);
          }
        });
    ClosedSet set = ClosedSet.of(held);
    held.keySet().removeIf(member -> set.unopened(member) > plan.cohort().slack());
    return tally.set(ClosedSet.of(held).ids());
  }

  /// Privacy is spent when this node agrees to a sum with its own update in it, or, if others did
  /// without it, when it sees that.
  private void chargeIfIn(ClosedSet set) {
    if (set.has(self) && !local.charged) {
      local.charged = true;
      effects.add(new RoundEffect.Charge());
    }
  }

  /// Once a set is closed a member gives back what opens it, however late it is: for each of the
  /// circle one of two things, so that what it gives back never opens anything else.
  private void release(Tally tally) {
    Optional<AttemptSecret> secret = secret(tally.number());
    if (tally.closed().isEmpty()
        || said(tally).release()
        || said(tally).abandon()
        || secret.isEmpty()
        || !tally.circle().orElseThrow().has(self)) {
      return;
    }
    ClosedSet set = tally.closed().get();
    var shares = new ArrayList<Revealed>();
    for (MemberId dealer : tally.circle().orElseThrow().members()) {
      taken(tally, dealer)
          .ifPresent(taken ->
              shares.add(
                  set.has(dealer)
                      ? new Revealed.Summed(dealer, taken.ownMask(), taken.seedPart())
                      : new Revealed.Missing(dealer, taken.pairKey())));
    }
    enter(new Release(plan.epoch(), tally.number(), set.root(), shares));
  }

  /// Where a dealer's shares are of no use, the stream that it shares with each member of the sum
  /// is shown by that member. The dealer knows it anyway.
  private void expose(Tally tally) {
    Optional<AttemptSecret> secret = secret(tally.number());
    Optional<Recovery> recovery = tally.recovery().filter(known -> known.summed().contains(self));
    if (recovery.isEmpty() || secret.isEmpty() || !said(tally).release()) {
      return;
    }
    Circle circle = tally.circle().orElseThrow();
    var context = new Masks.Context(tally.name(), circle.root());
    for (MemberId dealer : recovery.get().lost()) {
      if (!said(tally).expose(dealer)) {
        secret
            .get()
            .agree(circle.advert(dealer).maskKey())
            .map(agreed -> Masks.pairKey(agreed, self, dealer, context))
            .ifPresent(key -> enter(new Expose(plan.epoch(), tally.number(), dealer, key)));
      }
    }
  }

  /// A member swears an attempt off only while it has not seen a closed set.
  private void giveUp(Tally tally) {
    if (tally.closed().isPresent() || said(tally).release() || said(tally).abandon()) {
      return;
    }
    boolean lost = tally.attempt().adverts().containsKey(self) && isSecretLost(tally);
    boolean over = said(tally).advert() && local.reached(plan.times().endsAt());
    if (tally.isGivenUp() || tally.isHopeless() || lost || over || isStuck(tally)) {
      abandon(tally);
    }
  }

  private boolean isSecretLost(Tally tally) {
    return secret(tally.number()).isEmpty() && !facts.results().containsKey(self);
  }

  private boolean isStuck(Tally tally) {
    RoundPlan.Times times = plan.times();
    if (tally.circle().isPresent()) {
      return local.reached(
          local
              .since(tally.number(), Local.Step.CERTIFIED)
              .plus(times.grace())
              .plus(times.train())
              .plus(times.patience()));
    }
    return tally.isProposed()
        && local.reached(
            local
                .since(tally.number(), Local.Step.PROPOSED)
                .plus(times.advertise())
                .plus(times.patience()));
  }

  private void fetch(Tally tally) {
    boolean wanted =
        tally.closed().isPresent()
            || (tally.circle().filter(all -> all.has(self)).isPresent() && !isOver());
    boolean late = local.now.isAfter(plan.times().endsAt().plus(Round.FETCHED_FOR));
    tally
        .masked()
        .forEach((member, masked) -> {
          if (wanted && local.opening.isEmpty() && !late) {
            fetch(tally, masked);
          }
          BlobName blob = masked.statement().blob();
          if (local.held.contains(blob) && local.served.add(blob)) {
            effects.add(new RoundEffect.Serve(blob));
          }
        });
  }

  private void fetch(Tally tally, Entered<Masked> masked) {
    BlobName blob = masked.statement().blob();
    if (local.held.contains(blob)
        || local.malformed.contains(blob)
        || !local.reached(local.askAgain.getOrDefault(blob, Instant.MIN))) {
      return;
    }
    var from = new LinkedHashSet<MemberId>();
    from.add(masked.author());
    from.addAll(tally.attempt().freezes().keySet());
    from.addAll(facts.results().keySet());
    from.remove(self);
    local.askAgain.put(blob, Instant.MAX);
    effects.add(new RoundEffect.Fetch(blob, plan.codec(), List.copyOf(from)));
  }

  private void open(Tally tally) {
    if (local.opening.isPresent() || tally.recovery().isEmpty()) {
      return;
    }
    local.since(tally.number(), Local.Step.CLOSED);
    boolean held = tally.closed().orElseThrow().vectors().values().stream().allMatch(this::isHeld);
    if (held && !local.sumsAsked.contains(tally.number())) {
      tally
          .recovery()
          .get()
          .order(plan)
          .ifPresent(order -> {
            local.sumsAsked.add(tally.number());
            effects.add(new RoundEffect.Open(tally.number(), order));
          });
    }
  }

  // The end.

  private void announce() {
    if (local.opening.isEmpty() || hasResult()) {
      return;
    }
    Local.Opening opening = local.opening.get();
    Optional<Finding.Version> version = opening.version();
    if (version.isPresent()) {
      enter(new Result(plan.epoch(), version.get()));
    } else if (plan.trains()) {
      enter(new Result(plan.epoch(), new Finding.Nothing(NoResult.OUT_OF_BOUNDS)));
    }
  }

  private void sayNothing(Tally tally) {
    if (local.opening.isEmpty() && !hasResult()) {
      whyNothing(tally)
          .ifPresent(reason -> enter(new Result(plan.epoch(), new Finding.Nothing(reason))));
    }
  }

  private Optional<NoResult> whyNothing(Tally tally) {
    RoundPlan.Times times = plan.times();
    if (local.reached(times.endsAt())) {
      return Optional.of(NoResult.OUT_OF_TIME);
    }
    if (tally.closed().isPresent()) {
      Instant closed = local.since(tally.number(), Local.Step.CLOSED);
      return local.reached(closed.plus(times.sum()).plus(times.patience()))
          ? Optional.of(NoResult.OUT_OF_TIME)
          : Optional.empty();
    }
    if (!tally.attempt().abandons().containsKey(self)) {
      return Optional.empty();
    }
    if (tally.isGivenUp()) {
      return tally.number() == LearningStatement.MAX_ATTEMPTS
          ? Optional.of(NoResult.OUT_OF_TIME)
          : Optional.empty();
    }
    Instant abandoned = local.since(tally.number(), Local.Step.ABANDONED);
    return local.reached(abandoned.plus(times.patience()))
        ? Optional.of(NoResult.TOO_FEW_LEFT)
        : Optional.empty();
  }

  private void conclude() {
    outcome()
        .filter(outcome -> local.outcome.isEmpty() || weight(outcome) > weight(local.outcome.get()))
        .ifPresent(outcome -> {
          local.outcome = Optional.of(outcome);
          effects.add(new RoundEffect.Conclude(outcome));
        });
  }

  private Optional<RoundOutcome> outcome() {
    Optional<RoundOutcome> agreed = agreed();
    if (agreed.isPresent()) {
      return agreed;
    }
    if (facts.isSpoiled(plan.cohort(), tallies().stream())) {
      return Optional.of(new RoundOutcome.Nothing(NoResult.OUT_OF_BOUNDS));
    }
    return (isHopeless() && !mayYetBeSpoiled()) || local.reached(plan.times().endsAt())
        ? Optional.of(new RoundOutcome.Nothing(reason()))
        : Optional.empty();
  }

  private boolean mayYetBeSpoiled() {
    long spoiled = nothings().filter(NoResult.OUT_OF_BOUNDS::equals).count();
    long spoken = plan.cohort().members().stream().filter(facts.results()::containsKey).count();
    return spoiled > 0 && spoken - spoiled <= plan.cohort().slack();
  }

  private Stream<NoResult> nothings() {
    return plan.cohort().members().stream()
        .map(facts.results()::get)
        .flatMap(entry ->
            entry != null && entry.statement().finding() instanceof Finding.Nothing(var reason)
                ? Stream.of(reason)
                : Stream.empty());
  }

  /// What t of the cohort said, if it is what this node's own sum came to.
  private Optional<RoundOutcome> agreed() {
    return local.opening.flatMap(opening ->
        opening
            .summed()
            .version()
            .filter(_ -> voices(opening) >= plan.cohort().threshold())
            .map(version ->
                new RoundOutcome.Agreed(
                    version,
                    opening.opened().summed(),
                    opening.summed().weight(),
                    opening.seed())));
  }

  private long voices(Local.Opening opening) {
    return plan.cohort().members().stream()
        .map(facts.results()::get)
        .filter(entry -> entry != null && isSame(entry.statement().finding(), opening))
        .count();
  }

  /// Whether so many of the cohort said "nothing" that no version can find enough voices any more.
  private boolean isHopeless() {
    return nothings().count() > plan.cohort().slack();
  }

  private NoResult reason() {
    return nothings()
        .filter(reason -> reason != NoResult.OUT_OF_BOUNDS)
        .findFirst()
        .orElse(NoResult.OUT_OF_TIME);
  }

  private static boolean isSame(Finding finding, Local.Opening opening) {
    return finding instanceof Finding.Version said
        && said.opened().equals(opening.opened())
        && said.sum().equals(opening.summed().sum())
        && said.weight() == opening.summed().weight()
        && said.seed().equals(opening.seed())
        && opening.summed().version().filter(own -> own.hash().equals(said.model())).isPresent();
  }

  /// An outcome gives way to one that weighs more, if it comes later.
  private static int weight(RoundOutcome outcome) {
    return switch (outcome) {
      case RoundOutcome.Agreed _ -> 2;
      case RoundOutcome.Nothing(var reason) -> reason == NoResult.OUT_OF_BOUNDS ? 1 : 0;
    };
  }

  /// A secret is of no more use when its attempt is sworn off, or when this node has said what the
  /// epoch came to.
  private void eraseSecrets() {
    for (int number : List.copyOf(local.secrets.keySet())) {
      if (said(tally(number)).abandon() || facts.results().containsKey(self)) {
        local.secrets.remove(number);
        effects.add(new RoundEffect.EraseSecret(number));
      }
    }
  }

  // Whose entries are against the rules, as the facts show by now.

  private void blameAll() {
    for (int number : facts.attempts().keySet()) {
      Tally tally = tally(number);
      tally
          .attempt()
          .proposals()
          .forEach((member, entry) -> {
            Propose propose = entry.statement();
            if (tally.isWrong(propose) && (isClear() || !tally.isOfOthers(propose))) {
              blame(number, member, Fault.WRONG_PROPOSAL);
            }
          });
      tally
          .attempt()
          .adverts()
          .forEach((member, entry) -> {
            Advert advert = entry.statement();
            if (tally.isWrong(advert) && (isClear() || !tally.isOfOthers(advert))) {
              blame(number, member, Fault.WRONG_ADVERT);
            }
          });
      if (tally.circle().isPresent()) {
        tally
            .attempt()
            .masked()
            .forEach((member, entry) -> {
              if (!tally.isBound(member, entry.statement())) {
                blame(number, member, Fault.WRONG_VECTOR_NAME);
              } else if (local.malformed.contains(entry.statement().blob())) {
                blame(number, member, Fault.MALFORMED_VECTOR);
              }
            });
      }
      tally
          .recovery()
          .ifPresent(recovery -> {
            recovery.wrongReleases().forEach(member -> blame(number, member, Fault.WRONG_SHARE));
            recovery.wrongDealers().forEach(member -> blame(number, member, Fault.WRONG_DEAL));
          });
    }
    local.opening.ifPresent(this::blameResults);
  }

  /// Whether it is clear of whom the epoch was: before its end a roster may come that explains
  /// another cohort, and the epoch is begun anew then.
  private boolean isClear() {
    return local.outcome.isPresent();
  }

  private void blameResults(Local.Opening opening) {
    facts
        .results()
        .forEach((member, entry) -> {
          if (entry.statement().finding() instanceof Finding.Version said
              && said.opened().set().equals(opening.opened().set())
              && !isSame(said, opening)) {
            blame(opening.opened().attempt(), member, Fault.WRONG_RESULT);
          }
        });
  }

  // Small words.

  private Tally tally(int number) {
    return tallies.computeIfAbsent(
        number, known -> new Tally(plan.terms(), known, facts.attempt(known)));
  }

  private List<Tally> tallies() {
    var all = new ArrayList<Tally>();
    for (int number = 1; number <= LearningStatement.MAX_ATTEMPTS; number++) {
      all.add(tally(number));
    }
    return all;
  }

  private Said said(Tally tally) {
    return new Said(self, tally.number(), tally.attempt(), local);
  }

  private boolean hasResult() {
    return said(tally(1)).result(facts);
  }

  /// Whether this node begins nothing new any more.
  private boolean isOver() {
    return hasResult() || local.opening.isPresent() || local.reached(plan.times().endsAt());
  }

  private Optional<AttemptSecret> secret(int attempt) {
    return Optional.ofNullable(local.secrets.get(attempt));
  }

  /// What a dealer dealt to this node. Opening costs, so what opened is kept.
  private Optional<Dealing.Shares> taken(Tally tally, MemberId dealer) {
    var which = new Local.Taken(tally.number(), dealer);
    Optional<Dealing.Shares> known = Optional.ofNullable(local.taken.get(which));
    if (known.isPresent()) {
      return known;
    }
    Optional<Dealing.Shares> taken =
        secret(tally.number()).flatMap(secret -> tally.taken(dealer, self, secret));
    taken.ifPresent(shares -> local.taken.put(which, shares));
    return taken;
  }

  private boolean isHeld(Entered<Masked> masked) {
    return local.held.contains(masked.statement().blob());
  }

  private List<MemberId> order(Tally tally, List<MemberId> among) {
    return Cohort.order(plan.seed(), plan.epoch(), tally.number(), among);
  }

  /// How many a member lets speak before it: those before it in the order, but who is away.
  private int rank(List<MemberId> order, MemberId member) {
    return Math.toIntExact(
        order.subList(0, order.indexOf(member)).stream()
            .filter(before -> !local.away.contains(before))
            .count());
  }

  /// How long a coordinator of some rank leaves to those before it.
  private Duration turns(int rank) {
    return plan.times().grace().multipliedBy(rank);
  }

  /// Whether a coordinator's word counts for this node yet: the first one's at once, another's when
  /// its turn has come, less one grace, as clocks and roads differ.
  private boolean isHeard(int rank, Instant due) {
    return rank == 0 || local.reached(due.plus(turns(rank - 1)));
  }

  private void enter(LearningStatement statement) {
    if (local.entering.add(statement)) {
      effects.add(new RoundEffect.Enter(statement));
    }
  }

  private void abandon(Tally tally) {
    enter(new Abandon(plan.epoch(), tally.number()));
  }

  private void blame(int attempt, MemberId member, Fault fault) {
    if (local.started && local.blamed.add(new Local.Blame(attempt, member, fault))) {
      effects.add(new RoundEffect.Name(member, fault));
    }
  }
}
