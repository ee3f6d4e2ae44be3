package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
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

/// Almacen has changed its keys in entry 5 of its ledger. Somebody has a copy of its directory from
/// before, and signs another history by the key that was replaced.
class AReplacedKeyThatSignsOnTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Map<MemberId, String> ALMACEN_FORKED =
      Map.of(ALMACEN, "signed two histories of one ledger");
  private static final int CHANGE = 5;
  private static final SeededKey OLD = SomeCharter.ledgerKey(0);
  private static final SeededKey NEW_ENTRY = new SeededKey(60);
  private static final SeededKey NEW = new SeededKey(61);

  @TempDir Path root;
  private Village village;
  private final List<Bytes> truth = new ArrayList<>();
  private List<Bytes> lie;

  @BeforeEach
  void found() throws Exception {
    village = new Village(root, "almacen", "botica", "coop", "dama", "edu");
    for (int i = 0; i < CHANGE; i++) {
      truth.add(village.frame("almacen", sold("lot-" + i)));
    }
    lie = new ArrayList<>(truth.subList(0, 3));
    for (int i = 3; i < 9; i++) {
      lie.add(village.frame("almacen", sold("no lot-" + i)));
    }
    truth.add(village.frame("almacen", change()));
    truth.add(byTheNewKey(sold("lot-6")));
    village.start("botica");
    village.say("almacen", "botica", pushes(0, truth.subList(0, 6), bothKeys(6)));
    holds("botica", 6);
    village.say("almacen", "botica", pushes(6, truth, note(truth, NEW)));
    holds("botica", 7);
  }

  @AfterEach
  void stop() throws Exception {
    village.close();
  }

  @Test
  void aMemberThatWasShownAnotherHistoryByItAndOneThatHoldsTheTrueOneExposeItsOwner()
      throws Exception {
    village.start("coop");
    village.start("dama");
    village.say("edu", "coop", pushes(0, lie, note(lie, OLD)));
    holds("coop", 9);
    village.meet("botica", "coop");
    village.meet("botica", "dama");
    for (String node : List.of("botica", "coop", "dama")) {
      freezes(node);
    }
  }

  @Test
  void aSmallerCheckpointOfAnotherHistoryIsProofAtOnce() throws Exception {
    village.say("edu", "botica", shows(lie.subList(0, 5)));
    freezes("botica");
  }

  @Test
  void aLargerOneIsProofOnceItsEntriesOrAsManyOfTheTrueOnesAreThere() throws Exception {
    village.say("edu", "botica", shows(lie.subList(0, 8)));
    assertEquals(Map.of(), village.frozen("botica"));
    truth.add(byTheNewKey(sold("lot-7")));
    village.say("almacen", "botica", pushes(7, truth, note(truth, NEW)));
    freezes("botica");
  }

  @Test
  void whatGoesOnFromTheTrueHistoryByItIsNoOtherHistoryUntilItsOwnerGoesOnOtherwise()
      throws Exception {
    var on = new ArrayList<>(truth);
    on.add(village.frame("almacen", sold("no lot-7")));
    village.say("edu", "botica", pushes(7, on, note(on, OLD)));
    assertEquals(Map.of(), village.frozen("botica"));
    assertEquals(7L, village.held("botica").get(ALMACEN), "nothing is said by that key any more");
    truth.add(byTheNewKey(sold("lot-7")));
    village.say("almacen", "botica", pushes(7, truth, note(truth, NEW)));
    freezes("botica");
  }

  @Test
  void whatItSignedOfTheTrueHistoryAccusesNobody() throws Exception {
    for (int size : List.of(3, 5, 6, 7)) {
      village.say("edu", "botica", shows(truth.subList(0, size)));
    }
    assertEquals(Map.of(), village.frozen("botica"));
  }

  @Test
  void aLineBesideItThatNamesTheNewKeyHidesNothing() throws Exception {
    NoteSignature named = note(lie.subList(0, 5), NEW).signatures().getFirst();
    var junk = new NoteSignature(named.name(), named.keyId(), Bytes.of(new byte[64]));
    SignedNote padded = note(lie.subList(0, 5), OLD).with(junk);
    village.say("edu", "botica", village.frontier("almacen", 5, padded));
    freezes("botica");
  }

  /// Its cosignature may have got lost.
  @Test
  void whatBothKeysSignedIsCosignedAgainWhenTheOwnerAsks() throws Exception {
    village.start("coop");
    village.meet("almacen", "coop");
    village.say("almacen", "coop", pushes(0, truth.subList(0, 6), bothKeys(6)));
    long before = Await.until("a cosignature", this::cosignatures, count -> count > 0);
    PeerFrame again = pushes(6, truth.subList(0, 6), bothKeys(6));
    Await.until(
        "another",
        () -> {
          village.say("almacen", "coop", again);
          return cosignatures();
        },
        count -> count > before);
  }

  private long cosignatures() {
    return village.sent().stream()
        .filter(sent -> sent.to().equals(ALMACEN))
        .filter(sent -> sent.frame() instanceof PeerFrame.Cosignature)
        .count();
  }

  @Test
  void ofAKeyThatWasCalledLostBeforeNothingIsBelievedWhoeverShowsIt() throws Exception {
    callsTheKeyLost();
    village.start("coop");
    village.say("edu", "botica", shows(lie.subList(0, 5)));
    village.say("edu", "coop", pushes(0, lie, note(lie, OLD)));
    holds("coop", 9);
    village.meet("botica", "coop");
    freezes("coop");
    Await.until(
        "botica to hear what coop entered",
        () -> village.held("botica").getOrDefault(new MemberId("coop"), 0L),
        held -> held >= 1);
    assertEquals(Map.of(), village.frozen("botica"));
    village.stop("botica");
    village.start("botica");
    assertEquals(Map.of(), village.frozen("botica"), "nor after a start");
  }

  @Test
  void whoCallsTheKeyLostOnceItIsExposedStaysExposed() throws Exception {
    village.say("edu", "botica", shows(lie.subList(0, 5)));
    freezes("botica");
    callsTheKeyLost();
    assertEquals(ALMACEN_FORKED, village.frozen("botica"));
    village.stop("botica");
    village.start("botica");
    assertEquals(ALMACEN_FORKED, village.frozen("botica"), "and after a start");
  }

  private void callsTheKeyLost() {
    truth.add(
        byTheNewKey(
            new Said.OfRoster(
                RosterStatement.Compromised.sign(
                    village.roster().federationId(),
                    ALMACEN,
                    OLD.publicKey(),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    SomeCharter.rootKey(0)))));
    village.say("almacen", "botica", pushes(truth.size() - 1, truth, note(truth, NEW)));
    holds("botica", truth.size());
  }

  private void freezes(String node) {
    Await.until(node + " freezes", () -> village.frozen(node), ALMACEN_FORKED::equals);
  }

  private void holds(String node, long size) {
    Await.until(
        node + " to hold " + size,
        () -> village.held(node).getOrDefault(ALMACEN, 0L),
        held -> held == size);
  }

  private PeerFrame.Frontier shows(List<Bytes> ledger) {
    return village.frontier("almacen", ledger.size(), note(ledger, OLD));
  }

  private PeerFrame.Entries pushes(int from, List<Bytes> ledger, SignedNote note) {
    return new PeerFrame.Entries(
        village.origin("almacen"), from, ledger.subList(from, ledger.size()), note.encode());
  }

  private SignedNote bothKeys(int size) {
    SignedNote old = note(truth.subList(0, size), OLD);
    return old.with(note(truth.subList(0, size), NEW).signatures().getFirst());
  }

  private SignedNote note(List<Bytes> ledger, SeededKey key) {
    Frontier frontier = Frontier.EMPTY.append(ledger.stream().map(MerkleTree::leafHash).toList());
    return Checkpoint.of(village.roster().origin(ALMACEN, Tree.LEDGER), frontier).sign(key);
  }

  private Bytes byTheNewKey(Said said) {
    var header =
        new Entry.Header(
            village.roster().federationId(),
            ALMACEN,
            NEW_ENTRY.publicKey().keyId(),
            Tree.LEDGER,
            0,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), NEW_ENTRY));
  }

  private Said change() {
    var keys =
        new NodeKeys(
            NEW.publicKey(),
            new SeededKey(62).publicKey(),
            NEW_ENTRY.publicKey(),
            Hash.sha256(Bytes.utf8("another certificate")));
    return new Said.OfRoster(
        RosterStatement.Keys.sign(
            village.roster().federationId(), ALMACEN, keys, 1, SomeCharter.rootKey(0)));
  }

  private static Said sold(String lot) {
    return new Said.OfSurplus(new Withdraw(lot, "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));
  }
}
