package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.node.history.ChangedOrder;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Ana orders against the proposal three times, once for a fair, and once too early to tell.
class ChangesJudgedTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 3, 3);
  private static final SeriesKey BREAD = new SeriesKey("mapocho", "bread");

  @Test
  void onlyDaysThatAreOverAndTellDemandAreJudged() {
    ChangesJudged judged =
        ChangesJudged.of(
            List.of(
                change(1, 60, "school fair"),
                change(2, 5, "rain"),
                change(3, 30, "closed"),
                change(4, 30, "sold out"),
                change(9, 30, "not over")),
            Map.of(BREAD, series()));
    assertEquals(2, judged.changes().size());
    assertEquals(50, judged.changes().getFirst().needed(), "55 sold, 5 were there");
    assertEquals(
        List.of(
            "Of 2 changed orders that can be judged, yours was nearer than the model's 1 times, and"
                + " nearer than the plain rule's 1 times.",
            "Over all you were 20 units off, the model 35, the plain rule 45."),
        judged.sentences());
  }

  @Test
  void withoutAnyItSaysWhy() {
    ChangesJudged none = ChangesJudged.of(List.of(change(9, 1, "x")), Map.of(BREAD, series()));
    assertEquals(1, none.sentences().size());
    assertEquals(0, ChangesJudged.of(List.of(change(1, 1, "x")), Map.of()).changes().size());
  }

  private static ChangedOrder change(int day, double units, String reason) {
    LocalDate arrives = FIRST.plusDays(day);
    return new ChangedOrder(
        arrives.minusDays(1),
        BREAD,
        arrives,
        arrives,
        new ChangedOrder.Proposals(20, 10, 5),
        units,
        reason);
  }

  /// 20, then 55 on the fair's day, 20 again, shut, sold out at 20.
  private static DailySeries series() {
    List<SalesDay> days = new ArrayList<>();
    days.add(SalesDay.sold(20));
    days.add(SalesDay.sold(55));
    days.add(SalesDay.sold(20));
    days.add(SalesDay.shut());
    days.add(new SalesDay(20, false, StockOut.YES, OptionalDouble.empty(), false));
    return DailySeries.of(BREAD, FIRST, days);
  }
}
