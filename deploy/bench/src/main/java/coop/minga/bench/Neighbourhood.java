package coop.minga.bench;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.AttemptSecret;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.Masks;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RingCodec;
import coop.minga.federation.learning.RingVector;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One epoch of a whole cohort in this process, step by step: each member reads what stands in
/// ledgers, as a node that starts, and says what is due.
///
/// Until everybody has masked it is the same whoever then falls silent, so that [#without] can be
/// asked several times.
final class Neighbourhood {
  static final Hash FEDERATION = Hash.sha256(Bytes.utf8("bench"));
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RoundPlan.Times TIMES =
      new RoundPlan.Times(
          START, START.plus(Duration.ofHours(9)), MINUTE, MINUTE, MINUTE, Duration.ofHours(1));
  private static final int STEP_BITS = 9;
  private static final int WEIGHT = 9;
  private static final int MAX_WEIGHT = 64;
  private static final long CLIP_MICROS = 8_000_000;
  private static final double MILLION = 1e6;

  private final Cohort cohort;
  private final Encoding encoding;
  private final ModelVersion base;
  private final Map<MemberId, Member> members = new TreeMap<>();
  private final List<Entered<LearningStatement>> entries = new ArrayList<>();
  private final Map<BlobName, Bytes> store = new HashMap<>();
  private final int[] plain;
  private double maskMillis;

  /// What one member's node holds.
  private static final class Member {
    private final MemberId id;
    private final RoundPlan plan;
    private final Map<Integer, AttemptSecret> secrets = new HashMap<>();
    private Optional<RoundEffect.NeedVector> wanted = Optional.empty();

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
    this.plain = new int[encoding.coordinates()];
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
    mask();
    Ending ending = without(dropped);
    var heap = HeapPeak.begin();
    double open = ending.open(this::find).millis();
    return new Cost(maskMillis, open, bytesRatio(), heap.endMegabytes());
  }

  /// From the proposal until everybody has masked. Once only.
  void mask() {
    all(START.plus(MINUTE.multipliedBy(cohort.members().size())));
    entries.subList(1, entries.size()).clear(); // one proposal is enough
    all(START);
    all(START.plus(MINUTE.multipliedBy(2)));
    all(START.plus(MINUTE.multipliedBy(2)));
    all(START);
    vectors();
  }

  /// A member's masking took so long, the median.
  double maskMillis() {
    return maskMillis;
  }

  /// A member's packed vector over the ring's width for each parameter.
  double bytesRatio() {
    return encoding.packedBytes(cohort.members().size()) / formulaBytes();
  }

  /// Bytes of a vector of the ring's width for each parameter.
  double formulaBytes() {
    return (double) encoding.bits(cohort.members().size()) / Byte.SIZE * encoding.dimension();
  }

  Cohort cohort() {
    return cohort;
  }

  /// Who masks, by name, and its masked vector's name.
  Map<MemberId, BlobName> vectorNames() {
    var names = new TreeMap<MemberId, BlobName>();
    for (Entered<LearningStatement> entry : entries) {
      if (entry.statement() instanceof LearningStatement.Masked masked) {
        names.put(entry.author(), masked.blob());
      }
    }
    return names;
  }

  /// Whether bytes are a vector of this epoch's shape.
  boolean isVector(Bytes packed) {
    return codec().unpack(packed).isPresent();
  }

  int parameters() {
    return encoding.dimension();
  }

  int packedBytes() {
    return encoding.packedBytes(cohort.members().size());
  }

  /// A masked vector.
  Optional<Bytes> find(BlobName vector) {
    return Optional.ofNullable(store.get(vector));
  }

  /// Lets go of all masked vectors: whoever wants them later has taken them.
  void forgetVectors() {
    store.clear();
  }

  /// Masks a member's vector anew, which gives the same bytes again.
  Bytes maskAgain(MemberId who) {
    Member member = Optional.ofNullable(members.get(who)).orElseThrow();
    return masked(member, encoded(who, change(who)));
  }

  /// The rest of the epoch if the last members hand nothing over.
  Ending without(int dropped) {
    return new Ending(dropped);
  }

  private void all(Instant at) {
    List<Entered<LearningStatement>> known = List.copyOf(entries);
    for (Member member : members.values()) {
      act(member, stepped(member, known, at), entries);
    }
  }

