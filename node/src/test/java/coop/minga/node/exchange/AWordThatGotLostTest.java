package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The almacen enters something while all the words of its mirrors get lost on their way to it.
class AWordThatGotLostTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Said SAID =
      new Said.OfSurplus(new Withdraw("milk", "sold", 0, Instant.parse("2026-01-01T00:00:00Z")));

  private static final int LOST_PERCENT = 40;
  private static final long ENTRIES = 4;

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
      village.loses(sent -> isWord(sent) && !isBy("dama", sent));
      village.enter("almacen", SAID);
      Await.until(
          "everybody's word",
          () -> village.sent().stream().filter(AWordThatGotLostTest::isWord).count(),
          words -> words == 3);
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

  /// Whatever gets lost, and pings alone: no session begins anew.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inTheEndEverybodyKnowsWhatAQuorumHolds(long seed) throws Exception {
    List<String> names = List.of("almacen", "botica", "coop", "dama", "edu");
    var dice = new Random(seed);
    try (var village = new Village(root, names.toArray(String[]::new))) {
      for (String name : names) {
        village.start(name);
      }
      for (String one : names) {
        names.stream()
            .filter(other -> one.compareTo(other) < 0)
            .forEach(other -> village.meet(one, other));
      }
      village.loses(sent -> fallsOn(dice, LOST_PERCENT));
      for (int each = 0; each < ENTRIES; each++) {
        for (String name : names) {
          village.enter(name, SAID);
          Await.pause(Duration.ofMillis(20));
        }
      }
      village.loses(sent -> false);
      Await.until(
          "all to know all, seed " + seed,
          () -> {
            pingAll(village, names);
            Await.pause(Duration.ofMillis(500));
            var known = new ArrayList<Map<MemberId, Long>>();
            for (String name : names) {
              known.add(village.held(name));
              known.add(village.witnessed(name));
            }
            return known;
          },
          known -> known.stream().allMatch(AWordThatGotLostTest::isAll));
    }
  }

  private static boolean isAll(Map<MemberId, Long> sizes) {
    return sizes.size() == 5 && sizes.values().stream().allMatch(size -> size == ENTRIES);
  }

  private static void pingAll(Village village, List<String> names) throws Exception {
    for (String from : names) {
      var ping = new PeerFrame.Ping(village.holds(from));
      names.stream().filter(to -> !to.equals(from)).forEach(to -> village.say(from, to, ping));
    }
  }

  private static synchronized boolean fallsOn(Random dice, int percent) {
    return dice.nextInt(100) < percent;
  }

  private static boolean isWord(Village.Sent sent) {
    return sent.to().equals(ALMACEN)
        && sent.frame() instanceof PeerFrame.Cosignature word
        && word.size() == 1;
  }

  private static boolean isBy(String name, Village.Sent sent) {
    return sent.from().equals(new MemberId(name));
  }
}
