package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Plaza feeds 300 people, Rosa 100 and Colmena 100; Mapocho gives, the city and the school look
/// on. Each of the three collects the same.
class WhoFeedsHowManyTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId CITY = new MemberId("city");
  private static final MemberId SCHOOL = new MemberId("school");
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final List<MemberId> TAKERS = List.of(PLAZA, ROSA, COLMENA);

  /// Everybody's ledger, and how far it goes.
  private final Map<MemberId, List<Stated>> ledgers = new TreeMap<>();

  private final Settlements settlements =
      new Settlements(_ -> 100, member -> ledgers.getOrDefault(member, List.of()).size());
  private Counted last = Counted.NOTHING;
  private int awards;

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private EntryId says(MemberId author, SurplusStatement says) {
    EntryId id = some(author + " " + says);
    add(author, new Stated.OfSurplus(id, author, says));
    return id;
  }

  private void add(MemberId author, Stated stated) {
    List<Stated> ledger = ledgers.computeIfAbsent(author, _ -> new ArrayList<>());
    ledger.add(stated);
    settlements.hear(ledger.size() - 1, stated);
  }

  private EntryId claim(MemberId taker, int people, Instant at) {
    var from = LocalDate.of(2026, 8, 1);
    return says(
        taker,
        new PeopleServed(people, 1000, "heads", from, from.plusDays(91), some("count").hash(), at));
  }

  private void attest(MemberId who, EntryId claim, Instant at) {
    says(who, new Attest(claim, at));
  }

  /// Everybody feeds what the story says, and two who take nothing bear it out.
  private void allClaim(Instant at) {
    for (MemberId taker : TAKERS) {
      EntryId claim = claim(taker, taker.equals(PLAZA) ? 300 : 100, at);
      attest(CITY, claim, at);
      attest(SCHOOL, claim, at);
    }
  }

  /// A day on which each taker collects 5 kg at 40 points; then Mapocho counts.
  private Settlement day(Instant at) {
    for (MemberId taker : TAKERS) {
      awards++;
      var party = new Party(taker, "kitchen");
      var window = new Window(at, at.plusSeconds(7200));
      var award =
          new Award("lot", awards, party, 5, 0, at, at.plusSeconds(60), window, some("close"));
      add(MAPOCHO, new Stated.OfNegotiation(some(award), MAPOCHO, award));
      var debit =
          new Debit("lot", awards, party, new Grams(5000), 40, some("received" + awards), 0, at);
      add(MAPOCHO, new Stated.OfNegotiation(some(debit), MAPOCHO, debit));
    }
    return count(Optional.of(at));
  }

  private Settlement count(Optional<Instant> at) {
    var sizes = new TreeMap<MemberId, Long>();
    ledgers.forEach((member, ledger) -> sizes.put(member, (long) ledger.size()));
    last = new Counted(last.epoch() + 1, sizes, at);
    settlements.hear(MAPOCHO, last);
    return settlements.of(MAPOCHO, last.epoch()).orElseThrow();
  }

  private Settlement twentyDays() {
    Settlement settlement = Settlement.NONE;
    for (int day = 0; day < 20; day++) {
      settlement = day(Town.CLOSES.plus(Duration.ofDays(day)));
    }
    return settlement;
  }

  private static long log(Settlement settlement, MemberId taker) {
    return settlement.priority(taker).log();
  }

  @Test
  void whoFeedsMorePeopleAndGotTheSameBidsHigher() {
    allClaim(Town.CLOSES.minusSeconds(60));
    Settlement settlement = twentyDays();
    assertTrue(log(settlement, PLAZA) > log(settlement, ROSA));
    assertEquals(log(settlement, ROSA), log(settlement, COLMENA));
    assertEquals(60, settlement.entitledPercent(PLAZA));
    assertEquals(55, settlement.percentOfFairShare(PLAZA));
    assertEquals(166, settlement.percentOfFairShare(ROSA));
  }

  @Test
  void whereNobodyClaimsAllAreEntitledToTheSame() {
    Settlement settlement = twentyDays();
    assertEquals(log(settlement, PLAZA), log(settlement, ROSA));
    assertEquals(100, settlement.percentOfFairShare(PLAZA));
  }

  @Test
  void aCountThatDoesNotSayWhenLeavesClaimsOut() {
    allClaim(Town.CLOSES.minusSeconds(60));
    day(Town.CLOSES);
    ledgers.values().forEach(ledger -> assertTrue(!ledger.isEmpty()));
    var before = new Settlements(_ -> 100, _ -> Long.MAX_VALUE);
    ledgers.forEach((_, ledger) -> {
      for (int i = 0; i < ledger.size(); i++) {
        before.hear(i, ledger.get(i));
      }
    });
    before.hear(MAPOCHO, new Counted(1, last.sizes()));
    assertEquals(33, before.of(MAPOCHO, 1).orElseThrow().entitledPercent(PLAZA));
    assertEquals(60, settlements.of(MAPOCHO, 1).orElseThrow().entitledPercent(PLAZA));
  }

  // ---- Who claims too much, and who vouches for it

  /// What Plaza is entitled to, in per cent of all, if this is borne out by these.
  private long plaza(int people, MemberId... attesters) {
    Instant at = Town.CLOSES.minusSeconds(60);
    allClaim(at);
    EntryId more = claim(PLAZA, people, at);
    for (MemberId who : attesters) {
      attest(who, more, at);
    }
    return day(Town.CLOSES).entitledPercent(PLAZA);
  }

  @Test
  @LiesIn(Kind.PEOPLE_SERVED)
  void aClaimThatNobodyBearsOutLeavesTheOneBefore() {
    assertEquals(60, plaza(3000));
  }

  @Test
  @LiesIn(Kind.ATTEST)
  void takersDoNotVouchForEachOtherNorForThemselves() {
    assertEquals(60, plaza(3000, ROSA, COLMENA, PLAZA, CITY, CITY));
  }

  @Test
  void twoWhoTakeNothingDo() {
    assertEquals(93, plaza(3000, CITY, SCHOOL));
  }

  @Test
  @LiesIn(Kind.PEOPLE_SERVED)
  void aClaimDatedAheadWaitsForItsDay() {
    allClaim(Town.CLOSES.minusSeconds(60));
    Instant ahead = Town.CLOSES.plus(Duration.ofDays(1));
    EntryId claim = claim(PLAZA, 3000, ahead);
    attest(CITY, claim, Town.CLOSES);
    attest(SCHOOL, claim, Town.CLOSES);
    assertEquals(60, day(Town.CLOSES).entitledPercent(PLAZA));
    assertEquals(93, day(ahead).entitledPercent(PLAZA));
  }

  // ---- What time does to it

  @Test
  void aClaimFadesByATenthAWeekDownToHalf() {
    allClaim(Town.CLOSES);
    EntryId claim = claim(PLAZA, 100, Town.CLOSES.minus(Duration.ofDays(60)));
    attest(CITY, claim, Town.CLOSES);
    attest(SCHOOL, claim, Town.CLOSES);
    assertEquals(33, day(Town.CLOSES.plus(Duration.ofDays(30))).entitledPercent(PLAZA));
    assertEquals(31, day(Town.CLOSES.plus(Duration.ofDays(37))).entitledPercent(PLAZA));
    assertEquals(20, day(Town.CLOSES.plus(Duration.ofDays(80))).entitledPercent(PLAZA));
  }

  @Test
  void aNewTakerCountsAsTheMedianForThirtyDays() {
    Instant at = Town.CLOSES;
    for (MemberId taker : List.of(ROSA, COLMENA)) {
      EntryId claim = claim(taker, 100, at);
      attest(CITY, claim, at);
      attest(SCHOOL, claim, at);
    }
    assertEquals(33, day(at).entitledPercent(PLAZA));
    assertEquals(33, day(at.plus(Duration.ofDays(36))).entitledPercent(PLAZA));
    assertEquals(31, day(at.plus(Duration.ofDays(37))).entitledPercent(PLAZA));
    assertEquals(20, day(at.plus(Duration.ofDays(89))).entitledPercent(PLAZA));
  }
}
