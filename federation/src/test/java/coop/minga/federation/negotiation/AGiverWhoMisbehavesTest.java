package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AGiverWhoMisbehavesTest {
  private static World with(Manners mapocho) {
    World world = Story.of(mapocho, Manners.HONEST, Manners.HONEST);
    world.runUntil(END);
    return world;
  }

  private static Award to(Award award, String taker) {
    return new Award(
        award.lot(),
        award.seq(),
        Story.party(taker),
        award.units(),
        award.remaining(),
        award.at(),
        award.answerBy(),
        award.window(),
        award.because());
  }

  @Test
  void anHonestOneIsFoundHonest() {
    assertEquals(List.of(), with(Manners.HONEST).audit("mapocho").mismatches());
  }

  @Test
  void oneWhoAwardsToAFriendInsteadOfTheBestBidIsNamed() {
    World world = with(Story.saying(s -> s instanceof Award award ? to(award, "colmena") : s));
    assertTrue(Story.names(world, Mismatch.AwardDiffers.class));
    assertEquals(
        "award 1 of mapocho/lot gives 5 units to colmena/kitchen; the bids give 5 to plaza/kitchen"
            + " as award 1",
        world.audit("mapocho").mismatches().getFirst().sentence());
  }

  @Test
  void oneWhoTellsTheBestBidderThatItIsTooLowIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof BidReply r && r.taker().equals(Story.party("plaza"))
                    ? new BidReply(
                        r.lot(),
                        r.taker(),
                        r.bidSeq(),
                        r.bid(),
                        0,
                        Optional.of(Refusal.PRICE_TOO_LOW),
                        new Standing(r.standing().news(), r.standing().bids(), 0, Standing.NO_MORE),
                        r.at())
                    : s));
    assertTrue(Story.names(world, Mismatch.ReplyDiffers.class));
  }

  @Test
  void oneWhoNeverAnswersABidLeavesItUnanswered() {
    World world =
        with(
            new Manners() {
              @Override
              public Optional<NegotiationStatement> says(NegotiationStatement right) {
                return right instanceof BidReply ? Optional.empty() : Optional.of(right);
              }
            });
    assertTrue(world.audit("mapocho").unanswered().size() >= 3);
  }

  @Test
  void oneWhoPromisesTheSameUnitsTwiceIsNamed() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.peer("mapocho");
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(20)));
    Award first = Story.lot(world).awards().getFirst().award();
    var twice =
        new Award(
            first.lot(),
            99,
            Story.party("colmena"),
            first.units(),
            0,
            first.at(),
            first.answerBy(),
            first.window(),
            first.because());
    Stated slipped = world.peer("mapocho").entryOf(twice);
    Replay.Result result = world.audit("mapocho", List.of(slipped));
    assertTrue(result.mismatches().stream().anyMatch(m -> m instanceof Mismatch.OverPromised));
    assertEquals(
        "15 units of mapocho/lot are promised; 10 were offered",
        result.mismatches().stream()
            .filter(m -> m instanceof Mismatch.OverPromised)
            .findFirst()
            .orElseThrow()
            .sentence());
  }

  @Test
  void oneWhoAltersTheClearingPriceIsNamed() {
    World world =
        with(
            Story.saying(s ->
                s instanceof Close c
                    ? new Close(c.lot(), c.book(), c.clearingPoints() + 1, c.bidsRoot(), c.at())
                    : s));
    assertTrue(Story.names(world, Mismatch.ClearingPriceDiffers.class));
  }

  @Test
  void oneWhoHeldTheAnswerAndCallsTheAwardLapsedIsNamed() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(40)));
    Promise accepted = Story.lot(world).awards().getFirst();
    assertEquals(Promise.State.ACCEPTED, accepted.state());
    var lapse = new Lapse("lot", accepted.award().seq(), 1000, accepted.award().answerBy());
    Replay.Result result = world.audit("mapocho", List.of(world.peer("mapocho").entryOf(lapse)));
    assertTrue(result.mismatches().stream().anyMatch(m -> m instanceof Mismatch.AnswerIgnored));
  }

  @Test
  void anOfferPastItsUseByIsNeitherMadeNorBidFor() {
    Offer stale = Town.offer("stale", "dairy", 5, Town.TODAY.minusDays(1));
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    assertTrue(world.peer("mapocho").stall().fault(stale).isPresent());
    world.offer(Town.START.plusSeconds(20), "mapocho", stale);
    world.runUntil(END);
    assertTrue(world.peer("mapocho").stall().lot("stale").isEmpty());
    assertTrue(
        !world
            .peer("plaza")
            .bidder()
            .stakes()
            .containsKey(new LotName(world.peer("mapocho").id(), "stale")));
    assertEquals(
        List.of("an offer that may not be made: lot stale was past its date when it was offered"),
        world.audit("mapocho").mismatches().stream().map(Mismatch::sentence).toList());
  }
}
