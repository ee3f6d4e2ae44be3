package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.Lineage;
import coop.minga.federation.learning.MaskSecret;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Round;
import coop.minga.federation.learning.RoundEffect;
import coop.minga.federation.learning.RoundEvent;
import coop.minga.federation.learning.RoundOutcome;
import coop.minga.federation.learning.RoundPlan;
import coop.minga.federation.learning.RoundStep;
import coop.minga.federation.learning.VectorOrder;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs this node's part of model epochs: so many a night, each begun when the one before has
/// ended.
///
/// The rules are [Round]'s. This desk keeps what a crash must not lose (which epochs have ended,
/// when the open one began, its vector), makes and erases secrets, and trains on the worker.
public final class LearningDesk implements Desk {
  /// How long after the first epoch's start a night's last one must have ended.
  public static final Duration NIGHT = Duration.ofHours(6);

  /// For a silent coordinator, and for the next one before it steps in.
  public static final Duration GRACE = Duration.ofMinutes(5);

  /// For everyone to fetch the vectors and sum them.
  public static final Duration SUM = Duration.ofMinutes(10);

  private static final String ENDED = "learning/ended/";
  private static final String BEGAN = "learning/began/";
  private static final String VECTOR = "learning/vector/";
  private static final String NOTHING = "nothing";

  private final Exchange exchange;
  private final Parts parts;
  private final SortedMap<Long, List<Entered<LearningStatement>>> heard = new TreeMap<>();
  private final SortedMap<Long, RoundOutcome> outcomes = new TreeMap<>();
  private final Deque<Due> events = new ArrayDeque<>();

  /// The open epoch, and one that ended here with nothing while others may have a result.
  private final SortedMap<Long, Round> rounds = new TreeMap<>();

  private Lineage lineage;
  private ModelVersion latest;
  private boolean handling;
  private long ended;
  private Optional<Trainer.Adoption> adoption = Optional.empty();
  private Optional<Hash> adopting = Optional.empty();

