package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bread that is easily foreseen, and rolls that are not, at one shop; food of one day.
class SweepTest {
  private static final int DAYS = 400;
  private static final int CHOSEN = 200;

  @Test
  void wasteIsComparedWhereTheSameIsServed() {
    Sweep bread = Sweep.alike(List.of(shelf("bread", 5)), CHOSEN, 1);
    double little = bread.wasteAt(.90);
    double much = bread.wasteAt(.98);
    assertTrue(little < bread.wasteAt(.95) && bread.wasteAt(.95) < much, little + " " + much);
    assertEquals(.95, bread.fillByItem(.95).getOrDefault("bread", 0.0), 1e-9);
  }

  @Test
  void nothingIsSaidOfAServiceThatNoStepReachesOrThatEveryOneExceeds() {
    Sweep bread = Sweep.alike(List.of(shelf("bread", 5)), CHOSEN, 1);
    for (double served : new double[] {.5, 1.01}) {
      assertEquals(Double.NaN, bread.wasteAt(served));
      assertEquals(Map.of("bread", Double.NaN), bread.fillByItem(served));
    }
  }

  @Test
  void anItemThatWouldBeServedLessIsAimedHigherForAndNoneLower() {
    List<Shelf> both = List.of(shelf("bread", 5), shelf("rolls", 40));
    double alike = Sweep.alike(both, CHOSEN, 1).fillByItem(.95).getOrDefault("rolls", 0.0);
    Sweep raised = Sweep.noneServedLess(both, CHOSEN, 1);
    double rolls = raised.fillByItem(.95).getOrDefault("rolls", 0.0);
    assertTrue(rolls > alike + .01, alike + " and " + rolls);
    for (int step = 0; step < Sweep.STEPS; step++) {
      assertTrue(raised.steps().getOrDefault("bread", new int[0])[step] >= step);
    }
  }

  /// What is aimed at rises evenly around the mean, whatever the spread.
  private static Shelf shelf(String item, double spread) {
    var random = new Random(item.hashCode());
    double[] demand = new double[DAYS];
    double[][] aims = new double[DAYS][Sweep.STEPS];
    for (int day = 0; day < DAYS; day++) {
      demand[day] = Math.rint(Math.max(0, 100 + spread * random.nextGaussian()));
      for (int step = 0; step < Sweep.STEPS; step++) {
        aims[day][step] = 60 + 2.5 * step;
      }
    }
    double[] expected = new double[DAYS];
    Arrays.fill(expected, 100);
    return new Shelf(item, demand, expected, aims);
  }
}
