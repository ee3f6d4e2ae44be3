package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel.Effort;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.history.DailySeries;
import coop.minga.node.history.Holidays;
import coop.minga.node.history.SalesDay;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// New items and new shops in a town where bread sells at the weekend and lunches do not. What they
/// will sell is known, for it is invented.
class AYoungItemTest {
  private static final int DAYS = 200;
  private static final LocalDate LAST = SomeShop.FIRST.plusDays(DAYS - 1L);
  private static final int AHEAD = 7;
  private static final Map<String, double[]> WEEKS =
      Map.of(
          "bread", new double[] {.6, .6, .7, .8, 1.3, 2.2, .8},
          "lunch", new double[] {1.5, 1.4, 1.4, 1.3, 1.2, .2, 0});

  private final DemandModel model = DemandModel.open(new Effort(2000, 3));
  private final ModelWeights shared = learnt();

  @Test
  void aNewItemIsForecastBetterByItsCategoryThanByItsOwnFewDays() {
    Shop shop = new Shop(3).old("here", 3).young("here", 6, 9);
    Forecasts said = said(shop, both());
    assertTrue(said.note().orElseThrow().startsWith("12 of 18 series"), said.note()::toString);
    assertTrue(loss(shop, said) < .8 * loss(shop, plain(shop)), () -> losses(shop, said));
  }

  @Test
  void aNewShopSellsItsWeekAsTheMembersOtherShopsDo() {
    Shop shop = new Shop(4).old("here", 5).young("new", 5, 5);
    Forecasts said = said(shop, both());
    assertTrue(loss(shop, said) < .8 * loss(shop, plain(shop)), () -> losses(shop, said));
  }

  @Test
  void aMemberWithoutAPastForecastsWithTheSharedModelAlone() {
    Shop shop = new Shop(5).young("first", 6, 16);
    assertFalse(shop.data().trainable());
    MemberModel nothingOwn =
        new MemberModel(Optional.empty(), Optional.of(shared), 100, both().stretch());
    Forecasts said = said(shop, nothingOwn);
    assertTrue(said.usesModel());
    assertTrue(loss(shop, said) < .9 * loss(shop, plain(shop)), () -> losses(shop, said));
    Forecasts alone = said(shop, MemberModel.of(shared));
    assertFalse(alone.usesModel(), "an own model of a member without a past is none");
    assertEquals(shop.data().shortfall(), alone.note());
  }

  @Test
  void whatAnItemSellsItselfSoonCountsForMoreThanItsCategory() {
    double[] off = new double[3];
    int[] days = {2, 10, 30};
    for (int i = 0; i < days.length; i++) {
      Shop shop = new Shop(6).old("here", 3).sells("here", "much", "bread", 300, days[i]);
      Forecasts said = said(shop, both());
      SeriesKey key = new SeriesKey("here", "much");
      double sum = 0;
      for (int ahead = 1; ahead <= AHEAD; ahead++) {
        sum += said.at(key, LAST.plusDays(ahead)).orElseThrow().median();
      }
      off[i] = Math.abs(sum / AHEAD - 300);
    }
    assertTrue(off[0] > off[1] && off[1] > off[2] && off[2] < 60, () -> Arrays.toString(off));
  }

  @Test
  void aNewShopThatIsOpenWhenTheOthersRestSellsThen() {
    Shop shop = new Shop(9).old("here", 4).everyDay("new", "lunch", 40, 9);
    double[] medians = new double[AHEAD];
    Forecasts said = said(shop, both());
    for (int ahead = 1; ahead <= AHEAD; ahead++) {
      medians[ahead - 1] =
          said.at(new SeriesKey("new", "daily"), LAST.plusDays(ahead)).orElseThrow().median();
    }
    assertTrue(
        Arrays.stream(medians).allMatch(median -> median > 5), () -> Arrays.toString(medians));
  }

  @Test
  void aNewShopThatRestsWhenTheOthersAreOpenSellsNothingThen() {
    Shop shop = new Shop(9).everyDay("here", "lunch", 40, DAYS).young("new", 2, 9);
    Forecasts said = said(shop, both());
    assertEquals(
        Optional.of(Quantiles.ZERO),
        said.at(new SeriesKey("new", "lunch0"), LAST.plusDays(lunchRestsIn())));
  }

  private static int lunchRestsIn() {
    int ahead = 1;
    while ((DAYS - 1 + ahead) % 7 != 6) {
      ahead++;
    }
    return ahead;
  }

  @Test
  void theRangeIsTheWiderTheLessIsKnown() {
    double[] wide = new double[2];
    int[] days = {2, 30};
    for (int i = 0; i < days.length; i++) {
      Shop shop = new Shop(7).old("here", 3).sells("here", "mine", "bread", 40, days[i]);
      Quantiles said =
          said(shop, both()).at(new SeriesKey("here", "mine"), LAST.plusDays(1)).orElseThrow();
      wide[i] = (said.high() - said.low()) / said.median();
    }
    assertTrue(wide[0] > 1.2 * wide[1], () -> Arrays.toString(wide));
  }

