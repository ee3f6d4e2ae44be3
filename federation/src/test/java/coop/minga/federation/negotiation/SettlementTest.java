package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final MemberId UNION = new MemberId("union");
  private static final Set<MemberId> THREE = Set.of(PLAZA, ROSA, COLMENA);

  private static Settlement.Epoch day(Set<MemberId> active, Map<MemberId, Long> debits) {
    return new Settlement.Epoch(
        debits, active, 400_000, Map.of(PLAZA, 100L, ROSA, 100L, COLMENA, 100L, UNION, 100L));
  }

  private static Settlement days(int days, Settlement.Epoch day, Settlement from) {
    Settlement settlement = from;
    for (int i = 0; i < days; i++) {
      settlement = settlement.after(day);
    }
    return settlement;
  }

  @Test
  void equalPartsForEqualNeedLeaveEverybodyAtOne() {
    var day = day(THREE, Map.of(PLAZA, 50_000L, ROSA, 50_000L, COLMENA, 50_000L));
    Settlement after = days(40, day, Settlement.NONE);
    THREE.forEach(taker -> assertEquals("1.00", after.priority(taker).toString()));
  }

  @Test
  void whoGotLessThanItsShareBidsMoreAndWhoGotMoreBidsLess() {
    var day = day(THREE, Map.of(PLAZA, 90_000L, ROSA, 50_000L, COLMENA, 10_000L));
    Settlement after = days(20, day, Settlement.NONE);
    assertTrue(after.priority(COLMENA).compareTo(after.priority(ROSA)) > 0);
    assertTrue(after.priority(ROSA).compareTo(after.priority(PLAZA)) > 0);
    long product =
        (long) after.priority(PLAZA).log()
            + after.priority(ROSA).log()
            + after.priority(COLMENA).log();
    assertTrue(product >= 0 && product < 3, "their geometric mean is 1: " + product);
  }

  @Test
  void whoLivesOnFoodThatNobodyElseWantsDoesNotGatherPriorityForEver() {
    var day = day(THREE, Map.of(PLAZA, 60_000L, ROSA, 60_000L, COLMENA, 30_000L));
    Settlement quarter = days(90, day, Settlement.NONE);
    Settlement year = days(275, day, quarter);
    assertTrue(quarter.priority(COLMENA).compareTo(Priority.ONE) > 0);
    assertEquals(quarter.priority(COLMENA).toString(), year.priority(COLMENA).toString());
    assertTrue(year.priority(COLMENA).log() < Priority.MOST / 2);
  }

  @Test
  void aShareThatIsFairAgainEndsWhatWasGathered() {
    var unfair = day(THREE, Map.of(PLAZA, 90_000L, ROSA, 50_000L, COLMENA, 10_000L));
    Settlement before = days(30, unfair, Settlement.NONE);
    var fair = day(THREE, Map.of(PLAZA, 50_000L, ROSA, 50_000L, COLMENA, 50_000L));
    Settlement after = days(150, fair, before);
    THREE.forEach(taker -> assertEquals("1.00", after.priority(taker).toString()));
  }

  @Test
  void theFirstFourteenDaysAndTwoTakersAreTooFewToCompare() {
    var day = day(THREE, Map.of(PLAZA, 90_000L));
    assertEquals(Priority.ONE, days(13, day, Settlement.NONE).priority(PLAZA));
    assertTrue(days(14, day, Settlement.NONE).priority(PLAZA).compareTo(Priority.ONE) < 0);
    Settlement two = days(30, day(Set.of(PLAZA, ROSA), Map.of(PLAZA, 90_000L)), Settlement.NONE);
    assertEquals(Priority.ONE, two.priority(PLAZA));
  }

  @Test
  void whoIsAwayKeepsItsPriorityAndIsNoneTheRicher() {
    var all = day(Set.of(PLAZA, ROSA, COLMENA, UNION), Map.of(PLAZA, 40_000L, ROSA, 40_000L));
    Settlement before = days(20, all, Settlement.NONE);
    var without = day(THREE, Map.of(PLAZA, 40_000L, ROSA, 40_000L));
    Settlement back = days(10, without, before);
    assertEquals(before.priority(UNION), back.priority(UNION));
  }

  @Test
  void aNewcomerBeginsAtOneWithItsShareDebited() {
    var day = day(THREE, Map.of(PLAZA, 90_000L, ROSA, 50_000L, COLMENA, 10_000L));
    Settlement before = days(20, day, Settlement.NONE);
    var with =
        day(
            Set.of(PLAZA, ROSA, COLMENA, UNION),
            Map.of(PLAZA, 90_000L, ROSA, 50_000L, COLMENA, 10_000L));
    Settlement after = before.after(with);
    long sum = after.accounts().values().stream().mapToLong(Settlement.Account::debits).sum();
    assertTrue(Math.abs(sum / 4 - after.debits(UNION)) <= 1);
    assertTrue(Math.abs(after.priority(UNION).log()) < 1 << 23);
  }

  @Test
  void theSameDaysGiveTheSameNumbersForever() {
    var day = day(THREE, Map.of(PLAZA, 90_000L, ROSA, 50_000L, COLMENA, 10_000L));
    Settlement after = days(20, day, Settlement.NONE);
    var logs = new TreeMap<MemberId, Integer>();
    after.accounts().forEach((taker, account) -> logs.put(taker, account.priority().log()));
    assertEquals(Map.of(PLAZA, -18_158_606, ROSA, -3_306_999, COLMENA, 21_465_607), logs);
    assertEquals(5_132_107, after.handedOver());
    assertEquals(1_154_720, after.debits(PLAZA));
  }
}