  /// A member starts with all that is known, and lets time pass.
  private static Turns stepped(Member member, List<Entered<LearningStatement>> known, Instant at) {
    Turns turn = started(member, known, List.of());
    turn.take(new RoundEvent.TimePassed(at));
    return turn;
  }

  /// Vectors that it holds it is told of before it starts, as no rule is asked until then: told
  /// afterwards, a cohort of 200 asks all rules of all members for each vector of each.
  private static Turns started(
      Member member, List<Entered<LearningStatement>> known, Collection<BlobName> held) {
    var turn = new Turns(Round.of(member.plan));
    known.forEach(entry -> turn.take(new RoundEvent.Seen(entry)));
    held.forEach(blob -> turn.take(new RoundEvent.Fetched(blob)));
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

    Optional<SumOrder> order() {
      return effects.stream()
          .flatMap(effect ->
              effect instanceof RoundEffect.Open(var _, var found) ? Stream.of(found) : Stream.of())
          .findFirst();
    }
  }

  private static void act(Member member, Turns turn, List<Entered<LearningStatement>> entries) {
    for (int i = 0; i < turn.effects.size(); i++) {
      switch (turn.effects.get(i)) {
        case RoundEffect.Enter(var statement) -> {
          Hash name = Hash.sha256(Bytes.utf8(entries.size() + " " + member.id));
          entries.add(new Entered<>(FEDERATION, new EntryId(name), member.id, statement));
        }
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

  /// Everybody masks, and what is masked is added up as it is before.
  private void vectors() {
    var millis = new ArrayList<Double>();
    List<Entered<LearningStatement>> known = List.copyOf(entries);
    for (Member member : members.values()) {
      Parameters change = change(member.id);
      long start = System.nanoTime();
      RingVector integers = encoded(member.id, change);
      Bytes packed = masked(member, integers);
      BlobName blob = BlobName.of(BlobName.Form.PIECES, packed);
      millis.add((System.nanoTime() - start) / MILLION);
      add(integers, 1);
      store.put(blob, packed);
      Turns turn = started(member, known, List.of());
      turn.take(new RoundEvent.VectorReady(1, blob, packed.size()));
      act(member, turn, entries);
    }
    maskMillis = Figures.median(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void add(RingVector integers, int sign) {
    for (int k = 0; k < plain.length; k++) {
      plain[k] += sign * integers.at(k);
    }
  }

  /// As [VectorOrder#make] does it, but for the chance by which it rounds: that is known here, so
  /// that the integers under the mask are.
  private RingVector encoded(MemberId member, Parameters change) {
    var chance =
        new RingCodec.Chance(
            Hash.sha256(Bytes.utf8("rounding " + member)), Hash.sha256(Bytes.utf8("noise")));
    return switch (codec().encode(change, WEIGHT, chance)) {
      case RingCodec.Encoded.Vector(var integers) -> integers;
      case RingCodec.Encoded.Refused(var reason) -> throw new IllegalStateException("" + reason);
    };
  }

  private static Bytes masked(Member member, RingVector integers) {
    RoundEffect.NeedVector need = member.wanted.orElseThrow();
    VectorOrder order = need.order();
    return switch (Masks.mask(integers, member.id, order.keys(), need.secret(), order.context())) {
      case Masks.Outcome.Done(var vector) -> vector.pack();
      case Masks.Outcome.NoSecret(var whose) -> throw new IllegalStateException("" + whose);
    };
  }

  private RingCodec codec() {
    return new RingCodec(encoding, cohort.members().size());
  }

  private Parameters change(MemberId member) {
    var random = new SplittableRandom(Run.SEED + (long) member.name().hashCode());
    float[] change = new float[encoding.dimension()];
    for (int k = 0; k < change.length; k++) {
      change[k] = (float) (random.nextGaussian() * .01);
    }
    return Parameters.of(change);
  }

  /// What an opened sum came to, and how long it took.
  record Opened(double millis, SumOrder.Summed summed) {}

  /// An epoch from where the last members fell silent.
  final class Ending {
    private final List<Member> awake;
    private final List<Entered<LearningStatement>> entries = new ArrayList<>();
    private final Set<BlobName> held;
    private final Hash plainSum;

    private Ending(int dropped) {
      List<Member> all = List.copyOf(members.values());
      this.awake = all.subList(0, all.size() - dropped);
      Set<MemberId> silent =
          all.subList(awake.size(), all.size()).stream()
              .map(member -> member.id)
              .collect(Collectors.toSet());
      for (Entered<LearningStatement> entry : Neighbourhood.this.entries) {
        if (!(entry.statement() instanceof LearningStatement.Masked)
            || !silent.contains(entry.author())) {
          entries.add(entry);
        }
      }
      Map<MemberId, BlobName> vectors = vectorNames();
      vectors.keySet().removeAll(silent);
      this.held = Set.copyOf(vectors.values());
      this.plainSum = plainSum(silent);
      Instant at = START.plus(MINUTE.multipliedBy(4));
      for (int step = 0; step < 3; step++) { // one freezes, then all do, then all give shares back
        List<Entered<LearningStatement>> known = List.copyOf(entries);
        for (Member member : awake) {
          Turns turn = started(member, known, held);
          turn.take(new RoundEvent.TimePassed(at));
          act(member, turn, entries);
        }
      }
    }

    private Hash plainSum(Set<MemberId> silent) {
      silent.forEach(member -> add(encoded(member, change(member)), -1));
      Hash sum = Hash.sha256(RingVector.of(codec().bits(), plain).pack());
      silent.forEach(member -> add(encoded(member, change(member)), 1));
      return sum;
    }

    /// Whose vectors are summed, and the vectors' names.
    Map<MemberId, BlobName> summed() {
      Map<MemberId, BlobName> vectors = vectorNames();
      vectors.values().retainAll(held);
      return vectors;
    }

    /// The entries of a kind.
    <T extends LearningStatement> List<Entered<LearningStatement>> said(Class<T> kind) {
      return entries.stream().filter(entry -> kind.isInstance(entry.statement())).toList();
    }

    /// The first member opens the sum: the shares are checked and put together when the last that
    /// it takes comes.
    ///
    /// @throws IllegalStateException if the sum is not what all the integers add up to, bit by bit
    Opened open(Function<BlobName, Optional<Bytes>> vectors) {
      var known = new ArrayList<>(entries);
      known.removeIf(entry -> entry.statement() instanceof LearningStatement.Release);
      List<Entered<LearningStatement>> releases = said(LearningStatement.Release.class);
      known.addAll(releases.subList(0, cohort.threshold() - 1));
      Turns turn = started(awake.getFirst(), known, held);
      turn.effects.clear();
      long start = System.nanoTime();
      turn.take(new RoundEvent.Seen(releases.get(cohort.threshold() - 1)));
      SumOrder order =
          turn.order().orElseThrow(() -> new IllegalStateException("the sum was not opened"));
      SumOrder.Summed summed = sum(order, vectors);
      return new Opened((System.nanoTime() - start) / MILLION, checked(summed));
    }

    /// Adds up.
    SumOrder.Summed sum(SumOrder order, Function<BlobName, Optional<Bytes>> vectors) {
      return order.add(vectors).orElseThrow(() -> new IllegalStateException("a vector is missing"));
    }

    /// The same sum, if it is right. The packed sum has one form, so that its hash tells of every
    /// bit.
    ///
    /// @throws IllegalStateException if it is not what all the integers add up to
    SumOrder.Summed checked(SumOrder.Summed summed) {
      if (!summed.sum().equals(plainSum)) {
        throw new IllegalStateException(
            "the sum is " + summed.sum() + " and the integers add up to " + plainSum);
      }
      if (summed.version().isEmpty()) {
        throw new IllegalStateException("the sum is out of bounds");
      }
      return summed;
    }

    /// The first member before any vector or share of another has come.
    Receiver receiver() {
      Member first = awake.getFirst();
      var known = new ArrayList<>(entries);
      known.removeIf(entry ->
          entry.statement() instanceof LearningStatement.Release
              && !entry.author().equals(first.id));
      return new Receiver(started(first, known, Set.of(ownVector(first))));
    }

    private BlobName ownVector(Member member) {
      return Optional.ofNullable(summed().get(member.id)).orElseThrow();
    }
  }

  /// A member to whom vectors and shares come.
  static final class Receiver {
    private final Turns turn;

    private Receiver(Turns turn) {
      this.turn = turn;
      turn.effects.clear();
    }

    /// A vector is here.
    void holds(BlobName vector) {
      turn.take(new RoundEvent.Fetched(vector));
    }

    /// An entry is here.
    ///
    /// @return what to add up, once enough is known; then again with each that follows
    Optional<SumOrder> takes(Entered<LearningStatement> entry) {
      turn.take(new RoundEvent.Seen(entry));
      return turn.order();
    }
  }
}
