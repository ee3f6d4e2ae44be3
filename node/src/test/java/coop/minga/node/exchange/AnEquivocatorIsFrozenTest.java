package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Almacen says one thing to Botica and another to Coop. Nobody is told that it lies: they find it
/// by what reaches them, prove it, and are careful from then on.
class AnEquivocatorIsFrozenTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId DAMA = new MemberId("dama");
  private static final Map<MemberId, String> ALMACEN_FORKED =
      Map.of(ALMACEN, "signed two histories of one ledger");

  @TempDir Path root;
  private Village village;
  private List<Bytes> truth;
  private List<Bytes> lie;

  @BeforeEach
  void found() {
    village = new Village(root, "almacen", "botica", "coop", "dama", "edu");
    truth = ledger("", 0, 12, List.of());
    lie = ledger("not ", 3, 12, truth.subList(0, 3));
  }

  @AfterEach
  void stop() throws Exception {
    village.close();
  }

  @Test
  void twoWhoNeverMetAreShownTheForkByAThirdAndEverybodyFreezes() throws Exception {
    village.start("botica");
    village.start("coop");
    village.start("dama");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    village.say("almacen", "coop", village.entries("almacen", 0, lie.subList(0, 7)));
    holds("botica", 5);
    holds("coop", 7);
    village.meet("botica", "dama");
    holds("dama", 5);
    village.meet("dama", "coop");
    for (String node : List.of("botica", "coop", "dama")) {
      Await.until(node + " freezes", () -> village.frozen(node), ALMACEN_FORKED::equals);
    }
    assertTrue(village.sent().stream().noneMatch(sent -> sent.to().equals(ALMACEN)));
  }

  @Test
  void anOwnerThatComesBackWithAnotherHistoryIsCaughtByItsLastEntries() throws Exception {
    village.start("botica");
    village.meet("botica", "almacen");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    holds("botica", 5);
    village.say(
        "almacen",
        "botica",
        new PeerFrame.Entries(
            village.origin("almacen"),
            5,
            lie.subList(5, 7),
            village.note("almacen", lie.subList(0, 7)).encode()));
    Await.until(
        "asking further back",
        village::sent,
        sent -> sent.stream().anyMatch(AnEquivocatorIsFrozenTest::asksFromTheBeginning));
    assertEquals(Map.of(), village.frozen("botica"));
    village.say("edu", "botica", village.entries("almacen", 0, lie.subList(0, 7)));
    Await.until("the proof", () -> village.frozen("botica"), ALMACEN_FORKED::equals);
  }

  @Test
  void aSuspectCheckpointIsProofOnceAsMuchIsHeld() throws Exception {
    village.start("botica");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    holds("botica", 5);
    village.say(
        "almacen",
        "botica",
        new PeerFrame.Entries(
            village.origin("almacen"),
            5,
            lie.subList(5, 7),
            village.note("almacen", lie.subList(0, 7)).encode()));
    assertEquals(Map.of(), village.frozen("botica"));
    village.say("coop", "botica", village.entries("almacen", 5, truth.subList(0, 8)));
    Await.until("the proof", () -> village.frozen("botica"), ALMACEN_FORKED::equals);
  }

  @Test
  void entriesChangedOnTheWayAccuseNobody() throws Exception {
    village.start("botica");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    holds("botica", 5);
    village.say(
        "coop",
        "botica",
        new PeerFrame.Entries(
            village.origin("almacen"),
            5,
            lie.subList(5, 8),
            village.note("almacen", truth.subList(0, 8)).encode()));
    village.say("almacen", "botica", village.entries("almacen", 5, truth.subList(0, 9)));
    holds("botica", 9);
    assertEquals(Map.of(), village.frozen("botica"));
  }

  @Test
  void whoIsFrozenGetsNoCosignatureAndItsLedgerIsStillHeld() throws Exception {
    village.start("botica");
    village.meet("botica", "almacen");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    Await.until("a cosignature", this::cosignatures, count -> count == 1);
    village.say("coop", "botica", frontier(lie.subList(0, 5)));
    Await.until("the proof", () -> village.frozen("botica"), ALMACEN_FORKED::equals);
    village.say("almacen", "botica", village.entries("almacen", 5, truth.subList(0, 9)));
    holds("botica", 9);
    assertEquals(1, cosignatures());
  }

  @Test
  void aMirrorThatStandsByBothHistoriesIsFrozenWithTheOwner() throws Exception {
    village.start("botica");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 7)));
    SignedNote witnessed = village.note("almacen", truth.subList(0, 7));
    for (String mirror : List.of("dama", "edu", "coop")) {
      witnessed = village.cosigned(witnessed, mirror, 1000);
    }
    village.say("edu", "botica", village.frontier("almacen", 7, witnessed));
    SignedNote other = village.cosigned(village.note("almacen", lie.subList(0, 6)), "dama", 900);
    village.say("coop", "botica", village.frontier("almacen", 6, other));
    Await.until(
        "both to be frozen",
        () -> village.frozen("botica"),
        Map.of(
                ALMACEN,
                "signed two histories of one ledger",
                DAMA,
                "cosigned two histories of one ledger")
            ::equals);
  }

  @Test
  void aMirrorThatGoesBackIsFrozenAndNobodyElse() throws Exception {
    village.start("botica");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 7)));
    SignedNote larger = village.cosigned(village.note("almacen", truth.subList(0, 7)), "dama", 500);
    SignedNote later = village.cosigned(village.note("almacen", truth.subList(0, 6)), "dama", 501);
    village.say("edu", "botica", village.frontier("almacen", 7, larger));
    village.say("edu", "botica", village.frontier("almacen", 6, later));
    Await.until(
        "the mirror to be frozen",
        () -> village.frozen("botica"),
        Map.of(DAMA, "cosigned a smaller ledger after a larger one")::equals);
  }

  @Test
  void twoWordsInOneLedgerFreezeWhoSaidThem() throws Exception {
    village.start("botica");
    List<Bytes> ledger =
        List.of(village.frame("almacen", freeze(1)), village.frame("almacen", freeze(2)));
    village.say("almacen", "botica", village.entries("almacen", 0, ledger));
    Await.until(
        "the two words to be seen",
        () -> village.frozen("botica"),
        Map.of(ALMACEN, "entered two words where it has one")::equals);
  }

  @Test
  void evidenceThatProvesNothingFreezesNobody() throws Exception {
    village.start("botica");
    var grew =
        Parting.make(
            village.note("coop", truth.subList(0, 3)),
            village.note("coop", truth.subList(0, 5)),
            SomeTree.of(truth));
    var said = new Said.OfLedger(new Exposed(new MemberId("coop"), new Evidence.LedgerFork(grew)));
    village.say(
        "almacen",
        "botica",
        village.entries("almacen", 0, List.of(village.frame("almacen", said))));
    holds("botica", 1);
    assertEquals(Map.of(), village.frozen("botica"));
  }

  @Test
  void cautionOutlivesAStart() throws Exception {
    village.start("botica");
    village.say("almacen", "botica", village.entries("almacen", 0, truth.subList(0, 5)));
    village.say("coop", "botica", frontier(lie.subList(0, 5)));
    Await.until("the proof", () -> village.frozen("botica"), ALMACEN_FORKED::equals);
    village.stop("botica");
    village.start("botica");
    assertEquals(ALMACEN_FORKED, village.frozen("botica"));
    assertFalse(village.sent().stream().anyMatch(sent -> sent.to().equals(ALMACEN)));
  }

  private PeerFrame.Frontier frontier(List<Bytes> ledger) {
    return village.frontier("almacen", ledger.size(), village.note("almacen", ledger));
  }

  private void holds(String node, long size) {
    Await.until(
        node + " to hold " + size,
        () -> village.held(node).getOrDefault(ALMACEN, 0L),
        held -> held == size);
  }

  private long cosignatures() {
    return village.sent().stream()
        .filter(sent -> sent.frame() instanceof PeerFrame.Cosignature)
        .filter(sent -> sent.to().equals(ALMACEN))
        .count();
  }

  private static boolean asksFromTheBeginning(Village.Sent sent) {
    return sent.frame() instanceof PeerFrame.Want want && want.from() == 0 && want.until() == 7;
  }

  private List<Bytes> ledger(String word, int from, int until, List<Bytes> before) {
    var entries = new ArrayList<>(before);
    for (int i = from; i < until; i++) {
      var withdraw =
          new Withdraw("lot-" + i, word + "sold", 0, Instant.parse("2026-01-01T00:00:00Z"));
      entries.add(village.frame("almacen", new Said.OfSurplus(withdraw)));
    }
    return entries;
  }

  private static Said freeze(int masked) {
    EntryId vector = new EntryId(Hash.sha256(Bytes.utf8("vector " + masked)));
    return new Said.OfLearning(new Freeze(1, 1, List.of(vector)));
  }
}
