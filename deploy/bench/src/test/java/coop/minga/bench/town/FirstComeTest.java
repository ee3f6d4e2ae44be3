package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FirstComeTest {
  private static final Closing FOUR = new Closing(35, 2);

  private final SmallTown town = new SmallTown().everybodyAnswers(FOUR);

  private static Play shared(Play play) {
    play.shelf(SmallTown.NEAR).put(FOUR.day(), 20);
    play.shelf(SmallTown.FAR).put(FOUR.day(), 20);
    new FirstCome(SmallTown::allOfToday).close(play, FOUR);
    return play;
  }

  @Test
  void theNearestShopIsVisitedFirstAndTheVehicleFilled() {
    Play play = shared(town.play(false));
    assertEquals(0, play.shelf(SmallTown.NEAR).units());
    assertEquals(8, play.shelf(SmallTown.FAR).units(), "16 kg are 32 loaves");
    assertEquals(6000, play.tally().metres(new Tally.Span(35, 35)));
  }

  @Test
  void aVehicleStopsNoOftenerThanItMay() {
    Play play = shared(town.with(new Vehicle("V001", 0, 2, 16_000, 1, 40_000, false)).play(false));
    assertEquals(20, play.shelf(SmallTown.FAR).units());
  }

  @Test
  void aVehicleDrivesNoFartherThanItMay() {
    Play play = shared(town.with(new Vehicle("V001", 0, 2, 16_000, 4, 5_999, false)).play(false));
    assertEquals(20, play.shelf(SmallTown.FAR).units());
  }

  @Test
  void whatIsNotCollectedStaysOnTheShelfAndOutOfTheLarder() {
    Play play = shared(town.collects(FOUR, 80).play(false));
    assertEquals(4, play.shelf(SmallTown.NEAR).units());
    assertEquals(12_500, play.larder(0).held(false), "16 of 20 loaves and 9 of 12");
  }

  @Test
  void whoDoesNotComeDrivesNowhere() {
    Play play = shared(town.collects(FOUR, 0).play(false));
    assertEquals(20, play.shelf(SmallTown.NEAR).units());
    assertEquals(0, play.tally().metres(new Tally.Span(35, 35)));
  }

  @Test
  void silenceIsNo() {
    Play play = shared(town.answers("S01", FOUR, 61).answers("S02", FOUR, -1).play(false));
    assertEquals(20, play.shelf(SmallTown.NEAR).units());
    assertEquals(20, play.shelf(SmallTown.FAR).units());
  }

  @Test
  void inTheShockAnAnswerCountsOnlyWhileTheLinkIsUp() {
    int answered = FOUR.minute() - 60 + 5;
    town.down("S01", answered, answered + 1);
    assertEquals(20, shared(town.play(true)).shelf(SmallTown.NEAR).units());
    assertEquals(0, shared(town.play(false)).shelf(SmallTown.NEAR).units());
  }

  @Test
  void aLostVehicleIsGoneInTheShock() {
    town.with(new Vehicle("V001", 0, 2, 16_000, 4, 40_000, true));
    assertEquals(20, shared(town.play(true)).shelf(SmallTown.NEAR).units());
    assertEquals(0, shared(town.play(false)).shelf(SmallTown.NEAR).units());
  }
}
