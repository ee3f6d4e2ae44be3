package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Durable appends of a node's ledger files, and the same appends into SQLite (WAL,
/// synchronous=FULL) in the same run, one after the other in turn.
///
/// @param figures where they go
/// @param quick fewer appends
record LedgerBench(Figures figures, boolean quick) {
  private static final int TURNS = 5;
  private static final int ENTRY_BYTES = 400;
  private static final int GROUP = 256;

  void run() throws IOException, SQLException {
    int appends = quick ? 300 : 3_000;
    measure("durable-single-appends", appends, 1);
    measure("grouped-appends", appends * 10, GROUP);
  }

  private void measure(String name, int entries, int group) throws IOException, SQLException {
    double[] ours = new double[TURNS];
    double[] sqlite = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      List<Bytes> frames = frames(entries, turn);
      Path directory = Files.createTempDirectory("minga-bench-");
      try {
        ours[turn] = ours(directory.resolve("ledger"), frames, group);
        sqlite[turn] = sqlite(directory.resolve("entries.db"), frames, group);
      } finally {
        clear(directory);
      }
    }
    figures.print(
        new Figures.Figure(
            name,
            Map.of("entries", entries, "group", group, "bytes", ENTRY_BYTES),
            Figures.median(ours),
            "1/s",
            Map.of("sqlite", Figures.median(sqlite))));
  }

  private static double ours(Path directory, List<Bytes> frames, int group) throws IOException {
    Origin origin = Origin.of(Hash.sha256(Bytes.utf8("bench")), new MemberId("bench"), Tree.LEDGER);
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      long start = System.nanoTime();
      for (int from = 0; from < frames.size(); from += group) {
        files.append(frames.subList(from, Math.min(frames.size(), from + group)));
      }
      return perSecond(frames.size(), start);
    }
  }

  private static double sqlite(Path file, List<Bytes> frames, int group) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var setup = connection.createStatement()) {
      setup.execute("PRAGMA journal_mode = WAL");
      setup.execute("PRAGMA synchronous = FULL");
      setup.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY, frame BLOB NOT NULL)");
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      try (var insert = connection.prepareStatement("INSERT INTO entries VALUES (?, ?)")) {
        for (int i = 0; i < frames.size(); i++) {
          insert.setInt(1, i);
          insert.setBytes(2, frames.get(i).toArray());
          insert.executeUpdate();
          if ((i + 1) % group == 0 || i + 1 == frames.size()) {
            connection.commit();
          }
        }
      }
      return perSecond(frames.size(), start);
    }
  }

  private static double perSecond(int count, long start) {
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static List<Bytes> frames(int count, int turn) {
    var random = new SplittableRandom(Run.SEED + turn);
    var frames = new ArrayList<Bytes>(count);
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[ENTRY_BYTES];
      random.nextBytes(frame);
      frames.add(Bytes.of(frame));
    }
    return frames;
  }

  private static void clear(Path directory) throws IOException {
    try (var inside = Files.walk(directory)) {
      inside
          .sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
