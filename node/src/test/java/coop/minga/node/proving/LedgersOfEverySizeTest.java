package coop.minga.node.proving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Ledgers as a node writes them, of the sizes at which trees change their shape. What is left
/// under `target/attacks/sizes` must be verified by others, too: whole, each entry at an edge, and
/// as grown from each smaller one.
class LedgersOfEverySizeTest {
  private static final Path TARGET = Path.of("target", "attacks", "sizes");
  private static final int LARGEST = 70_000;
  private static final List<Integer> SIZES =
      List.of(0, 1, 2, 3, 4, 5, 127, 128, 129, 255, 256, 257, 300, 65_535, 65_536, 65_537, LARGEST);

  private final StrictVerifier verifier = new StrictVerifier();
  private final List<String> cases = new ArrayList<>();

  @Test
  void whatANodeWritesIsVerifiedAtEverySizeAndGrewFromEverySmallerOne() throws IOException {
    clear();
    Files.write(TARGET.resolve("policy"), SomeLedger.policy().encode().toArray());
    var earlier = new ArrayList<Bytes>();
    Path directory = TARGET.resolve("ledger");
    try (LedgerFiles ledger = LedgerFiles.open(directory, SomeLedger.ORIGIN)) {
      for (int size : SIZES) {
        grow(ledger, size);
        SignedNote note = witnessed(ledger);
        ledger.publish(note);
        Path copy = TARGET.resolve("of-" + size);
        if (size < LARGEST / 2 || size == LARGEST) {
          copy(directory, copy);
          verify(copy, size, earlier);
        }
        Files.write(TARGET.resolve("checkpoint-of-" + size), note.encode().toArray());
        earlier.add(note.encode());
      }
    }
    Files.write(TARGET.resolve("cases.jsonl"), cases);
  }

  private void verify(Path copy, int size, List<Bytes> earlier) throws IOException {
    var ledger =
        new PublishedLedger(
            new LedgerDirectory(copy), SomeLedger.policy(), verifier, SomeLedger.LATEST);
    Verdict verdict = ledger.verify();
    assertTrue(verdict.verified(), size + ": " + verdict.text());
    for (long index : edges(size)) {
      var proof = ledger.prove(index).orElseThrow();
      assertEquals(Bytes.utf8("entry " + index), proof.extra().orElseThrow());
      expect(copy, "-index", Long.toString(index));
    }
    for (int i = 0; i < earlier.size(); i++) {
      var again =
          new PublishedLedger(
              new LedgerDirectory(copy), SomeLedger.policy(), verifier, SomeLedger.LATEST);
      if (size < LARGEST || i == earlier.size() - 1) {
        Verdict since = again.verifySince(earlier.get(i));
        assertTrue(since.verified(), size + " since " + SIZES.get(i) + ": " + since.text());
      }
      expect(copy, "-old", "checkpoint-of-" + SIZES.get(i));
    }
  }

  /// The first and last entries, and those on either side of where tiles meet.
  private static SortedSet<Long> edges(int size) {
    var edges = new TreeSet<Long>();
    for (long index : new long[] {0, 1, 255, 256, 257, 65_535, 65_536, size / 2L, size - 1L}) {
      if (index >= 0 && index < size) {
        edges.add(index);
      }
    }
    return edges;
  }

  private void expect(Path copy, String option, String value) {
    String name = copy.getFileName() + " " + option + " " + value;
    var line = new JsonObject();
    line.addProperty("name", name);
    var arguments = new ArrayList<>(SomeLedger.notAfter());
    arguments.addAll(
        List.of("-policy", "policy", "-dir", String.valueOf(copy.getFileName()), option, value));
    line.add("arguments", new Gson().toJsonTree(arguments));
    line.addProperty("reason", "");
    cases.add(line.toString());
  }

  private static void grow(LedgerFiles ledger, int size) throws IOException {
    var more = new ArrayList<Bytes>();
    for (long index = ledger.size(); index < size; index++) {
      more.add(Bytes.utf8("entry " + index));
    }
    ledger.append(more);
  }

  private static SignedNote witnessed(LedgerFiles ledger) {
    SignedNote note = Checkpoint.of(SomeLedger.ORIGIN, ledger.frontier()).sign(SomeLedger.OWNER);
    note = SomeLedger.cosigned(note, 0, SomeLedger.NOON);
    return SomeLedger.cosigned(note, 1, SomeLedger.NOON);
  }

  private static void clear() throws IOException {
    if (Files.exists(TARGET)) {
      try (Stream<Path> files = Files.walk(TARGET)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(TARGET);
  }

  /// The published files: what a web server would serve.
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve("checkpoint"), to.resolve("checkpoint"));
    if (!Files.exists(from.resolve("tile"))) {
      return; // a ledger without entries
    }
    try (Stream<Path> files = Files.walk(from.resolve("tile"))) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
