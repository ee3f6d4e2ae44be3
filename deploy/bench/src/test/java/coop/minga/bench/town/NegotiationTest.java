package coop.minga.bench.town;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final Closing FOUR = new Closing(35, 2);

  private final SmallTown town = new SmallTown().everybodyAnswers(FOUR);

  private static Play shared(Play play, boolean policies) {
    play.shelf(SmallTown.NEAR).put(FOUR.day(), 10);
    play.shelf(SmallTown.FAR).put(FOUR.day(), 10);
    new Negotiation(SmallTown::allOfToday, new Voices(policies)).close(play, FOUR);
    return play;
  }

  @Test
  void everythingIsFetchedThatFits() {
    Play play = shared(town.play(false), true);
    assertEquals(0, play.shelf(SmallTown.NEAR).units());
    assertEquals(0, play.shelf(SmallTown.FAR).units());
    assertEquals(10_000, play.larder(0).held(false));
    assertEquals(55, play.tally().minutesToAccept(), "a person said yes 55 minutes before");
  }

  @Test
  void aVehicleBidsAtNoMoreShopsThanItMayStopAt() {
    town.with(new Vehicle("V001", 0, 2, 16_000, 1, 40_000, false));
    assertEquals(10, shared(town.play(false), true).shelf(SmallTown.FAR).units());
  }

  @Test
  void aNodeWithAPolicySaysYesWhileItsPersonIsSilent() {
    town.answers("S01", FOUR, -1).answers("S02", FOUR, -1);
    Play play = shared(town.play(false), true);
    assertEquals(0, play.shelf(SmallTown.NEAR).units());
    assertEquals(10, play.shelf(SmallTown.FAR).units(), "this one has none");
    assertEquals(10, shared(town.play(false), false).shelf(SmallTown.NEAR).units());
  }

  @Test
  void twoWhoWereNeverUpTogetherCannotDeal() {
    town.down("S01", FOUR.minute() - 300, FOUR.minute() - 100);
    town.down("T01", FOUR.minute() - 100, FOUR.minute() + 1);
    Play play = shared(town.play(true), true);
    assertEquals(10, play.shelf(SmallTown.NEAR).units());
    assertEquals(0, play.shelf(SmallTown.FAR).units(), "with this one it could talk before");
  }
}
