package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.Said;
import coop.minga.node.storage.Disk;
import coop.minga.node.storage.LastSigned;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.Swap;
import coop.minga.node.storage.UnreliableDisk;
import coop.minga.node.storage.UnreliableDisk.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// An owner that writes its ledger on an [UnreliableDisk], and remembers beside it what it told and
/// signed, as those who heard it would.
final class Scribe {
  private static final Path ROOT = Path.of("/minga");
  private static final Path LEDGER = ROOT.resolve("ledger");
  private static final MemberId SELF = new MemberId("almacen");
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "coop", "taller"), SeededKey.VERIFIER);
  private static final OwnTree.Place PLACE =
      new OwnTree.Place(ROSTER.federationId(), SELF, Tree.LEDGER, 0);

  private static final SeededKey ENTRY_KEY = SomeCharter.entryKey(0);
  private static final SeededKey LEDGER_KEY = SomeCharter.ledgerKey(0);
  private static final PublicKey ENTRY_PUBLIC = ENTRY_KEY.publicKey();
  private static final PublicKey LEDGER_PUBLIC = LEDGER_KEY.publicKey();

  private final UnreliableDisk disk;
  private final Wrapping wrapping;
  private final LastSigned state;
  private final SortedMap<Long, Bytes> told = new TreeMap<>();
  private final List<Checkpoint> signed = new ArrayList<>();
  private final OwnTree.Keys keys =
      OwnTree.Keys.of(
          new Pen(ENTRY_KEY, ENTRY_PUBLIC, new ArrayList<>()),
          new Pen(LEDGER_KEY, LEDGER_PUBLIC, signed));
  private int said;

  /// A record that is durable at once.
  private static final class Memory implements LastSigned {
    private Optional<Checkpoint> last = Optional.empty();

    @Override
    public Optional<Checkpoint> lastSigned(Origin origin) {
      return last;
    }

    @Override
    public Swap swapSigned(Optional<Checkpoint> predecessor, Checkpoint next) {
      if (!last.equals(predecessor)) {
        return Swap.NOT_THE_PREDECESSOR;
      }
      last = Optional.of(next);
      return Swap.DONE;
    }
  }

  /// How the disk is seen: as it is, or by a planted fault.
  interface Wrapping {
    Disk of(UnreliableDisk disk);
  }

  private Scribe(UnreliableDisk disk, Wrapping wrapping, LastSigned state) {
    this.disk = disk;
    this.wrapping = wrapping;
    this.state = state;
  }

  static Scribe fresh(int entries) throws IOException {
    return fresh(entries, new Random(1));
  }

  static Scribe fresh(int entries, Random dice) throws IOException {
    return make(entries, dice, disk -> disk);
  }

  /// One whose syncs are forgotten.
  static Scribe onLazyDisk(int entries) throws IOException {
    return make(entries, new Random(1), PlantedDisk::lazy);
  }

  /// One whose disk gives back to the writer what it wrote, whatever is there.
  static Scribe onFlatteringDisk(int entries) throws IOException {
    return make(entries, new Random(1), PlantedDisk::flattering);
  }

  private static Scribe make(int entries, Random dice, Wrapping wrapping) throws IOException {
    var disk = new UnreliableDisk(ROOT, dice);
    disk.createDirectory(LEDGER);
    disk.syncDirectory(ROOT);
    var scribe = new Scribe(disk, wrapping, new Memory());
    if (entries > 0) {
      scribe.write(List.of(entries), Fault.NONE, -1);
    }
    return scribe;
  }

  Scribe copy(Random dice) throws IOException {
    var fresh = new Memory();
    Optional<Checkpoint> last = state.lastSigned(PLACE.origin());
    if (last.isPresent()) {
      fresh.swapSigned(Optional.empty(), last.get());
    }
    return like(new UnreliableDisk(disk, dice), fresh);
  }

  /// The same, with another record of what was signed.
  Scribe with(LastSigned record) {
    return like(disk, record);
  }

  private Scribe like(UnreliableDisk other, LastSigned record) {
    var copy = new Scribe(other, wrapping, record);
    copy.told.putAll(told);
    copy.signed.addAll(signed);
    copy.said = said;
    return copy;
  }

  UnreliableDisk disk() {
    return disk;
  }

  /// Starts, says so much in so many batches, and fails at a step.
  ///
  /// @return whether the fault struck; then the process has ended, and the machine may have
  boolean write(List<Integer> batches, Fault fault, long step) throws IOException {
    disk.fail(fault, step);
    try {
      OwnTree tree = open();
      for (int size : batches) {
        say(tree, size);
      }
    } catch (UnreliableDisk.Gone | IOException e) {
      if (fault == Fault.POWER_CUT || fault == Fault.TORN) {
        disk.cutPower();
      }
      return true;
    }
    return disk.struck();
  }

  /// Starts again, twice, with a power cut after each, and looks that all is there.
  void recover(String how) {
    for (int start = 0; start < 2; start++) {
      disk.restart();
      try {
        OwnTree tree = open();
        requireAllThere(tree, how);
        say(tree, 1);
      } catch (IOException | RuntimeException e) {
        throw new AssertionError(how + ": it does not start again", e);
      }
      disk.cutPower();
    }
  }

  private void requireAllThere(OwnTree tree, String how) throws IOException {
    for (var each : told.entrySet()) {
      long index = each.getKey();
      assertTrue(index < tree.files().size(), how + ": entry " + index + " is lost");
      assertTrue(each.getValue().equals(tree.files().entry(index)), how + ": entry " + index);
    }
    for (Checkpoint checkpoint : signed) {
      assertTrue(checkpoint.size() <= tree.files().size(), how);
      assertEquals(checkpoint.root(), tree.files().tree().root(checkpoint.size()), how);
    }
  }

  /// No two checkpoints of one size that were ever signed have different roots.
  void requireOneHistory() {
    var roots = new TreeMap<Long, Hash>();
    for (Checkpoint checkpoint : signed) {
      Hash before = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
      assertTrue(before == null || before.equals(checkpoint.root()), "signed twice");
    }
  }

  /// Starts as a node does: opens what is there, and signs for it if nobody did.
  OwnTree open() throws IOException {
    LedgerFiles files = LedgerFiles.open(wrapping.of(disk), LEDGER, PLACE.origin());
    var tree = new OwnTree(PLACE, files, state, keys);
    if (tree.isUnsigned()) {
      tree.sign();
    }
    return tree;
  }

  private void say(OwnTree tree, int count) throws IOException {
    long from = tree.files().size();
    List<Bytes> frames = stage(tree, count);
    tree.commit();
    for (int i = 0; i < frames.size(); i++) {
      told.put(from + i, frames.get(i));
    }
  }

  List<Bytes> stage(OwnTree tree, int count) {
    for (int i = 0; i < count; i++) {
      Hash something = Hash.sha256(Bytes.utf8("said " + said++));
      tree.stage(new Said.OfBook(new BookCommitment(something)));
    }
    return tree.staged();
  }

  /// Signs, and remembers for good what it signed.
  private record Pen(Signer key, PublicKey publicKey, List<Checkpoint> signed) implements Signer {
    @Override
    public Bytes sign(Bytes message) {
      Checkpoint.parse(message.toUtf8()).found().ifPresent(signed::add);
      return key.sign(message);
    }
  }
}
