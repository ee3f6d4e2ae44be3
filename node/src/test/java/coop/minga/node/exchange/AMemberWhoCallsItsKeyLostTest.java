package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Botica says that its entry key was somebody else's, makes no new one, and goes on by it. The
/// almacen, whose memory of botica is at stake, must neither believe it nor begin again for ever.
class AMemberWhoCallsItsKeyLostTest {
  private static final Duration A_WHILE = Losses.BETWEEN.plusMinutes(1);
  private static final SeededKey NEW_LEDGER = new SeededKey(60);
  private static final SeededKey NEW_ENTRY = new SeededKey(61);

  @TempDir Path root;
  private Almacen almacen;
  private Neighbour botica;
  private Neighbour taller;
  private Neighbour tia;
  private Instant now = Almacen.NOON;

  @BeforeEach
  void meet() throws Exception {
    almacen = new Almacen(root);
    botica = almacen.neighbour("botica");
    taller = almacen.neighbour("taller");
    tia = almacen.neighbour("tia");
    for (Neighbour each : List.of(botica, taller, tia)) {
      almacen.meets(each);
    }
  }

  @AfterEach
  void close() throws Exception {
    almacen.close();
  }

  private void passes(Duration time) throws Exception {
    now = now.plus(time);
    almacen.passes(time);
  }

  /// It enters something, and all others hold it at once.
  private void says(Said said) throws Exception {
    botica.ledger.add(botica.frame(said));
    SignedNote witnessed = cosigned(botica.signs(Tree.LEDGER, botica.ledger));
    almacen.hears(botica, botica.pushes(botica.ledger.size() - 1, botica.ledger, witnessed));
  }

  private static Said entry(int number) {
    return new Said.OfSurplus(new Withdraw("lot-" + number, "sold after all", 0, Almacen.NOON));
  }

