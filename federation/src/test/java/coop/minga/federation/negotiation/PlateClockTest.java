package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlateClockTest {
  private static final Instant END = Instant.parse("2026-11-26T23:59:59Z");

  @Test
  void itIsTheEndOfUseLessTheWayAndTheTimeToServe() {
    PlateClock clock = PlateClock.of(END, new Bid.Reach(25, 60));
    assertEquals(END.minus(Duration.ofMinutes(85)), clock.latest());
    assertTrue(clock.allows(clock.latest()));
    assertFalse(clock.allows(clock.latest().plusMillis(1)));
    PlateClock nearer = PlateClock.of(END, new Bid.Reach(5, 60));
    assertEquals(nearer, clock.or(nearer));
    assertEquals(nearer, nearer.or(clock));
  }

  @Test
  void peopleReadWhatIsLeft() {
    var clock = new PlateClock(END);
    assertEquals("2 d 3 h left", clock.words(END.minus(Duration.ofHours(51))));
    assertEquals("1 h 05 min left", clock.words(END.minus(Duration.ofMinutes(65))));
    assertEquals("59 min left", clock.words(END.minus(Duration.ofMinutes(59))));
    assertEquals("0 min left", clock.words(END));
    assertEquals("too late", clock.words(END.plusMillis(1)));
  }

  @Test
  void giverAndTakerReadTheSameClockAndNothingLeavesAfterIt() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    Instant noon = Town.CLOSES.plus(Duration.ofMinutes(20));
    world.runUntil(Town.CLOSES.minus(Duration.ofMinutes(31)));
    assertEquals(Optional.empty(), Story.lot(world).clock(), "nobody bid yet");
    world.runUntil(noon);
    LotAuction lot = Story.lot(world);
    Award award = lot.awards().getFirst().award();
    Bidder taker = world.peer(award.taker().member().name()).bidder();
    PlateClock clock = lot.clock(award.taker());
    assertEquals(
        clock, taker.clock(Optional.ofNullable(taker.stakes().get(lot.name())).orElseThrow()));
    assertTrue(lot.clock().isPresent());
    assertTrue(
        world.peer("mapocho").stall().pickUp(clock.latest(), "lot", award.seq(), 1, 41)
            instanceof May.Say<?>);
    assertTrue(
        world
                .peer("mapocho")
                .stall()
                .pickUp(clock.latest().plusMillis(1), "lot", award.seq(), 1, 41)
            instanceof May.Not<?>);
  }
}
