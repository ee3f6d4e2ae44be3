package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriorityTest {
  private static final double UNIT = 1 << 24;

  @Test
  void theEndsAndTheMiddleAreExact() {
    assertEquals(1L << 32, Priority.ONE.scaled());
    assertEquals(8L << 32, new Priority(Priority.MOST).scaled());
    assertEquals(1L << 29, new Priority(-Priority.MOST).scaled());
    assertEquals("1.00", Priority.ONE.toString());
    assertThrows(IllegalArgumentException.class, () -> new Priority(Priority.MOST + 1));
  }

  @Test
  void theFirstDigitsAreTheseForever() {
    // The square root of two in units of 2^-32, and one third of an octave, rounded down; a ledger
    // rests on them.
    assertEquals(6_074_000_999L, new Priority(1 << 23).scaled());
    assertEquals(5_411_319_630L, new Priority((1 << 24) / 3).scaled());
    assertEquals(26_591_258, Priority.log(BigInteger.valueOf(3), BigInteger.ONE));
    assertEquals(-26_591_259, Priority.log(BigInteger.ONE, BigInteger.valueOf(3)));
  }

  @Test
  void logarithmsAndPowersAreWhatRealNumbersSayRoundedDown() {
    var dice = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long above = 1 + dice.nextLong(1L << (1 + dice.nextInt(60)));
      long below = 1 + dice.nextLong(1L << (1 + dice.nextInt(60)));
      double right = Math.log((double) above / below) / Math.log(2) * UNIT;
      long log = Priority.log(BigInteger.valueOf(above), BigInteger.valueOf(below));
      assertTrue(right - log > -.01 && right - log < 1.01, above + "/" + below + ": " + log);
      var priority = new Priority(dice.nextInt(2 * Priority.MOST + 1) - Priority.MOST);
      double power = Math.pow(2, priority.log() / UNIT) * (1L << 32);
      assertTrue(Math.abs(priority.scaled() - power) < 40, priority.log() + ": " + power);
    }
  }

  @Test
  void pointsAreMultipliedAndRoundedDown() {
    assertEquals(100, Priority.ONE.of(100));
    assertEquals(800, new Priority(Priority.MOST).of(100));
    assertEquals(12, new Priority(-Priority.MOST).of(100));
    assertEquals(141, new Priority(1 << 23).of(100));
    assertEquals(-1, new Priority(-Priority.MOST).of(-1));
    assertEquals(8_000_000, new Priority(Priority.MOST).of(1_000_000));
  }
}
