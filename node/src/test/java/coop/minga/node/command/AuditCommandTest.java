package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.wire.BookWire;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.assembly.DefaultRules;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.ToldRecord;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Almacen offers yoghurt and the kitchen bids for it; both keep what a running node keeps, and
/// their databases are open all the while.
class AuditCommandTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId KITCHEN = new MemberId("kitchen");

  @TempDir private Path dir;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<Roster> founded = Optional.empty();

  private Roster roster() {
    return founded.orElseThrow();
  }

  private NodeDirectory node(MemberId member) {
    return new NodeDirectory(dir.resolve(member.name()));
  }

  private KeyFiles keys(MemberId member) throws IOException {
    return KeyFiles.load(node(member).keys());
  }

  @BeforeEach
  void foundAFederationOfTwo() throws IOException {
    var cards = new ArrayList<MemberCard>();
    for (MemberId member : List.of(ALMACEN, KITCHEN)) {
      var endpoint = new Endpoint("127.0.0.1", 7000 + cards.size());
      boolean social = member.equals(KITCHEN);
      cards.add(
          Founding.init(
              node(member),
              new Founding.Founder(member, "The " + member, endpoint, !social, social),
              new SecureRandom()));
    }
    SignedCharter charter =
        Founding.draft(
            "Valle",
            Instant.parse("2026-11-01T00:00:00Z"),
            cards,
            DefaultRules.of(ZoneId.of("America/Santiago"), false));
    charter = Founding.sign(node(ALMACEN), charter);
    charter = Founding.sign(node(KITCHEN), charter);
    founded = Optional.of(Founding.adopt(node(ALMACEN), charter));
    Founding.adopt(node(KITCHEN), charter);
    liveThroughAnAfternoon();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void liveThroughAnAfternoon() throws IOException {
    Bytes offer = frame(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 12)));
    Bytes bid =
        frame(
            KITCHEN,
            new Said.OfNegotiation(
                new Bid(
                    new LotName(ALMACEN, "yoghurt"),
                    1,
                    "kitchen",
                    3,
                    10,
                    Town.CLOSES.plusSeconds(1500),
                    0,
                    new Bid.Reach(10, 60),
                    Town.START.plusSeconds(60))));
    var salt = Bytes.of(new byte[BookCommitment.Opening.SALT_BYTES]);
    Frontier book = Frontier.EMPTY.append(MerkleTree.leafHash(bid));
    var opening = new BookCommitment.Opening(salt, 1, book.root());
    Bytes commitment = frame(KITCHEN, new Said.OfBook(BookCommitment.to(opening)));
    StateDatabase kitchens = state(KITCHEN);
    kitchens.put(
        "opening", BookCommitment.to(opening).commitment().toString(), BookWire.encode(opening));
    tree(node(ALMACEN).book().path(), ALMACEN, Tree.BOOK, List.of());
    SignedNote note = tree(node(KITCHEN).book().path(), KITCHEN, Tree.BOOK, List.of(bid));
    var told = new PeerFrame.Told(bid, 0, 1, List.of(), note.encode());
    StateDatabase almacens = state(ALMACEN);
    almacens.put("told", "0000000000000000", new ToldRecord(KITCHEN, told).encode());
    for (MemberId holder : List.of(ALMACEN, KITCHEN)) {
      StateDatabase state = holder.equals(ALMACEN) ? almacens : kitchens;
      witnessed(holder, ALMACEN, List.of(offer), state);
      witnessed(holder, KITCHEN, List.of(commitment), state);
    }
  }

  private void witnessed(MemberId holder, MemberId owner, List<Bytes> frames, StateDatabase state)
      throws IOException {
    Path place =
        holder.equals(owner)
            ? node(holder).ledger().path()
            : node(holder).mirror(owner.name()).path();
    SignedNote note = tree(place, owner, Tree.LEDGER, frames);
    MemberId mirror = owner.equals(ALMACEN) ? KITCHEN : ALMACEN;
    Cosignature by =
        Cosignature.sign(
            roster().mirrorKey(mirror), note.text(), 1_795_700_000L, keys(mirror).mirror());
    state.put("witnessed", owner.name(), note.with(by.line()).encode());
  }

  private SignedNote tree(Path place, MemberId owner, Tree tree, List<Bytes> frames)
      throws IOException {
    try (LedgerFiles files = LedgerFiles.open(place, roster().origin(owner, tree))) {
      files.append(frames);
      Checkpoint checkpoint = files.settle(frames.size());
      SignedNote note = checkpoint.sign(keys(owner).ledger());
      files.publish(note);
      return note;
    }
  }

  private StateDatabase state(MemberId member) throws IOException {
    StateDatabase state = StateDatabase.open(node(member).state());
    open.add(state);
    return state;
  }

  private Bytes frame(MemberId author, Said said) throws IOException {
    var key = keys(author).entry();
    var kind = Statements.kindOf(said);
    var header =
        new Entry.Header(
            roster().federationId(),
            author,
            key.publicKey().keyId(),
            kind.tree(),
            0,
            Statements.VERSION,
            kind.code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  private int run(String... args) {
    return Minga.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private Path bundle(MemberId... members) {
    Path file = dir.resolve("bundle.zip");
    var args = new ArrayList<>(List.of("audit", "bundle", "--out", file.toString()));
    for (MemberId member : members) {
      args.addAll(List.of("--dir", node(member).root().toString()));
    }
    assertEquals(0, run(args.toArray(String[]::new)), err.toString());
    assertFalse(err.toString().contains("will refuse"), err.toString());
    return file;
  }

  @Test
  void aBundleOfBothNodesIsVerified() throws IOException {
    Path file = bundle(ALMACEN, KITCHEN);
    String id = roster().federationId().toString();
    assertEquals(0, run("audit", "verify", file.toString(), "--federation-id", id));
    assertTrue(
        out.toString()
            .contains("witnessed by 2 of 2, and 1 of their books; nothing was awarded.\n"),
        out.toString());
    assertTrue(out.toString().contains("\nNobody can say that it is complete"), out.toString());
  }

  @Test
  void aBundleOfOneNodeHasWhatItWasTold() throws IOException {
    Path file = bundle(ALMACEN);
    assertEquals(0, run("audit", "verify", "--json", file.toString()));
    JsonObject report = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertTrue(report.get("verified").getAsBoolean());
    JsonObject entries = report.getAsJsonObject("counts").getAsJsonObject("entries");
    assertEquals(2, entries.get("ledgers").getAsInt());
    assertEquals(1, entries.get("told").getAsInt());
    assertEquals("almacen", report.getAsJsonObject("made").get("by").getAsString());
  }

  @Test
  void oneByteChangedMakesTheExitCodeThree() throws IOException {
    Path file = bundle(ALMACEN, KITCHEN);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertEquals(3, run("audit", "verify", file.toString()));
    assertTrue(out.toString().startsWith("NOT verified: "), out.toString());
  }

  @Test
  void anotherFederationIdMakesTheExitCodeThree() throws IOException {
    Path file = bundle(ALMACEN);
    assertEquals(3, run("audit", "verify", file.toString(), "--federation-id", "0".repeat(64)));
  }

  @Test
  void aBundleOfOneEntryProvesThatOneAndShowsNoOther() throws IOException {
    String id = offerId();
    Path file = dir.resolve("one.zip");
    String[] make = {"audit", "bundle", "--dir", node(KITCHEN).root().toString(), "--out"};
    assertEquals(0, run(with(make, file.toString(), "--entry", id.substring(0, 12))));
    assertFalse(err.toString().contains("will refuse"), err.toString());
    assertEquals(0, run("audit", "verify", file.toString()));
    assertTrue(
        out.toString().startsWith("Proven: 1 single entries stand where they say"), out.toString());
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    assertEquals(3, run("audit", "verify", file.toString()));
    String another = dir.resolve("another.zip").toString();
    assertEquals(2, run(with(make, another, "--entry", "0".repeat(64))));
    assertTrue(err.toString().contains("No ledger here has a witnessed entry"), err.toString());
    assertEquals(2, run(with(make, another, "--entry", "not an id")));
    assertEquals(2, run(with(make, file.toString(), "--entry", id)));
    assertTrue(err.toString().contains(file + " is there already."), err.toString());
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private String offerId() throws IOException {
    Bytes offer = frame(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 12)));
    return EntryWire.decode(offer).orElseThrow().id().toString();
  }

  @Test
  void whatTwoBundlesProveIsWrittenForANodeToEnter() throws Exception {
    Path truth = dir.resolve("truth.zip");
    Files.move(bundle(ALMACEN, KITCHEN), truth);
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();
    delete(node(KITCHEN).ledger().path());
    delete(node(ALMACEN).mirror(KITCHEN.name()).path());
    Bytes lie = frame(KITCHEN, new Said.OfRoster(new RosterStatement.Adopt(roster().hash())));
    for (MemberId holder : List.of(ALMACEN, KITCHEN)) {
      StateDatabase state = state(holder);
      witnessed(holder, KITCHEN, List.of(lie), state);
    }
    Path other = dir.resolve("other.zip");
    assertEquals(
        0,
        run(
            "audit",
            "bundle",
            "--dir",
            node(ALMACEN).root().toString(),
            "--out",
            other.toString()));
    Path found = dir.resolve("found");
    assertEquals(
        3,
        run("audit", "diff", truth.toString(), other.toString(), "--evidence", found.toString()));
    for (MemberId liar : List.of(KITCHEN, ALMACEN)) {
      Path statement = found.resolve("kitchen-ledger-by-" + liar + ".evidence");
      Bytes read = Bytes.of(Files.readAllBytes(statement));
      var judge = new EvidenceJudge(roster(), new StrictVerifier());
      switch (Statements.decode(Kind.EVIDENCE.code(), Statements.VERSION, read)) {
        case Decoded.Known(Said.OfLedger(Exposed exposed)) -> {
          assertEquals(liar, exposed.member());
          assertEquals(Optional.empty(), judge.fault(exposed));
        }
        case Decoded.Known _, Decoded.Unknown _, Decoded.Void _ -> fail(statement.toString());
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void badUsageMakesTheExitCodeTwo() throws IOException {
    Path file = bundle(ALMACEN);
    assertEquals(2, run("audit", "verify", file.toString(), "--federation-id", "abc"));
    assertEquals(2, run("audit", "verify"));
    assertEquals(2, run("audit", "verify", dir.toString()));
    assertTrue(err.toString().contains(dir + ": This is a directory, and no file."), "" + err);
    Path page = dir.resolve("nowhere").resolve("report.html");
    assertEquals(2, run("audit", "verify", file.toString(), "--html", page.toString()));
    assertTrue(err.toString().contains("There is no directory " + page.getParent()), "" + err);
    String other = dir.resolve("other.zip").toString();
    assertEquals(2, run("audit", "bundle", "--dir", dir.toString(), "--out", other));
    assertTrue(err.toString().contains("There is no charter here."), err.toString());
  }
}
