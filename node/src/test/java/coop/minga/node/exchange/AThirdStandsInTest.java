package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five members, of whom not all have a session with each other. What each enters is held and
/// cosigned by those who never speak to it.
class AThirdStandsInTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Said SAID =
      new Said.OfSurplus(new Withdraw("milk", "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));

  @TempDir Path root;
  private Village village;

  @BeforeEach
  void found() throws Exception {
    village = new Village(root, "almacen", "botica", "coop", "dama", "edu");
    for (String name : List.of("almacen", "botica", "coop", "dama")) {
      village.start(name);
    }
  }

  @AfterEach
  void stop() throws Exception {
    village.close();
  }

  @Test
  void aChainOfSessionsIsEnoughForAQuorum() throws Exception {
    village.meet("almacen", "botica");
    village.meet("botica", "coop");
    village.meet("coop", "dama");
    village.enter("almacen", SAID);
    for (String name : List.of("almacen", "botica", "coop", "dama")) {
      Await.until(
          name + " to know that a quorum holds it",
          () -> village.witnessed(name).getOrDefault(ALMACEN, 0L),
          size -> size == 1);
    }
  }

  @Test
  void inARingNoWordGoesRoundTwice() throws Exception {
    village.meet("almacen", "botica");
    village.meet("botica", "coop");
    village.meet("coop", "dama");
    village.meet("dama", "botica");
    village.enter("almacen", SAID);
    Await.until(
        "the quorum",
        () -> village.witnessed("almacen").getOrDefault(ALMACEN, 0L),
        size -> size == 1);
    var passed = new HashMap<Map.Entry<MemberId, Bytes>, Integer>();
    for (Village.Sent sent : village.sent()) {
      if (sent.frame() instanceof PeerFrame.Cosignature word) {
        passed.merge(Map.entry(sent.from(), word.noteLine()), 1, Integer::sum);
      }
    }
    assertTrue(passed.values().stream().allMatch(times -> times <= Relay.A_FEW), passed::toString);
  }

  @Test
  void whereAllHaveSessionsNothingIsAskedOrPassedOn() throws Exception {
    village.start("edu");
    List<String> all = List.of("almacen", "botica", "coop", "dama", "edu");
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        village.meet(all.get(i), all.get(j));
      }
    }
    enterAndAwait(1);
    int before = village.sent().size();
    enterAndAwait(2);
    enterAndAwait(3);
    Await.pause(Relay.SOONEST.plusMillis(500));
    List<Village.Sent> since = village.sent().subList(before, village.sent().size());
    assertTrue(
        since.stream()
            .noneMatch(sent ->
                sent.frame() instanceof PeerFrame.Cosignature word
                    && !word.origin().equals(village.origin(sent.to().name()))));
    assertTrue(
        since.stream().noneMatch(sent -> sent.frame() instanceof PeerFrame.Frontier f && f.asks()));
  }

  private void enterAndAwait(long size) throws Exception {
    village.enter("almacen", SAID);
    Await.until(
        "the quorum",
        () -> village.witnessed("almacen").getOrDefault(ALMACEN, 0L),
        witnessed -> witnessed == size);
  }

  @Test
  void aWordThatIsNoMembersIsPassedOnToNobody() throws Exception {
    village.meet("almacen", "botica");
    village.meet("botica", "coop");
    village.enter("almacen", SAID);
    Await.until(
        "the entry at botica",
        () -> village.held("botica").getOrDefault(ALMACEN, 0L),
        size -> size == 1);
    int before = words(ALMACEN);
    String forged = "— " + village.origin("coop").replace("/ledger", "/mirror") + " AAAAAAAA\n";
    var word = new PeerFrame.Cosignature(village.origin("almacen"), 1, Bytes.utf8(forged));
    village.say("coop", "botica", word);
    village.held("botica");
    assertEquals(
        0,
        village.sent().stream()
            .filter(sent -> sent.frame() instanceof PeerFrame.Cosignature c && c.equals(word))
            .count());
    assertTrue(words(ALMACEN) >= before);
  }

  private int words(MemberId to) {
    return (int)
        village.sent().stream()
            .filter(sent -> sent.to().equals(to))
            .filter(sent -> sent.frame() instanceof PeerFrame.Cosignature)
            .count();
  }
}
