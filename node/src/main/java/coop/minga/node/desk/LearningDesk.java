package coop.minga.node.desk;

import static java.util.stream.Collectors.toSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.AttemptSecret;
import coop.minga.federation.learning.Awaited;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Cohorts;
import coop.minga.federation.learning.Draws;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.Epoch;
import coop.minga.federation.learning.EpochEffect;
import coop.minga.federation.learning.EpochPlan;
import coop.minga.federation.learning.EpochQuestion;
import coop.minga.federation.learning.EpochSet;
import coop.minga.federation.learning.EpochStep;
import coop.minga.federation.learning.Fault;
import coop.minga.federation.learning.LateAdverts;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.Lineage;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Privacy;
import coop.minga.federation.learning.RingCodec;
import coop.minga.federation.learning.RoundEffect;
import coop.minga.federation.learning.RoundEvent;
import coop.minga.federation.learning.RoundOutcome;
import coop.minga.federation.learning.RoundPlan;
import coop.minga.federation.learning.Suspicion;
import coop.minga.federation.learning.VectorOrder;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.EpochSets;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.forecast.MemberModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Runs this node's part of model epochs: so many a night, each begun when the one before has
/// ended.
///
/// The rules are [Epoch]'s. This desk keeps what a crash must not lose (which epochs have ended,
/// when the open one began, its vector), makes and erases secrets, and trains on the worker.
public final class LearningDesk implements Desk, OwnModelDesk.Learning {
  /// How long after the first epoch's start a night's last one must have ended.
  public static final Duration NIGHT = Duration.ofHours(6);

  /// For a silent coordinator before the next one steps in, and for what was dealt to come.
  public static final Duration GRACE = Duration.ofMinutes(5);

  /// A member that was neither reached nor heard of for so long is away: nobody waits for its turn
  /// to coordinate.
  public static final Duration AWAY = Duration.ofMinutes(1);

  /// For the shares to come back.
  public static final Duration SUM = Duration.ofMinutes(10);

  /// So many changes of who trains back somebody may still be when an epoch begins.
  private static final int DRAWS = 8;

  private static final int ALL_DRAWS = Integer.MAX_VALUE;

  /// So many epochs in a row that came to no version here are looked at again, the last: others may
  /// have one, which comes when this node can hear them again.
  static final int LOOKED_AT = 32;

  /// How vectors made here are named.
  private static final BlobName.Form VECTORS = BlobName.Form.PIECES;

  private static final String BEGAN = "learning/began/";
  private static final String VECTOR = "learning/vector/";
  private static final String SET = "learning/set/";
  private static final EpochSet.Form SETS = new EpochSets();
  private static final String RECEIPT = "learning/receipt";
  private static final String SITS_OUT = "learning/sits-out";
  private static final double THOUSAND = 1000.0;

  private final Exchange exchange;
  private final Parts parts;
  private final Nights nights;
  private final SortedMap<Long, List<Entered<LearningStatement>>> heard = new TreeMap<>();
  private final LateAdverts lateAdverts = new LateAdverts();
  private final SortedMap<Long, Set<EntryId>> cameLate = new TreeMap<>();
  private final RoundNotes notes;
  private final SortedMap<Long, List<String>> faults = new TreeMap<>();
  private final Deque<Due> events = new ArrayDeque<>();

  /// The open epoch, and one that ended here with nothing while others may have a result.
  private final SortedMap<Long, Epoch> rounds = new TreeMap<>();

  private final EpochWords words = new EpochWords();

  private final PrivacyBudget budget;
  private final EndedEpochs ended;
  private final OldVectors old;
  private final ModelVersion seeded;
  private ModelVersion base;
  private boolean handling;

  /// The first epoch of which it is kept what was said.
  private long keptFrom;

  /// How often a person asked to go back and it has not been done yet.
  private int goingBack;

  /// How often a person said, since the node started, whether what is in use stays.
  private int timesHeld;

  /// When each member was last here, or something of its ledger came by others, since an epoch is
  /// open: some are reached only by others.
  private final Map<MemberId, Instant> lastHere = new HashMap<>();

  private Set<MemberId> away = Set.of();
  private int rostersKnown;
  private Optional<Hash> adopting = Optional.empty();
  private Optional<LocalDate> tried = Optional.empty();
  private Optional<Trained> trained = Optional.empty();

  /// What the desk needs beside the exchange.
  public record Parts(
      NodeConfig.Learning config,
      Trainer trainer,
      BlobShelf blobs,
      AttemptSecrets secrets,
      ModelShelf models) {
    /// The usual ones, in a node's directory.
    public static Parts in(
        NodeDirectory directory,
        NodeConfig.Learning config,
        Trainer trainer,
        BlobShelf blobs,
        SecureRandom random)
        throws IOException {
      return new Parts(
          config,
          trainer,
          blobs,
          new AttemptSecrets(directory.secrets(), random),
          new ModelShelf(directory.models()));
    }
  }

  private record Due(long epoch, Function<Epoch, EpochStep> what) {}

  /// Whose round of an epoch waits for something.
  ///
  /// @param cohort its hash
  private record Part(long epoch, Hash cohort) {}

  /// What training came to: a second attempt at an epoch does not train again.
  private record Trained(long epoch, Hash base, Optional<Trainer.Update> update) {
    boolean isFor(long wanted, ModelVersion from) {
      return epoch == wanted && base.equals(from.hash());
    }
  }

  private record Made(Trained trained, Optional<Bytes> vector) {}

