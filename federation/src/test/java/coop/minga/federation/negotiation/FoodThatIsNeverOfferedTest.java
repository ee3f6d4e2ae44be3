package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The members have agreed that wine is never offered. Mapocho has too much of it.
class FoodThatIsNeverOfferedTest {
  private static Terms dry() {
    Terms usual = Town.terms("plaza");
    Rules rules = usual.rules();
    return new Terms(
        new Rules(
            rules.time(),
            rules.auction(),
            Rules.Points.of(Map.of("wine", 0), 100, 500),
            rules.handover(),
            rules.learning()),
        usual.takers());
  }

  private static World offering(String category) {
    var world = new World(3, Weather.FAIR, dry(), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants(category, 9, 18), Manners.HONEST);
    world.offer(Town.START.plusSeconds(5), "mapocho", Town.offer("lot", category, 6));
    world.runUntil(Town.CLOSES.plus(Duration.ofHours(6)));
    return world;
  }

  @Test
  @LiesIn(Kind.OFFER)
  void itIsNoLotForItsGiverNobodyBidsForItAndAnAuditorNamesIt() {
    World world = offering("wine");
    assertEquals(Optional.empty(), world.peer("mapocho").stall().lot("lot"));
    assertEquals(Map.of(), world.peer("plaza").bidder().stakes());
    assertEquals(
        List.of("lot lot is wine, which is never offered by the rules"),
        world.audit("mapocho").mismatches().stream()
            .map(mismatch -> ((Mismatch.UnfitOffer) mismatch).why())
            .toList());
  }

  @Test
  void whatIsWorthSomethingToTheMembersIsOffered() {
    assertTrue(
        offering("juice").peer("mapocho").stall().lot("lot").orElseThrow().awards().size() > 0);
  }
}
