package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Cohorts;
import coop.minga.federation.learning.Course;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.EpochQuestion;
import coop.minga.federation.learning.EpochSet;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RobustMean;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EpochSets;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twelve shops and a kitchen decided that more than eight learn in cohorts of six, and do, at
/// their desks.
class ANeighbourhoodOfTwoCohortsTest {
  private static final String[] NAMES = {
    "almacen",
    "botica",
    "carniceria",
    "despensa",
    "emporio",
    "feria",
    "granja",
    "huerto",
    "imprenta",
    "joyeria",
    "kiosco",
    "libreria",
    "tia"
  };
  private static final int NUMBERS = 16;
  private static final Instant NIGHT = Instant.parse("2026-11-27T02:00:00Z");

  private final RosterChain chain =
      decided(Roster.of(SomeCharter.signed(NAMES), SeededKey.VERIFIER));
  private final Hash federation = chain.current().federationId();
  private final Course course = Course.first(federation, Cohort.of(chain.current()));
  private final Cohorts cohorts = course.cohorts(course.drawn());
  private final Map<MemberId, Desk> desks = new TreeMap<>();

  /// Everybody's entries, as others hold them.
  private final Map<MemberId, List<Seen>> ledgers = new TreeMap<>();

  private final Set<MemberId> withoutSales = new TreeSet<>();
  private BiFunction<MemberId, Said, Said> tongue = (_, said) -> said;
  private Instant now = NIGHT;

  @TempDir private Path root = Path.of("");

  /// @param heard how many entries of each it was told
  private record Desk(Counter counter, LearningDesk learning, Map<MemberId, Integer> heard) {
    JsonObject rounds() {
      return learning.answer("rounds", new JsonObject()).orElseThrow();
    }
  }

  private static RosterChain decided(Roster charter) {
    var rules =
        RuleSheet.changed(
            charter.rules(),
            Map.of("smallest-cohort", "6", "one-cohort-up-to", "8", "colluding-per-thousand", "0"));
    Applied next =
        charter.apply(RosterWire.written(new RosterChange.NewRules(rules)), SeededKey.VERIFIER);
    return RosterChain.of(charter).plus(((Applied.Next) next).next());
  }

  @Test
  void bothCohortsSumsAreInOneVersionAndTheKitchenComputesTheSame() throws IOException {
    open();
    passes(Duration.ofMinutes(20));
    ModelVersion version = expected(cohorts.all());
    for (Desk desk : desks.values()) {
      JsonObject told = desk.rounds();
      assertEquals(version.hash().toString(), told.get("model").getAsString(), told::toString);
      assertFalse(told.get("being-decided").getAsBoolean());
      assertEquals("[]", epoch(told).get("faults").toString());
      assertEquals(12, epoch(told).getAsJsonArray("members").size());
    }
    JsonObject told = desk("almacen").rounds();
    assertEquals(6, told.get("drawn").getAsInt());
    assertEquals(1, told.get("may-lie").getAsInt());
    assertEquals(2, told.get("cohorts").getAsInt());
    borneOut();
  }

  /// One more starts anew while it is decided what the epoch contains.
  @Test
  void aCohortThatFailsLeavesTheEpochWithTheOthersSum() throws IOException {
    Cohort failing = cohorts.all().getLast();
    withoutSales.addAll(failing.members().subList(0, 3));
    open();
    MemberId again = cohorts.all().getFirst().members().get(2);
    tongue =
        (member, said) -> {
          if (isApproval(said) && desks.containsKey(member) && member.equals(again)) {
            desks.remove(member);
          }
          return said;
        };
    passes(Duration.ofMinutes(100));
    assertFalse(desks.containsKey(again), "it stopped as it had approved");
    tongue = (_, said) -> said;
    startAgain(again);
    passes(Duration.ofMinutes(10));
    ModelVersion version = expected(List.of(cohorts.all().getFirst()));
    for (Desk desk : desks.values()) {
      JsonObject told = desk.rounds();
      assertEquals(version.hash().toString(), told.get("model").getAsString(), told::toString);
      assertEquals(6, epoch(told).getAsJsonArray("missing").size());
    }
    borneOut();
  }

  @Test
  void whoProposesAnotherSetIsOutvotedAndNamedByTheAuditor() throws IOException {
    MemberId liar = cohorts.all().getFirst().members().getFirst();
    tongue =
        (member, said) ->
            member.equals(liar)
                    && said
                        instanceof
                        Said.OfDecision(DecisionStatement.Approve(var about, var on, var change))
                ? new Said.OfDecision(new DecisionStatement.Approve(about, on, other(change)))
                : said;
    open();
    passes(Duration.ofMinutes(20));
    ModelVersion version = expected(cohorts.all());
    desks.forEach((member, desk) ->
        assertEquals(
            version.hash().toString(), desk.rounds().get("model").getAsString(), member::name));
    Certificates.Followed followed = audited();
    assertEquals(List.of(), followed.unborne());
    assertEquals(
        List.of(new Certificates.Misread(1, liar, Certificates.Flaw.OTHER_SEED)),
        followed.misread());
  }

