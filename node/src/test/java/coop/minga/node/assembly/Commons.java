package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.node.Await;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.NodeLoop;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Real nodes on loopback, in one JVM, under one fast clock.
final class Commons implements AutoCloseable {
  /// A minute of theirs is half a second of ours.
  static final long RATE = 120 * SimulatedClock.REAL_TIME;

  private static final Instant START = Instant.parse("2026-06-02T08:00:00Z");

  private final Path root;
  private final SimulatedClock clock;
  private final Map<String, Signer> elsewhere;
  private final Map<String, RunningNode> running = new TreeMap<>();

  Commons(Path root, String... founders) throws IOException {
    this(root, Map.of(), founders);
  }

  /// With root keys of some founders that are not on their nodes.
  Commons(Path root, Map<String, Signer> elsewhere, String... founders) throws IOException {
    this.root = root.toRealPath();
    this.elsewhere = elsewhere;
    this.clock = SimulatedClock.create(this.root.resolve("clock"), START);
    var cards = new ArrayList<MemberCard>();
    for (String name : founders) {
      cards.add(init(name));
    }
    SignedCharter charter =
        Founding.draft(
            "Commons", START, cards, DefaultRules.of(ZoneId.of("America/Santiago"), true));
    for (String name : founders) {
      charter =
          elsewhere.containsKey(name)
              ? charter.signedBy(new MemberId(name), elsewhere.get(name))
              : Founding.sign(directory(name), charter);
    }
    for (String name : founders) {
      Founding.adopt(directory(name), charter);
    }
    clock.run(RATE);
  }

  NodeDirectory directory(String name) {
    return new NodeDirectory(root.resolve(name));
  }

  /// Makes a node's directory, as `minga init` does.
  MemberCard init(String name) throws IOException {
    return init(directory(name), name);
  }

  /// Makes a directory of a node that goes by a name.
  MemberCard init(NodeDirectory directory, String name) throws IOException {
    var founder =
        new Founding.Founder(
            new MemberId(name),
            name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
            new Endpoint("127.0.0.1", freePort()),
            true,
            false);
    Optional<PublicKey> root = Optional.ofNullable(elsewhere.get(name)).map(Signer::publicKey);
    MemberCard card = Founding.init(directory, founder, root, new SecureRandom());
    Files.writeString(
        directory.config(),
        Files.readString(directory.config())
            .replaceFirst("(?m)^retry-seconds = .*$", "retry-seconds = 1"));
    Files.createSymbolicLink(directory.clock(), Path.of("..", "clock"));
    return card;
  }

  void start(String... names) throws IOException {
    for (String name : names) {
      running.put(name, RunningNode.start(directory(name)));
    }
  }

  void stop(String name) throws IOException {
    RunningNode node = running.remove(name);
    if (node != null) {
      node.close();
    }
  }

  /// Restores a running node from what its disk holds: its ledger goes on in its next generation.
  void beginAnew(String name) throws Exception {
    stop(name);
    Restoration.ask(directory(name));
    RunningNode restoring = RunningNode.start(directory(name));
    running.put(name, restoring);
    restoring.restored().orElseThrow().get(120, TimeUnit.SECONDS);
    stop(name);
    start(name);
  }

  /// Waits until all of these have asked to begin again, and lets each as soon as it does: the
  /// others may need it.
  void awaitBeginsAgain(String... names) {
    var waiting = new TreeSet<>(List.of(names));
    Await.until(
        "all begin again",
        () -> {
          for (String name : List.copyOf(waiting)) {
            RunningNode node = running.get(name);
            if (node != null && node.ended().isDone()) {
              assertEquals(NodeLoop.Ending.BEGINS_AGAIN, node.ended().get(), name);
              stop(name);
              start(name);
              waiting.remove(name);
            }
          }
          return waiting;
        },
        Set::isEmpty);
  }

  Instant now() {
    return clock.instant();
  }

  /// Puts everybody's clock forward.
  void passes(Duration time) {
    clock.jump(clock.instant().plus(time), RATE);
  }

  JsonObject ask(String name, String verb, String... keysAndValues) throws Exception {
    var question = new JsonObject();
    question.addProperty("do", verb);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      question.addProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ask(name, question);
  }

  JsonObject ask(String name, JsonObject question) throws Exception {
    RunningNode node = running.get(name);
    if (node == null) {
      throw new IllegalStateException(name + " does not run");
    }
    return node.ask(question).get(30, TimeUnit.SECONDS);
  }

  /// How many changes a node's roster has seen.
  int number(String name) throws Exception {
    return ask(name, "members").get("number").getAsInt();
  }

  List<String> members(String name) throws Exception {
    return names(ask(name, "members").getAsJsonArray("members").asList(), "member");
  }

  List<String> reached(String name) throws Exception {
    return ask(name, "status").getAsJsonArray("reached").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  /// Waits until all have a roster of that number.
  void awaitNumber(int number, String... names) {
    for (String name : names) {
      Await.until(name + " has roster " + number, () -> number(name), is -> is == number);
    }
  }

  /// Waits until all of these hold the same of everybody, and know a quorum to hold it.
  void awaitWitnessed(String... names) {
    Await.until(
        "all hold the same and know it to be witnessed",
        () -> sizes(names),
        seen -> seen.stream().allMatch(each -> covers(seen.getFirst(), each)));
  }

  /// What each node holds of every ledger, and knows to be witnessed.
  List<JsonObject> sizes(String... names) throws Exception {
    var sizes = new ArrayList<JsonObject>();
    for (String name : names) {
      JsonObject status = ask(name, "status");
      sizes.add(status.getAsJsonObject("held"));
      sizes.add(status.getAsJsonObject("witnessed"));
    }
    return sizes;
  }

  private static boolean covers(JsonObject held, JsonObject witnessed) {
    return witnessed.entrySet().stream()
        .allMatch(each -> each.getValue().getAsLong() == held.get(each.getKey()).getAsLong());
  }

  /// What an auditor says of all that these nodes hold.
  Report audit(String... names) throws IOException {
    return new Auditor(new StrictVerifier(), Demands.ALL).audit(bundle(names));
  }

  /// What some members' directories give an auditor.
  Bytes bundle(String... names) throws IOException {
    List<NodeDirectory> directories = Arrays.stream(names).map(this::directory).toList();
    return BundleMaker.of(directories, new StrictVerifier()).make(clock.instant());
  }

  static List<String> names(List<JsonElement> objects, String key) {
    return objects.stream().map(each -> each.getAsJsonObject().get(key).getAsString()).toList();
  }

  @Override
  public void close() throws IOException {
    for (String name : List.copyOf(running.keySet())) {
      stop(name);
    }
    clock.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
