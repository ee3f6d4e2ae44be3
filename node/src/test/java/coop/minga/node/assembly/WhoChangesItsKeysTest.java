package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.node.Await;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.proving.LedgerDirectory;
import coop.minga.node.proving.PublishedLedger;
import coop.minga.node.proving.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bakery and the kitchen change their keys, while others are quiet or asleep.
class WhoChangesItsKeysTest {
  private static final String[] FOUNDERS = {"almacen", "bakery", "cocina", "despensa"};

  @TempDir private Path root;

  /// Despensa's ledger does not grow, and the newest checkpoint of it bears the old keys' words.
  @Test
  void leavesWhatTheOthersHavePublishedVerifiable() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      Await.until("despensa's is verified", () -> verdict(commons, "despensa"), Verdict::verified);
      for (String name : new String[] {"bakery", "cocina"}) {
        MemberKeys before = keys(commons, name);
        commons.ask(name, "rotate-keys");
        Await.until("it uses the new keys", () -> keys(commons, name), now -> !now.equals(before));
      }
      commons.awaitWitnessed(FOUNDERS);
      Verdict verdict = verdict(commons, "despensa");
      assertTrue(verdict.verified(), verdict::text);
      Await.until("bakery's is verified", () -> verdict(commons, "bakery"), Verdict::verified);
    }
  }

  /// A change of keys waits for all to hear of it; the next one, of a key that was lost, does not.
  @Test
  void doesNotWaitForWhoSleepsOnceOneOfThemIsLost() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      commons.stop("despensa");
      MemberKeys first = keys(commons, "bakery");
      commons.ask("bakery", "rotate-keys");
      Await.until(
          "a second change of no haste is refused, since despensa sleeps",
          () -> refusal(commons, "rotate-keys"),
          why -> why.contains("not all members hold it yet"));
      assertEquals(first, keys(commons, "bakery"));

      commons.passes(Duration.ofMinutes(1));
      JsonObject told = commons.ask("bakery", "compromised", "key", "entry");
      MemberKeys second = keys(commons, "bakery");
      assertEquals(second.entry().toString(), told.get("key").getAsString(), "the newer one");
      assertEquals(1, told.get("change").getAsInt());
      assertEquals("entry", told.get("use").getAsString());
      Await.until("a third", () -> keys(commons, "bakery"), now -> !now.equals(second));
      assertEquals(
          List.of("2 true false", "1 false true", "0 false false"),
          commons.ask("bakery", "keys").getAsJsonArray("keys").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .filter(each -> each.get("use").getAsString().equals("entry"))
              .map(each ->
                  each.get("change").getAsInt()
                      + " "
                      + each.get("current").getAsBoolean()
                      + " "
                      + each.has("lostSince"))
              .toList(),
          "change, in use, lost");
      commons.awaitWitnessed("almacen", "bakery", "cocina");
    }
  }

  /// It cosigns by the old key as long as somebody has not heard of the new one.
  @Test
  void usesTheNewOneAtOnceWhenTheOldOneIsLost() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start(FOUNDERS);
      commons.awaitWitnessed(FOUNDERS);
      commons.stop("despensa");
      MemberKeys first = keys(commons, "bakery");
      commons.ask("bakery", "rotate-keys");
      commons.awaitWitnessed("almacen", "bakery", "cocina");
      assertEquals(first, keys(commons, "bakery"), "despensa sleeps");
      JsonObject told = commons.ask("bakery", "compromised", "key", "mirror");
      assertEquals(first.mirror().toString(), told.get("key").getAsString(), "the one in use");
      Await.until("it uses the next", () -> keys(commons, "bakery"), now -> !now.equals(first));
      commons.awaitWitnessed("almacen", "bakery", "cocina");
    }
  }

  @Test
  void saysNothingOfKeysThatItNeverHadNorOfTimesToCome() throws Exception {
    try (var commons = new Commons(root, FOUNDERS)) {
      commons.start("bakery");
      String another = keys(commons, "almacen").entry().toString();
      for (String key : new String[] {"nonsense", another}) {
        String why = refusal(commons, "compromised", "key", key);
        assertTrue(
            why.contains("one of the public keys that this node has or had; not " + key), why);
      }
      String tomorrow = commons.now().plus(Duration.ofDays(1)).toString();
      String why = refusal(commons, "compromised", "key", "entry", "since", tomorrow);
      assertTrue(why.contains(Instant.parse(tomorrow) + " is still to come"), why);
      String tooEarly = "0001-01-01T00:00:00Z";
      String never = refusal(commons, "compromised", "key", "entry", "since", tooEarly);
      assertTrue(never.contains("no key of it was lost before; not at " + tooEarly), never);
    }
  }

  private static String refusal(Commons commons, String verb, String... more) {
    return String.valueOf(
        assertThrows(ExecutionException.class, () -> commons.ask("bakery", verb, more))
            .getMessage());
  }

  private static MemberKeys keys(Commons commons, String name) throws IOException {
    return KeyFiles.load(commons.directory(name).keys()).publicKeys();
  }

  /// As anybody judges it who has the served files and the policy beside them.
  private static Verdict verdict(Commons commons, String name) throws IOException {
    NodeDirectory directory = commons.directory(name);
    if (!(Policy.read(Bytes.of(Files.readAllBytes(directory.policy())))
        instanceof Policy.Read.Good(var policy))) {
      throw new AssertionError("no policy");
    }
    var files = new LedgerDirectory(directory.ledger().path());
    return new PublishedLedger(files, policy, new StrictVerifier(), Long.MAX_VALUE).verify();
  }
}