  /// It had heard of a roll-back that the others had not, committed, and stopped.
  @Test
  void whoHelpedToDecideAnEpochFromOneVersionStartsAnewFromThatOne() throws IOException {
    open();
    passes(Duration.ofMinutes(20));
    Hash first = expected(cohorts.all()).hash();
    MemberId bound = new MemberId("almacen");
    Counter counter = Optional.ofNullable(counters.get(bound)).orElseThrow();
    counter.enter(new Said.OfDecision(committed(2, Sixteen.SEEDED)));
    take(counter);
    startAgain(bound);
    now = NIGHT.plus(Duration.ofDays(1));
    passes(Duration.ofMinutes(20));
    assertEquals(Set.of(Sixteen.SEEDED.hash()), basesOf(2, bound));
    assertEquals(Set.of(first), basesOf(2, new MemberId("botica")));
  }

  private DecisionStatement committed(long epoch, ModelVersion base) {
    Course course = audited().course();
    Cohorts drawn = course.cohorts(course.drawn());
    var name = new EpochQuestion.Name(federation, epoch, base.hash());
    Bytes change =
        new EpochSets().write(EpochSet.seen(epoch, drawn, _ -> Optional.<Finding.Version>empty()));
    Hash asked = new EpochQuestion(name, drawn, new EpochSets()).asked().hash();
    var ballot = new Ballot(Subject.EPOCH, asked, Ballot.nameOf(change), 1, now);
    var approved = new Place(new MemberId("botica"), 0, new EntryId(Ballot.nameOf(change)));
    return new DecisionStatement.Commit(ballot, List.of(approved), List.of());
  }

  /// From what a member proposed to train an epoch, or trained it.
  private Set<Hash> basesOf(long epoch, MemberId member) {
    var bases = new HashSet<Hash>();
    entries()
        .filter(entry -> entry.author().equals(member) && entry.statement().epoch() == epoch)
        .forEach(entry -> {
          switch (entry.statement()) {
            case LearningStatement.Propose propose -> bases.add(propose.base());
            case LearningStatement.Advert advert -> bases.add(advert.base());
            case LearningStatement _ -> {}
          }
        });
    return bases;
  }

  // ---- The twelve and their desks

  private void open() throws IOException {
    for (String name : NAMES) {
      start(new MemberId(name), new Counter(now, new MemberId(name), chain));
    }
  }

  private void start(MemberId member, Counter counter) throws IOException {
    desks.put(member, new Desk(counter, learning(counter), new TreeMap<>()));
    counters.put(member, counter);
  }

  private final Map<MemberId, Counter> counters = new TreeMap<>();

  private void startAgain(MemberId member) throws IOException {
    start(member, Optional.ofNullable(counters.get(member)).orElseThrow());
    Desk desk = desk(member.name());
    var witnessed = new TreeMap<MemberId, Long>();
    ledgers.forEach((author, ledger) -> {
      witnessed.put(author, (long) ledger.size());
      desk.heard().put(author, ledger.size());
    });
    desk.learning()
        .recall(new Recollection(new TreeMap<>(ledgers), witnessed, List.of(), List.of()));
  }

  private Desk desk(String name) {
    return Optional.ofNullable(desks.get(new MemberId(name))).orElseThrow();
  }

