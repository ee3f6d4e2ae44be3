package coop.minga.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.assembly.DefaultRules;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Almacen's node has a ledger of four entries, of which the kitchen has cosigned three; the
/// kitchen's has one that almacen cosigned.
class LogCommandsTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId KITCHEN = new MemberId("kitchen");
  private static final String LAST_ENTRIES = "ledger/tile/entries/000.p/4";

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<Roster> founded = Optional.empty();

  @BeforeEach
  void foundAFederationOfTwo() throws IOException {
    var cards = new ArrayList<MemberCard>();
    for (MemberId member : List.of(ALMACEN, KITCHEN)) {
      var endpoint = new Endpoint("127.0.0.1", 7000 + cards.size());
      boolean social = member.equals(KITCHEN);
      var founder = new Founding.Founder(member, "The " + member, endpoint, !social, social);
      cards.add(Founding.init(node(member), founder, new SecureRandom()));
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
    write();
  }

  private void write() throws IOException {
    Bytes offer = frame(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 12)), 1);
    Bytes later = frame(ALMACEN, new Said.OfSurplus(Town.offer("milk", "dairy", 4)), 9);
    Bytes book = frame(ALMACEN, book(1), 1);
    try (StateDatabase state = StateDatabase.open(node(ALMACEN).state());
        LedgerFiles ledger =
            LedgerFiles.open(
                node(ALMACEN).ledger().path(), roster().origin(ALMACEN, Tree.LEDGER))) {
      ledger.append(List.of(offer, book, later));
      SignedNote witnessed = cosigned(published(ledger, ALMACEN), KITCHEN);
      ledger.publish(witnessed);
      state.put("witnessed", "almacen", witnessed.encode());
      ledger.append(List.of(Bytes.utf8("nothing that can be read")));
      published(ledger, ALMACEN);
    }
    try (LedgerFiles mirror =
        LedgerFiles.open(
            node(ALMACEN).mirrors().resolve("kitchen"), roster().origin(KITCHEN, Tree.LEDGER))) {
      mirror.append(List.of(frame(KITCHEN, book(2), 1)));
      mirror.publish(cosigned(published(mirror, KITCHEN), ALMACEN));
    }
  }

  private SignedNote published(LedgerFiles ledger, MemberId owner) throws IOException {
    Checkpoint checkpoint = ledger.settle(ledger.size());
    SignedNote note = checkpoint.sign(keys(owner).ledger());
    ledger.publish(note);
    return note;
  }

  private SignedNote cosigned(SignedNote note, MemberId mirror) throws IOException {
    return cosigned(note, mirror, Town.CLOSES);
  }

  private SignedNote cosigned(SignedNote note, MemberId mirror, Instant at) throws IOException {
    return note.with(
        Cosignature.sign(
                roster().mirrorKey(mirror), note.text(), at.getEpochSecond(), keys(mirror).mirror())
            .line());
  }

  private static Said book(int number) {
    return new Said.OfBook(new BookCommitment(Hash.sha256(Bytes.utf8("book " + number))));
  }

  private Bytes frame(MemberId author, Said said, int version) throws IOException {
    var key = keys(author).entry();
    var kind = Statements.kindOf(said);
    var header =
        new Entry.Header(
            roster().federationId(),
            author,
            key.publicKey().keyId(),
            kind.tree(),
            0,
            version,
            kind.code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }

  private Roster roster() {
    return founded.orElseThrow();
  }

  private NodeDirectory node(MemberId member) {
    return new NodeDirectory(dir.resolve(member.name()));
  }

  private KeyFiles keys(MemberId member) throws IOException {
    return KeyFiles.load(node(member).keys());
  }

  private int log(String verb, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of("log", verb));
    all.addAll(List.of(more));
    return Minga.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private String almacens() {
    return node(ALMACEN).root().toString();
  }

  private List<String> shown(String... more) {
    var all = new ArrayList<>(List.of("--dir", almacens()));
    all.addAll(List.of(more));
    assertEquals(0, log("show", all.toArray(String[]::new)), err.toString());
    return out.toString().lines().toList();
  }

  @Test
  void everyEntryIsShownWithWhatItIsWorth() {
    List<String> lines = shown();
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).matches("almacen +0 .* OFFER +witnessed yoghurt"), lines.get(0));
    assertTrue(lines.get(1).matches("almacen +1 .* BOOK +witnessed"), lines.get(1));
    assertTrue(lines.get(2).matches("almacen +2 .* OFFER +witnessed +.unknown."), lines.get(2));
    assertTrue(lines.get(3).matches("almacen +3 .* - +signed +.void."), lines.get(3));
    assertTrue(lines.get(4).matches("kitchen +0 .* BOOK +witnessed"), lines.get(4));
  }

  /// Whoever signs by a key of its own invention in another's ledger, says a thing twice, or dates
  /// it ahead: it stands there and is shown, and not as if it counted.
  @Test
  void whatCountsForNothingIsShownAsThat() throws IOException {
    Bytes offer = frame(ALMACEN, new Said.OfSurplus(Town.offer("yoghurt", "dairy", 12)), 1);
    Bytes forged = frame(KITCHEN, book(3), 1);
    try (LedgerFiles ledger =
        LedgerFiles.open(node(ALMACEN).ledger().path(), roster().origin(ALMACEN, Tree.LEDGER))) {
      ledger.append(List.of(offer, forged));
      published(ledger, ALMACEN);
    }
    List<String> lines = shown("--author", "almacen", "--from", "4");
    assertTrue(lines.get(0).matches("almacen +4 .* OFFER +signed +yoghurt .void."), lines.get(0));
    assertTrue(lines.get(1).matches("almacen +5 .* BOOK +signed +.void."), lines.get(1));
    SignedNote early = cosigned(note(), KITCHEN, Town.START.minus(Duration.ofDays(30)));
    try (StateDatabase state = StateDatabase.open(node(ALMACEN).state())) {
      state.put("witnessed", "almacen", early.encode());
    }
    String dated = shown("--kind", "offer").getFirst();
    assertTrue(dated.matches("almacen +0 .* OFFER +witnessed +yoghurt .held."), dated);
  }

  private SignedNote note() throws IOException {
    Bytes published =
        Bytes.of(Files.readAllBytes(node(ALMACEN).ledger().path().resolve("checkpoint")));
    return SignedNote.parse(published).found().orElseThrow();
  }

  @Test
  void whatIsShownCanBeChosen() {
    assertEquals(2, shown("--from", "1", "--until", "3", "--author", "almacen").size());
    assertEquals(2, shown("--kind", "book,bid-reply").size());
    assertEquals(1, shown("--state", "signed").size());
    JsonObject line = JsonParser.parseString(shown("--json").getFirst()).getAsJsonObject();
    assertEquals("yoghurt", line.get("lot").getAsString());
    assertEquals("witnessed", line.get("state").getAsString());
    assertEquals("counts", line.get("counts").getAsString());
    assertEquals(2, log("show", "--dir", almacens(), "--author", "nobody"));
    assertTrue(err.toString().contains("There is no member nobody."), err.toString());
    assertEquals(2, log("show", "--dir", almacens(), "--kind", "offer,foo"));
    assertTrue(err.toString().contains("There is no kind of entry \"foo\"."), err.toString());
    assertEquals(0, log("show", "--dir", almacens(), "--kind", "999"));
    assertEquals(shown("--kind", "offer"), shown("--kind", "" + Kind.OFFER.code()));
    assertEquals(2, log("show", "--dir", almacens(), "--from", "-3"));
    assertTrue(err.toString().contains("There are no entries from -3 until "), "" + err);
    assertEquals(2, log("show", "--dir", almacens(), "--from", "9", "--until", "2"));
    assertEquals(2, log("show", "--dir", almacens(), "--state", "sure"));
    assertTrue(err.toString().contains("signed, witnessed, certified"), err.toString());
  }

  @Test
  void whatCannotBeFetchedOrReadIsNamed() throws IOException {
    Path policy = dir.resolve("policy");
    Files.write(policy, roster().witnesses(ALMACEN, Tree.LEDGER).policy().encode().toArray());
    for (String url :
        List.of("foo", "ftp://shop.example/x", "file:///etc", "http:/x", "http://x/y?z#q")) {
      assertEquals(2, log("verify", "--url", url, "--policy", "" + policy), url);
      assertTrue(err.toString().contains("\"" + url + "\" is no address of the web."), url);
    }
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + nobody + "/x";
    assertEquals(1, log("verify", "--url", url, "--policy", "" + policy));
    assertTrue(err.toString().contains(url + "/checkpoint: nobody answers there."), "" + err);
    try (var socket = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(() -> {
            try (var guest = socket.accept()) {
              guest.getOutputStream().write("SSH-2.0 who are you?\r\n\r\n".getBytes(UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      String other = "http://127.0.0.1:" + socket.getLocalPort() + "/x";
      assertEquals(1, log("verify", "--url", other, "--policy", "" + policy));
      assertTrue(err.toString().contains(other + "/checkpoint: what answers there"), "" + err);
    }
    assertEquals(2, log("verify", "--ledger", "" + dir.resolve("no"), "--policy", "" + policy));
    assertTrue(err.toString().contains("There is no directory " + dir.resolve("no")), "" + err);
    assertEquals(2, log("verify", "--proof", "" + policy, "--policy", "" + dir));
    assertTrue(err.toString().contains(dir + ": This is a directory, and no file."), "" + err);
  }

  @Test
  void whatNobodyWouldLookAtIsRefused() {
    for (String option : List.of("--policy", "--since", "--entry")) {
      assertEquals(2, log("verify", "--dir", almacens(), option, "nothing"), option);
      assertTrue(err.toString().contains(option + ": Nothing is verified by this here."), "" + err);
    }
    assertEquals(2, log("verify", "--dir", almacens(), "--not-after", "2026"));
    assertTrue(err.toString().contains("\"2026\" is no time: write it as 2026-"), "" + err);
  }

  @Test
  void aSoundDiskIsVerifiedThoughNotAllIsWitnessed() {
    assertEquals(0, log("verify", "--dir", almacens()), out.toString());
    List<String> lines = out.toString().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("the 4 entries of "), lines.getFirst());
    assertTrue(lines.getFirst().contains(" Known to be witnessed: 3."), lines.getFirst());
  }

  @Test
  void aChangedByteOnTheDiskIsFound() throws IOException {
    Path file = node(ALMACEN).root().resolve(LAST_ENTRIES);
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);
    assertEquals(3, log("verify", "--dir", almacens()));
    assertTrue(out.toString().startsWith("almacen: NOT verified: the entries of "), out.toString());
  }

  @Test
  void aLedgerThatLostWhatWasWitnessedIsFound() throws IOException {
    try (StateDatabase state = StateDatabase.open(node(ALMACEN).state())) {
      Checkpoint other =
          new Checkpoint(roster().origin(ALMACEN, Tree.LEDGER), 2, Hash.sha256(Bytes.utf8("x")));
      SignedNote note = cosigned(other.sign(keys(ALMACEN).ledger()), KITCHEN);
      state.put("witnessed", "almacen", note.encode());
    }
    assertEquals(3, log("verify", "--dir", almacens(), "--json"));
    JsonObject verdict =
        JsonParser.parseString(out.toString().lines().toList().getFirst()).getAsJsonObject();
    assertEquals("consistency", verdict.get("reason").getAsString());
  }

  @Test
  void aMirrorsWordOfTheFutureIsNoWordYet() throws IOException {
    Path mirror = node(ALMACEN).mirrors().resolve("kitchen");
    Path policy = dir.resolve("policy");
    Files.write(policy, roster().witnesses(KITCHEN, Tree.LEDGER).policy().encode().toArray());
    String[] verify = {"--ledger", "" + mirror, "--policy", "" + policy, "--json"};
    assertEquals(0, log("verify", verify), out.toString());
    Instant soon = Instant.now().plus(Duration.ofMinutes(50));
    cosignKitchens(soon);
    assertEquals(0, log("verify", verify), "clocks differ by up to an hour");
    cosignKitchens(Instant.parse("2100-01-01T00:00:00Z"));
    assertEquals(3, log("verify", verify));
    assertTrue(out.toString().contains("\"reason\":\"timestamp\""), out.toString());
    assertEquals(3, log("verify", "--dir", almacens()), "of the node's mirrors, too");
    String[] later = {
      "--ledger", "" + mirror, "--policy", "" + policy, "--not-after", "2100-01-01T00:00:00Z"
    };
    assertEquals(0, log("verify", later), out.toString());
  }

  private void cosignKitchens(Instant at) throws IOException {
    try (LedgerFiles mirror =
        LedgerFiles.open(
            node(ALMACEN).mirrors().resolve("kitchen"), roster().origin(KITCHEN, Tree.LEDGER))) {
      mirror.publish(cosigned(published(mirror, KITCHEN), ALMACEN, at));
    }
  }

  @Test
  void aProofIsWrittenAndVerifiedWithThePolicyAlone() throws IOException {
    Path proof = dir.resolve("offer.tlog-proof");
    Path policy = dir.resolve("policy");
    String[] prove = {
      "--dir", almacens(), "--index", "0", "--out", "" + proof, "--policy-out", "" + policy
    };
    assertEquals(0, log("prove", prove), err.toString());
    assertTrue(err.toString().contains(Files.size(proof) + " bytes"), err.toString());
    assertEquals(0, log("verify", "--proof", "" + proof, "--policy", "" + policy));
    assertTrue(out.toString().startsWith("Verified: this is entry 0 of "), out.toString());
    assertEquals(2, log("prove", prove));
    assertTrue(err.toString().contains(proof + " is there already."), "" + err);
    String nowhere = "" + dir.resolve("no/x");
    assertEquals(2, log("prove", "--dir", almacens(), "--index", "0", "--out", nowhere));
    assertTrue(err.toString().contains("There is no directory " + dir.resolve("no")), "" + err);
    byte[] bytes = Files.readAllBytes(proof);
    bytes[60] ^= 1;
    Files.write(proof, bytes);
    assertEquals(3, log("verify", "--proof", "" + proof, "--policy", "" + policy));
  }

  @Test
  void onlyWhatIsWitnessedIsProven() {
    assertEquals(2, log("prove", "--dir", almacens(), "--index", "3"));
    assertTrue(err.toString().contains("There is no entry 3"), err.toString());
  }

  @Test
  void aLedgerByItselfNeedsAPolicyAndItsQuorum() throws IOException {
    String ledger = node(ALMACEN).ledger().path().toString();
    assertEquals(2, log("verify", "--ledger", ledger));
    Path policy = dir.resolve("policy");
    Files.write(policy, roster().witnesses(ALMACEN, Tree.LEDGER).policy().encode().toArray());
    assertEquals(3, log("verify", "--ledger", ledger, "--policy", policy.toString(), "--json"));
    assertTrue(out.toString().contains("\"reason\":\"quorum\""), out.toString());
    String mirror = node(ALMACEN).mirrors().resolve("kitchen").toString();
    Files.write(policy, roster().witnesses(KITCHEN, Tree.LEDGER).policy().encode().toArray());
    assertEquals(0, log("verify", "--ledger", mirror, "--policy", policy.toString()));
    Files.writeString(policy, "quorum\n");
    assertEquals(2, log("verify", "--ledger", mirror, "--policy", policy.toString()));
    assertTrue(err.toString().contains("policy line 1"), err.toString());
  }

  @Test
  void whoWatchesSeesALineForEachEntryThatComes() throws IOException, InterruptedException {
    var read = new PipedReader();
    var written = new PrintWriter(new PipedWriter(read), true);
    Thread watching = Thread.ofPlatform().start(() -> watch(written));
    try (var lines = new BufferedReader(read)) {
      for (int i = 0; i < 5; i++) {
        assertFalse(lines.readLine().isEmpty());
      }
      try (LedgerFiles ledger =
          LedgerFiles.open(node(ALMACEN).ledger().path(), roster().origin(ALMACEN, Tree.LEDGER))) {
        ledger.append(List.of(frame(ALMACEN, book(3), 1)));
        published(ledger, ALMACEN);
      }
      String next = lines.readLine();
      assertTrue(next.matches("almacen +4 .* BOOK +signed"), next);
    }
    watching.join();
  }

  private void watch(PrintWriter written) {
    Minga.commandLine()
        .setOut(written)
        .execute("log", "watch", "--dir", almacens(), "--all", "--lines", "6");
  }
}
