package coop.minga.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RootMatter;
import coop.minga.node.Await;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.P256Key;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bakery keeps its root key, on P-256, in a token in a drawer; its node never sees it.
class ARootKeyInADrawerTest {
  private static final String BAKERY = "bakery";
  private static final String[] ALL = {"almacen", BAKERY, "cocina", "despensa"};

  private final Signer drawer = new P256Key();

  @TempDir Path root;

  @Test
  void keysChangeAndAreLostAndTheRootItselfChangesByWhatIsSignedElsewhere() throws Exception {
    try (var commons = new Commons(root, Map.of(BAKERY, drawer), ALL)) {
      commons.start(ALL);
      commons.awaitWitnessed(ALL);
      MemberKeys before = keys(commons);
      assertEquals(drawer.publicKey(), before.root());
      assertEquals(Optional.empty(), KeyFiles.load(commons.directory(BAKERY).keys()).root());

      newKeys(commons);
      aKeyIsLost(commons);
      newKeysAreLostBeforeTheOldOnesAreGone(commons);
      Signer next = anotherRoot(commons);

      commons.stop(BAKERY);
      commons.start(BAKERY);
      commons.awaitWitnessed(ALL);
      Bytes bundle = commons.bundle(ALL);
      Report report = new Auditor(new StrictVerifier(), Demands.ALL).audit(bundle);
      assertTrue(report.verified(), () -> report.sentence() + report.findings());
      leaveForOthers(bundle, report);
      MemberKeys after = keys(commons);
      assertEquals(next.publicKey(), after.root());
      assertFalse(after.signing().stream().anyMatch(before.signing()::contains));
    }
  }

  /// The verifiers that share no code with ours say the same.
  private static void leaveForOthers(Bytes bundle, Report report) throws IOException {
    Path directory = Path.of("target", "attacks", "drawer");
    Files.createDirectories(directory);
    Files.write(directory.resolve("drawer.bundle"), bundle.toArray());
    Files.writeString(
        directory.resolve("cases.jsonl"),
        """
        {"name":"drawer","arguments":["-bundle","drawer.bundle","-federation-id","%s"],"reason":""}
        """
            .formatted(report.federationId().orElseThrow()));
  }

  private void newKeys(Commons commons) throws Exception {
    MemberKeys before = keys(commons);
    JsonObject asked = commons.ask(BAKERY, "rotate-keys");
    assertEquals(1, asks(asked).size());
    var matter = assertInstanceOf(RootMatter.NewKeys.class, matter(asked, 0));
    assertEquals(BAKERY, matter.member().name());
    assertEquals(1, matter.serial());

    JsonObject stolen = signed(asked, Map.of(drawer.publicKey(), new P256Key()));
    assertThrows(ExecutionException.class, () -> commons.ask(BAKERY, stolen));
    assertEquals(before, keys(commons), "a thief's signature changes nothing");

    JsonObject good = signed(asked, Map.of(drawer.publicKey(), drawer));
    commons.ask(BAKERY, good);
    commons.awaitWitnessed(ALL);
    Await.until("the old keys are erased", () -> keys(commons), k -> !k.equals(before));
    assertEquals(
        1, asks(commons.ask(BAKERY, good)).size(), "signed once, it changes the keys once");
  }

  private void aKeyIsLost(Commons commons) throws Exception {
    JsonObject lost = commons.ask(BAKERY, "compromised", "key", "entry");
    assertEquals(2, asks(lost).size(), "new keys, and that the old one was lost");
    assertInstanceOf(RootMatter.NewKeys.class, matter(lost, 0));
    assertInstanceOf(RootMatter.LostKey.class, matter(lost, 1));
    MemberKeys before = keys(commons);
    commons.ask(BAKERY, signed(lost, Map.of(drawer.publicKey(), drawer)));
    commons.awaitWitnessed(ALL);
    Await.until("the lost key is replaced", () -> keys(commons), k -> !k.equals(before));
  }

  /// One member is away, so that the old keys must still be there, when the new ones are lost.
  private void newKeysAreLostBeforeTheOldOnesAreGone(Commons commons) throws Exception {
    commons.stop("despensa");
    JsonObject asked = commons.ask(BAKERY, "rotate-keys");
    commons.ask(BAKERY, signed(asked, Map.of(drawer.publicKey(), drawer)));
    commons.awaitWitnessed("almacen", BAKERY, "cocina");
    MemberKeys before = keys(commons);
    NodeKeys lostOnes = KeyFiles.load(commons.directory(BAKERY).keys()).prepared().orElseThrow();

    JsonObject lost = commons.ask(BAKERY, "compromised", "key", "entry");
    assertEquals(2, asks(lost).size());
    assertEquals(before, keys(commons), "who has the drawer's key may not sign");
    commons.stop(BAKERY);
    commons.start(BAKERY);
    assertEquals(before, keys(commons), "nor after a start");
    commons.ask(BAKERY, signed(lost, Map.of(drawer.publicKey(), drawer)));
    commons.awaitWitnessed("almacen", BAKERY, "cocina");
    Await.until(
        "the next keys after those are in use",
        () -> NodeKeys.of(keys(commons)),
        k -> !k.equals(NodeKeys.of(before)) && !k.equals(lostOnes));
    commons.start("despensa");
    commons.awaitWitnessed(ALL);
  }

  private Signer anotherRoot(Commons commons) throws Exception {
    var next = new P256Key();
    JsonObject asked = commons.ask(BAKERY, "rotate-root", "newRoot", next.publicKey().toString());
    assertEquals(2, asks(asked).size(), "by the old and by the new");
    JsonObject half = signed(asked, Map.of(drawer.publicKey(), drawer));
    assertEquals(1, asks(commons.ask(BAKERY, half)).size(), "the new one's is missing");
    commons.ask(BAKERY, signed(asked, Map.of(drawer.publicKey(), drawer, next.publicKey(), next)));
    MembersComeAndGoTest.approveEverywhere(commons, BAKERY, "almacen", "cocina");
    commons.awaitNumber(1, ALL);
    commons.awaitWitnessed(ALL);
    return next;
  }

  private static JsonArray asks(JsonObject answer) {
    return answer.getAsJsonArray("asks");
  }

  private static RootMatter matter(JsonObject answer, int index) {
    JsonObject ask = asks(answer).get(index).getAsJsonObject();
    return RootMatter.read(Bytes.hex(ask.get("asks").getAsString())).orElseThrow();
  }

  /// The question of an answer that asks for signatures, with those of some keys.
  ///
  /// @param keys who signs in the name of which key
  private static JsonObject signed(JsonObject answer, Map<PublicKey, Signer> keys) {
    var signatures = new JsonArray();
    for (JsonElement each : asks(answer)) {
      JsonObject one = each.getAsJsonObject().deepCopy();
      Signer signer = keys.get(new PublicKey(Bytes.hex(one.get("by").getAsString())));
      if (signer != null) {
        Bytes toSign = Bytes.hex(one.get("asks").getAsString());
        one.addProperty("signature", signer.sign(toSign).toHex());
        signatures.add(one);
      }
    }
    JsonObject again = answer.getAsJsonObject("question").deepCopy();
    again.add("signatures", signatures);
    return again;
  }

  private static MemberKeys keys(Commons commons) throws IOException {
    return KeyFiles.load(commons.directory(BAKERY).keys()).publicKeys();
  }
}