  @Test
  void whatBecomesOfItLaterChangesNothing() {
    Shop shop = new Shop(8).old("here", 2).young("here", 2, 9);
    Forecasts then = said(shop, both());
    TrainingData later =
        TrainingData.of(shop.all(DAYS + AHEAD), LAST.plusDays(AHEAD), shop.context());
    Forecasts now = model.forecast(both(), later, LAST, AHEAD);
    assertEquals(then.bySeries(), now.bySeries());
  }

  private MemberModel both() {
    return new MemberModel(
        Optional.of(shared), Optional.of(shared), 70, Collections.nCopies(7, 1.0));
  }

  private Forecasts said(Shop shop, MemberModel used) {
    return model.forecast(used, shop.data(), LAST, AHEAD);
  }

  private static Forecasts plain(Shop shop) {
    return Baselines.forecast(Method.WEEKDAY_MEAN, shop.data(), LAST, AHEAD);
  }

  /// Of the young ones only.
  private static double loss(Shop shop, Forecasts said) {
    Score score = new Score();
    shop.young.forEach(key -> {
      double[] truth = shop.sold.getOrDefault(key, new double[0]);
      for (int ahead = 1; ahead <= AHEAD; ahead++) {
        double actual = truth[DAYS - 1 + ahead];
        if (actual > 0) {
          score.enter(said.at(key, LAST.plusDays(ahead)).orElseThrow(), actual);
        }
      }
    });
    return score.wql();
  }

  private static String losses(Shop shop, Forecasts said) {
    return "by category %.3f, by own days %.3f"
        .formatted(loss(shop, said), loss(shop, plain(shop)));
  }

  /// A model of two other members' sales.
  private ModelWeights learnt() {
    TrainingData others =
        TrainingData.pooled(
            List.of(new Shop(1).old("a", 6).data(), new Shop(2).old("b", 6).data()));
    return model.train(DemandModel.seeded(Hash.sha256(Bytes.utf8("young"))), others, 1, 8);
  }

  /// A member's sales, some days further than it knows them.
  private static final class Shop {
    private final Map<SeriesKey, double[]> sold = new TreeMap<>();
    private final Map<SeriesKey, Integer> first = new TreeMap<>();
    private final Map<String, String> categories = new TreeMap<>();
    private final List<SeriesKey> young = new ArrayList<>();
    private final SplitMix random;

    Shop(long seed) {
      random = new SplitMix(seed);
    }

    /// So many items of each category, sold all the time.
    Shop old(String site, int items) {
      for (int item = 0; item < items; item++) {
        for (String category : List.of("bread", "lunch")) {
          double level = 20 + 40 * random.uniform();
          put(new SeriesKey(site, category + item), category, level, DAYS);
        }
      }
      return this;
    }

    /// So many of each category, sold for so many days.
    Shop young(String site, int items, int days) {
      for (int item = 0; item < items; item++) {
        for (String category : List.of("bread", "lunch")) {
          String name = site.equals("new") ? category + item : "new-" + category + item;
          sells(site, name, category, 20 + 40 * random.uniform(), days);
        }
      }
      return this;
    }

    Shop sells(String site, String item, String category, double level, int days) {
      SeriesKey key = new SeriesKey(site, item);
      put(key, category, level, days);
      young.add(key);
      return this;
    }

    /// One that never rests and sells the same on all days.
    Shop everyDay(String site, String category, double level, int days) {
      SeriesKey key = new SeriesKey(site, "daily");
      put(key, new double[] {1, 1, 1, 1, 1, 1, 1}, level, days);
      categories.put(key.item(), category);
      return this;
    }

    private void put(SeriesKey key, String category, double level, int days) {
      put(key, WEEKS.getOrDefault(category, new double[7]), level, days);
      categories.put(key.item(), category);
    }

    private void put(SeriesKey key, double[] week, double level, int days) {
      double[] units = new double[DAYS + AHEAD];
      for (int day = 0; day < units.length; day++) {
        units[day] = Math.rint(level * week[day % 7] * StrictMath.exp(.25 * random.normal()));
      }
      sold.put(key, units);
      first.put(key, DAYS - days);
    }

    Context context() {
      return new Context(Holidays.NONE, categories);
    }

    TrainingData data() {
      return TrainingData.of(all(DAYS), LAST, context());
    }

    List<DailySeries> all(int until) {
      List<DailySeries> found = new ArrayList<>();
      sold.forEach((key, units) -> {
        int from = first.getOrDefault(key, 0);
        List<SalesDay> days = new ArrayList<>();
        for (int day = from; day < until; day++) {
          days.add(units[day] == 0 ? SalesDay.shut() : SalesDay.sold(units[day]));
        }
        found.add(DailySeries.of(key, SomeShop.FIRST.plusDays(from), days));
      });
      return found;
    }
  }
}
