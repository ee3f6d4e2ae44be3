package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
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

/// A neighbourhood that learns one epoch in one thread: virtual time, and a network and nodes that
/// fail as a seed says.
///
/// Ledgers are lists; a node takes an entry only as the next one of its author's ledger, and fills
/// gaps from whoever it can reach. A crash takes all memory and leaves ledgers, vectors and (if the
/// seed says so) mask secrets.
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
  final Encoding encoding = Samples.encoding(DIMENSION);
  final ModelVersion base;
  final Hash seed;
  double loss;
  double duplicates;
  int slowestMillis = 200;
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
    this.random = new Random(seed);
    this.seed = Samples.hash("seed " + seed);
    this.base = ModelVersion.of(0, Samples.change(new Random(seed), DIMENSION, 1));
    List<MemberId> members = Samples.members(trainers + takers);
    this.cohort = new Cohort(members.subList(0, trainers), 6);
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

  void after(long millis, Runnable what) {
    queue.add(new Due(now.plusMillis(millis), order++, what));
  }

  void at(Instant instant, Runnable what) {
    queue.add(new Due(instant, order++, what));
  }

  MemberId coordinator(int attempt) {
    return Cohort.coordinator(seed, 1, attempt, new TreeSet<>(cohort.members()));
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
    return Samples.change(new Random(member.name().hashCode()), DIMENSION, 0.1);
  }

  static long weightOf(MemberId member) {
    return 10L + member.name().hashCode() % 7;
  }

  /// The version that these members' updates make, computed without any mask.
  ModelVersion naive(List<MemberId> members) {
    RingCodec codec = new RingCodec(encoding, members.size());
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    for (MemberId member : members) {
      Hash rounding = VectorOrder.roundingOf(seed, 1, member);
      var encoded =
          (RingCodec.Encoded.Vector) codec.encode(changeOf(member), weightOf(member), rounding);
      sum = sum.plus(encoded.vector());
    }
    return base.next(1, ((RingCodec.Decoded.Average) codec.decode(sum)).change());
  }

  RoundPlan plan(MemberId self) {
    return new RoundPlan(FEDERATION, self, 1, cohort, encoding, base, seed, TIMES);
  }

  /// One organisation's node.
  final class Node {
    final MemberId self;
    final Map<MemberId, List<Entered<?>>> ledgers = new TreeMap<>();
    final Map<Hash, Bytes> store = new TreeMap<>();
    final Set<Hash> everHeld = new HashSet<>();
    final Map<EntryId, Bytes> secrets = new TreeMap<>();
    final Map<Hash, Optional<List<MemberId>>> served = new TreeMap<>();
    final Map<EntryId, Bytes> vectors = new TreeMap<>();
    final List<ModelVersion> kept = new ArrayList<>();
    final List<RoundOutcome> outcomes = new ArrayList<>();
    final Set<String> blamed = new TreeSet<>();
    private final Set<String> waking = new HashSet<>();
    boolean up;
    boolean cutOff;
    boolean dead;
    Round round;
    private int life;

    Node(MemberId self) {
      this.self = self;
      this.round = Round.of(plan(self));
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
    }

    void restart() {
      if (dead || up) {
        return;
      }
      up = true;
      int mine = ++life;
      served.clear();
      round = Round.of(plan(self));
      List<List<Entered<?>>> all = new ArrayList<>(ledgers.values());
      all.forEach(ledger -> List.copyOf(ledger).forEach(entry -> take(new RoundEvent.Seen(entry))));
      take(new RoundEvent.Started(now, secrets.keySet()));
      gossip(mine);
    }

    /// One event; effects in order until one ends the node's life.
    void take(RoundEvent event) {
      if (!up) {
        return;
      }
      RoundStep step = round.on(event);
      round = step.next();
      int mine = life;
      for (RoundEffect effect : step.effects()) {
        if (mine != life) {
          return;
        }
        act(effect);
      }
      round.wakeAt().filter(at -> waking.add(mine + "@" + at)).ifPresent(at -> wake(mine, at));
    }

    private void wake(int mine, Instant at) {
      at(
          at,
          () -> {
            if (up && mine == life) {
              take(new RoundEvent.TimePassed(at));
            }
          });
    }

    private void ifAlive(int mine, RoundEvent event) {
      if (up && mine == life) {
        take(new RoundEvent.TimePassed(now));
        if (up && mine == life) {
          take(event);
        }
      }
    }

    private void act(RoundEffect effect) {
      switch (effect) {
        case RoundEffect.Enter(var statement) -> enter(statement);
        case RoundEffect.MakeKeys(var proposal) -> {
          Bytes secret = secrets.computeIfAbsent(proposal, _ -> Samples.secret(random));
          later(5, new RoundEvent.KeysMade(proposal, MaskSecret.publicKey(secret)));
        }
        case RoundEffect.NeedVector(var order) -> train(order);
        case RoundEffect.Fetch(var blob, var bytes, var from) -> fetch(blob, bytes, from);
        case RoundEffect.Serve(var blob, var to) -> served.put(blob, Optional.of(to));
        case RoundEffect.ServeAll(var blob) -> served.put(blob, Optional.empty());
        case RoundEffect.Discard(var blob) -> {
          served.remove(blob);
          store.remove(blob);
        }
        case RoundEffect.EraseKeys(var proposal) -> secrets.remove(proposal);
        case RoundEffect.Keep(var version) -> kept.add(version);
        case RoundEffect.Name(var member, var fault) -> blamed.add(member + " " + fault);
        case RoundEffect.Conclude(var outcome) -> outcomes.add(outcome);
      }
    }

    private void train(VectorOrder order) {
      Bytes packed = vectors.get(order.proposal());
      Bytes secret = secrets.get(order.proposal());
      if (packed == null && secret != null) {
        var made = order.make(changeOf(self), weightOf(self), MaskSecret.of(secret));
        packed = ((VectorOrder.Outcome.Ready) made).packed();
      }
      if (packed != null) {
        vectors.put(order.proposal(), packed);
        put(packed);
        later(1000 + random.nextInt(20_000), new RoundEvent.VectorReady(order.proposal(), packed));
      }
    }

    private void put(Bytes packed) {
      store.put(Hash.sha256(packed), packed);
      everHeld.add(Hash.sha256(packed));
    }

    private void later(int millis, RoundEvent event) {
      int mine = life;
      after(millis, () -> ifAlive(mine, event));
    }

    private void enter(LearningStatement original) {
      Optional<LearningStatement> instead = watch.entering(this, original);
      if (instead.isEmpty() || !up) {
        return;
      }
      append(instead.get());
    }

    void append(LearningStatement statement) {
      Hash name = Samples.hash(self + "/" + own().size() + "/" + statement);
      var entry = new Entered<>(FEDERATION, new EntryId(name), self, statement);
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
        take(new RoundEvent.TimePassed(now));
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

    private void fetch(Hash blob, int bytes, List<MemberId> from) {
      Optional<Bytes> found = Optional.ofNullable(store.get(blob));
      for (MemberId peer : from) {
        Node other = node(peer);
        if (found.isEmpty() && reaches(other) && random.nextDouble() >= loss) {
          found = other.give(blob, self);
        }
      }
      Optional<Bytes> content = found.filter(packed -> packed.size() <= bytes);
      int mine = life;
      after(
          from.isEmpty() ? 0 : 10 + random.nextInt(slowestMillis),
          () -> {
            if (up && mine == life) {
              content.ifPresent(packed -> store.put(blob, packed));
              take(new RoundEvent.TimePassed(now));
              take(
                  content.isPresent()
                      ? new RoundEvent.Fetched(blob, content.get())
                      : new RoundEvent.FetchFailed(blob));
              // What was thrown away was thrown away unread.
              if (content.isPresent() && store.containsKey(blob)) {
                everHeld.add(blob);
              }
            }
          });
    }

    private Optional<Bytes> give(Hash blob, MemberId to) {
      Optional<List<MemberId>> audience = served.get(blob);
      return audience != null && audience.map(peers -> peers.contains(to)).orElse(true)
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

  /// Whom a node could compute an update of, from all vectors that it ever held and all sums that
  /// anybody published: members in one set and not in another, itself aside.
  Set<MemberId> exposedTo(Node node, Set<Hash> published) {
    var sets = new ArrayList<Set<MemberId>>();
    for (Entered<?> entry : everything()) {
      if (entry.statement() instanceof Propose propose) {
        List<Masked> masked = maskedOf(entry.id());
        boolean complete = masked.size() == propose.members().size();
        if (complete
            && masked.stream()
                .allMatch(m -> node.everHeld.contains(m.blob()) || published.contains(m.blob()))) {
          sets.add(new TreeSet<>(propose.members()));
        }
      }
    }
    var exposed = new TreeSet<MemberId>();
    for (Set<MemberId> one : sets) {
      for (Set<MemberId> other : sets) {
        var difference = new TreeSet<>(one);
        difference.removeAll(other);
        difference.remove(node.self);
        exposed.addAll(difference);
      }
    }
    return exposed;
  }

  /// The vectors of sets that somebody's result opened.
  Set<Hash> published() {
    var blobs = new HashSet<Hash>();
    for (Entered<?> entry : everything()) {
      if (entry.statement() instanceof Result(_, Finding.Version version)) {
        everything().stream()
            .filter(other -> other.id().equals(version.freeze()))
            .map(other -> ((LearningStatement.Freeze) other.statement()).proposal())
            .forEach(proposal -> maskedOf(proposal).forEach(m -> blobs.add(m.blob())));
      }
    }
    return blobs;
  }

  private List<Masked> maskedOf(EntryId proposal) {
    return everything().stream()
        .map(Entered::statement)
        .filter(Masked.class::isInstance)
        .map(Masked.class::cast)
        .filter(masked -> masked.proposal().equals(proposal))
        .toList();
  }
}
