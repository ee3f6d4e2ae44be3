package coop.minga.node.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonObject;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Links;
import coop.minga.node.exchange.NodeLoop;
import coop.minga.node.exchange.NodeTrees;
import coop.minga.node.peering.PeerFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Almacen, alone in its federation, has the city watch its ledger.
class AWitnessOutsideTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Roster ROSTER = Roster.of(SomeCharter.signed("almacen"), SeededKey.VERIFIER);
  private static final NoteKey LOG = ROSTER.ledgerKey(ALMACEN, Tree.LEDGER);

  @TempDir Path root;
  private SmallWitness city;
  private NodeTrees trees;
  private NodeLoop loop;
  private Exchange exchange;
  private Path published;

  @BeforeEach
  void start() throws IOException {
    city = new SmallWitness(LOG, "city.example/w", 77);
    published = root.resolve("ledger").resolve("checkpoint");
    run();
  }

  private void run() throws IOException {
    var directory = new NodeDirectory(root);
    trees =
        NodeTrees.open(
            directory,
            new NodeTrees.Terms(ROSTER, ALMACEN, SeededKey.VERIFIER, new SecureRandom()),
            new NodeTrees.Signers(
                SomeCharter.entryKey(0), SomeCharter.ledgerKey(0), SomeCharter.mirrorKey(0)));
    var blobs = new BlobShelf(directory.blobs());
    loop =
        new NodeLoop(
            new NodeLoop.Parts(trees, blobs, AWitnessOutsideTest::nobody, InstantSource.system()));
    exchange = loop.exchange();
    var witness = new Policy.Witness("city", city.key(), Optional.of(city.url()));
    loop.add(new WitnessDesk(exchange, SeededKey.VERIFIER, List.of(witness)));
    loop.start();
  }

  @AfterEach
  void stop() throws IOException {
    loop.close();
    trees.close();
    city.close();
  }

  @Test
  void whatTheCityCosignedStandsOnThePublishedCheckpointAndMeetsThePolicy() throws Exception {
    say("milk");
    SignedNote note = awaitCosigned(1);
    var witness = new Policy.Witness("city", city.key(), Optional.of(city.url()));
    Policy policy = ROSTER.witnesses(ALMACEN, Tree.LEDGER).policy().and(List.of(witness));
    assertInstanceOf(
        Standing.Witnessed.class, policy.judge(note, Long.MAX_VALUE, SeededKey.VERIFIER));
    say("bread");
    awaitCosigned(2);
  }

  @Test
  void aWitnessThatSawMoreThanWeThoughtIsAskedAgainFromThere() throws Exception {
    say("milk");
    awaitCosigned(1);
    loop.close();
    trees.close();
    run();
    say("bread");
    awaitCosigned(2);
    assertEquals(List.of(409), city.answered.stream().filter(status -> status != 200).toList());
  }

  @Test
  void aWitnessThatFailsIsTriedAgainAndHoldsNothingUp() throws Exception {
    city.failsNext(2);
    say("milk");
    awaitCosigned(1);
    assertEquals(List.of(500, 500), city.answered.subList(0, 2));
  }

  @Test
  void aWitnessThatSawAnotherHistoryIsNotBelieved() throws Exception {
    city.hasSeen(new Checkpoint(ROSTER.origin(ALMACEN, Tree.LEDGER), 9, hash()));
    say("milk");
    Await.until(
        "the city's word",
        () -> state(),
        state -> state.equals("it says that it saw 9 entries last"));
    assertEquals(1, read().signatures().size());
  }

  @Test
  void answersAreReadStrictly() {
    assertInstanceOf(Answer.Refused.class, WitnessClient.read(200, Bytes.utf8("")));
    assertInstanceOf(Answer.Refused.class, WitnessClient.read(200, Bytes.utf8("no line\n")));
    assertInstanceOf(Answer.Refused.class, WitnessClient.read(404, Bytes.utf8("who?\n")));
    assertInstanceOf(Answer.Refused.class, WitnessClient.read(302, Bytes.utf8("")));
    assertEquals(new Answer.SawLast(12), WitnessClient.read(409, Bytes.utf8("12\n")));
    for (String size :
        List.of("", "\n", "012\n", "-1\n", "12", "12\n\n", "9223372036854775808\n")) {
      assertInstanceOf(Answer.Refused.class, WitnessClient.read(409, Bytes.utf8(size)), size);
    }
  }

  private static Hash hash() {
    return Hash.sha256(Bytes.utf8("another history"));
  }

  private void say(String lot) throws Exception {
    var said =
        new Said.OfSurplus(new Withdraw(lot, "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));
    loop.ask(() -> exchange.enter(said)).get(60, TimeUnit.SECONDS);
  }

  private String state() throws Exception {
    var question = new JsonObject();
    question.addProperty("do", "witnesses");
    return loop.ask(() -> loop.answer(question))
        .get(60, TimeUnit.SECONDS)
        .get("city")
        .getAsString();
  }

  private SignedNote read() throws IOException {
    return SignedNote.parse(Bytes.of(Files.readAllBytes(published))).found().orElseThrow();
  }

  private SignedNote awaitCosigned(long size) {
    return Await.until(
        "the city's cosignature on " + size,
        this::read,
        note ->
            Checkpoint.parse(note.text()).found().orElseThrow().size() == size
                && note.signatures().stream().anyMatch(city.key()::isNamedBy));
  }

  private static Links nobody() {
    return new Links() {
      @Override
      public boolean send(MemberId peer, PeerFrame frame) {
        return false;
      }

      @Override
      public Set<MemberId> connected() {
        return Set.of();
      }

      @Override
      public CompletableFuture<Bytes> fetch(MemberId peer, BlobName blob, int maxBytes) {
        return CompletableFuture.failedFuture(new IOException("nobody"));
      }
    };
  }
}
