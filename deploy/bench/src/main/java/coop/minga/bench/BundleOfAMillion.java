package coop.minga.bench;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.roster.Roster;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What an auditor's machine needs for a bundle of a large ledger: the whole audit with every
/// signature, in a process of its own.
///
/// @param figures where they go
/// @param members whose ledger it is, and who cosigns
record BundleOfAMillion(Figures figures, Members members) {
  private static final int MIRRORS = 4;
  private static final long COSIGNED = 1_800_000_000L;

  /// What the audit may have.
  private static final int HEAP_MB = 1_536;

  void run(Path directory, Origin origin, Path file) throws IOException, InterruptedException {
    int entries = write(directory, origin, file);
    Process audit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP_MB + "m",
                "-cp",
                System.getProperty("java.class.path"),
                AuditOnce.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(audit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (audit.waitFor() != 0) {
      throw new IllegalStateException("the audit of " + file + " failed");
    }
    List<String> words = List.of(said.strip().split(" "));
    print("audit-1m-s", entries, Double.parseDouble(words.getFirst()), "s");
    print("audit-1m-heap-mb", entries, Double.parseDouble(words.getLast()), "MB");
  }

  private void print(String name, int entries, double value, String unit) {
    figures.print(new Figures.Figure(name, Map.of("entries", entries), value, unit, Map.of()));
  }

  private int write(Path directory, Origin origin, Path file) throws IOException {
    Roster roster = members.roster();
    MemberId owner = members.id(0);
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      SignedNote note = files.checkpoint().orElseThrow();
      for (int mirror = 1; mirror <= MIRRORS; mirror++) {
        var name = roster.mirrorKey(members.id(mirror));
        note =
            note.with(
                Cosignature.sign(name, note.text(), COSIGNED, members.keys(mirror).mirror())
                    .line());
      }
      long size = Checkpoint.parse(note.text()).found().orElseThrow().size();
      var copy =
          new Bundle.Copy(Optional.of(note.encode()), Optional.empty(), files.entries(0, size));
      Bytes written =
          new Bundle(
                  Bytes.of(Files.readAllBytes(members.directories().getFirst().charter())),
                  new TreeMap<>(Map.of(owner, copy)),
                  Collections.emptySortedMap(),
                  Collections.emptySortedMap(),
                  Collections.emptySortedMap())
              .write(owner, Instant.ofEpochSecond(COSIGNED), members.keys(0).ledger());
      Files.write(file, written.toArray());
      return Math.toIntExact(size);
    }
  }
}
