package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TodayTest {
  @Test
  void theDaysThatWouldHaveSoldSoMuchAreTheOnesThatAreTried() {
    for (int demand = 0; demand <= 60; demand++) {
      int sold = Play.wanted(demand, 1);
      Set<Integer> tried = new HashSet<>();
      for (int way = 0; way < 25; way++) {
        tried.add(Today.demand(sold, new Closing(0, 1), way));
      }
      assertTrue(tried.contains(demand));
      tried.forEach(day -> assertEquals(sold, Play.wanted(day, 1)));
    }
  }

  @Test
  void aShelfThatEmptiedTellsTheLeastThatWasWanted() {
    int stock = 7;
    for (int demand = 0; demand <= 60; demand++) {
      if (Play.wanted(demand, 1) >= stock) {
        assertTrue(Today.least(stock, 30) <= demand);
      } else if (Play.wanted(demand, 1) + Play.wanted(demand, 2) >= stock) {
        assertTrue(Today.least(stock, 70) <= demand);
      }
    }
    assertEquals(24, Today.least(stock, 30));
    assertEquals(10, Today.least(stock, 70));
  }

  @Test
  void atNightTheDayIsKnown() {
    assertEquals(17, Today.demand(17, new Closing(0, 3), 11));
  }
}
