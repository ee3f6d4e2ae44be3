package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Revealed;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.EpochSets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/// A neighbourhood that learns one epoch in one thread: virtual time, and a network and nodes that
/// fail as a seed says.
///
/// Ledgers are lists; a node takes an entry only as the next one of its author's ledger, and fills
/// gaps from whoever it can reach. A crash takes all memory and leaves ledgers, vectors and (if the
/// seed says so) the attempts' secrets.
final class LearningWorld {
  static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  static final RoundPlan.Times TIMES =
      new RoundPlan.Times(
          START,
          START.plus(Duration.ofMinutes(30)),
          Duration.ofSeconds(60),
          Duration.ofSeconds(90),
          Duration.ofSeconds(30),
          Duration.ofSeconds(90));
  static final Hash FEDERATION = Samples.hash("federation");
  static final int DIMENSION = 24;

  /// A node's statement is about to be entered, or was.
  interface Watch {
    /// Answers what is entered instead; absent: nothing, and all effects after it are lost.
    Optional<LearningStatement> entering(Node node, LearningStatement statement);
  }

  final Random random;
  final Cohort cohort;
  final Map<MemberId, Node> nodes = new LinkedHashMap<>();
  Encoding encoding = Samples.encoding(DIMENSION);
  Hash federation = FEDERATION;

  /// Under which id a node enters what it says next.
  BiFunction<Node, LearningStatement, EntryId> naming =
      (node, says) -> new EntryId(Samples.hash(node.self + "/" + node.own().size() + "/" + says));

  final long epoch;
  final ModelVersion base;
  final Hash seed;
  double loss;
  double duplicates;
  int slowestMillis = 200;

  /// Until when a node has nothing for anybody who asks.
  final Map<MemberId, Instant> busyUntil = new TreeMap<>();

  /// After how long nodes notice who is down; absent: never.
  Optional<Duration> noticed = Optional.empty();

  /// How often somebody is taken for down who is not.
  double mistaken;

  /// How many seconds a node's clock is ahead.
  ToIntFunction<MemberId> skew = _ -> 0;

  /// Who takes others for the cohort.
  final Map<MemberId, Cohort> cohorts = new TreeMap<>();

  /// Of which cohorts the epoch is, where it is of more than one.
  Optional<Cohorts> several = Optional.empty();

  /// What everybody said towards deciding what the epoch contains, with its place, in the order in
  /// which it was witnessed.
  final List<Event.Witnessed> words = new ArrayList<>();

  /// What a member approves instead of what its node would.
  BiFunction<MemberId, DecisionStatement, DecisionStatement> tongue = (_, says) -> says;

  /// What a member hands over instead of its integers.
  BiFunction<MemberId, RingVector, RingVector> forge = (_, vector) -> vector;

  Watch watch = (_, statement) -> Optional.of(statement);

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long order;
  Instant now = START.minusSeconds(30);

  private record Due(Instant at, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  LearningWorld(long seed, int trainers, int takers) {
    this(seed, trainers, takers, 6);
  }

  LearningWorld(long seed, int trainers, int takers, int minimum) {
    this(
        seed,
        trainers,
        takers,
        minimum,
        new Base(
            1,
            ModelVersion.of(0, Samples.change(new Random(seed), DIMENSION, 1)),
            Samples.hash("seed " + seed)));
  }

  /// What an epoch begins with.
  ///
  /// @param epoch its number
  /// @param version what is trained from
  /// @param seed what the order of coordinators is drawn from
  record Base(long epoch, ModelVersion version, Hash seed) {}

  LearningWorld(long seed, int trainers, int takers, int minimum, Base base) {
    this(
        seed,
        Samples.members(trainers + takers),
        new Cohort(Samples.members(trainers), minimum),
        base);
  }

  LearningWorld(long seed, List<MemberId> members, Cohort cohort, Base base) {
    this.random = new Random(seed);
    this.epoch = base.epoch();
    this.seed = base.seed();
    this.base = base.version();
    this.cohort = cohort;
    members.forEach(member -> nodes.put(member, new Node(member)));
  }

  LearningWorld start() {
    nodes.values().forEach(Node::restart);
    return this;
  }

  void runUntil(Instant end) {
    while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
      Due due = queue.poll();
      now = due.at();
      due.what().run();
    }
    now = end;
  }

