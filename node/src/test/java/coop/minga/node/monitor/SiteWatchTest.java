package coop.minga.node.monitor;

import static coop.minga.node.monitor.Bakehouse.FIRST;
import static coop.minga.node.monitor.Bakehouse.days;
import static coop.minga.node.monitor.Bakehouse.item;
import static coop.minga.node.monitor.Bakehouse.series;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.monitor.Alarm.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SiteWatchTest {
  private static final int DAYS = 200;
  private static final int TUESDAY = 197;

  private final TreeMap<String, Item> items = new TreeMap<>();
  private final List<DailySeries> all = new ArrayList<>();

  private void sells(String category, int count, IntToDoubleFunction factor) {
    for (int i = 0; i < count; i++) {
      String code = category + i;
      items.put(code, item(code, category + " " + i, category));
      all.add(series(code, days(DAYS, code.hashCode(), factor)));
    }
  }

  private SiteWatch watch() {
    var rules = new SiteWatch.Rules(_ -> false, WatchSettings.USUAL);
    return new SiteWatch(Bakehouse.SITE, all, items, rules);
  }

  private SiteWatch.Alarms alarms() {
    return watch().on(FIRST.plusDays(DAYS - 1));
  }

  private static double fallsOnTuesday(int day) {
    return day >= TUESDAY ? .55 : 1;
  }

  @Test
  void allBreadDownIsOneAlarm() {
    sells("bread", 9, SiteWatchTest::fallsOnTuesday);
    sells("milk", 6, _ -> 1);
    var seen = new ArrayList<Alarm>();
    for (int day = TUESDAY; day < DAYS; day++) {
      seen.addAll(watch().on(FIRST.plusDays(day)).rung());
    }
    List<Alarm> bread = seen.stream().filter(a -> a.category().equals("bread")).toList();
    assertTrue(bread.stream().allMatch(a -> a.reach() == Reach.CATEGORY), bread.toString());
    Alarm step =
        bread.stream().filter(a -> a.noticed().form() == Form.STEP).findFirst().orElseThrow();
    assertEquals(FIRST.plusDays(TUESDAY), step.noticed().since());
    assertTrue(step.items().size() >= 8, step.toString());
  }

  @Test
  void aPlainMorningRingsNobody() {
    sells("bread", 9, _ -> 1);
    sells("milk", 6, _ -> 1);
    assertTrue(alarms().rung().size() <= 1, alarms().toString());
  }

  @Test
  void atMostFiveAreRungTheHeaviestFirstAndTheRestIsListed() {
    for (int i = 0; i < 9; i++) {
      double factor = i % 2 == 0 ? 2 + i : .1;
      sells("kind" + i, 1, day -> day == DAYS - 1 ? factor : 1);
    }
    SiteWatch.Alarms found = alarms();
    assertEquals(SiteWatch.BUDGET, found.rung().size(), found.toString());
    assertTrue(found.notRung().size() >= 2, found.toString());
    double least = found.rung().getLast().weight();
    assertTrue(found.notRung().stream().allMatch(a -> a.weight() <= least));
  }

  @Test
  void theEvidenceIsInWords() {
    sells("bread", 1, day -> day >= DAYS - 8 ? .55 : 1);
    Alarm told =
        new Alarm(
            Reach.ITEM,
            Bakehouse.SITE,
            "Marraqueta",
            "bread",
            new Noticed(
                Bakehouse.key("bread0"),
                Form.STEP,
                FIRST.plusDays(TUESDAY + 1),
                FIRST.plusDays(TUESDAY + 3),
                new Chances(.01, .97, .01),
                40,
                24),
            List.of("bread0"),
            1,
            16_000);
    assertEquals(
        "Marraqueta at Mapocho fell by about 40 % from Wednesday 22 July; 97 % sure it is a step,"
            + " not one odd day.",
        Sentence.of(told));
  }
}
