package coop.minga.bench;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.assembly.DefaultRules;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.KeyFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/// A federation founded as people found one: real keys, and a charter that all have signed.
///
/// @param directories one a member, in the order of names
/// @param roster who belongs
record Members(List<NodeDirectory> directories, Roster roster) {
  /// Characters of a category's name: an entry with its frame has about 220 bytes.
  private static final int PADDING = 60;

  private static final int LETTERS = 26;

  static Members found(Path root, int count) throws IOException {
    return found(root, count, false);
  }

  /// @param train whether they learn together
  static Members found(Path root, int count, boolean train) throws IOException {
    return found(root, count, _ -> train);
  }

  /// @param trains whether one learns with the others, by its place
  static Members found(Path root, int count, IntPredicate trains) throws IOException {
    return found(root, count, trains, false);
  }

  /// @param trains whether one learns with the others, by its place
  /// @param simulated whether they go by a clock of their own, which is not made here
  static Members found(Path root, int count, IntPredicate trains, boolean simulated)
      throws IOException {
    var directories = new ArrayList<NodeDirectory>();
    var cards = new ArrayList<MemberCard>();
    for (int i = 0; i < count; i++) {
      var id = name(i);
      var directory = new NodeDirectory(root.resolve(id.name()));
      var endpoint = new Endpoint("127.0.0.1", freePort());
      directories.add(directory);
      cards.add(
          Founding.init(
              directory,
              new Founding.Founder(id, "Member " + i, endpoint, trains.test(i), true),
              new SecureRandom()));
    }
    SignedCharter charter =
        Founding.draft(
            "Bench",
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            cards,
            DefaultRules.of(ZoneId.of("UTC"), simulated));
    for (NodeDirectory directory : directories) {
      charter = Founding.sign(directory, charter);
    }
    Roster roster = Founding.adopt(directories.getFirst(), charter);
    for (NodeDirectory directory : directories) {
      Founding.adopt(directory, charter);
    }
    return new Members(directories, roster);
  }

  MemberId id(int place) {
    return List.copyOf(roster.members().keySet()).get(place);
  }

  KeyFiles keys(int place) throws IOException {
    return KeyFiles.load(directories.get(place).keys());
  }

  /// A member's entry, signed as a node signs it.
  Bytes entry(int place, Signer key, int number) {
    Said said = need(number);
    var header =
        new Entry.Header(
            roster.federationId(),
            id(place),
            key.publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  static Said need(int number) {
    String category = ("need-" + number + "-" + "x".repeat(PADDING)).substring(0, PADDING);
    List<Grams> week = Collections.nCopies(7, new Grams(1_000L + number % 1_000));
    return new Said.OfSurplus(
        new Need("plaza-" + number % 10, category, week, LocalDate.of(2030, 1, 1), true));
  }

  /// Their order is that of their places.
  static MemberId name(int place) {
    return new MemberId("member-%c%c".formatted('a' + place / LETTERS, 'a' + place % LETTERS));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
