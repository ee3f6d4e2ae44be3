package coop.minga.bench;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.wire.Said;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.desk.LearningDesk;
import coop.minga.node.desk.Trainer;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/// Epochs of real nodes with models of several sizes, and with members that fall silent: their
/// nodes end when a quorum holds what they dealt, before they hand anything over, as by a kill; the
/// others wait as long as they are set to, recover what they need, and have a version. Then the
/// nodes are started anew, and take part in the epoch that follows.
///
/// The nodes go by one clock, as fast as the real one. Where all who are there have only the silent
/// to wait for, and do nothing, it is set ahead, to 20 s before the end of their patience. Seconds
/// are that clock's, so that the wait is in them whole.
///
/// @param figures where they go
record RoundsOfNodes(Figures figures) {
  private static final Duration TRAIN = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(6);

  /// How long those who are there wait for the silent before they sum without them.
  private static final Duration PATIENCE = LearningDesk.GRACE.plus(TRAIN);

  /// The end of the wait passes as it is: others' clocks began it earlier than the first vector.
  private static final Duration NOT_JUMPED = Duration.ofSeconds(20);

  private static final long LOOK_MILLIS = 5;

  /// A federation, and how many fall silent in each of its epochs.
  ///
  /// @param dropped by epoch; after one in which some do, the next begins while they come back
  record Plan(int nodes, int parameters, List<Integer> dropped) {
    /// Copies the list.
    Plan {
      dropped = List.copyOf(dropped);
    }

    /// Whether a member's node ends in an epoch; the last ones do.
    boolean ends(int place, long epoch) {
      return place >= nodes - dropped(epoch);
    }

    /// Members that fall silent; none in an epoch that there is not.
    int dropped(long epoch) {
      return epoch < 1 || epoch > dropped.size() ? 0 : dropped.get(Math.toIntExact(epoch) - 1);
    }
  }

