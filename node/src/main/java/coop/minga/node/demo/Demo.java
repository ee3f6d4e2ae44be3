package coop.minga.node.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.DemandModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sets a demonstration up, plays it, has it audited, and clears it away.
public final class Demo {
  private static final LocalTime FIRST = LocalTime.of(2, 55);
  private static final int DAYS_OF_REAL_SALES = 400;

  private final Settings settings;
  private final PrintWriter talk;

  /// What to play.
  ///
  /// @param seed what is invented is drawn from it
  /// @param sales real sales; without them the town is invented whole
  /// @param dir where the nodes' directories are kept; without it they are removed
  /// @param ask whether a person says yes to the one offer
  public record Settings(long seed, Optional<Path> sales, Optional<Path> dir, boolean ask) {}

  /// What it came to.
  ///
  /// @param document everything, for programs
  /// @param sound whether every part did what it should
  public record Result(JsonObject document, boolean sound) {}

  /// @param talk where the story goes
  public Demo(Settings settings, PrintWriter talk) {
    this.settings = settings;
    this.talk = talk;
  }

  /// Runs it all.
  public Result run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Path root = root();
    var clearing = new Thread(() -> clear(root));
    Runtime.getRuntime().addShutdownHook(clearing);
    try {
      Town town = town();
      Premises premises = lay(root, town);
      Demonstration.Outcome outcome;
      try (Nodes nodes = Nodes.start(premises)) {
        var stage = new Demonstration.Stage(town, premises, nodes, talk, this::awaitKey);
        outcome = new Demonstration(stage).play();
      }
      AuditTrail.Verdict verdict =
          new AuditTrail(premises, talk).audit(bundle(root), outcome.clock());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      talk.printf(
          Locale.ROOT,
          "%nSaid again: %s.%nTook %d s.%n",
          String.join("; ", town.invented()),
          took.toSeconds());
      talk.flush();
      return new Result(document(town, outcome, verdict, took), isSound(outcome, verdict));
    } finally {
      clear(root);
      Runtime.getRuntime().removeShutdownHook(clearing);
    }
  }

  private static boolean isSound(Demonstration.Outcome outcome, AuditTrail.Verdict verdict) {
    return verdict.verified()
        && verdict.tamperingFound()
        && outcome.day().learned().rounds() == Demonstration.EPOCHS
        && outcome.day().counts().handovers() > 0;
  }

  private Path root() throws IOException {
    if (settings.dir().isEmpty()) {
      return Files.createTempDirectory("minga-demo-");
    }
    Path dir = settings.dir().get();
    Files.createDirectories(dir);
    try (var inside = Files.list(dir)) {
      if (inside.findAny().isPresent()) {
        throw new UserError(
            dir.toString(), "It is not empty.", "Give --dir a directory that is new or empty.");
      }
    }
    return dir.toRealPath();
  }

  /// Beside the directory that is removed, in the one that is kept.
  private Path bundle(Path root) {
    return settings.dir().isPresent()
        ? root.resolve("town.bundle")
        : root.resolveSibling(root.getFileName() + ".bundle");
  }

  private Town town() throws IOException {
    Town town =
        settings.sales().isPresent()
            ? SalesCut.cut(settings.sales().get(), settings.seed(), DAYS_OF_REAL_SALES)
            : Town.generate(settings.seed(), TownSize.standard());
    talk.printf(
        "A federation of %d retailers and %d takers; its clock starts on %s at %s.%n",
        town.retailers().size(), town.takers().size(), town.morning(), FIRST);
    town.invented().forEach(line -> talk.printf("Said beforehand: %s.%n", line));
    talk.flush();
    return town;
  }

  private Premises lay(Path root, Town town) throws IOException, InterruptedException {
    Instant first = town.morning().atTime(FIRST).atZone(Town.ZONE).toInstant();
    var choices = new Premises.Choices(town.followed().giver(), Demonstration.EPOCHS);
    Premises premises = Premises.lay(root, town, choices, first);
    talk.println(
        "Each member made its keys and signed the charter "
            + premises.roster().federationId().brief()
            + "...; now its tables are imported.");
    talk.flush();
    try (var both = Executors.newFixedThreadPool(2)) {
      Future<?> engine = both.submit(() -> DemandModel.open(DemandModel.Effort.FULL));
      var imports =
          town.members().stream()
              .map(member -> both.submit(() -> premises.importTables(member)))
              .toList();
      long rows = 0;
      for (Future<Long> each : imports) {
        rows += each.get();
      }
      engine.get();
      talk.printf(Locale.ROOT, "%,d rows imported, none rejected.%n", rows);
      talk.flush();
    } catch (ExecutionException e) {
      throw new IOException("setting the demonstration up failed: " + e.getCause(), e);
    }
    return premises;
  }

  private void awaitKey() {
    if (!settings.ask()) {
      return;
    }
    talk.print("Offer it? Press Enter. ");
    talk.flush();
    try {
      int key = System.in.read();
      while (key != '\n' && key >= 0) {
        key = System.in.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clear(Path root) {
    if (settings.dir().isPresent() || !Files.exists(root)) {
      return;
    }
    try (var inside = Files.walk(root)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      talk.println("Could not remove all of " + root + ": " + e.getMessage());
      talk.flush();
    }
  }

  // ---- The document

  private JsonObject document(
      Town town, Demonstration.Outcome outcome, AuditTrail.Verdict verdict, Duration took) {
    DayFigures day = outcome.day();
    var document = new JsonObject();
    document.addProperty("seed", settings.seed());
    document.addProperty("clock", outcome.clock().toString());
    document.add("members", members(town, day));
    document.addProperty("rounds", day.learned().rounds());
    document.addProperty("modelHash", day.learned().model());
    document.add("forecast", forecasts(day));
    document.addProperty("offers", day.counts().offers());
    document.addProperty("awards", day.counts().awards());
    document.addProperty("handovers", day.counts().handovers());
    document.add("grams", grams(day.food()));
    document.add("firstCome", firstCome(day.food()));
    document.addProperty("meals", new Grams(day.food().collected()).meals());
    document.addProperty("messages", day.counts().messages());
    document.add("invented", strings(town.invented()));
    document.add("story", story(outcome.story()));
    document.addProperty("bundle", verdict.bundle().toString());
    document.addProperty("verified", verdict.verified());
    document.addProperty("tamperingFound", verdict.tamperingFound());
    document.addProperty("seconds", took.toSeconds());
    return document;
  }

  private static JsonArray members(Town town, DayFigures day) {
    var members = new JsonArray();
    for (TownMember member : town.members()) {
      var told = new JsonObject();
      told.addProperty("name", member.id().name());
      told.addProperty("role", member.trains() ? "retailer" : "taker");
      var bytes = new JsonObject();
      day.bytesOf(member.id()).forEach(bytes::addProperty);
      told.add("bytes", bytes);
      members.add(told);
    }
    return members;
  }

  private static JsonObject forecasts(DayFigures day) {
    var all = new JsonObject();
    day.forecasts()
        .forEach((member, forecast) -> {
          var told = new JsonObject();
          told.addProperty("wql", forecast.wql());
          told.addProperty("weekdayWql", forecast.weekdayWql());
          told.addProperty("naiveWql", forecast.naiveWql());
          all.add(member.name(), told);
        });
    return all;
  }

  private static JsonObject grams(DayFigures.Food food) {
    var told = new JsonObject();
    told.addProperty("offered", food.offered());
    told.addProperty("awarded", food.awarded());
    told.addProperty("collected", food.collected());
    told.addProperty("wasted", food.wasted());
    return told;
  }

  private static JsonObject firstCome(DayFigures.Food food) {
    var told = new JsonObject();
    told.addProperty("awarded", food.firstCome().awarded());
    told.addProperty("collected", food.firstCome().collected());
    told.addProperty("wasted", food.firstCome().wasted());
    return told;
  }

  private static JsonArray story(List<StoryLine> lines) {
    var story = new JsonArray();
    for (StoryLine line : lines) {
      var told = new JsonObject();
      told.addProperty("at", line.at().toString());
      told.addProperty("who", line.who());
      told.addProperty("sentence", line.sentence());
      told.add("entryIds", strings(line.entryIds()));
      story.add(told);
    }
    return story;
  }

  private static JsonArray strings(List<String> all) {
    var array = new JsonArray();
    all.forEach(array::add);
    return array;
  }
}