  private LearningDesk learning(Counter counter) throws IOException {
    var config =
        new NodeConfig.Learning(
            true,
            LocalTime.of(23, 0),
            1,
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            new NodeConfig.Models(NodeConfig.Model.ROW64, NodeConfig.Model.ROW64),
            new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 0));
    Path home = root.resolve(counter.self().name());
    return new LearningDesk(
        counter,
        new LearningDesk.Parts(
            config,
            new Sixteen(counter.self(), withoutSales.contains(counter.self())),
            new BlobShelf(root.resolve("blobs")),
            new AttemptSecrets(home.resolve("secrets"), new SecureRandom()),
            new ModelShelf(home.resolve("models"))));
  }

  /// Every ten seconds all hear what others entered, and look at the clock.
  private void passes(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      now = now.plusSeconds(10);
      for (Desk desk : List.copyOf(desks.values())) {
        desk.counter().now = now;
        desk.learning().tick();
        take(desk.counter());
      }
      List.copyOf(desks.values()).forEach(this::hears);
    }
  }

  private void take(Counter counter) {
    List<Seen> ledger = ledgers.computeIfAbsent(counter.self(), _ -> new ArrayList<>());
    while (ledger.size() < counter.entered.size()) {
      Said said = tongue.apply(counter.self(), counter.entered.get(ledger.size()));
      Seen seen = Counter.heard(counter.self(), said);
      ledger.add(new Seen(seen.id(), seen.author(), Tree.LEDGER, ledger.size(), said));
    }
  }

  private void hears(Desk desk) {
    ledgers.forEach((author, ledger) -> {
      int from = desk.heard().getOrDefault(author, 0);
      for (Seen entry : List.copyOf(ledger.subList(from, ledger.size()))) {
        desk.learning().seen(entry);
        desk.learning().witnessed(entry);
      }
      desk.heard().put(author, ledger.size());
    });
  }

  private static boolean isApproval(Said said) {
    return said instanceof Said.OfDecision(DecisionStatement.Approve _);
  }

  private static JsonObject epoch(JsonObject told) {
    return told.getAsJsonArray("epochs").get(0).getAsJsonObject();
  }

  /// The first cohort listed with another seed.
  private static Bytes other(Bytes change) {
    EpochSet set = new EpochSets().read(change).orElseThrow();
    var listed = new ArrayList<>(set.cohorts());
    Finding.Version said = listed.getFirst().result().orElseThrow();
    var seed = Hash.sha256(Bytes.utf8("the seed that suits us"));
    listed.set(
        0,
        new EpochSet.Listed(
            listed.getFirst().cohort(),
            Optional.of(
                new Finding.Version(
                    said.opened(), said.sum(), said.model(), said.weight(), seed))));
    return new EpochSets().write(new EpochSet(set.epoch(), listed));
  }

  // ---- What it must come to

  /// What t of each cohort said, put together.
  private ModelVersion expected(List<Cohort> with) {
    ModelVersion seeded = Sixteen.SEEDED;
    var parts = new ArrayList<RobustMean.Part>();
    for (Cohort cohort : with) {
      var models = new HashSet<Hash>();
      entries()
          .filter(entry -> cohort.members().contains(entry.author()))
          .forEach(entry -> {
            if (entry.statement() instanceof LearningStatement.Result(_, Finding.Version version)) {
              models.add(version.model());
            }
          });
      assertEquals(1, models.size(), cohort::toString);
      ModelVersion theirs = model(cohort.members().getFirst(), models.iterator().next());
      parts.add(
          new RobustMean.Part(
              theirs.parameters().minus(seeded.parameters()), cohort.members().size()));
    }
    return seeded.next(1).by(RobustMean.of(parts));
  }

  private ModelVersion model(MemberId at, Hash model) {
    try {
      return new ModelShelf(root.resolve(at.name()).resolve("models")).find(1, model).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void borneOut() {
    Certificates.Followed followed = audited();
    assertEquals(List.of(), followed.unborne());
    assertEquals(List.of(), followed.misread());
    String seed =
        counters.values().iterator().next().remembered("learning/ended/1").orElseThrow().toUtf8();
    assertTrue(seed.contains(" " + followed.course().seed() + " "), seed);
  }

  private Certificates.Followed audited() {
    List<Event.Witnessed> words =
        ledgers.values().stream()
            .flatMap(List::stream)
            .flatMap(entry ->
                entry.said() instanceof Said.OfDecision(var says)
                    ? Stream.of(
                        new Event.Witnessed(
                            new Place(entry.author(), entry.index(), entry.id()), says))
                    : Stream.of())
            .toList();
    return new Certificates(federation, chain.all().stream().map(Cohort::of).distinct().toList())
        .followed(entries().toList(), new Certificates.Words(words, new EpochSets(), Set.of()));
  }

  private Stream<Entered<LearningStatement>> entries() {
    return ledgers.values().stream()
        .flatMap(List::stream)
        .flatMap(entry ->
            entry.said() instanceof Said.OfLearning(var says)
                ? Stream.of(new Entered<>(federation, entry.id(), entry.author(), says))
                : Stream.of());
  }

  /// Trains a model of sixteen numbers: each member moves them its own way.
  ///
  /// @param idle whether it has nothing to train on
  private record Sixteen(MemberId self, boolean idle) implements Trainer {
    private static final ModelVersion SEEDED =
        ModelVersion.of(0, Parameters.of(new float[NUMBERS]));

    @Override
    public Encoding encoding() {
      return new Encoding(Hash.sha256(Bytes.utf8("sixteen")), NUMBERS, 8_000_000, 9, 64, 0);
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return SEEDED;
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) {
      float[] change = new float[NUMBERS];
      for (int i = 0; i < NUMBERS; i++) {
        change[i] = (self.name().charAt(i % self.name().length()) - 'm') / 100f;
      }
      return idle ? Optional.empty() : Optional.of(new Update(Parameters.of(change), 9));
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return new Adoption(false, Optional.empty(), "Nothing is forecast here.");
    }
  }
}
