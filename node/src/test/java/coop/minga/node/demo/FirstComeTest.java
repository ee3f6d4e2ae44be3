package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.demo.FirstCome.LotOffered;
import coop.minga.node.demo.FirstCome.NoShow;
import coop.minga.node.demo.FirstCome.Outcome;
import coop.minga.node.demo.FirstCome.Share;
import coop.minga.node.demo.FirstCome.TakerRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstComeTest {
  private static final Instant NOON = Instant.parse("2026-06-02T16:00:00Z");
  private static final Place SHOP = new Place(-33.6664, -70.9283);

  /// 1.001 km north of the shop.
  private static final Place NEAR = new Place(-33.6574, -70.9283);

  /// 2.001 km north of the shop.
  private static final Place FAR = new Place(-33.6484, -70.9283);

  private static final MemberId OLLA = new MemberId("olla");
  private static final MemberId BANCO = new MemberId("banco");

  @Test
  void theNearestTakesAllThatItNeedsAndTheNextTheRest() {
    List<Outcome> outcomes =
        play(List.of(lot("a", 10, 0)), taker(BANCO, FAR, 9_000), taker(OLLA, NEAR, 3_200));

    // 10 units of 500 g: olla takes 6 whole units of its 3,200 g, banco the other 4.
    assertEquals(
        List.of(new Share(OLLA, 3_000, 3_000), new Share(BANCO, 2_000, 2_000)),
        outcomes.getFirst().shares());
    assertEquals(0, outcomes.getFirst().wastedGrams());
  }

  @Test
  void whatWasOpenedFirstIsGivenFirstThoughItIsListedLast() {
    List<Outcome> outcomes =
        play(List.of(lot("a", 4, 60), lot("b", 4, 0)), taker(OLLA, NEAR, 3_000));

    // b opened an hour earlier: 2,000 g of the need of 3,000 g; then 1,000 g are left for a.
    assertEquals(List.of("b", "a"), outcomes.stream().map(Outcome::lot).toList());
    assertEquals(List.of(2_000L, 1_000L), outcomes.stream().map(Outcome::awardedGrams).toList());
    assertEquals(1_000, outcomes.getLast().wastedGrams());
  }

  @Test
  void whatATakerDoesNotCollectIsWastedAndItsRoomIsNotGivenBack() {
    List<Outcome> outcomes =
        FirstCome.play(
            List.of(lot("a", 4, 0), lot("b", 4, 60)),
            List.of(taker(OLLA, NEAR, 2_000), taker(BANCO, FAR, 1_000)),
            Set.of(new NoShow("a", OLLA)),
            3);

    // a: olla 2,000 g, not collected. b: olla's need is used up, banco takes 1,000 g of 2,000.
    assertEquals(List.of(new Share(OLLA, 2_000, 0)), outcomes.getFirst().shares());
    assertEquals(2_000, outcomes.getFirst().wastedGrams());
    assertEquals(List.of(new Share(BANCO, 1_000, 1_000)), outcomes.getLast().shares());
    assertEquals(1_000, outcomes.getLast().wastedGrams());
  }

  @Test
  void roomOfTheStorageClassBindsBeforeTheNeed() {
    TakerRoom small =
        new TakerRoom(
            OLLA, NEAR, Map.of("dairy", 9_000L), Map.of(Storage.CHILLED, 1_700L), minutes(60));

    // 1,700 g of room hold 3 units of 500 g.
    assertEquals(1_500, play(List.of(lot("a", 10, 0)), small).getFirst().collectedGrams());
  }

  @Test
  void whoCouldServeOnlyAfterTheDateIsPassedOver() {
    // Collected by 20:00, 2 begun km x 3 minutes, 234 minutes to serve: 24:00 is not before 24:00.
    TakerRoom late = taker(OLLA, NEAR, 9_000, 234);
    TakerRoom justInTime = taker(OLLA, NEAR, 9_000, 233);

    assertEquals(0, play(List.of(lot("a", 4, 0)), late).getFirst().awardedGrams());
    assertEquals(2_000, play(List.of(lot("a", 4, 0)), justInTime).getFirst().awardedGrams());
  }

  @Test
  void aWayThatCostsMoreThanAQuarterIsWorthIsNotGoneForIt() {
    // 2.001 km cost 1.0005 points a kg: of 2 points the quarters are 2, 1.4, .9 and .4; two pay.
    LotOffered cheap = lot("a", 10, 0, 2);

    assertEquals(1_500, play(List.of(cheap), taker(BANCO, FAR, 3_000)).getFirst().awardedGrams());
  }

  @Test
  void takersOfTheSameDistanceComeInTheOrderOfTheirNames() {
    List<Outcome> outcomes =
        play(List.of(lot("a", 2, 0)), taker(OLLA, NEAR, 9_000), taker(BANCO, NEAR, 9_000));

    assertEquals(List.of(new Share(BANCO, 1_000, 1_000)), outcomes.getFirst().shares());
  }

  @Test
  void aLotThatNobodyNeedsIsAllWasted() {
    TakerRoom other =
        new TakerRoom(
            OLLA, NEAR, Map.of("bread", 9_000L), Map.of(Storage.CHILLED, 9_000L), minutes(60));

    assertEquals(
        List.of(new Outcome("a", 5_000, List.of())), play(List.of(lot("a", 10, 0)), other));
  }

  private static List<Outcome> play(List<LotOffered> lots, TakerRoom... takers) {
    return FirstCome.play(lots, List.of(takers), Set.of(), 3);
  }

  private static LotOffered lot(String name, long units, int minutesAfterNoon) {
    return lot(name, units, minutesAfterNoon, 90);
  }

  private static LotOffered lot(String name, long units, int minutesAfterNoon, int basePoints) {
    return new LotOffered(
        name,
        "dairy",
        Storage.CHILLED,
        basePoints,
        units,
        500,
        SHOP,
        NOON.plus(minutes(minutesAfterNoon)),
        NOON.plus(minutes(8 * 60)),
        NOON.plus(minutes(12 * 60)));
  }

  private static TakerRoom taker(MemberId id, Place place, long needGrams) {
    return taker(id, place, needGrams, 60);
  }

  private static TakerRoom taker(MemberId id, Place place, long needGrams, int serveMinutes) {
    return new TakerRoom(
        id,
        place,
        Map.of("dairy", needGrams),
        Map.of(Storage.CHILLED, 50_000L),
        minutes(serveMinutes));
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }
}