  /// What the desk needs beside the exchange.
  public record Parts(
      NodeConfig.Learning config,
      Trainer trainer,
      BlobShelf blobs,
      MaskSecrets secrets,
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
          new MaskSecrets(directory.secrets(), random),
          new ModelShelf(directory.models()));
    }
  }

  private record Due(long epoch, RoundEvent event) {}

  /// A desk that has heard nothing yet.
  public LearningDesk(Exchange exchange, Parts parts) {
    this.exchange = exchange;
    this.parts = parts;
    this.latest = parts.trainer().seeded(exchange.roster().federationId());
    this.lineage = Lineage.first(exchange.roster().federationId(), latest);
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::keep));
    for (long epoch = 1; ; epoch++) {
      Optional<Bytes> outcome = exchange.remembered(ENDED + epoch);
      if (outcome.isEmpty()) {
        break;
      }
      ended = epoch;
      String said = outcome.get().toUtf8();
      if (!said.equals(NOTHING)) {
        continueFrom(version(epoch, Hash.hex(said)));
      }
    }
    boolean lost = ended > 0 && latest.epoch() < ended;
    heard.headMap(lost ? ended : ended + 1).clear();
  }

  @Override
  public void seen(Seen entry) {
    keep(entry)
        .filter(entered -> rounds.containsKey(entered.statement().epoch()))
        .ifPresent(entered -> handle(entered.statement().epoch(), new RoundEvent.Seen(entered)));
  }

  @Override
  public void tick() {
    if (ended > 0 && latest.epoch() < ended && heard.containsKey(ended)) {
      begin(ended);
    }
    begin(ended + 1);
    for (var round : new TreeMap<>(rounds).entrySet()) {
      if (round.getValue().wakeAt().filter(at -> !exchange.now().isBefore(at)).isPresent()) {
        handle(round.getKey(), new RoundEvent.TimePassed(exchange.now()));
      }
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("rounds") ? Optional.of(told()) : Optional.empty();
  }

  private Optional<Entered<LearningStatement>> keep(Seen entry) {
    if (!(entry.said() instanceof Said.OfLearning(var statement))) {
      return Optional.empty();
    }
    var entered =
        new Entered<LearningStatement>(
            exchange.roster().federationId(), entry.id(), entry.author(), statement);
    if (statement.epoch() > ended || rounds.containsKey(statement.epoch())) {
      heard.computeIfAbsent(statement.epoch(), _ -> new ArrayList<>()).add(entered);
    }
    return Optional.of(entered);
  }

  /// Opens the next epoch when the night has begun, or as soon as others have opened it, and takes
  /// up one that a crash left open.
  private void begin(long epoch) {
    Optional<Instant> before =
        exchange.remembered(BEGAN + epoch).map(bytes -> Instant.parse(bytes.toUtf8()));
    if (rounds.containsKey(epoch) || (before.isEmpty() && !isTime(epoch))) {
      return;
    }
    Instant start = before.orElseGet(() -> startOf(epoch));
    exchange.remember(BEGAN + epoch, Bytes.utf8(start.toString()));
    Round round = Round.of(plan(epoch, start));
    for (Entered<LearningStatement> entry : heard.getOrDefault(epoch, List.of())) {
      round = round.on(new RoundEvent.Seen(entry)).next();
    }
    rounds.put(epoch, round);
    handle(epoch, new RoundEvent.Started(exchange.now(), secretsHeld()));
  }

  /// Now, or, of an epoch that others began while we were away, when they did.
  private Instant startOf(long epoch) {
    return heard.getOrDefault(epoch, List.of()).stream()
        .flatMap(entry -> proposedAt(entry.statement()).stream())
        .filter(at -> at.isBefore(exchange.now()))
        .min(Comparator.naturalOrder())
        .orElse(exchange.now());
  }

  private Optional<Instant> proposedAt(LearningStatement statement) {
    return statement instanceof LearningStatement.Propose propose
        ? Optional.of(propose.deadlines().advertiseBy().minus(parts.config().advertise()))
        : Optional.empty();
  }

  private boolean isTime(long epoch) {
    if (heard.containsKey(epoch)) {
      return true;
    }
    if (!parts.config().takePart() || parts.config().epochs() == 0) {
      return false;
    }
    Instant tonight = nightOf(exchange.now());
    boolean inTheNight =
        !exchange.now().isBefore(tonight)
            && exchange.now().isBefore(tonight.plus(NIGHT).minus(attempt()));
    return inTheNight && begunSince(tonight) < parts.config().epochs();
  }

  private long begunSince(Instant tonight) {
    long count = 0;
    for (long epoch = ended; epoch > 0; epoch--) {
      Optional<Bytes> began = exchange.remembered(BEGAN + epoch);
      if (began.isEmpty() || Instant.parse(began.get().toUtf8()).isBefore(tonight)) {
        break;
      }
      count++;
    }
    return count;
  }

  private Instant nightOf(Instant now) {
    ZonedDateTime local = now.atZone(exchange.roster().rules().time().zone());
    LocalDate day = local.toLocalDate();
    return day.atTime(parts.config().start()).atZone(local.getZone()).toInstant();
  }

  private Duration attempt() {
    return parts.config().advertise().plus(parts.config().train()).plus(GRACE).plus(SUM);
  }

  private RoundPlan plan(long epoch, Instant start) {
    Instant nightEnds = nightOf(start).plus(NIGHT);
    Instant leastEnd = start.plus(attempt()).plus(attempt());
    return new RoundPlan(
        exchange.roster().federationId(),
        exchange.self(),
        epoch,
        new Cohort(
            List.copyOf(exchange.roster().training()), exchange.roster().rules().minCohort()),
        parts.trainer().encoding(),
        latest,
        lineage.seed(),
        new RoundPlan.Times(
            start,
            nightEnds.isAfter(leastEnd) ? nightEnds : leastEnd,
            parts.config().advertise(),
            parts.config().train(),
            GRACE,
            SUM));
  }

  /// Hands events to the round one after the other; what an effect brings at once waits its turn.
  private void handle(long epoch, RoundEvent event) {
    events.add(new Due(epoch, event));
    if (handling) {
      return;
    }
    handling = true;
    while (!events.isEmpty()) {
      Due due = events.removeFirst();
      Round round = rounds.get(due.epoch());
      if (round != null) {
        RoundStep step = round.on(due.event());
        rounds.put(due.epoch(), step.next());
        step.effects().forEach(effect -> perform(due.epoch(), effect));
      }
    }
    handling = false;
  }

  private void perform(long epoch, RoundEffect effect) {
    try {
      switch (effect) {
        case RoundEffect.Enter(var statement) -> exchange.enter(new Said.OfLearning(statement));
        case RoundEffect.MakeKeys(var proposal) -> makeKeys(epoch, proposal);
        case RoundEffect.NeedVector(var order) -> makeVector(epoch, order);
        case RoundEffect.Fetch fetch -> fetch(epoch, fetch.blob(), fetch.bytes(), fetch.from());
        case RoundEffect.Serve(var blob, var to) -> parts.blobs().serve(blob, Set.copyOf(to));
        case RoundEffect.ServeAll(var blob) ->
            parts.blobs().serve(blob, exchange.roster().members().keySet());
        case RoundEffect.Discard(var blob) -> parts.blobs().forget(blob);
        case RoundEffect.EraseKeys(var proposal) -> parts.secrets().erase(proposal);
        case RoundEffect.Keep(var version) -> parts.models().keep(version);
        case RoundEffect.Name(var member, var fault) -> DeskLog.named(member, fault);
        case RoundEffect.Conclude(var outcome) -> conclude(epoch, outcome);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeKeys(long epoch, EntryId proposal) throws IOException {
    Bytes secret = parts.secrets().make(proposal);
    handle(epoch, new RoundEvent.KeysMade(proposal, MaskSecret.publicKey(secret)));
  }

  /// A vector once made for a proposal is given again: another under the same masks would show the
  /// difference of the two.
  private void makeVector(long epoch, VectorOrder order) throws IOException {
    Optional<Bytes> before =
        exchange
            .remembered(VECTOR + order.proposal())
            .flatMap(name -> parts.blobs().find(new Hash(name)));
    if (before.isPresent()) {
      handle(epoch, new RoundEvent.VectorReady(order.proposal(), before.get()));
      return;
    }
    Optional<Bytes> secret = parts.secrets().find(order.proposal());
    if (secret.isEmpty()) {
      handle(epoch, new RoundEvent.VectorFailed(order.proposal()));
      return;
    }
    exchange.work(
        "train-epoch-" + epoch,
        () -> vector(epoch, order, MaskSecret.of(secret.get())),
        vector -> vectorMade(epoch, order, vector));
  }

  private Optional<Bytes> vector(long epoch, VectorOrder order, MaskSecret secret)
      throws IOException {
    return parts
        .trainer()
        .train(order.base(), epoch)
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
  }

  private void vectorMade(long epoch, VectorOrder order, Optional<Bytes> vector) {
    if (vector.isEmpty()) {
      handle(epoch, new RoundEvent.VectorFailed(order.proposal()));
      return;
    }
    parts.blobs().keep(vector.get());
    exchange.remember(VECTOR + order.proposal(), Hash.sha256(vector.get()).value());
    handle(epoch, new RoundEvent.VectorReady(order.proposal(), vector.get()));
  }

  private void fetch(long epoch, Hash blob, int bytes, List<MemberId> from) {
    Optional<Bytes> here = parts.blobs().find(blob);
    if (here.isPresent()) {
      handle(epoch, new RoundEvent.Fetched(blob, here.get()));
    } else if (from.isEmpty()) {
      handle(epoch, new RoundEvent.FetchFailed(blob));
    } else {
      List<MemberId> rest = from.subList(1, from.size());
      exchange.fetch(from.getFirst(), blob, bytes, _ -> fetch(epoch, blob, bytes, rest));
    }
  }

  /// The epoch is over: remember it before the next one begins.
  private void conclude(long epoch, RoundOutcome outcome) {
    String said =
        switch (outcome) {
          case RoundOutcome.Agreed(var version, _, _) -> version.hash().toString();
          case RoundOutcome.Nothing _ -> NOTHING;
        };
    exchange.remember(ENDED + epoch, Bytes.utf8(said));
    outcomes.put(epoch, outcome);
    boolean late = epoch <= ended;
    ended = Math.max(ended, epoch);
    if (outcome instanceof RoundOutcome.Agreed(var version, _, _)) {
      heard.headMap(epoch + 1).clear();
      rounds.headMap(epoch + 1).clear();
      continueFrom(version);
    }
    if (late) {
      rounds.remove(ended + 1);
    }
    DeskLog.epochEnded(epoch, said);
    adoptAtTheNightsEnd();
  }

  private void adoptAtTheNightsEnd() {
    boolean last = begunSince(nightOf(exchange.now())) >= parts.config().epochs();
    boolean fresh = latest.epoch() > 0 && adopting.filter(latest.hash()::equals).isEmpty();
    if (last && fresh && exchange.roster().trains(exchange.self())) {
      ModelVersion version = latest;
      adopting = Optional.of(version.hash());
      exchange.work(
          "adopt",
          () -> parts.trainer().adopt(version),
          result -> {
            adoption = Optional.of(result);
            DeskLog.adopted(version.hash(), result);
          });
    }
  }

  /// An epoch that ended here with nothing and elsewhere with a version: the open one begins anew
  /// from that version.
  private void continueFrom(ModelVersion version) {
    latest = version;
    lineage = lineage.with(version);
  }

  private ModelVersion version(long epoch, Hash hash) {
    try {
      return parts
          .models()
          .find(epoch, hash)
          .orElseThrow(() -> new IllegalStateException("the model " + hash + " is not here"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<EntryId> secretsHeld() {
    try {
      return parts.secrets().held();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject told() {
    var told = new JsonObject();
    told.addProperty("ended", ended);
    told.addProperty("open", rounds.containsKey(ended + 1));
    told.addProperty("epoch", latest.epoch());
    told.addProperty("model", latest.hash().toString());
    told.addProperty("night", begunSince(nightOf(exchange.now())));
    adoption.ifPresent(result -> {
      told.addProperty("helped", result.helped());
      told.addProperty("adoption", result.sentence());
    });
    var epochs = new JsonArray();
    outcomes.forEach((epoch, outcome) -> epochs.add(told(epoch, outcome)));
    told.add("epochs", epochs);
    return told;
  }

  private static JsonObject told(long epoch, RoundOutcome outcome) {
    var told = new JsonObject();
    told.addProperty("epoch", epoch);
    switch (outcome) {
      case RoundOutcome.Agreed(var version, var members, var weight) -> {
        told.addProperty("model", version.hash().toString());
        told.addProperty("weight", weight);
        var names = new JsonArray();
        members.forEach(member -> names.add(member.name()));
        told.add("members", names);
      }
      case RoundOutcome.Nothing(var reason) -> told.addProperty("nothing", reason.sentence());
    }
    return told;
  }
}
