package coop.minga.node.assembly;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// A founded federation of real nodes on loopback, in one process, that can be stopped, copied and
/// started one by one.
final class Village implements AutoCloseable {
  private final Path root;
  private final List<MemberId> members;
  private final Map<MemberId, RunningNode> running = new TreeMap<>();

  /// Says things in the ledger when asked to: entries that nobody needs to understand.
  private record Crier(Exchange exchange) implements Desk {
    @Override
    public void recall(Recollection all) {}

    @Override
    public Optional<JsonObject> answer(String verb, JsonObject question) {
      if (!verb.equals("cry")) {
        return Optional.empty();
      }
      String what = question.get("what").getAsString();
      List<Grams> week = Collections.nCopies(7, new Grams(1));
      exchange.enter(
          new Said.OfSurplus(new Need("plaza", what, week, LocalDate.of(2030, 1, 1), true)));
      return Optional.of(new JsonObject());
    }
  }

  private Village(Path root, List<MemberId> members) {
    this.root = root;
    this.members = members;
  }

  /// Founds a federation of these members, none of which runs yet.
  static Village found(Path root, String... names) throws IOException {
    List<MemberId> members = Stream.of(names).map(MemberId::new).toList();
    var village = new Village(root, members);
    var cards = new ArrayList<MemberCard>();
    for (MemberId member : members) {
      var at = new Endpoint("127.0.0.1", freePort());
      var founder = new Founding.Founder(member, "The " + member, at, false, true);
      cards.add(Founding.init(village.directory(member), founder, new SecureRandom()));
    }
    SignedCharter charter =
        Founding.draft(
            "Valle",
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            cards,
            DefaultRules.of(ZoneId.of("America/Santiago"), false));
    for (MemberId member : members) {
      charter = Founding.sign(village.directory(member), charter);
    }
    for (MemberId member : members) {
      Founding.adopt(village.directory(member), charter);
    }
    return village;
  }

  NodeDirectory directory(MemberId member) {
    return new NodeDirectory(root.resolve(member.name()));
  }

  void startAll() throws IOException {
    for (MemberId member : members) {
      start(member);
    }
  }

  RunningNode start(MemberId member) throws IOException {
    RunningNode node =
        RunningNode.start(directory(member), loop -> loop.add(new Crier(loop.exchange())));
    running.put(member, node);
    return node;
  }

  void stop(MemberId... those) throws IOException {
    for (MemberId member : those) {
      RunningNode node = running.remove(member);
      if (node != null) {
        node.close();
      }
    }
  }

  RunningNode node(MemberId member) {
    return Optional.ofNullable(running.get(member)).orElseThrow();
  }

  void cry(MemberId member, String what) throws Exception {
    var question = new JsonObject();
    question.addProperty("do", "cry");
    question.addProperty("what", what);
    node(member).ask(question).get();
  }

  /// How many entries of a ledger a member knows a quorum to hold.
  long witnessed(MemberId at, MemberId of) throws Exception {
    return sizes(at, "witnessed", of);
  }

  long held(MemberId at, MemberId of) throws Exception {
    return sizes(at, "held", of);
  }

  private long sizes(MemberId at, String what, MemberId of)
      throws ExecutionException, InterruptedException {
    return sizes(at, what).get(of.name()).getAsLong();
  }

  private JsonObject sizes(MemberId at, String what)
      throws ExecutionException, InterruptedException {
    var question = new JsonObject();
    question.addProperty("do", "status");
    return node(at).ask(question).get().getAsJsonObject(what);
  }

  void awaitWitnessed(MemberId at, MemberId of, long size) {
    Await.until(
        at + " knows " + size + " entries of " + of + " to be witnessed",
        () -> witnessed(at, of),
        seen -> seen >= size);
  }

  /// Waits until a member knows all that it holds to be witnessed: else an auditor may rightly find
  /// that it is not.
  void awaitAllWitnessed(MemberId at) {
    Await.until(
        at + " knows all that it holds to be witnessed",
        () -> List.of(sizes(at, "held"), sizes(at, "witnessed")),
        seen -> seen.getFirst().equals(seen.getLast()));
  }

  /// Waits until a member is in doubt of nothing that it may have cosigned.
  void awaitNoDoubt(MemberId member) {
    Await.until(
        member + " cosigns every ledger",
        () -> {
          try (var state = StateDatabase.reading(directory(member).state())) {
            return state.all("doubt").keySet();
          }
        },
        Set::isEmpty);
  }

  /// Copies a stopped member's directory, over another copy if there is one.
  void copy(MemberId member, String to) throws IOException {
    replace(directory(member).root(), root.resolve(to));
  }

  /// Puts a copy in the place of a stopped member's directory.
  void restore(String from, MemberId member) throws IOException {
    replace(root.resolve(from), directory(member).root());
  }

  @Override
  public void close() throws IOException {
    stop(members.toArray(MemberId[]::new));
  }

  private static void replace(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      for (Path each : walk(to).reversed()) {
        Files.delete(each);
      }
    }
    for (Path each : walk(from)) {
      Files.copy(each, to.resolve(from.relativize(each)));
    }
  }

  private static List<Path> walk(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
