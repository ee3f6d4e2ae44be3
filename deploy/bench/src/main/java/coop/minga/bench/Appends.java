package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Own entries, durably: one at a time; and in groups as a node does it, each entry signed, each
/// group read back, compared and swapped in the state database, signed for and published. The other
/// stores get the same frames, signed beforehand, and only keep them.
///
/// @param figures where they go
/// @param members whose ledger
/// @param quick fewer appends
record Appends(Figures figures, Members members, boolean quick) {
  private static final int TURNS = 3;
  private static final int GROUP = 256;

  private interface Take {
    double perSecond(List<Bytes> frames) throws IOException;
  }

  void run(Scratch scratch) throws IOException {
    int single = quick ? 300 : 3_000;
    int grouped = quick ? 5_120 : 51_200;
    List<Bytes> frames = frames(grouped);
    measure(
        "durable-single-appends",
        frames.subList(0, single),
        1,
        List.of(
            all -> single(scratch.fresh("ledger"), all),
            all -> other(Store.sqlite(scratch.fresh("entries.db")), all, 1),
            all -> other(Store.rocksdb(scratch.fresh("rocks")), all, 1)));
    measure(
        "grouped-appends",
        frames,
        GROUP,
        List.of(
            all -> grouped(scratch.fresh("ledger"), all),
            all -> other(Store.sqlite(scratch.fresh("entries.db")), all, GROUP),
            all -> other(Store.rocksdb(scratch.fresh("rocks")), all, GROUP)));
  }

  private List<Bytes> frames(int count) throws IOException {
    Signer key = members.keys(0).entry();
    var frames = new ArrayList<Bytes>(count);
    for (int i = 0; i < count; i++) {
      frames.add(members.entry(0, key, i));
    }
    return frames;
  }

  private void measure(String name, List<Bytes> frames, int group, List<Take> takes)
      throws IOException {
    double[][] measured = new double[takes.size()][TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < takes.size(); i++) {
        measured[i][turn] = takes.get(i).perSecond(frames);
      }
    }
    figures.print(
        new Figures.Figure(
            name,
            Map.of("entries", frames.size(), "group", group, "bytes", frames.getFirst().size()),
            Figures.median(measured[0]),
            "1/s",
            Map.of("sqlite", Figures.median(measured[1]), "rocksdb", Figures.median(measured[2]))));
  }

  private double single(Path directory, List<Bytes> frames) throws IOException {
    try (LedgerFiles files =
        LedgerFiles.open(directory, members.roster().origin(members.id(0), Tree.LEDGER))) {
      long start = System.nanoTime();
      for (Bytes frame : frames) {
        files.append(List.of(frame));
      }
      return perSecond(frames.size(), start);
    }
  }

  /// As `exchange.OwnTree` does it.
  private double grouped(Path directory, List<Bytes> frames) throws IOException {
    KeyFiles keys = members.keys(0);
    Signer entryKey = keys.entry();
    Signer ledgerKey = keys.ledger();
    Path state = directory.resolveSibling("state.db");
    try (LedgerFiles files =
            LedgerFiles.open(directory, members.roster().origin(members.id(0), Tree.LEDGER));
        StateDatabase database = StateDatabase.open(state)) {
      Optional<Checkpoint> last = Optional.empty();
      long start = System.nanoTime();
      for (int from = 0; from < frames.size(); from += GROUP) {
        var group = new ArrayList<Bytes>(GROUP);
        for (int i = from; i < Math.min(frames.size(), from + GROUP); i++) {
          group.add(members.entry(0, entryKey, i));
        }
        files.append(group);
        Checkpoint checkpoint = files.settle(files.size());
        if (!database.swapSigned(last, checkpoint).done()) {
          throw new IllegalStateException("not swapped: " + checkpoint);
        }
        last = Optional.of(checkpoint);
        files.publish(checkpoint.sign(ledgerKey));
      }
      return perSecond(frames.size(), start);
    }
  }

  private static double other(Store store, List<Bytes> frames, int group) throws IOException {
    try (store) {
      long start = System.nanoTime();
      for (int from = 0; from < frames.size(); from += group) {
        store.append(frames.subList(from, Math.min(frames.size(), from + group)));
      }
      return perSecond(frames.size(), start);
    }
  }

  static double perSecond(int count, long start) {
    return count * 1e9 / (System.nanoTime() - start);
  }
}
