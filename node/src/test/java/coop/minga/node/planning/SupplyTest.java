package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Storage;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Item;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.StockOut;
import coop.minga.node.history.SupplyLine;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupplyTest {
  private static final LocalDate TUESDAY = Mapocho.TUESDAY;
  private static final Set<DayOfWeek> TUE_FRI = Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY);

  private final Item yoghurt = Mapocho.yoghurt(9);
  private final Item butter =
      new Item("butter", Optional.empty(), "Butter", "dairy", 6, 250, Storage.CHILLED, 40);
  private final Item bread =
      new Item("bread", Optional.empty(), "Bread", "bakery", 1, 500, Storage.AMBIENT, 1);
  private final Map<String, Item> items =
      Map.of("yoghurt", yoghurt, "butter", butter, "bread", bread);

  @Test
  void anOrderCoversTheDaysFromItsArrivalToTheNextOne() {
    Delivery next = next(told(yoghurt), yoghurt);
    assertEquals(
        new Cover(TUESDAY.plusDays(1), TUESDAY.plusDays(3), TUESDAY.plusDays(7)), next.cover());
    assertEquals(new Delivery.Limits(10, 20, OptionalLong.of(99)), next.limits());
    assertEquals(5, next.lifeDays());
    assertEquals(List.of(), next.assumed());
  }

  @Test
  void anOrderThatCanWaitForTheSameDeliveryWaits() {
    Set<DayOfWeek> all = Set.of(DayOfWeek.values());
    Cover cover = new Rhythm(all, Optional.empty(), 1, TUE_FRI).from(TUESDAY);
    assertEquals(
        new Cover(TUESDAY.plusDays(2), TUESDAY.plusDays(3), TUESDAY.plusDays(7)),
        cover,
        "Thursday's order comes on Friday, too");
  }

  @Test
  void afterAnEarlyCutoffItIsTooLateForTheSameDay() {
    Set<DayOfWeek> tuesday = Set.of(DayOfWeek.TUESDAY);
    Set<DayOfWeek> all = Set.of(DayOfWeek.values());
    var early = new Rhythm(tuesday, Optional.of(LocalTime.of(5, 0)), 1, all);
    assertEquals(
        new Cover(TUESDAY.plusDays(6), TUESDAY.plusDays(8), TUESDAY.plusDays(15)),
        early.from(TUESDAY),
        "next Monday's plan is the last that is early enough");
    var late = new Rhythm(tuesday, Optional.of(LocalTime.of(14, 30)), 1, all);
    assertEquals(new Cover(TUESDAY, TUESDAY.plusDays(1), TUESDAY.plusDays(8)), late.from(TUESDAY));
  }

  @Test
  void whatNoFileTellsIsAsMostOfTheCategoryThenOfAllThenTheNamedDefault() {
    assertEquals(
        List.of(
            "Order days Mon, Wed, Thu, as most of dairy.",
            "Lead time 2 days, as most of dairy.",
            "Delivery days Tue, Fri, as most of dairy."),
        next(told(yoghurt), butter).assumed());
    assertEquals(
        "Order days Mon, Wed, Thu, as most of what is ordered.",
        next(told(yoghurt), bread).assumed().getFirst());
    assertEquals(
        List.of(Supply.ALL_ASSUMED),
        Supply.assumed(Aims.USUAL)
            .next(key(bread), bread, TUESDAY, Supply.Counter.DAILY)
            .assumed());
  }

  @Test
  void nothingComesToASiteThatIsClosedUnlessATableSaysSo() {
    var counter =
        new Supply.Counter(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY), Optional.empty());
    LocalDate saturday = TUESDAY.plusDays(4);
    Delivery next = Supply.assumed(Aims.USUAL).next(key(bread), bread, saturday, counter);
    assertEquals(
        new Cover(saturday, saturday.plusDays(2), saturday.plusDays(3)),
        next.cover(),
        "Saturday's order is Monday's bread");
    assertEquals(
        List.of("Delivery on each open morning, ordered a day ahead: assumed."), next.assumed());
    LocalDate friday = TUESDAY.plusDays(3);
    assertEquals(
        new Cover(friday, friday.plusDays(1), friday.plusDays(3)),
        Supply.assumed(Aims.USUAL).next(key(bread), bread, friday, counter).cover(),
        "and Friday's is for Saturday, after which it is closed");
  }

  @Test
  void somethingToldAndSomethingNotIsNamedOneByOne() {
    SupplyLine line =
        line(bread, Optional.empty(), OptionalInt.of(0), Optional.empty(), prices(0, 0));
    assertEquals(
        List.of("Order days every day: named default.", "Delivery days every day: named default."),
        next(line, bread).assumed());
  }

  @Test
  void pricesJudgeAnOrderWhereTheyAreTold() {
    assertEquals(new Aim.Money(.4, .6), rounded(next(told(yoghurt), yoghurt).aim()));
    Supply dear = Supply.of(List.of(told(yoghurt)), items, new Aims(.95, .90, Map.of(), 2));
    assertEquals(
        new Aim.Money(.4, 1.6),
        rounded(dear.next(key(yoghurt), yoghurt, TUESDAY, Supply.Counter.DAILY).aim()),
        "half a kilogram at 2");
  }

  @Test
  void aPriceThatTheTableLacksIsTheLastOfTheSales() {
    SupplyLine line =
        line(bread, Optional.empty(), OptionalInt.empty(), Optional.empty(), prices(1.5, 0));
    DailySeries sales =
        DailySeries.of(key(bread), TUESDAY.minusDays(2), List.of(sold(2), sold(2.5)));
    Supply supply = Supply.of(List.of(line), items, Aims.USUAL);
    assertEquals(
        new Aim.Money(1, 1.5),
        supply
            .next(
                key(bread),
                bread,
                TUESDAY,
                new Supply.Counter(Set.of(DayOfWeek.values()), Optional.of(sales)))
            .aim());
    assertEquals(
        new Aim.Service(.90), supply.next(key(bread), bread, TUESDAY, Supply.Counter.DAILY).aim());
  }

  @Test
  void aCostThatIsNotToldIsTheUsualShareOfThePriceThatIs() {
    Delivery next =
        next(List.of(told(yoghurt), rest(butter, prices(OptionalDouble.empty(), told(2)))), butter);
    assertEquals(new Aim.Money(.8, 1.2), rounded(next.aim()));
    assertEquals("Cost 60 % of the price, as most of dairy.", next.assumed().getLast());
  }

  @Test
  void aPriceThatIsNotToldIsMadeOfTheCost() {
    Delivery next =
        next(
            List.of(told(yoghurt), rest(butter, prices(told(1.2), OptionalDouble.empty()))),
            butter);
    assertEquals(new Aim.Money(.8, 1.2), rounded(next.aim()));
  }

  @Test
  void whereNeitherCostNorPriceIsToldThereIsNoMoneyToJudgeBy() {
    var neither = prices(OptionalDouble.empty(), OptionalDouble.empty());
    Supply supply =
        Supply.of(
            List.of(told(yoghurt), rest(butter, neither)),
            items,
            new Aims(.95, .90, Map.of(), 500));
    Delivery next = supply.next(key(butter), butter, TUESDAY, Supply.Counter.DAILY);
    assertEquals(new Aim.Service(.95), next.aim(), "a kilogram costs 500 pesos, no price of 1");
    assertTrue(next.assumed().stream().noneMatch(each -> each.contains("Cost")));
  }

  @Test
  void whatCostsNothingDoesNotTellWhatOthersCost() {
    SupplyLine given = rest(yoghurt, prices(told(0), told(1)));
    assertEquals(new Aim.Money(1, 0), next(List.of(given), yoghurt).aim());
    for (double cost : new double[] {0, 1}) {
      SupplyLine other = rest(butter, prices(told(cost), OptionalDouble.empty()));
      assertEquals(new Aim.Service(.95), next(List.of(given, other), butter).aim());
    }
  }

  @Test
  void ofWhatCostsNothingNoPriceCanBeMade() {
    SupplyLine given = rest(butter, prices(told(0), OptionalDouble.empty()));
    assertEquals(new Aim.Service(.95), next(List.of(told(yoghurt), given), butter).aim());
  }

  @Test
  void whatSellsForNoMoreThanItCostsFollowsAServiceLevelAndSaysSo() {
    SupplyLine line =
        line(bread, Optional.empty(), OptionalInt.empty(), Optional.empty(), prices(2, 1));
    Delivery next = next(line, bread);
    assertEquals(new Aim.Service(.90), next.aim());
    assertTrue(next.assumed().getLast().contains("sells for 1.00 and costs 2.00"));
  }

  private Delivery next(SupplyLine line, Item item) {
    return next(List.of(line), item);
  }

  private Delivery next(List<SupplyLine> lines, Item item) {
    return Supply.of(lines, items, Aims.USUAL).next(key(item), item, TUESDAY, Supply.Counter.DAILY);
  }

  /// Ordered on Mondays, Wednesdays and Thursdays, two days ahead; comes on Tuesdays and Fridays.
  private static SupplyLine told(Item item) {
    Set<DayOfWeek> days = Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY);
    return line(
        item,
        Optional.of(days),
        OptionalInt.of(2),
        Optional.of(TUE_FRI),
        new SupplyLine.Terms(
            OptionalDouble.of(20),
            OptionalDouble.of(99),
            OptionalDouble.of(.6),
            OptionalDouble.of(1),
            OptionalInt.of(5)));
  }

  private static SupplyLine line(
      Item item,
      Optional<Set<DayOfWeek>> order,
      OptionalInt lead,
      Optional<Set<DayOfWeek>> delivery,
      SupplyLine.Terms terms) {
    return new SupplyLine(
        key(item),
        Optional.empty(),
        order,
        Optional.empty(),
        lead,
        delivery,
        OptionalInt.of(10),
        terms);
  }

  /// A line that tells prices and nothing else.
  private static SupplyLine rest(Item item, SupplyLine.Terms prices) {
    return line(item, Optional.empty(), OptionalInt.empty(), Optional.empty(), prices);
  }

  /// 0 is not told.
  private static SupplyLine.Terms prices(double cost, double price) {
    return prices(
        cost == 0 ? OptionalDouble.empty() : told(cost),
        price == 0 ? OptionalDouble.empty() : told(price));
  }

  private static SupplyLine.Terms prices(OptionalDouble cost, OptionalDouble price) {
    return new SupplyLine.Terms(
        OptionalDouble.empty(), OptionalDouble.empty(), cost, price, OptionalInt.empty());
  }

  private static OptionalDouble told(double money) {
    return OptionalDouble.of(money);
  }

  private static SalesDay sold(double price) {
    return new SalesDay(3, false, StockOut.NO, OptionalDouble.of(price), false);
  }

  private static Aim.Money rounded(Aim aim) {
    Aim.Money money = assertInstanceOf(Aim.Money.class, aim);
    return new Aim.Money(
        Math.rint(money.lost() * 100) / 100, Math.rint(money.outdated() * 100) / 100);
  }

  private static SeriesKey key(Item item) {
    return new SeriesKey("mapocho", item.item());
  }
}
