package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.TIA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Almacen gives yoghurt, and both kitchens bid. Tia's bids stand in her book alone where Almacen
/// takes no notice of her.
class ABidThatIsNeverAnsweredTest {
  private static final String NEVER_ANSWERED =
      "almacen never answered the bid that tia/kitchen made in time for almacen/yoghurt: not heard,"
          + " or not heeded";

  private static final Manners DEAF_TO_TIA =
      new Manners() {
        @Override
        public boolean hears(Stated told) {
          return !told.author().equals(TIA);
        }
      };

  /// As if what Tia tells it were lost until it has closed.
  private static final class LateToHear implements Manners {
    private boolean closed;

    @Override
    public Optional<NegotiationStatement> says(NegotiationStatement right) {
      closed |= right instanceof Close;
      return Optional.of(right);
    }

    @Override
    public boolean hears(Stated told) {
      return closed || !told.author().equals(TIA);
    }
  }

  private static Report audited(Manners almacen) {
    return audited(almacen, Duration.ZERO);
  }

  /// @param cut how long Tia is cut off from all others, from just before bidding
  private static Report audited(Manners almacen, Duration cut) {
    SignedHand hand = Valley.someHand();
    Roster roster =
        Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
    World world =
        new World(3, Weather.FAIR, new Terms(roster.rules(), roster.social()), Town.START)
            .writtenBy(hand);
    world.member("taller", Town.wants("dairy", 9, 18), Manners.HONEST);
    world.member("tia", Town.wants("dairy", 8, 20), Manners.HONEST);
    world.member("almacen", Town.nothing(), almacen);
    world.member("botica", Town.nothing(), Manners.HONEST);
    world.offer(Town.START.plusSeconds(5), "almacen", Town.offer("yoghurt", "dairy", 12));
    world.parts(Town.START.plus(Duration.ofMinutes(9)), cut, Set.of(TIA));
    world.runUntil(Town.START.plus(Duration.ofDays(1)));
    return new Valley(world, hand).audit();
  }

  @Test
  @LiesIn(Kind.BID_REPLY)
  void aGiverThatTakesNoNoticeOfATakerIsTold() {
    Report report = audited(DEAF_TO_TIA);
    assertTrue(report.verified(), "it proves nothing: " + report.sentence());
    assertEquals(List.of(NEVER_ANSWERED), sentences(report));
  }

  @Test
  void ofOneThatHeardItOnlyOnceItHadClosedNothingIsTold() {
    assertEquals(List.of(), sentences(audited(new LateToHear())));
  }

  @Test
  void ofOneThatItsTakerReachesOnlyAfterTheCloseNothingIsTold() {
    assertEquals(List.of(), sentences(audited(Manners.HONEST, Duration.ofMinutes(40))));
  }

  @Test
  void oneThatNobodyCouldReachWhileTheBidBoundLooksAlike() {
    assertEquals(
        List.of(NEVER_ANSWERED), sentences(audited(Manners.HONEST, Duration.ofMinutes(60))));
  }

  private static List<String> sentences(Report report) {
    return report.findings().stream().map(Finding::sentence).toList();
  }

  @Test
  void ofAGiverThatAnswersEverybodyNothingIsTold() {
    assertEquals(List.of(), audited(Manners.HONEST).findings());
  }
}
