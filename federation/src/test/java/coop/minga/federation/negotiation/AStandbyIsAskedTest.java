package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mapocho has 5 kg of dairy. Plaza wins some and never answers; Rosa, who was displaced, is asked.
class AStandbyIsAskedTest {
  private static final Manners MUTE =
      new Manners() {
        @Override
        public Optional<NegotiationStatement> says(NegotiationStatement right) {
          return right instanceof Accept || right instanceof Decline
              ? Optional.empty()
              : Optional.of(right);
        }
      };

  private static World day(Offer offer, Manners mapocho) {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa"), Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", 10, 100), MUTE);
    world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", offer);
    world.runUntil(Story.END);
    return world;
  }

  private static Offer claused() {
    return Town.offer(Town.offer("lot", "dairy", 5), Clauses.PLAIN);
  }

  private static Duration timeOfTheStandby(World world) {
    List<Award> awards = Story.lot(world).awards().stream().map(Promise::award).toList();
    Award last = awards.getLast();
    assertEquals(Story.party("rosa"), last.taker());
    assertTrue(last.seq() > 1, awards.toString());
    return Duration.between(last.at(), last.answerBy());
  }

  @Test
  void itHasTenMinutesToAnswer() {
    World world = day(claused(), Manners.HONEST);
    assertEquals(Terms.STANDBY_ANSWERS, timeOfTheStandby(world));
    world.assertSettled();
    world.assertAudited();
  }

  @Test
  void onOffersOfBeforeItHasAQuarterOfWhatIsLeft() {
    World world = day(Town.offer("lot", "dairy", 5), Manners.HONEST);
    assertTrue(timeOfTheStandby(world).compareTo(Terms.STANDBY_ANSWERS) > 0);
    world.assertAudited();
  }

  @Test
  @LiesIn(Kind.AWARD)
  void whoGivesItsFriendLongerIsNamed() {
    World world =
        day(
            claused(),
            Story.saying(says ->
                says instanceof Award award && award.taker().equals(Story.party("rosa"))
                    ? longer(award)
                    : says));
    assertTrue(Story.names(world, Mismatch.AwardDiffers.class));
  }

  // ---- A giver that stops amid the answers

  /// Plaza and Colmena win, Rosa and Huerta wait; the winners' answers are heard at a restart.
  private static World unanswered() {
    var world =
        new World(7, Weather.FAIR, Town.terms("plaza", "colmena", "rosa", "huerta"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("dairy", 4, 100), MUTE);
    world.member("colmena", Town.wants("dairy", 4, 100), MUTE);
    world.member("rosa", Town.wants("dairy", 12, 90), MUTE);
    world.member("huerta", Town.wants("dairy", 12, 90), MUTE);
    Offer ten = Town.offer(Town.offer("lot", "dairy", 10), Clauses.PLAIN);
    world.offer(Town.START.plusSeconds(10), "mapocho", ten);
    world.runUntil(Town.CLOSES.plus(Duration.ofMinutes(12)));
    return world;
  }

  private static Dossier with(
      Dossier before, List<Dossier.Placed> ledger, List<Dossier.Placed> takers) {
    return new Dossier(
        before.giver(), before.rules(), ledger, before.book(), before.bids(), takers);
  }

  @Test
  void whoHearsTwoAnswersAtARestartAwardsAsAnybodyRecomputesIt() {
    World world = unanswered();
    Dossier before = world.peer("mapocho").dossier();
    var takers = new ArrayList<>(before.takers());
    for (Promise promise : Story.lot(world).awards()) {
      Award award = promise.award();
      var no = new Decline(Story.lot(world).name(), award.seq(), "no room", world.now());
      String who = award.taker().member().name();
      takers.add(new Dossier.Placed(1000 + award.seq(), world.peer(who).entryOf(no)));
    }
    assertTrue(takers.size() > before.takers().size() + 1, "two answers at least");
    var ledger = new ArrayList<>(before.ledger());
    var seen = new Seen(new Close.Book(before.book().size(), ROOT), Map.of());
    Replay.Result now = Replay.of(with(before, ledger, takers));
    while (!now.owed(world.now(), seen).isEmpty()) {
      NegotiationStatement next = now.owed(world.now(), seen).getFirst();
      ledger.add(new Dossier.Placed(ledger.size(), world.peer("mapocho").entryOf(next)));
      now = Replay.of(with(before, ledger, takers));
      assertEquals(List.of(), now.mismatches(), next.toString());
    }
    assertTrue(
        ledger.stream()
                .filter(placed -> placed.stated() instanceof Stated.OfNegotiation(_, _, Award _))
                .count()
            > Story.lot(world).awards().size(),
        "the standby was asked");
  }

  private static final Hash ROOT = Hash.sha256(Bytes.utf8("book"));

  private static Award longer(Award award) {
    return new Award(
        award.lot(),
        award.seq(),
        award.taker(),
        award.units(),
        award.remaining(),
        award.at(),
        award.answerBy().plus(Duration.ofMinutes(5)),
        award.window(),
        award.because());
  }
}