  void runToTheEnd() {
    runUntil(TIMES.endsAt().plus(Duration.ofMinutes(10)));
  }

  /// Everybody hears who is down.
  private void notice() {
    for (Node node : nodes.values()) {
      var away = new TreeSet<MemberId>();
      for (Node other : nodes.values()) {
        if (other != node && (!other.up || (mistaken > 0 && random.nextDouble() < mistaken))) {
          away.add(other.self);
        }
      }
      node.ifAlive(node.life, new RoundEvent.Away(away));
    }
  }

  void after(long millis, Runnable what) {
    queue.add(new Due(now.plusMillis(millis), order++, what));
  }

  void at(Instant instant, Runnable what) {
    queue.add(new Due(instant.isBefore(now) ? now : instant, order++, what));
  }

  MemberId coordinator(int attempt) {
    return Cohort.order(seed, epoch, attempt, cohort.members()).getFirst();
  }

  Node node(MemberId member) {
    return Optional.ofNullable(nodes.get(member)).orElseThrow();
  }

  /// A member that trains and does not coordinate the first attempt.
  MemberId someMember(int which) {
    return cohort.members().stream()
        .filter(member -> !member.equals(coordinator(1)))
        .skip(which)
        .findFirst()
        .orElseThrow();
  }

  Parameters changeOf(MemberId member) {
    return Samples.change(new Random(member.name().hashCode() + epoch - 1), DIMENSION, 0.1);
  }

  long weightOf(MemberId member) {
    return Math.min(encoding.maxWeight(), 10L + member.name().hashCode() % 7);
  }

  /// The version that these members' updates make, computed without any mask.
  ModelVersion naive(List<MemberId> members, int attempt) {
    return base.next(epoch).by(naive(cohort, members, attempt));
  }

  /// The average of these members' updates.
  ///
  /// @param of in which cohort
  Parameters naive(Cohort of, List<MemberId> members, int attempt) {
    RingCodec codec = new RingCodec(encoding, of.members().size());
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    for (MemberId member : members) {
      RingCodec.Chance chance = node(member).secretOf(attempt).chance();
      var encoded =
          (RingCodec.Encoded.Vector) codec.encode(changeOf(member), weightOf(member), chance);
      sum = sum.plus(encoded.vector());
    }
    return ((RingCodec.Decoded.Average) codec.decode(sum, members.size())).change();
  }

  EpochPlan plan(MemberId self) {
    Cohorts its = several.orElse(Cohorts.of(cohorts.getOrDefault(self, cohort)));
    return new EpochPlan(
        new RoundPlan(
            federation, self, epoch, EpochPlan.own(its, self), encoding, base, seed, TIMES),
        its,
        new EpochSets(),
        Terms.USUAL);
  }

  /// One organisation's node.
  final class Node {
    final MemberId self;
    final Map<MemberId, List<Entered<?>>> ledgers = new TreeMap<>();
    final Map<BlobName, Bytes> store = new TreeMap<>();
    final Map<Integer, AttemptSecret> secrets = new TreeMap<>();
    final Map<Integer, AttemptSecret> everMade = new TreeMap<>();
    final Set<BlobName> served = new TreeSet<>();
    final Map<Integer, Bytes> vectors = new TreeMap<>();
    final List<ModelVersion> kept = new ArrayList<>();
    final List<RoundOutcome> outcomes = new ArrayList<>();
    final Set<String> blamed = new TreeSet<>();
    private final Set<String> waking = new HashSet<>();
    boolean up;
    boolean cutOff;
    boolean dead;
    int charged;
    Optional<Instant> endedAt = Optional.empty();
    Optional<SumOrder> order = Optional.empty();
    final List<EpochSet> decided = new ArrayList<>();
    Epoch round;
    private int life;

