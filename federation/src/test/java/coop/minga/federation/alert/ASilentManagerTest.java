package coop.minga.federation.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.alert.Over.Outcome;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bread is not bought at Mapocho, and the manager does not answer.
class ASilentManagerTest {
  private static final Instant MORNING = Instant.parse("2026-11-24T09:00:00Z");
  private static final Instant PLATE = MORNING.plus(Duration.ofHours(36));
  private static final EntryId RAISED = new EntryId(Hash.sha256(Bytes.utf8("raised")));
  private static final EntryId ANSWER = new EntryId(Hash.sha256(Bytes.utf8("answer")));
  private static final MemberId KITCHEN = new MemberId("olla-comun");
  private static final Raised.About BREAD =
      new Raised.About(Raised.Help.TAKERS, "bread", new Grams(24_000), new Cell(1258, 3391));
  private static final Recovery.Wanted WANTED =
      new Recovery.Wanted(Duration.ofHours(4), Duration.ofHours(6));

  private final List<Effect> done = new ArrayList<>();
  private Ladder ladder = begin(PLATE);

  private static Ladder begin(Instant plate) {
    return Ladder.begin(
            new Ladder.Alert("mapocho-bread", BREAD, Recovery.of(WANTED, MORNING, plate), plate))
        .next();
  }

  private static Instant hour(int hours) {
    return MORNING.plus(Duration.ofHours(hours));
  }

  private void on(Event event) {
    Step step = ladder.on(event);
    ladder = step.next();
    done.addAll(step.effects());
  }

  @Test
  void whoDoesNotAnswerIsPassedByInTheTimeThatItSet() {
    on(new Event.TimePassed(hour(3)));
    assertEquals(List.of(), done);
    on(new Event.TimePassed(hour(4)));
    assertEquals(List.of(new Effect.Ring(Rung.ORGANISATION)), done);
    on(new Event.TimePassed(hour(9)));
    on(new Event.TimePassed(hour(10)));
    var raised = (Raised) ((Effect.Enter) done.getLast()).says();
    assertTrue(raised.isDue() && raised.isInTime());
    assertEquals(Rung.PEERS, ladder.rung());
  }

  @Test
  void seeingIsNotMending() {
    on(new Event.Acknowledged(hour(1)));
    assertTrue(ladder.acknowledged());
    on(new Event.TimePassed(hour(4)));
    assertEquals(Rung.ORGANISATION, ladder.rung());
    assertFalse(ladder.acknowledged(), "the next level has not seen it");
  }

  @Test
  void whatIsMendedInTimeNeverClimbs() {
    on(new Event.Mended(hour(3)));
    on(new Event.TimePassed(hour(30)));
    assertEquals(List.of(), done);
    assertEquals(Outcome.MENDED, ladder.outcome().orElseThrow());
  }

  @Test
  void aManagerMayPassItUpAtOnce() {
    on(new Event.PassedUp(hour(0)));
    on(new Event.PassedUp(hour(0)));
    var raised = (Raised) ((Effect.Enter) done.getLast()).says();
    assertTrue(raised.passedUp() && raised.isDue());
  }

  @Test
  void shortLivedFoodShortensEverybodysTime() {
    Recovery cut = Recovery.of(WANTED, MORNING, hour(6));
    assertEquals(hour(2), cut.organisationAt());
    assertTrue(cut.peersAt().isBefore(hour(4)), "peers have half of what is left: " + cut);
    ladder = begin(hour(6));
    on(new Event.TimePassed(hour(4)));
    assertEquals(Rung.PEERS, ladder.rung(), "both times were over");
  }

  @Test
  void peersAnswerAndAreToldTheEnd() {
    on(new Event.TimePassed(hour(10)));
    on(new Event.Entered(RAISED, hour(10)));
    on(new Event.Heard(ANSWER, KITCHEN, new Answered(RAISED, new Grams(20_000), hour(11))));
    assertEquals(new Effect.Ring(Rung.ORGANISATION), done.getLast());
    on(new Event.Mended(hour(14)));
    assertEquals(
        new Effect.Enter(new Over(RAISED, Outcome.MENDED, List.of(ANSWER), hour(14))),
        done.getLast());
  }

  @Test
  void anAnswerToAnotherAlertAndOneToldAgainRingNobody() {
    on(new Event.TimePassed(hour(10)));
    on(new Event.Entered(RAISED, hour(10)));
    int before = done.size();
    on(new Event.Heard(ANSWER, KITCHEN, new Answered(ANSWER, new Grams(1), hour(11))));
    assertEquals(before, done.size());
    var answer = new Event.Heard(ANSWER, KITCHEN, new Answered(RAISED, new Grams(1), hour(11)));
    on(answer);
    on(answer);
    assertEquals(before + 1, done.size());
  }

  @Test
  void whatNobodyMendedEndsWhenTheFoodIsLost() {
    on(new Event.TimePassed(hour(10)));
    on(new Event.Entered(RAISED, hour(10)));
    on(new Event.TimePassed(PLATE));
    assertEquals(
        new Effect.Enter(new Over(RAISED, Outcome.TOO_LATE, List.of(), PLATE)), done.getLast());
    on(new Event.Mended(PLATE.plusSeconds(1)));
    assertEquals(Outcome.TOO_LATE, ladder.outcome().orElseThrow());
  }
}
