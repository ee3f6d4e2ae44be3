package coop.minga.node.demo;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.node.assembly.DefaultRules;
import coop.minga.node.assembly.Founding;
import coop.minga.node.clock.SimulatedClock;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportReport;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The directories of a demonstration's nodes: each with its own keys, settings, tables and
/// history, all with one charter and one clock.
///
/// @param root where they are, one directory a member, beside the clock
/// @param roster who belongs
/// @param clock the one simulated clock
/// @param nodes by member
public record Premises(
    Path root, Roster roster, SimulatedClock clock, SortedMap<MemberId, NodeDirectory> nodes) {
  private static final List<String> TABLES =
      List.of("items.csv", "sites.csv", "sales.csv", "stock.csv", "needs.csv");

  /// Which shop is asked before it offers; the others have left a standing policy.
  ///
  /// @param asked the one that is asked
  /// @param epochs model epochs in the first night
  public record Choices(MemberId asked, int epochs) {}

  /// Lays everything out and founds the federation, as its founders would with `minga init`, `minga
  /// charter` and `minga import`.
  public static Premises lay(Path root, Town town, Choices choices, Instant start)
      throws IOException {
    var random = new SecureRandom();
    var nodes = new TreeMap<MemberId, NodeDirectory>();
    var cards = new ArrayList<MemberCard>();
    for (TownMember member : town.members()) {
      var directory = new NodeDirectory(root.resolve(member.id().name()));
      cards.add(init(directory, member, choices, random));
      nodes.put(member.id(), directory);
    }
    Instant founded = start.truncatedTo(ChronoUnit.MILLIS);
    SignedCharter charter =
        Founding.draft("Minga of the town", founded, cards, DefaultRules.of(Town.ZONE, true));
    for (NodeDirectory directory : nodes.values()) {
      charter = Founding.sign(directory, charter);
    }
    SimulatedClock clock = SimulatedClock.create(root.resolve("clock"), start);
    @Nullable Roster roster = null;
    for (NodeDirectory directory : nodes.values()) {
      roster = Founding.adopt(directory, charter);
      Files.createSymbolicLink(directory.clock(), Path.of("..", "clock"));
    }
    return new Premises(root, require(roster), clock, nodes);
  }

  /// Makes a member's directory: its keys and its settings, of no federation yet.
  static MemberCard init(
      NodeDirectory directory, TownMember member, Choices choices, SecureRandom random)
      throws IOException {
    MemberCard card = Founding.init(directory, founder(member), random);
    settle(directory, member, choices);
    return card;
  }

  /// Imports a member's tables into its history.
  ///
  /// @return rows imported
  public long importTables(TownMember member) throws IOException {
    Path tables = root.resolve("tables").resolve(member.id().name());
    TownFiles.write(member.tables(), tables);
    NodeDirectory directory = directory(member.id());

    long rows = 0;
    try (History history = History.open(directory.root())) {
      var settings = ImportSettings.by(Mapping.plain());
      for (String table : TABLES) {
        Path file = tables.resolve(table);
        if (Files.exists(file)) {
          rows += sound(file, new Import(history, settings).file(file));
        }
      }
    }
    return rows;
  }

  /// A member's directory.
  public NodeDirectory directory(MemberId member) {
    NodeDirectory found = nodes.get(member);
    if (found == null) {
      throw new IllegalArgumentException("no node of " + member);
    }
    return found;
  }

  private static long sound(Path file, ImportReport report) {
    if (report.count().rejected() > 0) {
      throw new UserError(
          file.toString(),
          report.count().rejected() + " rows of the demonstration's own table were rejected.",
          "This is a fault of the demonstration; the first: " + report.firstRejects() + ".");
    }
    return report.count().imported();
  }

  private static Founding.Founder founder(TownMember member) throws IOException {
    return new Founding.Founder(
        member.id(),
        member.displayName(),
        new Endpoint("127.0.0.1", freePort()),
        member.trains(),
        member.social());
  }

  private static void settle(NodeDirectory directory, TownMember member, Choices choices)
      throws IOException {
    String text = Files.readString(directory.config());
    text = set(text, "retry-seconds", "5");
    text = set(text, "offer", member.id().equals(choices.asked()) ? "\"ask\"" : "\"always\"");
    text = set(text, "epochs", Integer.toString(choices.epochs()));
    if (member.taking().isPresent()) {
      Taking taking = member.taking().get();
      text = set(text, "serve-minutes", Integer.toString(taking.serveMinutes()));
      text = set(text, "ambient-kg", kilograms(taking.capacityFor(Storage.AMBIENT)));
      text = set(text, "chilled-kg", kilograms(taking.capacityFor(Storage.CHILLED)));
      text = set(text, "frozen-kg", kilograms(taking.capacityFor(Storage.FROZEN)));
    }
    Files.writeString(directory.config(), text);
  }

  private static String set(String text, String key, String value) {
    String changed = text.replaceFirst("(?m)^" + key + " = .*$", key + " = " + value);
    if (changed.equals(text) && !text.contains("\n" + key + " = " + value)) {
      throw new IllegalStateException("the example node.toml has no " + key);
    }
    return changed;
  }

  private static String kilograms(Grams grams) {
    return Long.toString(grams.value() / 1000);
  }

  private static Roster require(@Nullable Roster roster) {
    if (roster == null) {
      throw new IllegalArgumentException("a town has members");
    }
    return roster;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