    Node(MemberId self) {
      this.self = self;
      this.round = Epoch.of(plan(self));
    }

    AttemptSecret secretOf(int attempt) {
      return Optional.ofNullable(everMade.get(attempt)).orElseThrow();
    }

    List<Entered<?>> own() {
      return ledger(self);
    }

    List<Entered<?>> ledger(MemberId author) {
      return ledgers.computeIfAbsent(author, _ -> new ArrayList<>());
    }

    <T extends LearningStatement> List<T> said(Class<T> kind) {
      return own().stream()
          .map(Entered::statement)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    void crash() {
      up = false;
      life++;
      noticed.ifPresent(after -> after(after.toMillis(), LearningWorld.this::notice));
    }

    void restart() {
      if (dead || up) {
        return;
      }
      up = true;
      int mine = ++life;
      served.clear();
      round = Epoch.of(plan(self));
      List<List<Entered<?>>> all = new ArrayList<>(ledgers.values());
      all.forEach(ledger -> List.copyOf(ledger).forEach(entry -> take(new RoundEvent.Seen(entry))));
      words.stream()
          .filter(word -> word.place().author().equals(self))
          .forEach(word -> step(round.on(new Event.Entered(word.says()))));
      List.copyOf(words).forEach(word -> step(round.on(word)));
      take(new RoundEvent.Started(clock(), secrets));
      noticed.ifPresent(_ -> after(0, LearningWorld.this::notice));
      gossip(mine);
    }

    /// One event; effects in order until one ends the node's life.
    void take(RoundEvent event) {
      if (!up) {
        return;
      }
      step(round.on(event));
    }

    private void take(Hash of, RoundEvent event) {
      if (up) {
        step(round.on(of, event));
      }
    }

    private void step(EpochStep step) {
      round = step.next();
      int mine = life;
      for (EpochEffect effect : step.effects()) {
        if (mine != life) {
          return;
        }
        switch (effect) {
          case EpochEffect.OfRound(var of, var asked) -> act(of, asked);
          case EpochEffect.Say(var says) -> say(says);
          case EpochEffect.Decided(var set) -> decided.add(set);
          case EpochEffect.Conclude(var outcome) -> {
            outcomes.add(outcome);
            endedAt = Optional.of(now);
          }
        }
      }
      round.wakeAt().filter(at -> waking.add(mine + "@" + at)).ifPresent(at -> wake(mine, at));
    }

    private Instant clock() {
      return now.plusSeconds(skew.applyAsInt(self));
    }

    private void wake(int mine, Instant at) {
      at(
          at.minusSeconds(skew.applyAsInt(self)),
          () -> {
            if (up && mine == life) {
              take(new RoundEvent.TimePassed(at));
            }
          });
    }

    private void ifAlive(int mine, RoundEvent event) {
      if (up && mine == life) {
        take(new RoundEvent.TimePassed(clock()));
        if (up && mine == life) {
          take(event);
        }
      }
    }

    /// Heard by all a while later, whoever is down then hears it when it is back.
    private void say(DecisionStatement honest) {
      DecisionStatement says = tongue.apply(self, honest);
      after(
          1 + random.nextInt(slowestMillis),
          () -> {
            long index = words.stream().filter(word -> word.place().author().equals(self)).count();
            var id = new EntryId(Samples.hash(self + "/words/" + index));
            var word = new Event.Witnessed(new Place(self, index, id), says);
            words.add(word);
            nodes.values().stream().filter(node -> node.up).forEach(node -> node.hear(word));
          });
    }

    private void hear(Event word) {
      step(round.on(word));
    }

    private void act(Hash of, RoundEffect effect) {
      switch (effect) {
        case RoundEffect.Enter(var statement) -> enter(statement);
        case RoundEffect.MakeSecret(var attempt) -> {
          AttemptSecret secret = AttemptSecret.of(Samples.secret(random));
          secrets.put(attempt, secret);
          everMade.put(attempt, secret);
          later(of, 5, new RoundEvent.SecretMade(attempt, secret));
        }
        case RoundEffect.NeedVector(var order, var secret) -> train(of, order, secret);
        case RoundEffect.Fetch(var blob, var codec, var from) -> fetch(of, blob, codec, from);
        case RoundEffect.Serve(var blob) -> served.add(blob);
        case RoundEffect.Open(var attempt, var toAdd) -> {
          order = Optional.of(toAdd);
          toAdd
              .add(blob -> Optional.ofNullable(store.get(blob)))
              .ifPresent(summed -> later(of, 20, new RoundEvent.Opened(attempt, summed)));
        }
        case RoundEffect.Charge() -> charged++;
        case RoundEffect.EraseSecret(var attempt) -> secrets.remove(attempt);
        case RoundEffect.Keep(var version) -> kept.add(version);
        case RoundEffect.Name(var member, var fault) -> blamed.add(member + " " + fault);
        case RoundEffect.Conclude _ -> throw new IllegalStateException("it is told as the epoch's");
      }
    }

    private void train(Hash of, VectorOrder order, AttemptSecret secret) {
      Bytes packed = vectors.computeIfAbsent(order.attempt(), _ -> masked(order, secret).pack());
      BlobName blob = BlobName.of(BlobName.Form.PIECES, packed);
      store.put(blob, packed);
      later(
          of,
          1000 + random.nextInt(20_000),
          new RoundEvent.VectorReady(order.attempt(), blob, packed.size()));
    }

    private RingVector masked(VectorOrder order, AttemptSecret secret) {
      var encoded =
          (RingCodec.Encoded.Vector)
              order.codec().encode(changeOf(self), weightOf(self), secret.chance());
      RingVector given = forge.apply(self, encoded.vector());
      return ((Masks.Outcome.Done) Masks.mask(given, self, order.keys(), secret, order.context()))
          .vector();
    }

    private void later(int millis, RoundEvent event) {
      int mine = life;
      after(millis, () -> ifAlive(mine, event));
    }

    private void later(Hash of, int millis, RoundEvent event) {
      int mine = life;
      after(
          millis,
          () -> {
            if (up && mine == life) {
              take(new RoundEvent.TimePassed(clock()));
              take(of, event);
            }
          });
    }

    private void enter(LearningStatement original) {
      Optional<LearningStatement> instead = watch.entering(this, original);
      if (instead.isEmpty() || !up) {
        return;
      }
      append(instead.get());
    }

    void append(LearningStatement statement) {
      EntryId id = naming.apply(this, statement);
      var entry = new Entered<>(federation, id, self, statement);
      own().add(entry);
      for (Node peer : nodes.values()) {
        if (peer != this) {
          sendTo(peer, self, own().size() - 1);
        }
      }
      later(0, new RoundEvent.Seen(entry));
    }

    private void sendTo(Node peer, MemberId author, int index) {
      Entered<?> entry = ledger(author).get(index);
      int copies = random.nextDouble() < duplicates ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        if (random.nextDouble() >= loss && reaches(peer)) {
          after(1 + random.nextInt(slowestMillis), () -> peer.receive(entry, index));
        }
      }
    }

