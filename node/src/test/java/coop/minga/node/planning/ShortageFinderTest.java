package coop.minga.node.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Grams;
import coop.minga.node.history.NeedLine;
import coop.minga.node.planning.Shortage.Tier;
import coop.minga.node.planning.ShortageFinder.Days;
import coop.minga.node.planning.ShortageFinder.Place;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShortageFinderTest {
  private static final Place DAIRY = new Place("olla", "dairy");
  private static final Days TWO = new Days(Mapocho.TUESDAY, 2);

  @Test
  void theNeedOfTheDaysIsCutIntoQuarters() {
    Shortage shortage = only(List.of(need(true, Optional.empty())), Map.of());
    assertEquals(new Grams(40_000), shortage.needed(), "Tuesday's 10 kg and Wednesday's 30 kg");
    assertEquals(
        List.of(
            tier(10, 1000, 1000), tier(10, 700, 1000), tier(10, 450, 1000), tier(10, 200, 1000)),
        shortage.tiers());
  }

  @Test
  void whatIsThereFillsTheFirstQuarters() {
    Shortage shortage =
        only(List.of(need(true, Optional.empty())), Map.of(DAIRY, new Grams(15_000)));
    assertEquals(new Grams(25_000), shortage.missing());
    assertEquals(
        List.of(tier(5, 700, 1000), tier(10, 450, 1000), tier(10, 200, 1000)), shortage.tiers());
  }

  @Test
  void aWishComesAfterWhatIsFirmAndIsNeededEveryOtherTime() {
    Shortage shortage =
        only(
            List.of(need(true, Optional.empty()), need(false, Optional.empty())),
            Map.of(DAIRY, new Grams(30_000)));
    assertEquals(
        List.of(tier(10, 700, 1000), tier(20, 450, 500), tier(20, 200, 500)), shortage.tiers());
  }

  @Test
  void aNeedThatHasEndedOrIsMetIsNoShortage() {
    LocalDate monday = Mapocho.TUESDAY.minusDays(1);
    assertTrue(
        ShortageFinder.find(List.of(need(true, Optional.of(monday))), TWO, Map.of()).isEmpty());
    assertTrue(
        ShortageFinder.find(
                List.of(need(true, Optional.empty())), TWO, Map.of(DAIRY, new Grams(50_000)))
            .isEmpty());
  }

  @Test
  void stockInItsDateCounts() {
    Map<Place, Grams> stock =
        ShortageFinder.inStock(
            List.of(
                Mapocho.counted(Mapocho.TUESDAY, 10, Mapocho.TUESDAY),
                Mapocho.counted(Mapocho.TUESDAY, 10, Mapocho.TUESDAY.minusDays(1))),
            List.of(Mapocho.yoghurt(9)),
            Mapocho.TUESDAY);
    assertEquals(Map.of(new Place("mapocho", "dairy"), new Grams(5_000)), stock);
  }

  private static NeedLine need(boolean firm, Optional<LocalDate> until) {
    List<Long> week = List.of(0L, 10_000L, 30_000L, 0L, 0L, 0L, 0L);
    return new NeedLine("olla", "dairy", week, until, firm);
  }

  private static Tier tier(int kilograms, int worth, int need) {
    return new Tier(Grams.of(kilograms, 1000), worth, need);
  }

  private static Shortage only(List<NeedLine> needs, Map<Place, Grams> covered) {
    return ShortageFinder.find(needs, TWO, covered).getFirst();
  }
}
