package coop.minga.federation.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.alert.Over.Outcome;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Almacen tells the truth; Tia rings everybody for nothing, and speaks for others.
class APeerWhoLiesTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId TIA = new MemberId("tia");
  private static final MemberId OLLA = new MemberId("olla-comun");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant PLATE = NOON.plus(Duration.ofHours(30));

  private final Calls calls = new Calls();
  private int entries;

  private static Raised raised(String name, Duration after) {
    var about =
        new Raised.About(Raised.Help.TAKERS, "bread", new Grams(12_000), new Cell(1258, 3391));
    var recovery = new Recovery(NOON, Duration.ofHours(2), Duration.ofHours(2));
    return new Raised(name, about, recovery, false, PLATE, NOON.plus(after));
  }

  private EntryId enter(MemberId author, AlertStatement says) {
    var id = new EntryId(Hash.sha256(Bytes.utf8("entry " + entries++)));
    calls.heard(id, author, says);
    return id;
  }

  private String fault(MemberId author, AlertStatement says) {
    EntryId id = enter(author, says);
    return calls.fault(id, author, says).orElse("");
  }

  private List<EntryId> rings() {
    return calls.open(OLLA, NOON.plus(Duration.ofHours(6))).stream().map(Calls.Call::id).toList();
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoClimbsBeforeItsOwnTimeRingsNobody() {
    EntryId honest = enter(ALMACEN, raised("bread-1", Duration.ofHours(4)));
    assertTrue(
        fault(TIA, raised("bread-1", Duration.ofHours(3))).contains("before its own levels"));
    assertEquals(List.of(honest), rings());
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoAsksTooLateRingsNobody() {
    assertTrue(fault(TIA, raised("bread-1", Duration.ofHours(31))).contains("on a plate"));
    assertEquals(List.of(), rings());
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoRaisesTheSameAgainIsHeardOnce() {
    EntryId first = enter(TIA, raised("bread-1", Duration.ofHours(4)));
    assertTrue(fault(TIA, raised("bread-1", Duration.ofHours(5))).contains("used before"));
    assertEquals(List.of(first), rings());
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoCriesWolfRingsNobodyAnyMore() {
    Instant later = NOON.plus(Duration.ofHours(5));
    for (int i = 0; i < Calls.FEWEST_JUDGED; i++) {
      assertTrue(calls.isHeeded(TIA, later));
      EntryId alert = enter(TIA, raised("bread-" + i, Duration.ofHours(4)));
      enter(OLLA, new Answered(alert, new Grams(9_000), later));
      enter(TIA, new Over(alert, Outcome.NOT_REAL, List.of(), later));
    }
    assertEquals(false, calls.isHeeded(TIA, later));
    for (int i = 0; i < Calls.JUDGED; i++) {
      EntryId alert = enter(ALMACEN, raised("milk-" + i, Duration.ofHours(4)));
      EntryId help = enter(OLLA, new Answered(alert, new Grams(9_000), later));
      Outcome end = i == 0 ? Outcome.NOT_REAL : Outcome.MENDED;
      enter(ALMACEN, new Over(alert, end, i == 0 ? List.of() : List.of(help), later));
    }
    assertTrue(calls.isHeeded(ALMACEN, later));
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoIsAnsweredAndLetsItRunOutIsNotHeededEither() {
    Instant later = NOON.plus(Duration.ofHours(5));
    for (int i = 0; i < Calls.FEWEST_JUDGED; i++) {
      EntryId alert = enter(TIA, raised("bread-" + i, Duration.ofHours(4)));
      enter(OLLA, new Answered(alert, new Grams(9_000), later));
      enter(ALMACEN, raised("bread-" + i, Duration.ofHours(4)));
    }
    assertTrue(calls.isHeeded(TIA, later));
    assertEquals(false, calls.isHeeded(TIA, PLATE));
    assertTrue(calls.isHeeded(ALMACEN, PLATE), "nobody answered it: that says nothing");
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void whoCriesWolfDoesNotEscapeByNamingHelpThatNobodyGave() {
    Instant later = NOON.plus(Duration.ofHours(5));
    for (int i = 0; i < Calls.FEWEST_JUDGED; i++) {
      assertTrue(calls.isHeeded(TIA, later));
      EntryId alert = enter(TIA, raised("bread-" + i, Duration.ofHours(4)));
      enter(OLLA, new Answered(alert, new Grams(9_000), later));
      EntryId help = i % 2 == 0 ? alert : enter(TIA, new Answered(alert, new Grams(1), later));
      assertTrue(
          fault(TIA, new Over(alert, Outcome.MENDED, List.of(help), later)).contains("nobody"));
    }
    assertEquals(false, calls.isHeeded(TIA, later));
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void norByEndingItTwiceOrAmiss() {
    Instant later = NOON.plus(Duration.ofHours(5));
    for (int i = 0; i < Calls.FEWEST_JUDGED; i++) {
      assertTrue(calls.isHeeded(TIA, later));
      EntryId alert = enter(TIA, raised("bread-" + i, Duration.ofHours(4)));
      List<EntryId> nobody = i % 2 == 0 ? List.of() : List.of(alert);
      enter(TIA, new Over(alert, Outcome.NOT_REAL, nobody, later));
      enter(TIA, new Over(alert, Outcome.TOO_LATE, List.of(), later));
    }
    assertEquals(false, calls.isHeeded(TIA, later), "it said itself that they were not real");
  }

  @Test
  void whoeverHearsALaterAlertFirstFindsTheEarlierOneAllTheSame() {
    Raised later = raised("bread", Duration.ofHours(5));
    EntryId second = enter(TIA, later);
    assertEquals(Optional.empty(), calls.fault(second, TIA, later));
    EntryId first = enter(TIA, raised("bread", Duration.ofHours(4)));
    assertEquals(Optional.of(first), calls.called(TIA, "bread").map(Calls.Call::id));
    assertTrue(calls.fault(second, TIA, later).isPresent());
    assertEquals(List.of(first), rings());
  }

  @Test
  @LiesIn(Kind.ALERT)
  void whoFloodsIsHeardEightTimes() {
    for (int i = 0; i < 2 * Calls.MAX_OPEN; i++) {
      enter(TIA, raised("bread-" + i, Duration.ofHours(4)));
    }
    EntryId honest = enter(ALMACEN, raised("bread", Duration.ofHours(5)));
    assertEquals(Calls.MAX_OPEN + 1, rings().size());
    assertTrue(rings().contains(honest));
  }

  @Test
  @LiesIn(Kind.ALERT_ANSWER)
  void answersToNothingToOneselfAndBeforeTheAlertAreAmiss() {
    EntryId alert = enter(ALMACEN, raised("bread", Duration.ofHours(4)));
    var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    Instant later = NOON.plus(Duration.ofHours(5));
    assertTrue(fault(TIA, new Answered(nothing, new Grams(1), later)).contains("not there"));
    assertTrue(fault(ALMACEN, new Answered(alert, new Grams(1), later)).contains("of its own"));
    assertTrue(fault(TIA, new Answered(alert, new Grams(1), NOON)).contains("before it was"));
    assertEquals("", fault(TIA, new Answered(alert, new Grams(1), later)));
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void nobodyEndsAnothersAlert() {
    EntryId alert = enter(ALMACEN, raised("bread", Duration.ofHours(4)));
    Instant later = NOON.plus(Duration.ofHours(5));
    var over = new Over(alert, Outcome.NOT_REAL, List.of(), later);
    assertTrue(fault(TIA, over).contains("not its author's"));
    assertEquals(List.of(alert), rings());
    assertEquals("", fault(ALMACEN, over));
    assertEquals(List.of(), rings());
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void helpThatNobodyOfferedAndTwoEndsAreAmiss() {
    EntryId alert = enter(TIA, raised("bread", Duration.ofHours(4)));
    Instant later = NOON.plus(Duration.ofHours(5));
    assertTrue(
        fault(TIA, new Over(alert, Outcome.MENDED, List.of(alert), later)).contains("nobody"));
    assertTrue(
        fault(TIA, new Over(alert, Outcome.TOO_LATE, List.of(), later)).contains("otherwise"));
  }

  @Test
  void theOrderInWhichEntriesComeChangesNothing() {
    var alert = raised("bread", Duration.ofHours(4));
    var id = new EntryId(Hash.sha256(Bytes.utf8("alert")));
    var answer = new Answered(id, new Grams(1), NOON.plus(Duration.ofHours(5)));
    EntryId answered = enter(OLLA, answer);
    assertTrue(calls.fault(answered, OLLA, answer).isPresent());
    calls.heard(id, ALMACEN, alert);
    assertEquals(Optional.empty(), calls.fault(answered, OLLA, answer));
  }
}