  /// What runs: ten and thirty in a hundred of sixteen, and thirty of thirty-two, rounded down.
  static final List<Plan> ALL =
      List.of(
          new Plan(16, 20_000, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(16, 100_000, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(16, 1 << 20, List.of(0, 0, 0, 1, 0, 4)),
          new Plan(32, 20_000, List.of(0, 0, 9)));

  void run(List<Plan> plans) throws Exception {
    for (Plan plan : plans) {
      try (var scratch = Scratch.make()) {
        run(plan, scratch.root());
      }
    }
  }

  private void run(Plan plan, Path root) throws Exception {
    Members members = Members.found(root, plan.nodes(), _ -> true, true);
    Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(10));
    try (SimulatedClock clock =
        SimulatedClock.create(root.resolve("clock"), start.minus(Duration.ofMinutes(5)))) {
      for (NodeDirectory directory : members.directories()) {
        Files.createSymbolicLink(directory.clock(), Path.of("..", "clock"));
        RoundOnLoopback.begin(directory, start, plan.dropped().size());
        RoundOnLoopback.set(
            directory,
            Map.of(
                "train-minutes = 30",
                "train-minutes = " + TRAIN.toMinutes(),
                "retry-seconds = 120",
                "retry-seconds = " + RETRY.toSeconds()));
      }
      clock.run(SimulatedClock.REAL_TIME);
      var night = new Night(plan, members, clock);
      try {
        night.start();
        clock.jump(start, SimulatedClock.REAL_TIME);
        night.watch(start);
      } finally {
        night.close();
      }
    }
  }

  /// What the nodes of a federation said so far, told by their loops.
  private static final class Heard {
    private final SimulatedClock clock;
    private final Map<Long, Map<MemberId, Instant>> masked = new HashMap<>();
    private final Map<Long, Instant> frozen = new HashMap<>();
    private final Set<Long> jumped = new HashSet<>();

    Heard(SimulatedClock clock) {
      this.clock = clock;
    }

    synchronized void masked(long epoch, MemberId member) {
      masked.computeIfAbsent(epoch, _ -> new HashMap<>()).putIfAbsent(member, clock.instant());
    }

    synchronized void frozen(long epoch) {
      frozen.putIfAbsent(epoch, clock.instant());
    }

    /// Once an epoch: those who are there have waited since the last of them saw who takes part,
    /// which was before the first vector.
    synchronized void jumpTheWait(long epoch) {
      Instant first =
          masked.getOrDefault(epoch, Map.of()).values().stream()
              .min(Instant::compareTo)
              .orElseThrow();
      if (jumped.add(epoch)) {
        clock.jump(first.plus(PATIENCE).minus(NOT_JUMPED), SimulatedClock.REAL_TIME);
      }
    }

    synchronized boolean haveMasked(long epoch, Set<MemberId> members) {
      return masked.getOrDefault(epoch, Map.of()).keySet().containsAll(members);
    }

    /// From the last vector until the first set.
    synchronized double waitedSeconds(long epoch, Set<MemberId> members) {
      Instant last =
          masked.getOrDefault(epoch, Map.of()).entrySet().stream()
              .filter(entry -> members.contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .max(Instant::compareTo)
              .orElseThrow();
      Instant set = Optional.ofNullable(frozen.get(epoch)).orElseThrow();
      return Math.max(0, Duration.between(last, set).toMillis() / 1e3);
    }
  }

  /// A member's node, which may end and be started anew.
  private static final class Learner {
    private final Plan plan;
    private final Members members;
    private final int place;
    private final Heard heard;
    private final Set<Long> ended = new HashSet<>();
    private RunningNode node;

    Learner(Plan plan, Members members, int place, Heard heard) throws IOException {
      this.plan = plan;
      this.members = members;
      this.place = place;
      this.heard = heard;
      this.node = started();
    }

    MemberId id() {
      return members.id(place);
    }

    private RunningNode started() throws IOException {
      var mortal =
          new Mortal(
              id(),
              heard,
              new Quick(place, plan.parameters()),
              epoch -> plan.ends(place, epoch) && !ended.contains(epoch));
      return RunningNode.start(members.directories().get(place), mortal, loop -> loop.add(mortal));
    }

    boolean hasEnded() {
      return node.ended().isDone();
    }

    /// Its loop has ended; what a process has beside it ends, too.
    void end(long epoch) throws IOException {
      node.close();
      ended.add(epoch);
    }

    void startAgain() throws IOException {
      node = started();
    }
  }

  /// Whether a node ends in an epoch.
  private interface Ends {
    boolean in(long epoch);
  }

  /// Tells what its node said; and ends the node once its update is asked for, which it never hands
  /// over then, and a quorum holds what it dealt.
  private static final class Mortal implements Desk, Trainer {
    private final MemberId self;
    private final Heard heard;
    private final Quick trainer;
    private final Ends ends;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile long asked;
    private long dealt;

    Mortal(MemberId self, Heard heard, Quick trainer, Ends ends) {
      this.self = self;
      this.heard = heard;
      this.trainer = trainer;
      this.ends = ends;
    }

    @Override
    public void recall(Recollection all) {}

    @Override
    public void seen(Seen entry) {
      if (entry.author().equals(self) && entry.said() instanceof Said.OfLearning(var says)) {
        switch (says) {
          case Masked masked -> heard.masked(masked.epoch(), self);
          case Freeze freeze -> heard.frozen(freeze.epoch());
          default -> {}
        }
      }
    }

    @Override
    public void witnessed(Seen entry) {
      if (entry.author().equals(self) && entry.said() instanceof Said.OfLearning(Deal deal)) {
        dealt = deal.epoch();
      }
    }

    @Override
    public void tick() {
      if (asked > 0 && dealt == asked) {
        throw new IllegalStateException("this node ends here, for the figure");
      }
    }

    @Override
    public Encoding encoding() {
      return trainer.encoding();
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return trainer.seeded(federation);
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) throws IOException {
      if (ends.in(epoch)) {
        asked = epoch;
        try {
          never.await(); // until the node that ends interrupts its work
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("the node has ended", e);
        }
      }
      return trainer.train(base, epoch);
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return trainer.adopt(version);
    }
  }

  /// The epochs of a federation.
  private final class Night implements AutoCloseable {
    private final Plan plan;
    private final Members members;
    private final SimulatedClock clock;
    private final Heard heard;
    private final List<Learner> learners = new ArrayList<>();

    Night(Plan plan, Members members, SimulatedClock clock) {
      this.plan = plan;
      this.members = members;
      this.clock = clock;
      this.heard = new Heard(clock);
    }

    void start() throws IOException {
      for (int place = 0; place < plan.nodes(); place++) {
        learners.add(new Learner(plan, members, place, heard));
      }
    }

    /// What an epoch took.
    ///
    /// @param beside other figures of it
    private record Took(double seconds, Map<String, Double> beside) {}

    /// The night's epochs, one after the other. What they came to is asked when all are over and
    /// everybody is back: in the next epoch a node may end before it could be asked of one.
    void watch(Instant start) throws Exception {
      int last = plan.dropped().size();
      Instant before = start;
      var took = new ArrayList<Took>();
      for (int epoch = 1; epoch <= last; epoch++) {
        long computed = RoundOnLoopback.computedNanos();
        if (!goesOn(epoch)) {
          absent(epoch, "no result, or not all fell silent, within " + LONGEST.toSeconds() + " s");
          return;
        }
        Instant end = clock.instant();
        took.add(
            new Took(
                Duration.between(before, end).toMillis() / 1e3,
                Map.of(
                    "cpu-s",
                    (RoundOnLoopback.computedNanos() - computed) / 1e9,
                    "coming-back",
                    (double) plan.dropped(epoch - 1L))));
        before = end;
        for (Learner learner : silent(epoch)) {
          learner.startAgain();
        }
      }
      if (!areBack(last)) {
        absent(last, "not everybody knows of it within " + LONGEST.toSeconds() + " s");
        return;
      }
      for (int epoch = 1; epoch <= last; epoch++) {
        print(epoch, took.get(epoch - 1));
      }
    }

    private boolean areBack(long epoch) throws InterruptedException {
      long until = System.nanoTime() + LONGEST.toNanos();
      while (!haveEnded(learners, epoch)) {
        if (System.nanoTime() > until) {
          return false;
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return true;
    }

    /// Who is to fall silent in the next epoch may have done so before others have ended this one.
    private boolean haveEnded(List<Learner> some, long epoch) {
      List<RunningNode> running =
          some.stream()
              .filter(learner -> !learner.hasEnded() || !plan.ends(learner.place, epoch + 1))
              .map(learner -> learner.node)
              .toList();
      try {
        return RoundOnLoopback.allEnded(running, epoch);
      } catch (CompletionException e) {
        if (some.stream().anyMatch(each -> each.hasEnded() && !plan.ends(each.place, epoch + 1))) {
          throw e;
        }
        return false; // it has just ended
      }
    }

    private List<Learner> there(long epoch) {
      return learners.subList(0, plan.nodes() - plan.dropped(epoch));
    }

    private List<Learner> silent(long epoch) {
      return learners.subList(plan.nodes() - plan.dropped(epoch), plan.nodes());
    }

    private Set<MemberId> names(List<Learner> some) {
      var names = new HashSet<MemberId>();
      some.forEach(learner -> names.add(learner.id()));
      return names;
    }

    /// Until all who are there have ended an epoch.
    ///
    /// @return false if they do not
    private boolean goesOn(long epoch) throws Exception {
      Set<MemberId> there = names(there(epoch));
      var dead = new ArrayList<Learner>();
      long settled = Long.MAX_VALUE;
      long until = System.nanoTime() + LONGEST.toNanos();
      while (!haveEnded(there(epoch), epoch)) {
        long now = System.nanoTime();
        if (now > until) {
          return false;
        }
        for (Learner learner : silent(epoch)) {
          if (!dead.contains(learner) && learner.hasEnded()) {
            learner.end(epoch);
            dead.add(learner);
          }
        }
        boolean onlyWaits =
            plan.dropped(epoch) > 0
                && dead.size() == plan.dropped(epoch)
                && heard.haveMasked(epoch, there);
        settled = onlyWaits ? Math.min(settled, now + SETTLED.toNanos()) : Long.MAX_VALUE;
        if (now > settled) {
          heard.jumpTheWait(epoch);
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return dead.size() == plan.dropped(epoch);
    }

    private void print(int epoch, Took took) {
      List<Optional<String>> versions =
          learners.stream()
              .map(learner -> RoundOnLoopback.version(learner.node, epoch))
              .distinct()
              .toList();
      if (versions.contains(Optional.<String>empty())) {
        absent(epoch, "it ended without a version");
        return;
      }
      if (versions.size() != 1) {
        throw new IllegalStateException("epoch " + epoch + " has " + versions.size() + " versions");
      }
      var vs = new HashMap<>(took.beside());
      vs.put("versions", (double) versions.size());
      vs.put("cores", (double) Runtime.getRuntime().availableProcessors());
      if (plan.dropped(epoch) > 0) {
        vs.put("waited-s", heard.waitedSeconds(epoch, names(there(epoch))));
        vs.put("patience-s", (double) PATIENCE.toSeconds());
      }
      figures.print(
          new Figures.Figure(
              "round-s",
              Map.of(
                  "nodes",
                  plan.nodes(),
                  "parameters",
                  plan.parameters(),
                  "dropped",
                  plan.dropped(epoch),
                  "epoch",
                  epoch,
                  "clock",
                  "simulated"),
              took.seconds(),
              "s",
              vs));
    }

    private void absent(int epoch, String why) {
      figures.absent(
          "round-s",
          "%d nodes, %d parameters, %d dropped, epoch %d: %s"
              .formatted(plan.nodes(), plan.parameters(), plan.dropped(epoch), epoch, why));
    }

    @Override
    public void close() throws IOException {
      for (Learner learner : learners) {
        learner.node.close();
      }
    }
  }
}
