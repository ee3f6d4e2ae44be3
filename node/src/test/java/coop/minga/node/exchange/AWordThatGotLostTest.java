package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The almacen enters something while all the words of its mirrors get lost on their way to it.
class AWordThatGotLostTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Said SAID =
      new Said.OfSurplus(new Withdraw("milk", "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));

  @TempDir Path root;

  @Test
  void isSaidAgainOnceTheOwnerHasAskedAgainAllWhoseWordItLacks() throws Exception {
    try (var village = new Village(root, "almacen", "botica", "coop", "dama")) {
      for (String name : List.of("almacen", "botica", "coop", "dama")) {
        village.start(name);
      }
      for (String other : List.of("botica", "coop", "dama")) {
        village.meet("almacen", other);
      }
      village.loses(sent -> sent.to().equals(ALMACEN) && isWord(sent) && !isBy("dama", sent));
      village.enter("almacen", SAID);
      Await.until(
          "everybody's word",
          () -> village.sent().stream().filter(AWordThatGotLostTest::isWord).count(),
          words -> words >= 3);
      village.loses(sent -> false);
      int before = village.sent().size();
      Await.until(
          "the quorum",
          () -> village.witnessed("almacen").getOrDefault(ALMACEN, 0L),
          size -> size == 1);
      Set<MemberId> asked = new TreeSet<>();
      village.sent().subList(before, village.sent().size()).stream()
          .filter(
              sent -> sent.frame() instanceof PeerFrame.Entries again && again.frames().isEmpty())
          .forEach(sent -> asked.add(sent.to()));
      assertEquals(Set.of(new MemberId("botica"), new MemberId("coop")), asked);
    }
  }

  private static boolean isWord(Village.Sent sent) {
    return sent.frame() instanceof PeerFrame.Cosignature;
  }

  private static boolean isBy(String name, Village.Sent sent) {
    return sent.from().equals(new MemberId(name));
  }
}
