package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ATakerWhoDoesNotComeTest {
  private static final Manners SILENT =
      new Manners() {
        @Override
        public Optional<NegotiationStatement> says(NegotiationStatement right) {
          return right instanceof Accept ? Optional.empty() : Optional.of(right);
        }
      };

  private static final Manners ABSENT =
      new Manners() {
        @Override
        public boolean comes() {
          return false;
        }
      };

  private static World with(Manners plaza) {
    World world = Story.of(Manners.HONEST, plaza, Manners.HONEST);
    world.runUntil(END);
    world.assertSettled();
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    return world;
  }

  @Test
  void whoNeverAnswersLosesTheAwardToTheStandby() {
    World world = with(SILENT);
    Promise lapsed = Story.lot(world).awards().getFirst();
    assertEquals(Promise.State.LAPSED, lapsed.state());
    Promise again = Story.lot(world).awards().getLast();
    assertEquals(lapsed.moved(), again.award().because());
    assertEquals(Promise.State.DEBITED, again.state());
    assertEquals(0, Story.got(world, "plaza"));
  }

  @Test
  void whoNeverComesIsDebitedAndTheStandbyGetsItInTime() {
    World world = with(ABSENT);
    Promise missed = Story.lot(world).awards().getFirst();
    assertEquals(Story.party("plaza"), missed.award().taker());
    assertEquals(0, missed.units());
    assertEquals(missed.award().units() * 1000L, missed.grams().value());
    Promise again = Story.lot(world).awards().getLast();
    assertEquals(missed.moved(), again.award().because());
    assertEquals(Promise.State.DEBITED, again.state());
    assertTrue(again.units() > 0);
    assertTrue(
        again
            .award()
            .window()
            .until()
            .isBefore(Town.TODAY.plusDays(3).atStartOfDay(Town.ZONE).toInstant()));
  }

  @Test
  void whoStopsInMidBiddingComesBackAndLosesNothing() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    var from = Town.CLOSES.minus(Terms.BIDDING);
    world.stops(from.plusMillis(200), "plaza", Duration.ofSeconds(40));
    world.stops(from.plusMillis(60_200), "plaza", Duration.ofSeconds(40));
    world.stops(from.plusMillis(400), "mapocho", Duration.ofSeconds(10));
    world.runUntil(END);
    world.assertSettled();
    world.assertAudited();
    assertTrue(Story.got(world, "plaza") > 0);
  }

  @Test
  void whatIsTooWarmIsRejectedAndNotDebitedNorOfferedAgain() {
    Manners warm =
        new Manners() {
          @Override
          public int deciCelsius() {
            return 95;
          }
        };
    World world = with(warm);
    Promise rejected = Story.lot(world).awards().getFirst();
    assertEquals(Promise.State.REJECTED, rejected.state());
    assertEquals(rejected.award().units(), Story.lot(world).expiredUnits());
  }
}
