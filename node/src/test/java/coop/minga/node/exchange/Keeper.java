package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.storage.Cosigned;
import coop.minga.node.storage.Disk;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import coop.minga.node.storage.UnreliableDisk;
import coop.minga.node.storage.UnreliableDisk.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Botica's node, which mirrors the ledger of the almacen on an [UnreliableDisk], and remembers
/// beside it which cosignatures it gave, as the almacen would. Its state database is durable at
/// once.
final class Keeper implements AutoCloseable {
  private static final Path ROOT = Path.of("/minga");
  private static final Path MIRROR = ROOT.resolve("mirror");
  private static final Path OWN = ROOT.resolve("own");
  private static final Path BOOK = ROOT.resolve("book");
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "coop", "taller"), SeededKey.VERIFIER);
  private static final Origin LEDGER = ROSTER.origin(ALMACEN, Tree.LEDGER);

  /// All that the almacen says, ever.
  private static final List<Bytes> TRUTH = SomeTree.entries(0, 1200);

  private static final SomeTree WHOLE = SomeTree.of(TRUTH);

  private final UnreliableDisk disk;
  private final Wrapping wrapping;
  private final StateDatabase state;
  private final List<Checkpoint> given = new ArrayList<>();
  private long seconds = 1_790_000_000;

  /// How the disk is seen: as it is, or by a planted fault.
  interface Wrapping {
    Disk of(UnreliableDisk disk);
  }

  private Keeper(UnreliableDisk disk, Wrapping wrapping) throws IOException {
    this.disk = disk;
    this.wrapping = wrapping;
    this.state = StateDatabase.open(Path.of(":memory:"));
  }

  /// One that holds so many entries.
  static Keeper fresh(int entries, Random dice, Wrapping wrapping) throws IOException {
    var disk = new UnreliableDisk(ROOT, dice);
    disk.createDirectory(MIRROR);
    disk.syncDirectory(ROOT);
    var keeper = new Keeper(disk, wrapping);
    keeper.hear(List.of(entries), Fault.NONE, -1);
    return keeper;
  }

  Keeper copy(Random dice) throws IOException {
    var copy = new Keeper(new UnreliableDisk(disk, dice), wrapping);
    copy.given.addAll(given);
    copy.seconds = seconds;
    if (!given.isEmpty()) {
      copy.state.swapCosigned(new Cosigned(given.getLast(), seconds));
    }
    return copy;
  }

  UnreliableDisk disk() {
    return disk;
  }

  /// Starts, takes so many entries in so many pushes and cosigns after each, and fails at a step.
  ///
  /// @return whether the fault struck; then the process has ended, and the machine may have
  boolean hear(List<Integer> pushes, Fault fault, long step) throws IOException {
    disk.fail(fault, step);
    try {
      Ledgers ledgers = open();
      for (int size : pushes) {
        take(ledgers, size);
      }
    } catch (UnreliableDisk.Gone | IOException | UncheckedIOException e) {
      if (fault == Fault.POWER_CUT || fault == Fault.TORN) {
        disk.cutPower();
      }
      return true;
    }
    return disk.struck();
  }

  /// Starts again, twice, with a power cut after each, and looks that it holds all that it
  /// cosigned.
  void recover(String how) {
    for (int start = 0; start < 2; start++) {
      disk.restart();
      try {
        Ledgers ledgers = open();
        requireHeld(held(ledgers), how);
        take(ledgers, 1);
      } catch (IOException | RuntimeException e) {
        throw new AssertionError(how + ": it does not start again", e);
      }
      disk.cutPower();
    }
  }

  private void requireHeld(HeldLedger held, String how) throws IOException {
    for (Checkpoint each : given) {
      assertTrue(each.size() <= held.files.size(), how + ": it cosigned more than it holds");
      assertEquals(each.root(), held.files.tree().root(each.size()), how);
    }
    for (long index = 0; index < held.files.size(); index++) {
      assertEquals(TRUTH.get((int) index), held.files.entry(index), how);
    }
    for (int i = 1; i < given.size(); i++) {
      assertTrue(given.get(i - 1).size() <= given.get(i).size(), how + ": it went back");
    }
  }

  /// A push of the owner's: what the node's loop does with it.
  private void take(Ledgers ledgers, int count) throws IOException {
    HeldLedger held = held(ledgers);
    int from = (int) held.mirror.size();
    int until = from + count;
    SignedNote note =
        new Checkpoint(LEDGER, until, WHOLE.root(until)).sign(SomeCharter.ledgerKey(0));
    var step =
        assertInstanceOf(
            MirrorStep.Extended.class, held.mirror.offer(from, TRUTH.subList(from, until), note));
    var _ = ledgers.append(held, step, note);
    if (!ledgers.cosign(List.of(held), ++seconds).isEmpty()) {
      given.add(step.checkpoint());
    }
    if (seconds % 2 == 0) {
      ledgers.publish(); // as a node does whenever nothing else waits
    }
  }

  private static HeldLedger held(Ledgers ledgers) {
    return ledgers.heldOf(ALMACEN).orElseThrow();
  }

  /// Starts as a node does.
  private Ledgers open() throws IOException {
    LedgerFiles mirror = LedgerFiles.open(wrapping.of(disk), MIRROR, LEDGER);
    var roll =
        new Roll(new Roll.Setting(BOTICA, SeededKey.VERIFIER, state), RosterChain.of(ROSTER));
    var setting =
        new Ledgers.Setting(
            roll,
            BOTICA,
            () -> SomeCharter.mirrorKey(1),
            state,
            new Ledgers.Shelves(
                new TreePlaces(new NodeDirectory(ROOT)),
                owner -> {
                  throw new IllegalStateException("nobody joins: " + owner);
                },
                new RosterFiles(ROOT.resolve("rosters"))));
    var ledgers =
        new Ledgers(setting, own(Tree.LEDGER, OWN), own(Tree.BOOK, BOOK), Map.of(ALMACEN, mirror));
    var _ = ledgers.recall(List.of());
    return ledgers;
  }

  /// Its own trees are empty, and on a disk that never fails.
  private OwnTree own(Tree tree, Path path) throws IOException {
    var sound = new UnreliableDisk(ROOT, new Random(1));
    sound.createDirectory(path);
    var place = new OwnTree.Place(ROSTER.federationId(), BOTICA, tree, 0);
    var keys = OwnTree.Keys.of(SomeCharter.entryKey(1), SomeCharter.ledgerKey(1));
    return new OwnTree(place, LedgerFiles.open(sound, path, place.origin()), state, keys);
  }

  /// The last checkpoint that it cosigned.
  Optional<Checkpoint> last() {
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
  }

  @Override
  public void close() throws IOException {
    state.close();
  }
}
