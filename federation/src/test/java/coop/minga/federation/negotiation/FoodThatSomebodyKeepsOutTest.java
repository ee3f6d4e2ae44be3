package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Allergen;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Mapocho gives 10 kg of bread away. Plaza is a school's kitchen and lets no nuts in; it needs the
/// bread most. Rosa keeps nothing out.
class FoodThatSomebodyKeepsOutTest {
  private static final Allergens NUTS = Allergens.of(Allergen.NUTS);
  private static final Allergens GLUTEN = Allergens.of(Allergen.GLUTEN);
  private static final Allergens WITH_NUTS = Allergens.of(Allergen.NUTS, Allergen.GLUTEN);
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");

  /// The bread; nothing is declared of it if `contains` is absent.
  private static Offer bread(Optional<Allergens> contains) {
    Offer offer = Town.offer("lot", "bread", 10);
    Lot lot = offer.lot();
    return Town.offer(
        contains.map(some -> offer.of(lot.of(lot.product().containing(some)))).orElse(offer),
        Clauses.PLAIN);
  }

  private static World day(
      Optional<Allergens> contains, Manners mapocho, Wants plazas, Manners plaza) {
    var world = new World(11, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", plazas, plaza);
    world.member("rosa", Town.wants("bread", 10, 20), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", bread(contains));
    world.runUntil(END);
    return world;
  }

  private static World honest(Optional<Allergens> contains) {
    return day(
        contains, Manners.HONEST, Town.wants("bread", 10, 60).avoiding(NUTS), Manners.HONEST);
  }

  /// A kitchen that bids for what it keeps out.
  private static Manners careless() {
    return Story.saying(s -> s instanceof Bid bid ? bid.avoiding(NUTS) : s);
  }

  private static List<Bid> bids(World world, String taker) {
    return world.peer(taker).book().stream()
        .map(s -> ((Stated.OfNegotiation) s).says())
        .filter(Bid.class::isInstance)
        .map(Bid.class::cast)
        .toList();
  }

  private static void isAudited(World world) {
    world.assertSettled();
    assertEquals(List.of(), world.audit("mapocho").mismatches());
    assertEquals(List.of(), world.audit("mapocho").unheard());
  }

  @Test
  void whatContainsItIsNotBidForAndGoesToOthers() {
    World world = honest(Optional.of(WITH_NUTS));
    assertEquals(List.of(), bids(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa"));
    assertEquals(
        Optional.of("It contains nuts, which you keep out."),
        world.peer("plaza").bidder().whyNot(LOT));
    isAudited(world);
  }

  @Test
  void whatNobodyDeclaresIsNotBidForEither() {
    World world = honest(Optional.empty());
    assertEquals(List.of(), bids(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa"));
    assertEquals(
        Optional.of("Its giver does not say what is in it, and you keep out nuts."),
        world.peer("plaza").bidder().whyNot(LOT));
    isAudited(world);
  }

  @Test
  void whatIsDeclaredToBeWithoutIsBidForByAKitchenThatSaysWhatItKeepsOut() {
    World world = honest(Optional.of(GLUTEN));
    assertTrue(bids(world, "plaza").stream().allMatch(bid -> bid.avoids().equals(NUTS)));
    assertTrue(bids(world, "rosa").stream().allMatch(bid -> bid.avoids().isNone()));
    assertTrue(Story.got(world, "plaza") > 0);
    isAudited(world);
  }

  @Test
  @LiesIn(Kind.BID)
  void aKitchenThatBidsForWhatItKeepsOutIsRefused() {
    World world =
        day(Optional.of(WITH_NUTS), Manners.HONEST, Town.wants("bread", 10, 60), careless());
    assertEquals(
        Optional.of(Refusal.AVOIDED), Story.repliesTo(world, "plaza").getFirst().refusal());
    assertEquals(0, Story.got(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa"));
    isAudited(world);
  }

  @Test
  @LiesIn(Kind.BID)
  void aBidThatSaysSoHasNoEffectOnALotThatDeclaresNothing() {
    World world = day(Optional.empty(), Manners.HONEST, Town.wants("bread", 10, 60), careless());
    assertTrue(!bids(world, "plaza").isEmpty());
    assertEquals(List.of(), Story.repliesTo(world, "plaza"));
    assertEquals(10, Story.got(world, "rosa"));
    isAudited(world);
  }

  @Test
  void whoeverBidsWithoutSayingSoIsNotKeptFromIt() {
    World world =
        day(Optional.of(WITH_NUTS), Manners.HONEST, Town.wants("bread", 10, 60), Manners.HONEST);
    assertTrue(Story.got(world, "plaza") > 0);
    isAudited(world);
  }

  /// Mapocho takes the bid all the same, and what it awards follows from that.
  private static Manners heedless() {
    return Story.saying(s -> s instanceof BidReply reply ? accepted(reply) : s);
  }

  private static BidReply accepted(BidReply reply) {
    Standing at = reply.standing();
    return reply.refusal().equals(Optional.of(Refusal.AVOIDED))
        ? new BidReply(
            reply.lot(),
            reply.taker(),
            reply.bidSeq(),
            reply.bid(),
            10,
            Optional.empty(),
            new Standing(at.news(), at.bids(), 10, Standing.NO_MORE),
            reply.at())
        : reply;
  }

  @Test
  @LiesIn({Kind.BID_REPLY, Kind.AWARD})
  void aGiverThatGivesNutsToASchoolThatKeepsThemOutIsNamed() {
    World world = day(Optional.of(WITH_NUTS), heedless(), Town.wants("bread", 10, 60), careless());
    assertTrue(Story.lot(world).awards().getFirst().award().taker().equals(Story.party("plaza")));
    List<Mismatch.Avoided> named =
        world.audit("mapocho").mismatches().stream()
            .filter(Mismatch.Avoided.class::isInstance)
            .map(Mismatch.Avoided.class::cast)
            .toList();
    assertEquals(
        List.of("BidReply", "Award"),
        named.stream().map(each -> kindOf(world, each)).distinct().toList());
    assertEquals(
        "mapocho/lot was given to plaza/kitchen, which keeps out what is in it or may be",
        named.getFirst().sentence());
  }

  private static String kindOf(World world, Mismatch mismatch) {
    var mapocho = world.peer("mapocho");
    return Stream.concat(mapocho.book().stream(), mapocho.ledger().stream())
        .filter(stated -> stated.id().equals(mismatch.entry()))
        .map(stated -> ((Stated.OfNegotiation) stated).says().getClass().getSimpleName())
        .findFirst()
        .orElseThrow();
  }
}
