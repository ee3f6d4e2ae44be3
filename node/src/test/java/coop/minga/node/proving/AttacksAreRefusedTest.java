package coop.minga.node.proving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every attack on the formats, each with its own reason; and mutations of which nobody knows
/// beforehand what is wrong with them.
///
/// Leaves all of them as files under `target/attacks`, with the verdict that each must get, for the
/// verifiers that share no code with this one.
class AttacksAreRefusedTest {
  private static final Path TARGET = Path.of("target", "attacks");
  private static final long SEED = Long.getLong("seed", 20261126L);
  private static final int MUTATIONS = 300;

  private final StrictVerifier verifier = new StrictVerifier();

  @Test
  void everyAttackIsRefusedForItsOwnReasonAndNothingHonestIs() throws IOException {
    List<Case> all = table();
    var wrong = new ArrayList<String>();
    for (Case one : all) {
      Verdict verdict = one.verdict(verifier);
      String expected = one.reason().map(Reason::code).orElse("");
      if (!verdict.code().equals(expected)) {
        wrong.add(one + ": not \"" + expected + "\", but: " + verdict.text());
      }
    }
    assertEquals(List.of(), wrong);
    var reasons = new TreeSet<>(all.stream().flatMap(one -> one.reason().stream()).toList());
    assertEquals(new TreeSet<>(List.of(Reason.values())), reasons);
    write("table", all, one -> one.reason().map(Reason::code).orElse(""));
  }

  @Test
  void noBitOfALedgerOrAProofCanBeChangedUnseen() throws IOException {
    System.out.println("seed " + SEED);
    var dice = new Random(SEED);
    var all = new ArrayList<Case>();
    for (int i = 0; i < MUTATIONS; i++) {
      Case mutated = mutated(i, dice);
      assertFalse(mutated.verdict(verifier).verified(), mutated + ", seed " + SEED);
      all.add(mutated);
    }
    write("mutated", all, _ -> "any");
  }

  static List<Case> table() {
    var all = new ArrayList<Case>();
    all.addAll(AttackedNotes.all());
    all.addAll(AttackedTrees.all());
    all.addAll(AttackedPolicies.all());
    all.addAll(AttackedProofs.all());
    for (int size : new int[] {0, 1, 2, 3, 4, 7, 8, 9, 255, 256, 257, 300, 511, 512, 513}) {
      all.add(Case.honest("ledger-of-" + size, SomeLedger.of(size)));
      for (long index : new TreeSet<>(List.of(0L, size / 2L, size - 1L))) {
        if (index >= 0 && index < size) {
          all.add(
              Case.honest("ledger-of-" + size + "-and-entry-" + index, SomeLedger.of(size))
                  .proving(index));
        }
      }
    }
    for (long beyond : new long[] {300, 301, Long.MAX_VALUE}) {
      all.add(
          Case.attack(Reason.INDEX, "ledger-of-300-and-entry-" + beyond, SomeLedger.of(300))
              .proving(beyond));
    }
    var names = new HashSet<String>();
    all.forEach(one -> assertTrue(names.add(one.name()), one + " stands twice"));
    return all;
  }

  /// One bit of one file, that of a signature by nobody known or of a comment excepted.
  private static Case mutated(int number, Random dice) {
    SomeLedger ledger = SomeLedger.of(300);
    String name = "mutated-" + number;
    if (dice.nextInt(3) == 0) {
      int index = dice.nextInt(300);
      Bytes proof = flipped(ledger.proof(index).encode(), dice);
      var what = new Case.What.Proof(proof, Optional.of(ledger.entries.get(index)));
      return new Case(name, Case.honestPolicy(), what, Optional.empty());
    }
    List<String> files = List.copyOf(ledger.files.keySet());
    String file = files.get(dice.nextInt(files.size()));
    return Case.honest(name, ledger.changed(file, bytes -> flipped(bytes, dice)));
  }

  private static Bytes flipped(Bytes bytes, Random dice) {
    return AttackedNotes.flipped(bytes, dice.nextInt(bytes.size()), 1 << dice.nextInt(8));
  }

  /// @param words what every verifier must say; `any` if it may choose its reason
  private static void write(String group, List<Case> cases, Function<Case, String> words)
      throws IOException {
    Path directory = TARGET.resolve(group);
    delete(directory);
    Files.createDirectories(directory);
    var lines = new ArrayList<String>();
    for (Case one : cases) {
      var line = new JsonObject();
      line.addProperty("name", one.name());
      line.add("arguments", new Gson().toJsonTree(one.write(directory)));
      line.addProperty("reason", words.apply(one));
      lines.add(line.toString());
    }
    Files.write(directory.resolve("cases.jsonl"), lines);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
