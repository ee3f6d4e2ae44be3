package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.AttemptSecret;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.Round;
import coop.minga.federation.learning.RoundEffect;
import coop.minga.federation.learning.RoundEvent;
import coop.minga.federation.learning.RoundPlan;
import coop.minga.federation.learning.RoundStep;
import coop.minga.federation.learning.SumOrder;
import coop.minga.federation.learning.VectorOrder;
import coop.minga.federation.ledger.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One epoch of a whole cohort in this process, step by step: each member reads what stands in
/// ledgers, as a node that starts, and says what is due.
final class Neighbourhood {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RoundPlan.Times TIMES =
      new RoundPlan.Times(
          START, START.plus(Duration.ofHours(9)), MINUTE, MINUTE, MINUTE, Duration.ofHours(1));
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("bench"));
  private static final int STEP_BITS = 9;
  private static final int MAX_WEIGHT = 64;
  private static final long CLIP_MICROS = 8_000_000;
  private static final double MILLION = 1e6;

  private final Cohort cohort;
  private final Encoding encoding;
  private final ModelVersion base;
  private final Map<MemberId, Member> members = new TreeMap<>();
  private final List<Entered<LearningStatement>> entries = new ArrayList<>();
  private final Map<Hash, Bytes> store = new HashMap<>();

  /// What one member's node holds.
  private static final class Member {
    private final MemberId id;
    private final RoundPlan plan;
    private final Map<Integer, AttemptSecret> secrets = new HashMap<>();
    private Optional<RoundEffect.NeedVector> wanted = Optional.empty();
    private boolean silent;

    Member(MemberId id, RoundPlan plan) {
      this.id = id;
      this.plan = plan;
    }
  }

  Neighbourhood(int size, int parameters) {
    var names = new ArrayList<MemberId>();
    for (int i = 0; i < size; i++) {
      names.add(new MemberId("member-" + i));
    }
    this.cohort = Cohort.of(names, Cohort.LEAST);
    this.encoding =
        new Encoding(
            Hash.sha256(Bytes.utf8("schema")), parameters, CLIP_MICROS, STEP_BITS, MAX_WEIGHT, 0);
    this.base = ModelVersion.of(0, Parameters.of(new float[parameters]));
    for (MemberId name : cohort.members()) {
      members.put(
          name,
          new Member(
              name, new RoundPlan(FEDERATION, name, 1, cohort, encoding, base, FEDERATION, TIMES)));
    }
  }

  /// What a whole epoch cost.
  ///
  /// @param maskMillis a member's masking
  /// @param unmaskMillis a member's checking of the shares, recovering of secrets, and adding up
  /// @param bytesRatio a member's packed vector over the ring's width for each parameter
  /// @param openMegabytes what the heap grew by at most meanwhile, garbage included, beside the
  ///   packed vectors themselves
  record Cost(double maskMillis, double unmaskMillis, double bytesRatio, double openMegabytes) {}

  /// Runs the epoch; the last members fall silent before they hand their vectors over.
  Cost run(int dropped) {
    Instant at = START;
    all(at.plus(MINUTE.multipliedBy(cohort.members().size())));
    keepOneProposal();
    all(at);
    all(at.plus(MINUTE.multipliedBy(2)));
    all(at.plus(MINUTE.multipliedBy(2)));
    all(at);
    silence(dropped);
    double mask = vectors();
    at = at.plus(MINUTE.multipliedBy(4));
    all(at);
    all(at);
    all(at);
    var heap = HeapPeak.begin();
    double open = open(at);
    return new Cost(mask, open, bytesRatio(), heap.endMegabytes());
  }

  private double bytesRatio() {
    int size = cohort.members().size();
    double formula = (double) encoding.bits(size) / Byte.SIZE * encoding.dimension();
    return encoding.packedBytes(size) / formula;
  }

  private void keepOneProposal() {
    entries.subList(1, entries.size()).clear();
  }

  private void silence(int dropped) {
    List<Member> all = List.copyOf(members.values());
    all.subList(all.size() - dropped, all.size()).forEach(member -> member.silent = true);
  }

  private void all(Instant at) {
    List<Entered<LearningStatement>> known = List.copyOf(entries);
    for (Member member : members.values()) {
      if (!member.silent) {
        step(member, known, at);
      }
    }
  }

  /// A member starts with all that is known, lets time pass, and says what is due.
  private void step(Member member, List<Entered<LearningStatement>> known, Instant at) {
    Turns turn = started(member, known);
    store.keySet().forEach(blob -> turn.take(new RoundEvent.Fetched(blob)));
    turn.take(new RoundEvent.TimePassed(at));
    act(member, turn);
  }

  private static Turns started(Member member, List<Entered<LearningStatement>> known) {
    var turn = new Turns(Round.of(member.plan));
    known.forEach(entry -> turn.take(new RoundEvent.Seen(entry)));
    turn.take(new RoundEvent.Started(START, member.secrets));
    return turn;
  }

  /// A round and what it wants done.
  private static final class Turns {
    private Round round;
    private final List<RoundEffect> effects = new ArrayList<>();

    Turns(Round round) {
      this.round = round;
    }

    void take(RoundEvent event) {
      RoundStep step = round.on(event);
      round = step.next();
      effects.addAll(step.effects());
    }
  }

  private void act(Member member, Turns turn) {
    for (int i = 0; i < turn.effects.size(); i++) {
      switch (turn.effects.get(i)) {
        case RoundEffect.Enter(var statement) -> enter(member, statement);
        case RoundEffect.MakeSecret(var attempt) -> {
          Bytes root = Hash.sha256(Bytes.utf8("secret " + Run.SEED + " " + member.id)).value();
          AttemptSecret secret = AttemptSecret.of(root);
          member.secrets.put(attempt, secret);
          turn.take(new RoundEvent.SecretMade(attempt, secret));
        }
        case RoundEffect.NeedVector need -> member.wanted = Optional.of(need);
        case RoundEffect _ -> {}
      }
    }
  }

  private void enter(Member member, LearningStatement statement) {
    Hash name = Hash.sha256(Bytes.utf8(entries.size() + " " + member.id));
    entries.add(new Entered<>(FEDERATION, new EntryId(name), member.id, statement));
  }

  /// Everybody who is awake masks; the median of what it took.
  private double vectors() {
    var millis = new ArrayList<Double>();
    List<Entered<LearningStatement>> known = List.copyOf(entries);
    for (Member member : members.values()) {
      if (member.silent) {
        continue;
      }
      RoundEffect.NeedVector need = member.wanted.orElseThrow();
      Parameters change = change(member.id);
      long start = System.nanoTime();
      VectorOrder.Outcome made = need.order().make(change, 9, need.secret());
      millis.add((System.nanoTime() - start) / MILLION);
      if (made instanceof VectorOrder.Outcome.Ready(var packed, var blob)) {
        store.put(blob, packed);
        Turns turn = started(member, known);
        turn.take(new RoundEvent.VectorReady(1, blob, packed.size()));
        act(member, turn);
      }
    }
    return Figures.median(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Parameters change(MemberId member) {
    var random = new SplittableRandom(Run.SEED + (long) member.name().hashCode());
    float[] change = new float[encoding.dimension()];
    for (int k = 0; k < change.length; k++) {
      change[k] = (float) (random.nextGaussian() * .01);
    }
    return Parameters.of(change);
  }

  /// One member opens the sum: the shares are checked and put together when the last that it takes
  /// comes.
  private double open(Instant at) {
    Member member = members.values().iterator().next();
    var known = new ArrayList<>(entries);
    known.removeIf(entry -> entry.statement() instanceof LearningStatement.Release);
    List<Entered<LearningStatement>> releases =
        entries.stream()
            .filter(entry -> entry.statement() instanceof LearningStatement.Release)
            .toList();
    known.addAll(releases.subList(0, cohort.threshold() - 1));
    Turns turn = started(member, known);
    turn.take(new RoundEvent.TimePassed(at));
    store.keySet().forEach(blob -> turn.take(new RoundEvent.Fetched(blob)));
    turn.effects.clear();
    long start = System.nanoTime();
    turn.take(new RoundEvent.Seen(releases.get(cohort.threshold() - 1)));
    SumOrder order =
        turn.effects.stream()
            .flatMap(effect ->
                effect instanceof RoundEffect.Open(var _, var found)
                    ? Stream.of(found)
                    : Stream.of())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the sum was not opened"));
    SumOrder.Summed summed =
        order
            .add(blob -> Optional.ofNullable(store.get(blob)))
            .orElseThrow(() -> new IllegalStateException("a vector is missing"));
    double millis = (System.nanoTime() - start) / MILLION;
    if (summed.version().isEmpty()) {
      throw new IllegalStateException("the sum is out of bounds");
    }
    return millis;
  }
}
