package coop.minga.federation.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final String[] ALL = {"ana", "beto", "caro", "dino"};

  private final Hall hall = new Hall(ALL);
  private final Hash charter = hall.node("ana").parent();

  @Test
  void threeOfFourWhoApproveAndAgreeDecide() {
    approveBy("admit huerto", "ana", "beto", "caro");
    hall.run(3, ALL);
    for (String name : ALL) {
      Effect.Passed passed = hall.passedAt(name).getFirst();
      assertEquals(Bytes.utf8("admit huerto"), passed.change());
      assertEquals(1, passed.ballot().round());
      assertTrue(passed.commits().size() >= 3 && passed.approvals().size() >= 3);
      assertNotEquals(charter, hall.node(name).parent());
    }
    assertEquals(hall.node("ana").parent(), hall.node("dino").parent());
  }

  @Test
  void twoOfFourWhoApproveDecideNothing() {
    approveBy("admit huerto", "ana", "beto");
    hall.run(60, ALL);
    assertEquals(charter, hall.node("ana").parent());
    assertEquals(List.of(), said(Call.class));
  }

  @Test
  void oneOfFourMayBeAwayAndTwoMayNot() {
    approveBy("admit huerto", "ana", "beto", "caro");
    hall.run(3, "ana", "beto");
    assertEquals(charter, hall.node("ana").parent());
    hall.run(30, "ana", "beto", "caro");
    assertNotEquals(charter, hall.node("ana").parent());
  }

  @Test
  @LiesIn(Kind.APPROVE)
  void whatCannotFollowIsNotApprovedAndGetsNoWord() {
    hall.approve("ana", "not this");
    assertEquals("it begins with not", hall.refused.getFirst().sentence());
    var approve = new DecisionStatement.Approve(Subject.ROSTER, charter, Bytes.utf8("not this"));
    for (String name : ALL) {
      hall.enter(name, approve);
    }
    hall.run(30, ALL);
    assertEquals(charter, hall.node("ana").parent());
    assertEquals(List.of(), said(Call.class));
  }

  @Test
  void aBallotThatClosesBeforeEnoughCommitIsCalledAgainForTwiceAsLong() {
    approveBy("admit huerto", "ana", "beto", "caro");
    hall.hearAll(ALL);
    hall.run(12, "ana", "beto");
    hall.hearAll(ALL);
    hall.run(15, ALL);
    List<Ballot> called =
        said(Call.class).stream().map(each -> ((Call) each).ballot()).sorted().toList();
    assertEquals(1, called.getFirst().round());
    assertEquals(2, called.getLast().round());
    assertEquals(2, hall.passedAt("ana").getFirst().ballot().round());
    assertTrue(called.getLast().close().isAfter(called.getFirst().close().plus(minutes(10))));
  }

  @Test
  void whoCommittedToOneChangeGoesToAnotherOnlyOverDeadBallotsAndNamesTheDeclines() {
    approveBy("first", ALL);
    approveBy("second", ALL);
    hall.hearAll(ALL);
    Ballot first = ballot("first", 1);
    Ballot second = ballot("second", 1);
    hall.enter("ana", new Call(first));
    hall.enter("caro", new Call(second));
    hall.hear("ana", "ana");
    hall.hear("beto", "ana");
    hall.hear("caro", "caro");
    hall.hear("dino", "caro");
    hall.tick(minutes(1), ALL);
    assertTrue(said(Commit.class).size() == 4, "two and two");
    hall.hearAll(ALL);
    hall.tick(minutes(1), ALL);
    assertTrue(said(Commit.class).size() == 4, "nobody is free");
    hall.run(40, ALL);
    Ballot passed = hall.passedAt("ana").getFirst().ballot();
    assertEquals(lower("first", "second"), passed.change());
    List<Commit> released =
        said(Commit.class).stream()
            .map(Commit.class::cast)
            .filter(each -> !each.released().isEmpty())
            .toList();
    assertTrue(released.size() >= 2);
    for (Commit each : released) {
      assertEquals(2, each.released().getFirst().declines().size());
      assertNotEquals(each.ballot().change(), each.released().getFirst().ballot().change());
    }
  }

  @Test
  @LiesIn({Kind.COMMIT, Kind.DECLINE_BALLOT})
  void theFirstWordOnABallotCountsAndASecondDoesNot() {
    approveBy("admit huerto", ALL);
    hall.hearAll(ALL);
    Ballot ballot = ballot("admit huerto", 1);
    hall.enter("ana", new Call(ballot));
    hall.enter("ana", new DeclineBallot(ballot));
    hall.enter("ana", new Commit(ballot, approvals(), List.of()));
    hall.enter("beto", new Commit(ballot, approvals(), List.of()));
    hall.enter("caro", new Commit(ballot, approvals(), List.of()));
    hall.hear("dino", "ana");
    hall.hear("dino", "beto");
    hall.hear("dino", "caro");
    assertEquals(charter, hall.node("dino").parent());
    hall.enter("dino", new Commit(ballot, approvals(), List.of()));
    hall.hear("dino", "dino");
    assertNotEquals(charter, hall.node("dino").parent());
  }

  @Test
  @LiesIn(Kind.BALLOT)
  void nobodySpeaksOnABallotThatWouldHoldItForTooLong() {
    approveBy("admit huerto", "ana", "beto", "caro");
    hall.hearAll(ALL);
    Ballot far =
        new Ballot(
            Subject.ROSTER,
            charter,
            Ballot.nameOf(Bytes.utf8("admit huerto")),
            1,
            hall.now.plus(Duration.ofDays(1)));
    hall.enter("dino", new Call(far));
    hall.run(5, ALL);
    assertTrue(said(Commit.class).stream().noneMatch(each -> ((Commit) each).ballot().equals(far)));
    assertNotEquals(charter, hall.node("ana").parent());
  }

  @Test
  void aNodeThatStartsAgainSaysNothingTwiceAndStaysBound() {
    approveBy("first", ALL);
    hall.hearAll(ALL);
    hall.enter("ana", new Call(ballot("first", 1)));
    hall.hearAll(ALL);
    hall.tick(minutes(1), "beto");
    List<DecisionStatement> before = List.copyOf(hall.ledger("beto"));
    assertEquals(2, before.size());
    Decision again = startAgain("beto");
    Step step = again.on(new Event.TimePassed(hall.now.plus(minutes(1))));
    assertEquals(List.of(), step.effects());
  }

  @Test
  void whoIsBehindHearsEarlyAndUnderstandsLater() {
    approveBy("first", ALL);
    hall.run(5, "ana", "beto", "caro");
    approveBy("second", "ana", "beto", "caro");
    hall.run(5, "ana", "beto", "caro");
    assertEquals(2, hall.passedAt("ana").size());
    assertEquals(0, hall.passedAt("dino").size());
    hall.hear("dino", "caro");
    hall.hear("dino", "beto");
    hall.hear("dino", "ana");
    assertEquals(2, hall.passedAt("dino").size());
    assertEquals(hall.node("ana").parent(), hall.node("dino").parent());
  }

  @Test
  void aCertificateOfAnothersTakesANodeOn() {
    Step step = hall.node("ana").on(new Event.Certified(charter, Bytes.utf8("first")));
    assertNotEquals(charter, step.next().parent());
    assertEquals(List.of(), step.effects());
    Step stale = step.next().on(new Event.Certified(charter, Bytes.utf8("second")));
    assertEquals(step.next().parent(), stale.next().parent());
  }

  @Test
  void aMemberWithoutAVoteWatches() {
    var seat = new Decision.Seat(Subject.ROSTER, new MemberId("zorro"), Hall.TERMS);
    Decision watching = Decision.at(Hall.parent(charter, hall.node("ana").voters()), seat);
    approveBy("first", ALL);
    hall.run(5, ALL);
    for (String name : ALL) {
      List<DecisionStatement> ledger = hall.ledger(name);
      for (int i = 0; i < ledger.size(); i++) {
        var event = new Event.Witnessed(Hall.place(new MemberId(name), i), ledger.get(i));
        watching = watching.on(event).next();
      }
    }
    assertEquals(hall.node("ana").parent(), watching.parent());
    Step step = watching.on(new Event.PersonApproves(Bytes.utf8("second")));
    assertTrue(step.effects().getFirst() instanceof Effect.Refuse);
    assertEquals(List.of(), watching.on(new Event.TimePassed(hall.now)).effects());
  }

  @Test
  @LiesIn({Kind.APPROVE, Kind.BALLOT})
  void onlySoMuchOfOneMemberCounts() {
    for (int i = 0; i <= Decision.MAX_APPROVALS; i++) {
      hall.enter(
          "ana", new DecisionStatement.Approve(Subject.ROSTER, charter, Bytes.utf8("c" + i)));
    }
    hall.hear("beto", "ana");
    assertEquals(Decision.MAX_APPROVALS, hall.node("beto").proposals().size());
    for (int i = 1; i <= Decision.MAX_CALLS + 1; i++) {
      hall.enter("ana", new Call(ballot("c0", i)));
    }
    hall.hear("beto", "ana");
    int calls =
        hall.node("beto").proposals().stream().mapToInt(each -> each.ballots().size()).sum();
    assertEquals(Decision.MAX_CALLS, calls);
    for (int i = 0; i < Decision.MAX_APPROVALS; i++) {
      hall.approve("caro", "d" + i);
    }
    assertEquals(List.of(), hall.refused);
    hall.approve("caro", "one more");
    assertEquals("this member has approved 64 others already", hall.refused.getFirst().sentence());
  }

  private Decision startAgain(String name) {
    MemberId self = new MemberId(name);
    var seat = new Decision.Seat(Subject.ROSTER, self, Hall.TERMS);
    Decision again = Decision.at(Hall.parent(charter, hall.node("ana").voters()), seat);
    for (DecisionStatement says : hall.ledger(name)) {
      again = again.on(new Event.Entered(says)).next();
    }
    for (String author : ALL) {
      List<DecisionStatement> ledger = hall.ledger(author);
      for (int i = 0; i < ledger.size(); i++) {
        var event = new Event.Witnessed(Hall.place(new MemberId(author), i), ledger.get(i));
        again = again.on(event).next();
      }
    }
    return again;
  }

  private void approveBy(String change, String... names) {
    for (String name : names) {
      hall.approve(name, change);
    }
  }

  private Ballot ballot(String change, int round) {
    return new Ballot(
        Subject.ROSTER,
        charter,
        Ballot.nameOf(Bytes.utf8(change)),
        round,
        Hall.START.plus(minutes(10)));
  }

  private List<Place> approvals() {
    return List.of(
        Hall.place(new MemberId("ana"), 0),
        Hall.place(new MemberId("beto"), 0),
        Hall.place(new MemberId("caro"), 0));
  }

  private Hash lower(String one, String other) {
    Hash a = Ballot.nameOf(Bytes.utf8(one));
    Hash b = Ballot.nameOf(Bytes.utf8(other));
    Hash rankA = Ballot.rank(Subject.ROSTER, charter, a);
    return rankA.compareTo(Ballot.rank(Subject.ROSTER, charter, b)) < 0 ? a : b;
  }

  private List<DecisionStatement> said(Class<? extends DecisionStatement> what) {
    return hall.said().stream().filter(what::isInstance).toList();
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }
}
