package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.Await;
import coop.minga.node.bundle.BundleMaker;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks are lost and old copies brought back: of an owner, and of a mirror. Nobody ever signs two
/// histories, and nothing that a quorum held is lost.
class ALedgerBegunAnewTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId COOP = new MemberId("coop");
  private static final MemberId TALLER = new MemberId("taller");
  private static final List<MemberId> ALL = List.of(ALMACEN, BOTICA, COOP, TALLER);

  private static final Duration A_MOMENT = Duration.ofMillis(300);

  @TempDir private Path root;

  @Test
  void anOwnerRestoredFromAnOldCopyGoesOnInItsNextGeneration() throws Exception {
    try (Village village = village()) {
      long early = say(village, ALMACEN, 3, "early");
      village.stop(ALMACEN);
      village.copy(ALMACEN, "old");
      village.start(ALMACEN);
      long late = say(village, ALMACEN, 4, "late");
      assertTrue(late > early);
      village.stop(ALMACEN);
      village.restore("old", ALMACEN);

      stopsAndNamesTheCure(village);
      assertEquals(3, Restoration.ask(village.directory(ALMACEN)));
      assertEquals(late, beginAnew(village), "all that a quorum held is there again");

      village.start(ALMACEN);
      long size = say(village, ALMACEN, 2, "after");
      assertTrue(size > late + 2, "its SUCCEED, and what it said afterwards");
      for (MemberId other : List.of(BOTICA, COOP, TALLER)) {
        village.awaitWitnessed(other, ALMACEN, size);
        assertEquals(1, village.directory(other).mirror(ALMACEN.name()).generation());
      }
      // A member that restarts takes up the successor, and the restored one cosigns for others.
      village.stop(BOTICA);
      village.start(BOTICA);
      village.awaitWitnessed(BOTICA, ALMACEN, size);
      village.stop(COOP);
      long theirs = say(village, BOTICA, 1, "needs almacen's word, with coop away");
      village.awaitWitnessed(TALLER, BOTICA, theirs);
    }
    requireOneHistoryOfEachOrigin();
    Report report = audit();
    assertTrue(report.verified(), report.sentence());
  }

  @Test
  void aMemberThatWasAwayMeanwhileTakesUpTheSuccessorLater() throws Exception {
    try (Village village = Village.found(root, "almacen", "botica", "coop", "taller", "zapato")) {
      MemberId zapato = new MemberId("zapato");
      village.startAll();
      long before = say(village, ALMACEN, 2, "before");
      village.awaitWitnessed(zapato, ALMACEN, before);
      village.stop(zapato, ALMACEN);
      village.copy(ALMACEN, "old");
      Restoration.ask(village.directory(ALMACEN));
      village.start(ALMACEN);
      // n = 5: four must retire, and one of the four is away.
      Await.pause(A_MOMENT);
      assertFalse(village.node(ALMACEN).restored().orElseThrow().isDone());
      village.stop(ALMACEN);
      village.start(zapato);
      beginAnew(village);
      village.stop(zapato);
      village.start(ALMACEN);
      long size = say(village, ALMACEN, 2, "after");
      village.start(zapato);
      village.awaitWitnessed(zapato, ALMACEN, size);
    }
    requireOneHistoryOfEachOrigin();
  }

  @Test
  void aMirrorThatLostItsStateCosignsOnlyOnceTheOthersHaveToldIt() throws Exception {
    aMirrorIsBroughtBack(true);
  }

  /// Its ledger is as it was when the copy was made, and nothing in it tells that it is a copy.
  @Test
  void aMirrorRestoredFromAnOldCopyCosignsOnlyOnceTheOthersHaveToldIt() throws Exception {
    aMirrorIsBroughtBack(false);
  }

  private void aMirrorIsBroughtBack(boolean withoutState) throws Exception {
    try (Village village = village()) {
      village.stop(BOTICA);
      village.copy(BOTICA, "old");
      village.start(BOTICA);
      long late = say(village, ALMACEN, 3, "while botica held it");
      village.awaitWitnessed(BOTICA, ALMACEN, late);
      village.stop(BOTICA, COOP, TALLER);
      village.restore("old", BOTICA);
      if (withoutState) {
        Files.delete(village.directory(BOTICA).state());
      }

      village.start(BOTICA);
      village.cry(ALMACEN, "only almacen and botica are there");
      Await.until("botica holds it", () -> village.held(BOTICA, ALMACEN), held -> held > late);
      village.start(COOP);
      // With coop there are three of four, a quorum, if botica would give its word.
      Await.until("coop holds it", () -> village.held(COOP, ALMACEN), held -> held > late);
      Await.pause(A_MOMENT);
      assertEquals(late, village.witnessed(ALMACEN, ALMACEN));

      village.start(TALLER);
      village.awaitNoDoubt(BOTICA);
      village.awaitWitnessed(ALMACEN, ALMACEN, late + 1);
      village.stop(TALLER);
      village.cry(ALMACEN, "and from now on it cosigns as before");
      village.awaitWitnessed(BOTICA, ALMACEN, late + 2);
    }
    requireOneHistoryOfEachOrigin();
  }

  @Test
  void theStateDatabaseIsMadeAgainFromTheTrees() throws Exception {
    try (Village village = village()) {
      long before = say(village, ALMACEN, 3, "before");
      village.stop(ALMACEN);
      Files.delete(village.directory(ALMACEN).state());
      village.start(ALMACEN);
      assertEquals(before, village.witnessed(ALMACEN, ALMACEN), "known from its files alone");
      long after = say(village, ALMACEN, 2, "after");
      village.awaitWitnessed(TALLER, ALMACEN, after);
    }
    requireOneHistoryOfEachOrigin();
  }

  @Test
  void aMemberThatIsAloneHasNobodyToRestoreItFrom() throws Exception {
    try (Village village = Village.found(root, "almacen")) {
      assertThrows(UserError.class, () -> Restoration.ask(village.directory(ALMACEN)));
    }
  }

  /// What an auditor says of everything that all of them hold.
  private Report audit() throws IOException {
    List<NodeDirectory> directories =
        ALL.stream().map(member -> new NodeDirectory(root.resolve(member.name()))).toList();
    var verifier = new StrictVerifier();
    Instant made = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Bytes bundle = BundleMaker.of(directories, verifier).make(made);
    return new Auditor(verifier, Demands.ALL).audit(bundle);
  }

  private Village village() throws IOException {
    Village village = Village.found(root, "almacen", "botica", "coop", "taller");
    village.startAll();
    return village;
  }

  /// Says so much, and waits until a quorum holds it.
  private static long say(Village village, MemberId member, int count, String what)
      throws Exception {
    for (int i = 0; i < count; i++) {
      village.cry(member, what + " " + i);
    }
    long size = village.held(member, member);
    village.awaitWitnessed(member, member, size);
    return size;
  }

  private static void stopsAndNamesTheCure(Village village) throws Exception {
    RunningNode stale = village.start(ALMACEN);
    var stopped =
        assertThrows(ExecutionException.class, () -> stale.ended().get(60, TimeUnit.SECONDS));
    String why = String.valueOf(stopped.getMessage());
    assertTrue(why.contains("minga restore"), why);
    village.stop(ALMACEN);
  }

  private static long beginAnew(Village village) throws Exception {
    RunningNode node = village.start(ALMACEN);
    long from = node.restored().orElseThrow().get(120, TimeUnit.SECONDS);
    village.stop(ALMACEN);
    return from;
  }

  /// Whatever two members hold of one origin, the larger begins with the smaller.
  private void requireOneHistoryOfEachOrigin() throws IOException {
    for (MemberId owner : ALL) {
      for (int generation = 0; generation < 2; generation++) {
        var copies = new ArrayList<LedgerFiles>();
        for (MemberId holder : ALL) {
          open(holder, owner, generation, copies);
        }
        for (LedgerFiles one : copies) {
          for (LedgerFiles other : copies) {
            long common = Math.min(one.size(), other.size());
            Hash root = one.tree().root(common);
            assertEquals(root, other.tree().root(common), owner + " generation " + generation);
          }
        }
        for (LedgerFiles each : copies) {
          each.close();
        }
      }
    }
  }

  private void open(MemberId holder, MemberId owner, int generation, List<LedgerFiles> copies)
      throws IOException {
    var directory = new NodeDirectory(root.resolve(holder.name()));
    TreePlace newest = holder.equals(owner) ? directory.ledger() : directory.mirror(owner.name());
    var place = new TreePlace(newest.parent(), newest.name(), generation);
    Path checkpoint = place.path().resolve("checkpoint");
    if (Files.exists(checkpoint)) {
      SignedNote note =
          SignedNote.parse(Bytes.of(Files.readAllBytes(checkpoint))).found().orElseThrow();
      Origin origin = Checkpoint.parse(note.text()).found().orElseThrow().origin();
      assertEquals(generation, origin.generation());
      copies.add(LedgerFiles.open(place.path(), origin));
    }
  }
}