    private boolean reaches(Node peer) {
      return up && peer.up && !cutOff && !peer.cutOff;
    }

    private void receive(Entered<?> entry, int index) {
      if (up && !cutOff && ledger(entry.author()).size() == index) {
        ledger(entry.author()).add(entry);
        take(new RoundEvent.TimePassed(clock()));
        take(new RoundEvent.Seen(entry));
      }
    }

    /// Every few seconds whatever a random peer lacks is sent to it.
    private void gossip(int mine) {
      if (mine != life || !up) {
        return;
      }
      List<Node> all = List.copyOf(nodes.values());
      Node peer = all.get(random.nextInt(all.size()));
      if (peer != this && reaches(peer)) {
        for (MemberId author : List.copyOf(ledgers.keySet())) {
          int has = peer.ledger(author).size();
          for (int i = has; i < ledger(author).size(); i++) {
            int index = i;
            Entered<?> entry = ledger(author).get(index);
            after(1 + slowestMillis + i - has, () -> peer.receive(entry, index));
          }
        }
      }
      after(2000 + random.nextInt(2000), () -> gossip(mine));
    }

    private void fetch(Hash of, BlobName blob, RingCodec codec, List<MemberId> from) {
      Optional<Bytes> found = Optional.ofNullable(store.get(blob));
      for (MemberId peer : from) {
        Node other = node(peer);
        if (found.isEmpty() && reaches(other) && random.nextDouble() >= loss) {
          found = other.give(blob);
        }
      }
      Optional<Bytes> content = found.filter(blob::isOf);
      int mine = life;
      after(
          10 + random.nextInt(slowestMillis),
          () -> {
            if (up && mine == life) {
              content.ifPresent(packed -> store.put(blob, packed));
              take(new RoundEvent.TimePassed(clock()));
              take(of, answer(blob, codec, content));
            }
          });
    }

