package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

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
  private final Said said;
  private final List<RoundEffect> effects = new ArrayList<>();
  private Facts facts;
  private Judgement judgement;

  Turn(Judgement judgement, Local local) {
    this.plan = judgement.plan();
    this.self = plan.self();
    this.local = local;
    this.said = new Said(plan, local);
    this.facts = judgement.facts();
    this.judgement = judgement;
  }

  void take(RoundEvent event) {
    switch (event) {
      case RoundEvent.Seen(var entry) -> see(entry);
      case RoundEvent.Started(var at, var secretsHeld) -> {
        local.started = true;
        local.now = at;
        local.secrets.addAll(secretsHeld);
      }
      case RoundEvent.TimePassed(var at) -> local.now = at.isAfter(local.now) ? at : local.now;
      case RoundEvent.KeysMade(var proposal, var key) -> advertise(proposal, key);
      case RoundEvent.VectorReady(var proposal, var packed) -> name(proposal, packed);
      case RoundEvent.VectorFailed(var proposal) -> leave(proposal);
      case RoundEvent.Fetched(var blob, var content) -> hold(blob, content);
      case RoundEvent.FetchFailed(var blob) -> retryLater(blob);
    }
    if (local.started) {
      advance();
    }
  }

  RoundStep step() {
    return new RoundStep(new Round(judgement, local), effects);
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
    if (statement instanceof Advert advert && advert.maskKey().givesNoSecret()) {
      blame(advert.proposal(), entry.author(), Fault.WEAK_KEY);
      return;
    }
    if (plan.cohort().members().contains(entry.author()) || statement instanceof Result) {
      facts = facts.with(entry);
      judgement = new Judgement(plan, facts);
    }
  }

  private void advertise(EntryId proposal, MaskKey key) {
    Optional<Attempt> attempt = find(proposal);
    if (attempt.filter(this::mayJoin).isEmpty() || !local.keysAsked.contains(proposal)) {
      effects.add(new RoundEffect.EraseKeys(proposal));
      return;
    }
    if (!said.advert(attempt.get())) {
      local.secrets.add(proposal);
      enter(new Advert(plan.epoch(), Judgement.number(attempt.get()), proposal, key));
    }
  }

  private void name(EntryId proposal, Bytes packed) {
    Hash blob = Hash.sha256(packed);
    Optional<Attempt> attempt = find(proposal).filter(this::mayMask);
    Optional<RingVector> vector = attempt.flatMap(known -> unpack(known, packed));
    if (vector.isEmpty()) {
      discard(blob);
      return;
    }
    local.vectors.put(blob, vector.get());
    enter(
        new Masked(
            plan.epoch(),
            Judgement.number(attempt.get()),
            proposal,
            judgement.advertsRoot(attempt.get()),
            blob,
            packed.size()));
    eraseKeys(proposal);
  }

  private void leave(EntryId proposal) {
    find(proposal).filter(this::mayMask).ifPresent(attempt -> abandon(attempt, List.of(self)));
  }

  private void hold(Hash blob, Bytes content) {
    local.askedAt.remove(blob);
    for (Attempt attempt : judgement.good()) {
      for (Entered<Masked> masked : wanted(attempt)) {
        if (masked.statement().blob().equals(blob)) {
          check(attempt, masked, content);
          return;
        }
      }
    }
    if (!local.vectors.containsKey(blob)) {
      discard(blob);
    }
  }

  private void check(Attempt attempt, Entered<Masked> masked, Bytes content) {
    Hash blob = masked.statement().blob();
    if (!Hash.sha256(content).equals(blob)) {
      if (collects(attempt) && local.tries.containsKey(blob)) {
        blame(attempt.id(), masked.author(), Fault.SWAPPED_VECTOR);
      }
      retryLater(blob);
      return;
    }
    Optional<RingVector> vector = unpack(attempt, content);
    if (vector.isEmpty()) {
      blame(attempt.id(), masked.author(), Fault.MALFORMED_VECTOR);
      retryLater(blob);
      return;
    }
    local.vectors.put(blob, vector.get());
  }

  private void retryLater(Hash blob) {
    local.askedAt.remove(blob);
    int tries = local.tries.merge(blob, 1, Integer::sum);
    if (tries == 1) {
      return;
    }
    long wait = (plan.times().grace().toMillis() / 4) << Math.min(tries - 2, 4);
    local.askedAt.put(blob, local.now.plusMillis(Math.max(1, wait)));
  }

  // What is due.

  private void advance() {
    for (Attempt attempt : judgement.good()) {
      join(attempt);
      orderVector(attempt);
      collect(attempt);
      giveUp(attempt);
      open(attempt);
      serve(attempt);
    }
    new Blaming(judgement, local).due().forEach(this::blame);
    propose();
    announce();
    sayNothing();
    conclude();
  }

  private void join(Attempt attempt) {
    if (mayJoin(attempt) && !said.advert(attempt) && local.keysAsked.add(attempt.id())) {
      effects.add(new RoundEffect.MakeKeys(attempt.id()));
    }
  }

  /// A member takes part in one attempt after the other: in a new one only when every earlier one
  /// of its own is surely dead, or when the new one is of exactly the members who all gave that one
  /// up.
  private boolean mayJoin(Attempt attempt) {
    return Judgement.members(attempt).contains(self)
        && local.opened.isEmpty()
        && !said.result(facts)
        && !said.abandon(attempt)
        && !judgement.isDead(attempt)
        && local.now.isBefore(ends(attempt).advertiseBy())
        && facts.attempts().values().stream()
            .filter(other -> !other.id().equals(attempt.id()) && said.joined(other))
            .allMatch(other -> isBehind(other, attempt));
  }

  private boolean isBehind(Attempt other, Attempt next) {
    return Judgement.number(other) < Judgement.number(next)
        && (judgement.isSurelyDead(other)
            || Judgement.statement(next).previous().equals(Optional.of(other.id())));
  }

  private void orderVector(Attempt attempt) {
    if (!mayMask(attempt) || (judgement.keys(attempt).isEmpty() && holdsSecret(attempt))) {
      return;
    }
    if (!holdsSecret(attempt)) {
      abandon(attempt, List.of());
      return;
    }
    if (local.now.isBefore(ends(attempt).maskedBy()) && local.vectorsAsked.add(attempt.id())) {
      effects.add(new RoundEffect.NeedVector(order(attempt)));
    }
  }

  private boolean holdsSecret(Attempt attempt) {
    return local.secrets.contains(attempt.id());
  }

  private boolean mayMask(Attempt attempt) {
    return attempt.adverts().containsKey(self)
        && !said.masked(attempt)
        && !said.abandon(attempt)
        && !said.result(facts)
        && !judgement.isDead(attempt);
  }

  private VectorOrder order(Attempt attempt) {
    return new VectorOrder(
        attempt.id(),
        self,
        plan.base(),
        plan.encoding(),
        VectorOrder.roundingOf(plan.seed(), plan.epoch(), self),
        new Masks.Context(
            plan.federation(),
            plan.epoch(),
            Judgement.number(attempt),
            judgement.advertsRoot(attempt)),
        judgement.keys(attempt).orElseThrow());
  }

  /// The coordinator gathers the vectors. One that holds them all closes the set, however late it
  /// is: were it to give the attempt up instead, it could subtract the sum of a smaller set from
  /// this one.
  private void collect(Attempt attempt) {
    if (!collects(attempt)) {
      return;
    }
    boolean inTime = attempt.abandons().isEmpty() && local.now.isBefore(ends(attempt).freezeBy());
    for (Entered<Masked> masked : wanted(attempt)) {
      // After a crash the own store may hold what memory does not: it is asked first, alone.
      boolean asked = local.tries.containsKey(masked.statement().blob());
      if (!asked || inTime) {
        fetch(masked, asked ? List.of(masked.author()) : List.of());
      }
    }
    if (isComplete(attempt)) {
      enter(
          new Freeze(
              plan.epoch(),
              Judgement.number(attempt),
              attempt.id(),
              Judgement.ids(judgement.allMasked(attempt).orElseThrow())));
    }
  }

  private boolean collects(Attempt attempt) {
    return Judgement.coordinator(attempt).equals(self)
        && !said.freeze(attempt)
        && !said.abandon(attempt)
        && !judgement.isSurelyDead(attempt);
  }

  private boolean isComplete(Attempt attempt) {
    return judgement
        .allMasked(attempt)
        .filter(all -> all.stream().allMatch(this::isHeld))
        .isPresent();
  }

  private boolean isHeld(Entered<Masked> masked) {
    return local.vectors.containsKey(masked.statement().blob());
  }

  private void giveUp(Attempt attempt) {
    if (said.abandon(attempt) || said.result(facts)) {
      return;
    }
    if (Judgement.coordinator(attempt).equals(self)) {
      if (!said.freeze(attempt) && !isLookingUp(attempt)) {
        missing(attempt).ifPresent(absent -> abandon(attempt, absent));
      }
    } else if (isCoordinatorSilent(attempt)) {
      abandon(attempt, List.of(Judgement.coordinator(attempt)));
    }
    if (said.abandon(attempt) || judgement.isDead(attempt)) {
      eraseKeys(attempt.id());
    }
  }

  private boolean isLookingUp(Attempt attempt) {
    return wanted(attempt).stream()
        .anyMatch(masked -> !local.tries.containsKey(masked.statement().blob()));
  }

  /// Whom the coordinator misses, if the attempt cannot be finished.
  private Optional<List<MemberId>> missing(Attempt attempt) {
    if (!attempt.abandons().isEmpty()) {
      return Optional.of(
          attempt.abandons().values().stream()
              .filter(word -> word.statement().absent().contains(word.author()))
              .map(Entered::author)
              .toList());
    }
    if (!local.now.isBefore(ends(attempt).advertiseBy()) && judgement.keys(attempt).isEmpty()) {
      return Optional.of(
          Judgement.members(attempt).stream()
              .filter(member -> judgement.advert(attempt, member).isEmpty())
              .toList());
    }
    if (!local.now.isBefore(ends(attempt).maskedBy()) && !isComplete(attempt)) {
      return Optional.of(
          Judgement.members(attempt).stream()
              .filter(member -> judgement.masked(attempt, member).filter(this::isHeld).isEmpty())
              .toList());
    }
    return local.now.isBefore(ends(attempt).freezeBy()) ? Optional.empty() : Optional.of(List.of());
  }

  private boolean isCoordinatorSilent(Attempt attempt) {
    if (!said.joined(attempt)
        || judgement.isSurelyDead(attempt)
        || attempt.freezes().containsKey(Judgement.coordinator(attempt))) {
      return false;
    }
    Instant patience = ends(attempt).advertiseBy().plus(plan.times().grace());
    boolean stuck = judgement.keys(attempt).isEmpty() && !local.now.isBefore(patience);
    return stuck || !local.now.isBefore(ends(attempt).freezeBy());
  }

  private void open(Attempt attempt) {
    if (local.opened.isPresent() || !mayOpen(attempt)) {
      return;
    }
    List<Entered<Masked>> wanted = wanted(attempt);
    if (!wanted.isEmpty()) {
      wanted.forEach(masked -> fetch(masked, holders(attempt, masked.author())));
      return;
    }
    local.opened = Optional.of(sum(attempt));
    local.opened.get().version().ifPresent(v -> effects.add(new RoundEffect.Keep(v)));
  }

  private Local.Opened sum(Attempt attempt) {
    RingCodec codec = new RingCodec(plan.encoding(), Judgement.members(attempt).size());
    RingVector sum = RingVector.zero(codec.bits(), plan.encoding().coordinates());
    for (Entered<Masked> masked : judgement.allMasked(attempt).orElseThrow()) {
      sum = sum.plus(held(masked));
    }
    EntryId freeze = judgement.freeze(attempt).orElseThrow().id();
    return switch (codec.decode(sum)) {
      case RingCodec.Decoded.OutOfBounds _ ->
          new Local.Opened(attempt.id(), freeze, Optional.empty(), 0);
      case RingCodec.Decoded.Average(var change, var weight) ->
          new Local.Opened(
              attempt.id(), freeze, Optional.of(plan.base().next(plan.epoch(), change)), weight);
    };
  }

  private RingVector held(Entered<Masked> masked) {
    return Optional.ofNullable(local.vectors.get(masked.statement().blob())).orElseThrow();
  }

  /// A member that has seen the freeze and did not give up opens at once, and never gives up from
  /// here on. The coordinator, takers and whoever gave up open only after such a member did, when
  /// no other attempt can follow any more.
  private boolean mayOpen(Attempt attempt) {
    return judgement.freeze(attempt).isPresent()
        && (opensFirst(attempt) || judgement.isOpenedByAMember(attempt));
  }

  private boolean opensFirst(Attempt attempt) {
    return Judgement.members(attempt).contains(self)
        && !Judgement.coordinator(attempt).equals(self)
        && judgement.freeze(attempt).isPresent()
        && !said.abandon(attempt)
        && !judgement.isDead(attempt);
  }

  /// The vectors that this node may have now and does not hold.
  private List<Entered<Masked>> wanted(Attempt attempt) {
    boolean wants = collects(attempt) || (local.opened.isEmpty() && mayOpen(attempt));
    if (!wants || judgement.keys(attempt).isEmpty()) {
      return List.of();
    }
    return Judgement.members(attempt).stream()
        .flatMap(member -> judgement.masked(attempt, member).stream())
        .filter(masked -> !isHeld(masked))
        .toList();
  }

  private List<MemberId> holders(Attempt attempt, MemberId author) {
    var holders = new LinkedHashSet<MemberId>();
    holders.add(Judgement.coordinator(attempt));
    holders.add(author);
    holders.addAll(Judgement.members(attempt));
    holders.addAll(facts.results().keySet());
    holders.remove(self);
    return List.copyOf(holders);
  }

  private void fetch(Entered<Masked> masked, List<MemberId> from) {
    Hash blob = masked.statement().blob();
    Instant due = local.askedAt.getOrDefault(blob, local.now);
    boolean late = local.now.isAfter(plan.times().endsAt().plus(Round.CATCH_UP));
    if (!local.now.isBefore(due) && !late) {
      local.askedAt.put(blob, Instant.MAX);
      effects.add(
          new RoundEffect.Fetch(
              blob,
              masked.statement().bytes(),
              from.stream().filter(peer -> !peer.equals(self)).toList()));
    }
  }

  private void serve(Attempt attempt) {
    for (MemberId member : Judgement.members(attempt)) {
      judgement
          .masked(attempt, member)
          .filter(masked -> isHeld(masked) || member.equals(self))
          .ifPresent(masked -> serve(attempt, masked));
    }
  }

  private void serve(Attempt attempt, Entered<Masked> masked) {
    Hash blob = masked.statement().blob();
    Local.Audience audience = audience(attempt, masked.author());
    if (local.served.getOrDefault(blob, Local.Audience.NOBODY) == audience) {
      return;
    }
    local.served.put(blob, audience);
    MemberId coordinator = Judgement.coordinator(attempt);
    effects.add(
        switch (audience) {
          case COORDINATOR -> new RoundEffect.Serve(blob, List.of(coordinator));
          case MEMBERS -> new RoundEffect.Serve(blob, Judgement.statement(attempt).members());
          case ALL -> new RoundEffect.ServeAll(blob);
          case NOBODY -> new RoundEffect.Discard(blob);
        });
    if (audience == Local.Audience.NOBODY) {
      local.vectors.remove(blob);
    }
  }

  private Local.Audience audience(Attempt attempt, MemberId author) {
    if (judgement.isOpenedByAMember(attempt) || opensFirst(attempt)) {
      return Local.Audience.ALL;
    }
    boolean coordinates = Judgement.coordinator(attempt).equals(self);
    if (coordinates && judgement.freeze(attempt).isPresent()) {
      return Local.Audience.MEMBERS;
    }
    boolean alive = !said.abandon(attempt) && !judgement.isDead(attempt);
    return author.equals(self) && !coordinates && alive
        ? Local.Audience.COORDINATOR
        : Local.Audience.NOBODY;
  }

  // The next attempt, and the end.

  private void propose() {
    List<Attempt> good = judgement.good();
    boolean idle =
        plan.trains()
            && !said.result(facts)
            && local.opened.isEmpty()
            && !local.now.isBefore(plan.times().startsAt())
            && good.stream().allMatch(judgement::isDead);
    if (!idle) {
      local.idleSince = Optional.empty();
      return;
    }
    Optional<Attempt> head = good.isEmpty() ? Optional.empty() : Optional.of(good.getLast());
    if (local.idleSince.isEmpty() || !local.idleAfter.equals(head.map(Attempt::id))) {
      local.idleAfter = head.map(Attempt::id);
      local.idleSince = Optional.of(head.isEmpty() ? plan.times().startsAt() : local.now);
    }
    if (!local.isEntering(Propose.class)) {
      proposal(head, local.idleSince.get()).ifPresent(this::enter);
    }
  }

  /// The proposal that is this node's to make now, if one is: the coordinator of the next number
  /// proposes at once, that of each further number one grace later.
  private Optional<Propose> proposal(Optional<Attempt> head, Instant since) {
    int after = head.map(Judgement::number).orElse(0);
    Instant patience =
        head.filter(this::mayStillSpeak).isPresent() ? since.plus(plan.times().grace()) : since;
    for (int next = after + 1; next <= LearningStatement.MAX_ATTEMPTS; next++) {
      Instant due = patience.plus(plan.times().grace().multipliedBy(next - after - 1L));
      Optional<SortedSet<MemberId>> set = nextSet(head, next);
      if (set.isEmpty() || local.now.isBefore(due)) {
        return Optional.empty();
      }
      LearningStatement.Deadlines ends = plan.times().from(local.now);
      if (judgement.coordinatorOf(next, set.get()).equals(self)
          && !said.proposed(facts, next)
          && !ends.resultBy().isAfter(plan.times().endsAt())
          && !ends.advertiseBy().isBefore(plan.times().startsAt())) {
        return Optional.of(
            new Propose(
                plan.epoch(),
                next,
                head.map(Attempt::id),
                List.copyOf(set.get()),
                plan.base().hash(),
                plan.encoding().hash(),
                ends));
      }
    }
    return Optional.empty();
  }

  /// Whether an attempt died by a member's word and its coordinator has not spoken: its own word
  /// would leave nobody out whom it can reach, so it is given one grace.
  private boolean mayStillSpeak(Attempt head) {
    return judgement.isSurelyDead(head)
        && !head.abandons().containsKey(Judgement.coordinator(head));
  }

  private Optional<SortedSet<MemberId>> nextSet(Optional<Attempt> head, int next) {
    return head.isEmpty()
        ? judgement.firstSet(next)
        : judgement.successors(head.get(), next).stream()
            .map(Judgement.Successor::members)
            .findFirst();
  }

  private void announce() {
    if (local.opened.isEmpty() || said.result(facts)) {
      return;
    }
    Local.Opened opened = local.opened.get();
    if (opened.version().isPresent()) {
      Attempt attempt = find(opened.proposal()).orElseThrow();
      enter(
          new Result(
              plan.epoch(),
              new Finding.Version(
                  Judgement.number(attempt),
                  opened.freeze(),
                  opened.version().get().hash(),
                  opened.weight())));
    } else if (plan.trains()) {
      enter(new Result(plan.epoch(), new Finding.Nothing(NoResult.OUT_OF_BOUNDS)));
    }
  }

  private void sayNothing() {
    if (!plan.trains() || local.opened.isPresent() || said.result(facts)) {
      return;
    }
    new Hope(judgement, local)
        .lost()
        .ifPresent(reason -> enter(new Result(plan.epoch(), new Finding.Nothing(reason))));
  }

  private void conclude() {
    new Hope(judgement, local)
        .outcome()
        .filter(outcome ->
            local.outcome.isEmpty() || (isAgreed(outcome) && !isAgreed(local.outcome.get())))
        .ifPresent(outcome -> {
          local.outcome = Optional.of(outcome);
          effects.add(new RoundEffect.Conclude(outcome));
        });
  }

  private static boolean isAgreed(RoundOutcome outcome) {
    return outcome instanceof RoundOutcome.Agreed;
  }

  // Small words.

  private Optional<Attempt> find(EntryId proposal) {
    return judgement.good().stream().filter(attempt -> attempt.id().equals(proposal)).findFirst();
  }

  private LearningStatement.Deadlines ends(Attempt attempt) {
    return Judgement.statement(attempt).deadlines();
  }

  private Optional<RingVector> unpack(Attempt attempt, Bytes packed) {
    int members = Judgement.members(attempt).size();
    return RingVector.unpack(packed, plan.encoding().coordinates(), plan.encoding().bits(members));
  }

  private void enter(LearningStatement statement) {
    if (local.entering.add(statement)) {
      effects.add(new RoundEffect.Enter(statement));
    }
  }

  private void abandon(Attempt attempt, List<MemberId> absent) {
    enter(new Abandon(plan.epoch(), Judgement.number(attempt), attempt.id(), absent));
    eraseKeys(attempt.id());
  }

  private void eraseKeys(EntryId proposal) {
    if (local.secrets.remove(proposal)) {
      effects.add(new RoundEffect.EraseKeys(proposal));
    }
  }

  private void discard(Hash blob) {
    effects.add(new RoundEffect.Discard(blob));
  }

  private void blame(Local.Blame blame) {
    blame(blame.proposal(), blame.member(), blame.fault());
  }

  private void blame(EntryId proposal, MemberId member, Fault fault) {
    if (local.started && local.blamed.add(new Local.Blame(proposal, member, fault))) {
      effects.add(new RoundEffect.Name(member, fault));
    }
  }
}