  private void losesItsKey(Instant since) throws Exception {
    says(
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                almacen.roster.federationId(),
                botica.id,
                SomeCharter.entryKey(1).publicKey(),
                since,
                SomeCharter.rootKey(1))));
  }

  /// The node may end as soon as it has heard, or when it looks again.
  private void losesItsKeyAndTimePasses() throws Exception {
    losesItsKey(Almacen.NOON.plusSeconds(60));
    passes(A_WHILE);
  }

  private List<Said> believed() {
    return almacen.notes.witnessed.stream().map(Seen::said).toList();
  }

  @Test
  void whatItEntersByThatKeyAfterwardsCountsForNothingAndStopsNobody() throws Exception {
    says(entry(0));
    passes(A_WHILE);
    losesItsKey(now.minusSeconds(60));
    for (int i = 1; i <= 3; i++) {
      passes(A_WHILE);
      says(entry(i));
    }
    passes(A_WHILE);
    assertEquals(5, almacen.witnessed(botica.id), "it runs");
    assertTrue(believed().contains(entry(0)));
    assertEquals(2, believed().size(), () -> "believed " + believed());
    almacen.restarts();
    passes(A_WHILE);
    assertEquals(5, almacen.witnessed(botica.id), "and after a start");
  }

  @Test
  void whatItEnteredBetweenIsTakenBackByBeginningAgainOnce() throws Exception {
    says(entry(0));
    passes(A_WHILE);
    says(entry(1));
    passes(A_WHILE);
    says(entry(2));
    passes(A_WHILE);
    beginsAgainBecauseOf(this::losesItsKeyAndTimePasses);
    almacen.restarts();
    for (int i = 0; i < 12; i++) {
      passes(A_WHILE);
    }
    assertEquals(4, almacen.witnessed(botica.id), "once");
  }

  /// The checkpoint of a change of keys is kept as soon as it comes, and nobody had cosigned it
  /// yet.
  @Test
  void theCheckpointOfItsNewKeysShowsWhenItWasWitnessedThoughItWasKeptBefore() throws Exception {
    botica.ledger.add(botica.frame(entry(0)));
    botica.ledger.add(botica.frame(change()));
    SignedNote old = botica.signs(Tree.LEDGER, botica.ledger);
    botica.turnsTo(NEW_LEDGER, NEW_ENTRY);
    SignedNote both = old.joined(botica.signs(Tree.LEDGER, botica.ledger).signatures());
    almacen.hears(botica, botica.pushes(0, botica.ledger, both));
    almacen.hears(taller, new PeerFrame.Frontier(false, List.of(frontier(cosigned(both)))));
    assertEquals(2, almacen.witnessed(botica.id));
    assertEquals(2, shownFirst().signatures().size(), "kept as it came");
    passes(A_WHILE);
    losesItsKey(now.minusSeconds(60));
    assertEquals(4, shownFirst().signatures().size(), "both keys, and both mirrors");
    almacen.restarts();
    assertEquals(4, shownFirst().signatures().size(), "after a start, too");
  }

  private Said change() {
    var keys =
        new NodeKeys(
            NEW_LEDGER.publicKey(),
            new SeededKey(62).publicKey(),
            NEW_ENTRY.publicKey(),
            Hash.sha256(Bytes.utf8("another certificate")));
    return new Said.OfRoster(
        RosterStatement.Keys.sign(
            almacen.roster.federationId(), botica.id, keys, 1, SomeCharter.rootKey(1)));
  }

  private SignedNote cosigned(SignedNote note) {
    long seconds = now.getEpochSecond();
    return note.with(taller.cosigns(note, seconds).line()).with(tia.cosigns(note, seconds).line());
  }

  private PeerFrame.OriginFrontier frontier(SignedNote note) {
    return new PeerFrame.OriginFrontier(
        botica.origin(Tree.LEDGER), botica.ledger.size(), note.encode());
  }

  /// The checkpoint by which somebody who holds nothing of its ledger is given the first entries.
  private SignedNote shownFirst() throws Exception {
    var asks = new PeerFrame.Want(botica.origin(Tree.LEDGER), 0, botica.ledger.size());
    return almacen.hears(tia, asks).stream()
        .flatMap(frame ->
            frame instanceof PeerFrame.Entries entries ? Stream.of(entries) : Stream.empty())
        .flatMap(entries -> SignedNote.parse(entries.note()).found().stream())
        .findFirst()
        .orElseThrow();
  }

  /// Almacen was away when botica's ledger, which was begun anew since, had one and two entries.
  @Test
  void whoWasAwayIsShownTheCheckpointsAroundALossOfAGenerationBefore() throws Exception {
    botica.ledger.add(botica.frame(entry(0)));
    Instant lost = now;
    passes(A_WHILE);
    botica.ledger.add(botica.frame(entry(1)));
    PeerFrame.OriginFrontier late = frontier(cosigned(botica.signs(Tree.LEDGER, botica.ledger)));
    says(entry(2));
    beginsAnew();
    losesItsKey(lost);
    passes(A_WHILE);
    assertTrue(believed().contains(entry(2)), "nobody can tell when");
    beginsAgainBecauseOf(() -> {
      almacen.hears(taller, new PeerFrame.Frontier(false, List.of(late)));
      passes(A_WHILE);
    });
    almacen.restarts();
    assertEquals(5, almacen.witnessed(botica.id));
    List<PeerFrame> shown = almacen.meets(taller);
    assertTrue(
        shown.contains(new PeerFrame.Frontier(false, List.of(late))), () -> shown.toString());
  }

  /// It may end while it is still told of the cause, or after that.
  private void beginsAgainBecauseOf(Executable cause) throws Exception {
    try {
      cause.execute();
    } catch (Throwable ended) {
      assertInstanceOf(ExecutionException.class, ended);
    }
    assertEquals(NodeLoop.Ending.BEGINS_AGAIN, almacen.ends());
  }

  /// It has lost the end of its ledger, of which nothing is missing here; the others retire it.
  private void beginsAnew() throws Exception {
    SignedNote last = botica.signs(Tree.LEDGER, botica.ledger);
    var retire = new Said.OfLedger(new Retire(botica.id, 0, Optional.of(last)));
    var retired = new ArrayList<Succeed.Named>();
    for (Neighbour each : List.of(taller, tia)) {
      each.ledger.add(each.frame(retire));
      SignedNote note = each.signs(Tree.LEDGER, each.ledger);
      almacen.hears(each, each.pushes(0, each.ledger, byOthers(note, each)));
      retired.add(named(each.id, each.ledger.getLast()));
    }
    botica.beginsAnew();
    var asks = new PeerFrame.OriginFrontier(botica.origin(Tree.LEDGER), 0, Bytes.empty());
    PeerFrame.Entries ours =
        almacen.hears(botica, new PeerFrame.Frontier(false, List.of(asks))).stream()
            .flatMap(frame -> frame instanceof PeerFrame.Entries e ? Stream.of(e) : Stream.empty())
            .findFirst()
            .orElseThrow();
    SignedNote note = SignedNote.parse(ours.note()).found().orElseThrow();
    for (Neighbour each : List.of(taller, tia)) {
      Bytes line = Bytes.utf8(each.cosigns(note, now.getEpochSecond()).line().line() + "\n");
      almacen.hears(each, new PeerFrame.Cosignature(ours.origin(), 1, line));
    }
    retired.addFirst(named(Almacen.ID, ours.frames().getLast()));
    botica.ledger.add(botica.frame(new Said.OfLedger(new Succeed(1, Optional.of(last), retired))));
    SignedNote next = cosigned(botica.signs(Tree.LEDGER, botica.ledger));
    almacen.hears(botica, botica.pushes(0, botica.ledger, next));
    assertEquals(botica.ledger.size(), almacen.witnessed(botica.id), "it goes on");
  }

  private SignedNote byOthers(SignedNote note, Neighbour owner) {
    SignedNote with = note;
    for (Neighbour each : List.of(botica, taller, tia)) {
      with = each == owner ? with : with.with(each.cosigns(note, now.getEpochSecond()).line());
    }
    return with;
  }

  private static Succeed.Named named(MemberId member, Bytes frame) {
    return new Succeed.Named(member, EntryWire.decode(frame).orElseThrow().id());
  }
}