    private static RoundEvent answer(BlobName blob, RingCodec codec, Optional<Bytes> content) {
      if (content.isEmpty()) {
        return new RoundEvent.FetchFailed(blob);
      }
      return codec.unpack(content.get()).isPresent()
          ? new RoundEvent.Fetched(blob)
          : new RoundEvent.Malformed(blob);
    }

    private Optional<Bytes> give(BlobName blob) {
      boolean busy = now.isBefore(busyUntil.getOrDefault(self, Instant.MIN));
      return served.contains(blob) && !busy
          ? Optional.ofNullable(store.get(blob))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return self.name();
    }
  }

  // What must hold, whatever happened.

  /// The versions that anybody ever computed.
  Set<Hash> versions() {
    var hashes = new TreeSet<Hash>();
    nodes.values().forEach(node -> node.kept.forEach(v -> hashes.add(v.hash())));
    return hashes;
  }

  List<Entered<?>> everything() {
    return nodes.values().stream().flatMap(node -> node.own().stream()).toList();
  }

  /// How many may lie.
  int liars() {
    return 2 * cohort.threshold() - cohort.members().size() - 1;
  }

  /// Asserts that whoever has f members' shares beside all that these gave back can open at most
  /// one sum of the epoch, and nobody's vector in it.
  void nothingButOneSumIsOpen(Set<MemberId> lying) {
    int enough = cohort.threshold() - liars();
    var open = new TreeSet<Integer>();
    for (int attempt = 1; attempt <= LearningStatement.MAX_ATTEMPTS; attempt++) {
      var own = new TreeMap<MemberId, Integer>();
      var pair = new TreeMap<MemberId, Integer>();
      for (Release release : releases(attempt, lying)) {
        release
            .shares()
            .forEach(share -> {
              switch (share) {
                case Revealed.Summed summed -> own.merge(summed.dealer(), 1, Integer::sum);
                case Revealed.Missing missing -> pair.merge(missing.dealer(), 1, Integer::sum);
              }
            });
      }
      for (MemberId member : cohort.members()) {
        boolean ownMask = own.getOrDefault(member, 0) >= enough;
        boolean pairKey = pair.getOrDefault(member, 0) >= enough;
        assertFalse(ownMask && pairKey, member + " is shown in attempt " + attempt);
        if (ownMask) {
          open.add(attempt);
        }
      }
    }
    assertTrue(open.size() <= 1, "two sums can be opened: attempts " + open);
  }

  private List<Release> releases(int attempt, Set<MemberId> lying) {
    return nodes.values().stream()
        .filter(node -> !lying.contains(node.self))
        .flatMap(node -> node.said(Release.class).stream())
        .filter(release -> release.attempt() == attempt)
        .toList();
  }
}