  /// A desk that has heard nothing yet.
  public LearningDesk(Exchange exchange, Parts parts) {
    this.exchange = exchange;
    this.parts = parts;
    this.nights = new Nights(parts.config().start(), exchange.roster().rules().time().zone());
    this.budget =
        new PrivacyBudget(
            notes(exchange),
            parts.config().privacy().epsilonThousandths() / THOUSAND,
            parts.trainer().encoding().unit());
    this.seeded = parts.trainer().seeded(exchange.roster().federationId());
    this.base = seeded;
    this.notes = new RoundNotes(notes(exchange));
    this.old = new OldVectors(exchange, parts.blobs());
    this.ended = new EndedEpochs(notes(exchange), exchange.roster().federationId(), seeded);
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::keep));
    words.recall(exchange.self(), all);
    ended.recall((epoch, model) -> isTakenBack(new Told(epoch, model), all));
    LongStream.rangeClosed(1, ended.last()).forEach(this::lookOfWhomItWas);
    heard.headMap(next()).forEach((epoch, said) -> old.recall(epoch, ofThoseDrawn(epoch, said)));
    old.serve(ended.last());
    base = base();
    parts.trainer().hold(notes.isHeld());
    eraseOldSecrets();
    budget.recall(ended.last() + 2);
    forgetBefore(firstToLookAt());
  }

  /// What members say who were not drawn for an epoch is none of its vectors.
  private List<Entered<LearningStatement>> ofThoseDrawn(
      long epoch, List<Entered<LearningStatement>> said) {
    Set<MemberId> drawn = Set.copyOf(drawn(epoch).everyone());
    return said.stream().filter(entry -> drawn.contains(entry.author())).toList();
  }

  private void forgetBefore(long epoch) {
    keptFrom = epoch;
    heard.headMap(epoch).clear();
    cameLate.headMap(epoch).clear();
  }

  private long next() {
    return ended.last() + 1;
  }

  /// The first of the epochs since the latest version here; none of those that ended had one.
  private long firstToLookAt() {
    long latest = ended.lineage(next(), everyone()).latest().epoch();
    return Math.max(latest, ended.last() - LOOKED_AT) + 1;
  }

  /// A version that members told of.
  record Told(long epoch, Hash model) {}

  /// What several cohorts came to together stands as long as each of them stands by its own part.
  private boolean isTakenBack(Told version, Recollection all) {
    Cohorts drawn = drawn(version.epoch());
    if (!drawn.areSeveral()) {
      return isTakenBack(version, drawn.all().getFirst(), all);
    }
    List<EpochSet.Listed> listed =
        exchange.remembered(SET + version.epoch()).flatMap(SETS::read).stream()
            .flatMap(set -> set.cohorts().stream())
            .toList();
    return drawn.all().stream()
        .anyMatch(cohort ->
            listed.stream()
                .filter(its -> its.cohort().equals(cohort.hash()))
                .flatMap(its -> its.result().stream())
                .anyMatch(its -> isTakenBack(new Told(version.epoch(), its.model()), cohort, all)));
  }

  /// Whether a version rested on entries by a lost key, and fewer than t of its cohort stand by it
  /// without them. Others tell of it too, and their word counts for nothing.
  static boolean isTakenBack(Told version, Cohort cohort, Recollection all) {
    boolean touched =
        all.takenBack().entries().stream().anyMatch(entry -> isOfEpoch(entry, version.epoch()));
    long words =
        cohort.members().stream()
            .filter(
                member -> all.ledger(member).stream().anyMatch(entry -> standsBy(entry, version)))
            .count();
    return touched && words < cohort.threshold();
  }

  private static boolean isOfEpoch(Seen entry, long epoch) {
    return entry.said() instanceof Said.OfLearning(var says) && says.epoch() == epoch;
  }

  private static boolean standsBy(Seen entry, Told told) {
    return isOfEpoch(entry, told.epoch())
        && entry.said()
            instanceof
            Said.OfLearning(LearningStatement.Result(_, LearningStatement.Finding.Version version))
        && version.model().equals(told.model());
  }

  @Override
  public void seen(Seen entry) {
    lastHere.put(entry.author(), exchange.now());
    keep(entry)
        .filter(entered -> rounds.containsKey(entered.statement().epoch()))
        .ifPresent(entered -> {
          handle(entered.statement().epoch(), new RoundEvent.Seen(entered));
          if (tellsOfWhom(entered.statement())) {
            followTheOthers(entered.statement().epoch());
            lookOfWhomItWas(entered.statement().epoch());
          }
        });
  }

  @Override
  public void witnessed(Seen entry) {
    words
        .hear(entry)
        .ifPresent(word ->
            openOf(word.says().parent()).forEach(epoch -> handle(epoch, open -> open.on(word))));
  }

  /// The open epochs that a word is about.
  private List<Long> openOf(Hash asked) {
    return rounds.entrySet().stream()
        .filter(open -> open.getValue().plan().asked().filter(asked::equals).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Of whom an epoch was that came to nothing, for who learns next follows from it: what others
  /// say of it may come when it has ended here.
  private void lookOfWhomItWas(long epoch) {
    if (ended.hadNothing(epoch) && ended.was(epoch, joined(epoch, ALL_DRAWS))) {
      Optional.ofNullable(rounds.get(next()))
          .filter(open -> !open.plan().drawn().isSameAs(drawn(next())))
          .ifPresent(_ -> rounds.remove(next()));
    }
  }

  private Optional<Cohort> joined(long epoch, int draws) {
    SequencedMap<Cohorts, Cohort> byDraw = byDraw(epoch, draws);
    return new Draws(List.copyOf(byDraw.keySet()))
        .joined(
            heard.getOrDefault(epoch, List.of()).stream()
                .filter(entry -> !cameLate.getOrDefault(epoch, Set.of()).contains(entry.id()))
                .toList())
        .flatMap(cohorts -> Optional.ofNullable(byDraw.get(cohorts)));
  }

  /// Whether a statement says of whom an epoch is, or from which version it is trained.
  private static boolean tellsOfWhom(LearningStatement statement) {
    return statement instanceof LearningStatement.Propose
        || statement instanceof LearningStatement.Advert;
  }

  /// An epoch that enough others take part in by another roster, or train from another version,
  /// than this node thought, because they had not heard of a decision yet or this one had not: it
  /// is followed from theirs.
  private void followTheOthers(long epoch) {
    Optional<Epoch> open =
        Optional.ofNullable(rounds.get(epoch)).filter(round -> round.outcome().isEmpty());
    if (open.isEmpty() || open.get().plan().asked().filter(words::isBound).isPresent()) {
      return;
    }
    Cohorts now = open.get().plan().drawn();
    Optional<Cohort> everyone = everyoneOf(epoch).filter(it -> !drawnOf(epoch, it).isSameAs(now));
    everyone.ifPresent(it -> ended.follow(epoch, it));
    boolean otherBase =
        baseOfTheOthers(epoch)
            .filter(other -> !other.equals(open.get().plan().round().base().hash()))
            .isPresent();
    if (everyone.isPresent() || otherBase) {
      rounds.remove(epoch);
      faults.remove(epoch);
      begin(epoch);
    }
  }

  /// Who trains by the roster that an open epoch is of: what t of those drawn by one take part in,
  /// or, while this node has said nothing in it, the newest.
  private Optional<Cohort> everyoneOf(long epoch) {
    Optional<Cohort> joined = joined(epoch, DRAWS);
    boolean silent =
        heard.getOrDefault(epoch, List.of()).stream()
            .noneMatch(entry -> entry.author().equals(exchange.self()));
    return joined.isPresent() || !silent ? joined : Optional.of(everyone());
  }

  /// Who trains by the rosters there were, by who is drawn of them, the newest first. Decisions
  /// after which the same train count for nothing here.
  ///
  /// @param draws that are looked for, the last
  private SequencedMap<Cohorts, Cohort> byDraw(long epoch, int draws) {
    var byDraw = new LinkedHashMap<Cohorts, Cohort>();
    var looked = new LinkedHashSet<Cohort>();
    for (Roster roster : exchange.rosters().all().reversed()) {
      Cohort everyone = everyone(roster);
      if (looked.add(everyone)) {
        byDraw.putIfAbsent(drawnOf(epoch, everyone), everyone);
      }
      if (byDraw.size() == draws) {
        break;
      }
    }
    // nodes of before take as one cohort those of whom several are drawn now
    looked.forEach(each -> byDraw.putIfAbsent(drawnOf(epoch, each.asOne()), each.asOne()));
    return byDraw;
  }

  private Cohorts drawnOf(long epoch, Cohort everyone) {
    return ended.drawnOf(epoch, everyone);
  }

  /// The version from which this node has helped to decide an epoch, before it started anew: who
  /// has committed to what an epoch contains commits to nothing of the same epoch from another.
  private Optional<Hash> baseItIsBoundTo(long epoch, Lineage lineage) {
    Cohorts drawn = drawn(epoch);
    Hash federation = exchange.roster().federationId();
    return words.isBound()
        ? lineage.links().reversed().stream()
            .map(Lineage.Link::model)
            .filter(from ->
                words.isBound(
                    new EpochQuestion(new EpochQuestion.Name(federation, epoch, from), drawn, SETS)
                        .asked()
                        .hash()))
            .findFirst()
        : Optional.empty();
  }

  /// What those who were drawn train an epoch from, if it is a version known here.
  private Optional<Hash> baseOfTheOthers(long epoch) {
    Lineage lineage = ended.lineage(epoch, everyone());
    return Draws.base(
        drawn(epoch),
        heard.getOrDefault(epoch, List.of()),
        base -> lineage.named(base).isPresent());
  }

  @Override
  public void tick() {
    for (long epoch = firstToLookAt(); epoch <= ended.last(); epoch++) {
      if (heard.containsKey(epoch)) {
        begin(epoch);
      }
    }
    begin(next());
    old.throwAway(ended.last());
    followTheRoster();
    lookWhoIsAway();
    for (var round : new TreeMap<>(rounds).entrySet()) {
      if (round.getValue().wakeAt().filter(at -> !exchange.now().isBefore(at)).isPresent()) {
        handle(round.getKey(), new RoundEvent.TimePassed(exchange.now()));
      }
    }
  }

  private void followTheRoster() {
    int known = exchange.rosters().all().size();
    if (known != rostersKnown) {
      rostersKnown = known;
      List.copyOf(rounds.keySet()).forEach(this::followTheOthers);
    }
  }

  private void lookWhoIsAway() {
    if (rounds.isEmpty()) {
      lastHere.clear();
      away = Set.of();
      return;
    }
    Instant now = exchange.now();
    var here = new HashSet<>(exchange.connected());
    here.add(exchange.self());
    var gone = new HashSet<MemberId>();
    for (MemberId member : exchange.roster().members().keySet()) {
      if (here.contains(member)) {
        lastHere.put(member, now);
      } else if (!now.isBefore(lastHere.computeIfAbsent(member, _ -> now).plus(AWAY))) {
        gone.add(member);
      }
    }
    if (!gone.equals(away)) {
      away = Set.copyOf(gone);
      List.copyOf(rounds.keySet()).forEach(epoch -> handle(epoch, new RoundEvent.Away(away)));
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "rounds" -> Optional.of(rounds(question));
      case "privacy" -> Optional.of(privacy());
      default -> Optional.empty();
    };
  }

  private JsonObject privacy() {
    JsonObject answer = budget.told(cost(next()));
    answer.addProperty("ended", ended.last());
    exchange
        .remembered(RECEIPT)
        .map(kept -> JsonParser.parseString(kept.toUtf8()).getAsJsonObject())
        .ifPresent(receipt -> {
          answer.add("receipt", receipt);
          notes.triedAfter(receipt.get("epoch").getAsLong()).asMap().forEach(answer::add);
        });
    return answer;
  }

  private JsonObject rounds(JsonObject question) {
    if (question.has("sit-out")) {
      sitOut();
    }
    if (question.has("keep")) {
      hold(question.get("keep").getAsBoolean());
    }
    if (question.has("back")) {
      goBack();
    }
    return told();
  }

  @Override
  public boolean isUnderWay() {
    return rounds.containsKey(next());
  }

  @Override
  public boolean isTried(LocalDate night) {
    return tried.filter(night::equals).isPresent();
  }

  @Override
  public boolean isHeld() {
    return notes.isHeld() || goingBack > 0;
  }

  @Override
  public void trainedAlone(Trainer.Adoption result) {
    notes.trainedAlone(result);
    DeskLog.trainedAlone(result);
  }

  private void hold(boolean stays) {
    timesHeld++;
    notes.hold(stays);
    holdTrainer();
  }

  /// Going back may wait behind a night's training, which must not change meanwhile what it goes
  /// back from.
  private void holdTrainer() {
    parts.trainer().hold(notes.isHeld() || goingBack > 0);
  }

  /// What was in use before is used again, and stays: else the next night would change it back. It
  /// stays only once it is in use, and if a person has not said otherwise since asking.
  private void goBack() {
    int heldThen = timesHeld;
    goingBack++;
    holdTrainer();
    exchange.work(
        "go-back",
        this::backToWhatWas,
        came -> {
          RoundNotes.Back back = came.back();
          goingBack--;
          if (back == RoundNotes.Back.IN_USE && heldThen == timesHeld) {
            notes.hold(true);
          }
          holdTrainer();
          notes.wentBack(back, came.uses());
          DeskLog.wentBack(back);
        });
  }

  /// @param uses what is forecast with since
  private record WentBack(RoundNotes.Back back, Optional<MemberModel.Uses> uses) {}

  private WentBack backToWhatWas() {
    var back = RoundNotes.Back.FAILED;
    try {
      back = parts.trainer().back() ? RoundNotes.Back.IN_USE : RoundNotes.Back.NOTHING;
      return new WentBack(back, parts.trainer().uses());
    } catch (IOException | RuntimeException e) {
      DeskLog.cannotGoBack(e);
      return new WentBack(back, Optional.empty());
    }
  }

  /// The next epoch that this member has not begun to take part in goes on without it.
  private void sitOut() {
    boolean begun = !secretsHeld(next()).isEmpty();
    long epoch = begun ? next() + 1 : next();
    exchange.remember(SITS_OUT, Bytes.utf8(Long.toString(epoch)));
  }

  private Optional<Long> sitsOut() {
    return exchange
        .remembered(SITS_OUT)
        .map(epoch -> Long.parseLong(epoch.toUtf8()))
        .filter(epoch -> epoch > ended.last());
  }

  private Optional<Entered<LearningStatement>> keep(Seen entry) {
    if (!(entry.said() instanceof Said.OfLearning(var statement))) {
      return Optional.empty();
    }
    var entered =
        new Entered<LearningStatement>(
            exchange.roster().federationId(), entry.id(), entry.author(), statement);
    boolean isLate = lateAdverts.isNext(entered);
    if (statement.epoch() >= keptFrom) {
      heard.computeIfAbsent(statement.epoch(), _ -> new ArrayList<>()).add(entered);
      if (isLate) {
        cameLate.computeIfAbsent(statement.epoch(), _ -> new HashSet<>()).add(entry.id());
      }
    }
    return Optional.of(entered);
  }

  /// Opens the next epoch when it is time, and takes up one that a crash left open.
  private void begin(long epoch) {
    Optional<Instant> before =
        exchange.remembered(BEGAN + epoch).map(bytes -> Instant.parse(bytes.toUtf8()));
    if (rounds.containsKey(epoch) || (before.isEmpty() && !isTime(epoch))) {
      return;
    }
    Instant start = before.orElseGet(exchange::now);
    exchange.remember(BEGAN + epoch, Bytes.utf8(start.toString()));
    ended.begin(epoch, everyone());
    Epoch round = Epoch.of(plan(epoch, start));
    for (Entered<LearningStatement> entry : heard.getOrDefault(epoch, List.of())) {
      round = round.on(new RoundEvent.Seen(entry)).next();
    }
    for (Event word : round.plan().asked().map(words::about).orElse(List.of())) {
      round = round.on(word).next();
    }
    rounds.put(epoch, round);
    handle(epoch, new RoundEvent.Started(exchange.now(), secretsHeld(epoch)));
    handle(epoch, new RoundEvent.Away(away));
  }

  /// In the night, as long as this member wants more: by itself, or when somebody who was drawn
  /// proposes it. At any other hour only once enough of the others have opened it: one of them, or
  /// somebody who was not drawn, could spend everybody's budget.
  private boolean isTime(long epoch) {
    Instant now = exchange.now();
    Instant tonight = nightOf(now);
    Instant nightEnds = tonight.plus(NIGHT);
    boolean inTheNight = !now.isBefore(tonight) && now.isBefore(nightEnds);
    boolean more = inTheNight && begunSince(tonight) < parts.config().epochs();
    boolean byItself =
        more
            && parts.config().takePart()
            && now.isBefore(nightEnds.minus(attempt()))
            && everyone().isEnough();
    return byItself || (heard.containsKey(epoch) && isOpened(epoch, more));
  }

  /// Whether others have opened an epoch: t of those who were drawn, and train still, take part in
  /// it, or in a later one, for whom it has ended; or, where a proposal is enough, one of them
  /// proposes it. Who was drawn by rosters of long ago does not count: the few founders of what is
  /// large by now could open epochs at any hour.
  private boolean isOpened(long epoch, boolean byProposal) {
    Set<Cohorts> possible = byDraw(epoch, DRAWS).keySet();
    Set<Cohort> drawn =
        possible.stream()
            .flatMap(cohorts -> cohorts.all().stream())
            .filter(Cohort::isEnough)
            .collect(toSet());
    var joining = new HashSet<MemberId>();
    heard
        .tailMap(epoch)
        .values()
        .forEach(entries ->
            entries.stream()
                .filter(entry -> entry.statement() instanceof LearningStatement.Advert)
                .forEach(entry -> joining.add(entry.author())));
    joining.retainAll(everyone().members());
    return drawn.stream()
            .anyMatch(cohort ->
                cohort.members().stream().filter(joining::contains).count() >= cohort.threshold())
        || (byProposal && isProposed(epoch, possible));
  }

  private boolean isProposed(long epoch, Set<Cohorts> possible) {
    return new Draws(List.copyOf(possible))
        .proposed(heard.getOrDefault(epoch, List.of())).stream()
            .anyMatch(cohorts -> cohorts.all().getFirst().isEnough());
  }

  private long begunSince(Instant tonight) {
    long count = 0;
    for (long epoch = ended.last(); epoch > 0; epoch--) {
      Optional<Bytes> began = exchange.remembered(BEGAN + epoch);
      if (began.isEmpty() || Instant.parse(began.get().toUtf8()).isBefore(tonight)) {
        break;
      }
      count++;
    }
    return count;
  }

  private Instant nightOf(Instant now) {
    return nights.of(now).toInstant();
  }

  private Duration attempt() {
    return RoundPlan.Times.attempt(parts.config().advertise(), parts.config().train(), GRACE, SUM);
  }

  /// Who trains by the roster in force.
  private Cohort everyone() {
    return everyone(exchange.roster());
  }

  private static Cohort everyone(Roster roster) {
    return Cohort.of(roster);
  }

  private Cohorts drawn(long epoch) {
    return ended.cohorts(epoch, everyone());
  }

  private Cohort own(long epoch) {
    return EpochPlan.own(drawn(epoch), exchange.self());
  }

  /// What the next version is trained from, by what was decided so far.
  private ModelVersion base() {
    return version(ended.lineage(next(), everyone()).base(backs()));
  }

  private List<Lineage.Back> backs() {
    return exchange.roster().rollBacks().stream()
        .map(back -> new Lineage.Back(back.from(), back.to()))
        .toList();
  }

  private EpochPlan plan(long epoch, Instant start) {
    Instant nightEnds = nightOf(start).plus(NIGHT);
    Instant leastEnd = start.plus(attempt()).plus(attempt());
    Lineage lineage = ended.lineage(epoch, everyone());
    Hash from =
        baseItIsBoundTo(epoch, lineage)
            .or(() -> baseOfTheOthers(epoch))
            .orElseGet(() -> lineage.base(backs()).model());
    var round =
        new RoundPlan(
            exchange.roster().federationId(),
            exchange.self(),
            epoch,
            own(epoch),
            parts.trainer().encoding(),
            version(lineage.named(from).orElseThrow()),
            lineage.seedOf(epoch),
            new RoundPlan.Times(
                start,
                nightEnds.isAfter(leastEnd) ? nightEnds : leastEnd,
                parts.config().advertise(),
                parts.config().train(),
                GRACE,
                SUM));
    return new EpochPlan(round, drawn(epoch), SETS, Terms.USUAL);
  }

  /// Hands events to the round one after the other; what an effect brings at once waits its turn.
  private void handle(long epoch, RoundEvent event) {
    handle(epoch, it -> it.on(event));
  }

  private void handle(Part part, RoundEvent event) {
    handle(part.epoch(), it -> it.on(part.cohort(), event));
  }

  private void handle(long epoch, Function<Epoch, EpochStep> what) {
    events.add(new Due(epoch, what));
    if (handling) {
      return;
    }
    handling = true;
    while (!events.isEmpty()) {
      Due due = events.removeFirst();
      Epoch round = rounds.get(due.epoch());
      if (round != null) {
        EpochStep step = due.what().apply(round);
        rounds.put(due.epoch(), step.next());
        step.effects().forEach(effect -> perform(due.epoch(), effect));
        forgetIfAgreed(due.epoch(), step.next());
      }
    }
    handling = false;
  }

  /// Only now: with its end, a step names those who erred, by what they said. What was said of an
  /// epoch that came to nothing here is kept until then: it may be begun anew, and no second word
  /// said in it.
  private void forgetIfAgreed(long epoch, Epoch round) {
    if (round.outcome().filter(RoundOutcome.Agreed.class::isInstance).isPresent()) {
      forgetBefore(epoch + 1);
      SortedMap<Long, Epoch> over = rounds.headMap(epoch + 1);
      over.values().forEach(each -> each.plan().asked().ifPresent(words::forget));
      over.clear();
    }
  }

  private void perform(long epoch, EpochEffect effect) {
    switch (effect) {
      case EpochEffect.OfRound(var cohort, var asked) -> perform(new Part(epoch, cohort), asked);
      case EpochEffect.Say(var says) -> {
        words.say(says);
        exchange.enter(new Said.OfDecision(says));
      }
      case EpochEffect.Decided(var set) -> exchange.remember(SET + epoch, SETS.write(set));
      case EpochEffect.Conclude(var outcome) -> conclude(epoch, outcome);
    }
  }

  private void perform(Part part, RoundEffect effect) {
    long epoch = part.epoch();
    try {
      switch (effect) {
        case RoundEffect.Enter(var statement) -> exchange.enter(new Said.OfLearning(statement));
        case RoundEffect.MakeSecret(var attempt) -> makeSecret(part, attempt);
        case RoundEffect.NeedVector(var order, var secret) -> makeVector(part, order, secret);
        case RoundEffect.Fetch(var blob, var codec, var from) ->
            fetch(part, new Wanted(blob, codec), from);
        case RoundEffect.Serve(var blob) ->
            parts.blobs().serve(blob, exchange.roster().members().keySet());
        case RoundEffect.Open(var attempt, var order) ->
            exchange.work(
                "open-sum-" + epoch,
                () -> order.add(parts.blobs()::find),
                summed ->
                    summed.ifPresent(sum -> handle(part, new RoundEvent.Opened(attempt, sum))));
        case RoundEffect.Charge() -> budget.charge(epoch, cost(epoch));
        case RoundEffect.EraseSecret(var attempt) -> parts.secrets().erase(epoch, attempt);
        case RoundEffect.Keep(var version) -> parts.models().keep(version);
        case RoundEffect.Name(var member, var fault) -> name(epoch, member, fault);
        case RoundEffect.Conclude _ ->
            throw new IllegalStateException("the end of a round is told as the epoch's");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whoever went by a roster that was in force did nothing wrong.
  private boolean isExplained(long epoch, MemberId member, Fault fault) {
    boolean ofCohort = fault == Fault.WRONG_PROPOSAL || fault == Fault.WRONG_ADVERT;
    Hash config = parts.trainer().encoding().hash();
    Set<Cohort> drawn =
        byDraw(epoch, DRAWS).keySet().stream()
            .flatMap(cohorts -> cohorts.all().stream())
            .collect(toSet());
    List<Entered<LearningStatement>> said =
        heard.getOrDefault(epoch, List.of()).stream()
            .filter(entry -> entry.author().equals(member))
            .toList();
    return ofCohort
        && !said.isEmpty()
        && said.stream().allMatch(entry -> Draws.isOf(entry.statement(), config, drawn));
  }

  private void name(long epoch, MemberId member, Fault fault) {
    if (isExplained(epoch, member, fault)) {
      return;
    }
    DeskLog.named(member, fault);
    String sentence = member + ": " + fault.sentence();
    faults.computeIfAbsent(epoch, _ -> new ArrayList<>()).add(sentence);
    notes
        .of(epoch)
        .ifPresent(ended -> {
          ended.getAsJsonArray("faults").add(sentence);
          notes.keep(epoch, ended);
        });
  }

  /// What an epoch costs; absent without noise.
  private Optional<Privacy.Cost> cost(long epoch) {
    Encoding encoding = parts.trainer().encoding();
    Cohort drawn = own(epoch);
    return encoding.isNoisy() && drawn.isEnough()
        ? Optional.of(Privacy.costOfEpoch(encoding, drawn))
        : Optional.empty();
  }

  private static PrivacyBudget.Notes notes(Exchange exchange) {
    return new PrivacyBudget.Notes() {
      @Override
      public void remember(String name, Bytes value) {
        exchange.remember(name, value);
      }

      @Override
      public Optional<Bytes> remembered(String name) {
        return exchange.remembered(name);
      }
    };
  }

  /// Without a secret this member takes part in nothing: that is the hard stop, and how it sits an
  /// epoch out.
  private void makeSecret(Part part, int attempt) throws IOException {
    long epoch = part.epoch();
    if (sitsOut().filter(out -> out == epoch).isPresent()) {
      DeskLog.sitsOut(epoch);
      return;
    }
    if (!budget.allows(epoch, cost(epoch))) {
      DeskLog.budgetSpent(epoch);
      return;
    }
    AttemptSecret secret = parts.secrets().make(epoch, attempt);
    handle(part, new RoundEvent.SecretMade(attempt, secret));
  }

  /// A vector once made for an attempt is given again: another under the same masks would show the
  /// difference of the two.
  private void makeVector(Part part, VectorOrder order, AttemptSecret secret) {
    long epoch = part.epoch();
    Optional<Bytes> before =
        exchange
            .remembered(vectorOf(epoch, order.attempt()))
            .flatMap(name -> parts.blobs().find(vectorName(name)));
    if (before.isPresent()) {
      keep(part, order, before.get());
      return;
    }
    Optional<Trained> known = trained.filter(it -> it.isFor(epoch, order.base()));
    exchange.work(
        "train-epoch-" + epoch,
        () -> made(known.isPresent() ? known.get() : train(epoch, order.base()), order, secret),
        made -> vectorMade(part, order, made));
  }

  private Trained train(long epoch, ModelVersion base) throws IOException {
    return new Trained(epoch, base.hash(), parts.trainer().train(base, epoch));
  }

  private static Made made(Trained trained, VectorOrder order, AttemptSecret secret) {
    Optional<Bytes> vector =
        trained
            .update()
            .flatMap(update ->
                switch (order.make(update.change(), update.weight(), secret)) {
                  case VectorOrder.Outcome.Ready(var packed, _) -> Optional.of(packed);
                  case VectorOrder.Outcome.Refused(var reason) -> {
                    DeskLog.updateRefused(reason);
                    yield Optional.empty();
                  }
                  case VectorOrder.Outcome.NoSecret(var whose) -> {
                    DeskLog.weakKey(whose);
                    yield Optional.empty();
                  }
                });
    return new Made(trained, vector);
  }

  private void vectorMade(Part part, VectorOrder order, Made made) {
    trained = Optional.of(made.trained());
    if (made.vector().isEmpty()) {
      handle(part, new RoundEvent.VectorFailed(order.attempt()));
      return;
    }
    keep(part, order, made.vector().get());
  }

  private void keep(Part part, VectorOrder order, Bytes vector) {
    old.keeps(part.epoch(), BlobName.of(VECTORS, vector));
    BlobName name = parts.blobs().keep(VECTORS, vector);
    exchange.remember(vectorOf(part.epoch(), order.attempt()), Bytes.utf8(name.toString()));
    handle(part, new RoundEvent.VectorReady(order.attempt(), name, vector.size()));
  }

  /// Which vector was made for an attempt; one that was made before vectors were named in pieces is
  /// remembered by a hash alone.
  private static BlobName vectorName(Bytes remembered) {
    return remembered.size() == Hash.SIZE
        ? BlobName.whole(new Hash(remembered))
        : BlobName.parse(remembered.toUtf8());
  }

  private static String vectorOf(long epoch, int attempt) {
    return VECTOR + epoch + "/" + attempt;
  }

  private record Wanted(BlobName blob, RingCodec codec) {}

  private void fetch(Part part, Wanted wanted, List<MemberId> from) {
    Optional<Bytes> here = parts.blobs().find(wanted.blob());
    if (here.isPresent()) {
      boolean fits = wanted.codec().unpack(here.get()).isPresent();
      if (fits) {
        old.keeps(part.epoch(), wanted.blob());
      }
      handle(
          part,
          fits ? new RoundEvent.Fetched(wanted.blob()) : new RoundEvent.Malformed(wanted.blob()));
    } else if (from.isEmpty()) {
      handle(part, new RoundEvent.FetchFailed(wanted.blob()));
    } else {
      List<MemberId> rest = from.subList(1, from.size());
      old.keeps(part.epoch(), wanted.blob());
      exchange.fetch(
          from.getFirst(),
          wanted.blob(),
          wanted.codec().packedBytes(),
          _ -> fetch(part, wanted, rest));
    }
  }

  /// The epoch is over: remember it before the next one begins.
  private void conclude(long epoch, RoundOutcome outcome) {
    boolean late = epoch <= ended.last();
    if (late && ended.isStillWithout(epoch, outcome)) {
      return; // it was looked at again after a start
    }
    Epoch round = Optional.ofNullable(rounds.get(epoch)).orElseThrow();
    EpochPlan plan = round.plan();
    keepVersion(plan, outcome);
    ended.end(epoch, outcome, plan.round().base().hash());
    keepOfWhomItWas(epoch, plan.drawn());
    old.ended(epoch);
    notes.keep(epoch, told(epoch, outcome));
    faults.headMap(epoch - RoundNotes.KEPT).clear();
    if (late) {
      // those after it begin anew from that version, or in another group
      rounds.tailMap(epoch + 1).clear();
    }
    long first = firstToLookAt();
    if (first > keptFrom) {
      forgetBefore(Math.min(first, epoch)); // with its end, it names those who erred
      rounds.headMap(keptFrom).clear();
    }
    DeskLog.epochEnded(epoch, said(outcome));
    ended.suspicion(next(), everyone()).singledOut().forEach(DeskLog::singledOut);
    if (isNightsLast()) {
      adopt(epoch);
      attackOwnUpdate(round);
    }
  }

  /// What several cohorts come to together is nobody's sum, so no round has kept it.
  private void keepVersion(EpochPlan plan, RoundOutcome outcome) {
    if (plan.drawn().areSeveral() && outcome instanceof RoundOutcome.Agreed agreed) {
      try {
        parts.models().keep(agreed.version());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void keepOfWhomItWas(long epoch, Cohorts drawn) {
    if (ended.hadNothing(epoch)) {
      ended.was(epoch, joined(epoch, ALL_DRAWS));
    } else {
      Optional.ofNullable(byDraw(epoch, ALL_DRAWS).get(drawn))
          .ifPresent(everyone -> ended.was(epoch, Optional.of(everyone)));
    }
  }

  private boolean isNightsLast() {
    return begunSince(nightOf(exchange.now())) >= parts.config().epochs();
  }

  /// What left of this member in an epoch, if anything did, and what it would have told.
  private void attackOwnUpdate(Epoch round) {
    RoundPlan plan = round.plan().round();
    Optional<Trainer.Update> update =
        trained.filter(it -> it.isFor(plan.epoch(), plan.base())).flatMap(Trained::update);
    Optional<LearningStatement.Masked> left = round.ownVector();
    if (update.isPresent() && left.isPresent()) {
      int bytes = left.get().bytes();
      exchange.work(
          "attack-own-update",
          () -> parts.trainer().attack(plan.base(), update.get()),
          found ->
              exchange.remember(
                  RECEIPT, Bytes.utf8(new Receipt(plan.epoch(), bytes, found).told().toString())));
    }
  }

  private static String said(RoundOutcome outcome) {
    return switch (outcome) {
      case RoundOutcome.Agreed(var version, _, _, _) -> version.hash().toString();
      case RoundOutcome.Nothing(var reason) -> "nothing: " + reason.sentence();
    };
  }

  /// @param epoch the night's last
  private void adopt(long epoch) {
    ModelVersion version = base();
    boolean fresh = version.epoch() > 0 && adopting.filter(version.hash()::equals).isEmpty();
    if (fresh && !notes.isHeld() && exchange.roster().trains(exchange.self())) {
      adopting = Optional.of(version.hash());
      LocalDate night = nights.of(exchange.now()).toLocalDate();
      tried = Optional.of(night);
      exchange.work(
          "adopt",
          () -> parts.trainer().adopt(version),
          result -> {
            OwnModelDesk.trained(exchange, night);
            notes.tried(epoch, result);
            DeskLog.adopted(version.hash(), result);
          });
    }
  }

  private ModelVersion version(Lineage.Link link) {
    if (link.model().equals(seeded.hash())) {
      return seeded;
    }
    if (!link.model().equals(base.hash())) {
      base = kept(link);
    }
    return base;
  }

  private ModelVersion kept(Lineage.Link link) {
    try {
      ModelVersion version =
          parts
              .models()
              .find(link.epoch(), link.model())
              .orElseThrow(
                  () -> new IllegalStateException("the model " + link.model() + " is not here"));
      checkSize(version);
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkSize(ModelVersion version) {
    int size = parts.trainer().encoding().dimension();
    if (version.parameters().size() != size) {
      throw new UserError(
          "node.toml",
          "learning.model names a model of %d numbers, but this federation has learnt one of %d since epoch %d."
              .formatted(size, version.parameters().size(), version.epoch()),
          "Set it back to what it was: all members train the same model.");
    }
  }

  private Map<Integer, AttemptSecret> secretsHeld(long epoch) {
    try {
      return parts.secrets().held(epoch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void eraseOldSecrets() {
    try {
      parts.secrets().eraseUpTo(ended.last());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject told() {
    Lineage lineage = ended.lineage(next(), everyone());
    Lineage.Link from = lineage.base(backs());
    var told = new JsonObject();
    told.addProperty("ended", ended.last());
    told.addProperty("open", rounds.containsKey(next()));
    told.addProperty("epoch", from.epoch());
    told.addProperty("model", from.model().toString());
    sitsOut().ifPresent(epoch -> told.addProperty("sits-out", epoch));
    told.addProperty("night", begunSince(nightOf(exchange.now())));
    notes.tried().ifPresent(result -> result.asMap().forEach(told::add));
    told.addProperty("kept", notes.isHeld());
    told.addProperty("going-back", goingBack > 0);
    Suspicion suspicion = ended.suspicion(next(), everyone());
    told.add("suspicion", new Suspected(suspicion).told());
    Cohort own = own(next());
    if (own.isEnough()) {
      told.addProperty("drawn", own.members().size());
      told.addProperty("needed", own.fewest());
      told.addProperty("may-lie", own.liars());
    }
    if (drawn(next()).areSeveral()) {
      told.addProperty("cohorts", drawn(next()).all().size());
    }
    told.addProperty(
        "being-decided",
        Optional.ofNullable(rounds.get(next())).filter(Epoch::isBeingDecided).isPresent());
    Optional.ofNullable(rounds.get(next()))
        .flatMap(Epoch::awaited)
        .ifPresent(awaited -> told.add("waits-for", told(awaited)));
    told.add("epochs", notes.upTo(ended.last()));
    var versions = new JsonArray();
    lineage.links().forEach(link -> versions.add(told(link)));
    told.add("versions", versions);
    return told;
  }

  private JsonObject told(Awaited awaited) {
    var told = new JsonObject();
    told.addProperty("what", awaited.what().words());
    told.add("members", names(awaited.members()));
    told.add("away", names(awaited.members().stream().filter(away::contains).toList()));
    return told;
  }

  private static JsonArray names(Collection<MemberId> members) {
    var names = new JsonArray();
    members.forEach(member -> names.add(member.name()));
    return names;
  }

  private static JsonObject told(Lineage.Link link) {
    var told = new JsonObject();
    told.addProperty("epoch", link.epoch());
    told.addProperty("model", link.model().toString());
    told.addProperty("from", link.base().toString());
    return told;
  }

  private JsonObject told(long epoch, RoundOutcome outcome) {
    var told = new JsonObject();
    told.addProperty("epoch", epoch);
    switch (outcome) {
      case RoundOutcome.Agreed(var version, var members, var weight, _) -> {
        told.addProperty("model", version.hash().toString());
        told.addProperty("weight", weight);
        var names = new JsonArray();
        members.forEach(member -> names.add(member.name()));
        told.add("members", names);
        var missing = new JsonArray();
        drawn(epoch).everyone().stream()
            .filter(member -> !members.contains(member))
            .forEach(member -> missing.add(member.name()));
        told.add("missing", missing);
      }
      case RoundOutcome.Nothing(var reason) -> told.addProperty("nothing", reason.sentence());
    }
    var erred = new JsonArray();
    faults.getOrDefault(epoch, List.of()).forEach(erred::add);
    told.add("faults", erred);
    return told;
  }
}
