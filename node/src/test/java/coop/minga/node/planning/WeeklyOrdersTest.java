package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Storage;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import coop.minga.node.history.WeeklySeries;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeeklyOrdersTest {
  private static final LocalDate MONDAY = Mapocho.TUESDAY.minusDays(1);
  private static final SeriesKey CHEESE = new SeriesKey("mapocho", "cheese");

  private final Item cheese =
      new Item("cheese", Optional.empty(), "Cheese", "dairy", 5, 300, Storage.CHILLED, 3);

  /// 70 a week for ten weeks.
  private static WeeklySeries weekly() {
    return new WeeklySeries(
        CHEESE, MONDAY.minusWeeks(10), Collections.nCopies(10, SalesDay.sold(70)));
  }

  /// Yoghurt of the same category sells twice as much on Saturdays, and not on Sundays.
  private Shop shop(Map<SeriesKey, DailySeries> sales) {
    Site site =
        new Site(
            "mapocho",
            Optional.empty(),
            "Mapocho",
            Optional.empty(),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            "shop");
    return new Shop(
        MONDAY,
        Map.of("cheese", cheese, "yoghurt", Mapocho.yoghurt(9)),
        Map.of("mapocho", site),
        List.of(),
        sales,
        List.of(),
        OnOrder.NOTHING,
        Map.of());
  }

  private static DailySeries yoghurt() {
    var days = new ArrayList<SalesDay>();
    for (int day = 0; day < 70; day++) {
      boolean sunday = day % 7 == 6;
      days.add(sunday ? SalesDay.shut() : SalesDay.sold(day % 7 == 5 ? 20 : 10));
    }
    return DailySeries.of(Mapocho.YOGHURT, MONDAY.minusDays(70), days);
  }

  private static OrderLine line(Shop shop) {
    var plan = new OrderPlan(Supply.assumed(Aims.USUAL), 7);
    return new WeeklyOrders(plan, shop, 7).plan(List.of(weekly())).getFirst();
  }

  @Test
  void aWeekIsOrderedAndItsDaysAreThoseOfTheCategory() {
    OrderLine line = line(shop(Map.of(Mapocho.YOGHURT, yoghurt())));
    assertEquals(7, line.delivery().cover().days(), "never a day's order");
    assertEquals(new Range(70, 70, 70), line.expected());
    assertEquals(70, line.units());
    assertEquals(
        "From weekly sales: in a week about Mon 10, Tue 10, Wed 10, Thu 10, Fri 10, Sat 20, by the"
            + " days of dairy.",
        line.delivery().assumed().getFirst());
  }

  @Test
  void withoutDailySalesEachOpenDayIsAlikeAndItSaysSo() {
    String why = line(shop(Map.of())).why();
    assertTrue(why.contains("Mon 14, Tue 14, Wed 14, Thu 14, Fri 14"), why);
    assertTrue(why.contains("alike on each open day: assumed"), why);
  }
}
