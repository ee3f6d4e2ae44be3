package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The almacen hears the botica's pings, by a clock of its own.
class DifferencesTest {
  private static final MemberId BOTICA = new MemberId("botica");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long START = Long.MAX_VALUE - 5 * SECOND; // the clock overflows meanwhile

  private final Differences differences = new Differences();

  @Test
  void whileBothGoOnSayingThingsNothingIsMissing() {
    for (int second = 0; second < 90; second++) {
      assertFalse(differences.isGap(BOTICA, held(second), held(1000 + second), at(second)));
    }
  }

  @Test
  void whoStandsStillMissesSomething() {
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0)));
    assertTrue(differences.isGap(BOTICA, held(1), held(3), at(25)), "the botica stood still");
    assertFalse(differences.isGap(BOTICA, held(4), held(5), at(50)), "it was mended");
    assertTrue(differences.isGap(BOTICA, held(6), held(5), at(75)), "the almacen stood still");
  }

  @Test
  void aPingAndItsAnswerThatCrossSayNothingOfStandingStill() {
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0)));
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0) + SECOND / 10));
    assertTrue(differences.isGap(BOTICA, held(1), held(2), at(1)));
  }

  @Test
  void whatDiffersForLongIsMendedWhateverElseIsSaid() {
    int second = 0;
    while (!differences.isGap(BOTICA, held(second), held(1000 + second), at(second))) {
      second += 20;
    }
    assertEquals(Differences.LONGEST.toSeconds(), second);
  }

  @Test
  void whoAgreedInBetweenBeginsAnew() {
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0)));
    differences.agreed(BOTICA);
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(25)));
  }

  @Test
  void itsAnswerThatDiffersLeadsToOneMorePing() {
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0)));
    differences.answered(BOTICA, at(0));
    assertEquals(List.of(), differences.due(at(1)));
    assertEquals(List.of(BOTICA), differences.due(at(2)));
    assertEquals(List.of(), differences.due(at(2)), "it was pinged");
    assertFalse(differences.isGap(BOTICA, held(3), held(4), at(3)));
    differences.answered(BOTICA, at(3));
    assertEquals(List.of(), differences.due(at(20)), "and is not before all are");
    differences.answered(BOTICA, at(25));
    assertEquals(List.of(BOTICA), differences.due(at(27)));
  }

  @Test
  void anAnswerThatAgreesLeadsToNone() {
    assertFalse(differences.isGap(BOTICA, held(1), held(2), at(0)));
    differences.agreed(BOTICA);
    differences.answered(BOTICA, at(1));
    assertEquals(List.of(), differences.due(at(20)));
  }

  private static long at(int seconds) {
    return START + seconds * SECOND;
  }

  private static Hash held(int what) {
    return Hash.sha256(Bytes.utf8("holds " + what));
  }
}
