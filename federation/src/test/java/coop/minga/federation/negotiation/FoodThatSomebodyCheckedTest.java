package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.disclosure.About;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.VoidReason;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mapocho has crispbread that was best before yesterday, and nothing is wrong with it.
class FoodThatSomebodyCheckedTest {
  private static final LocalDate TODAY = LocalDate.ofInstant(Town.START, Town.ZONE);
  private static final DateMark PRINTED =
      new DateMark(DateMark.Kind.BEST_BEFORE, TODAY.minusDays(1));
  private static final DateMark CHECKED = PRINTED.checked(TODAY.plusDays(3));

  private static Offer crispbread(DateMark date) {
    Offer fresh = Town.offer("crisp", "bread", 6);
    Lot lot = fresh.lot();
    var plain =
        new Offer(
            new Lot(
                lot.name(),
                lot.site(),
                lot.place(),
                lot.product(),
                date,
                lot.units(),
                lot.unitGrams()),
            fresh.openedAt(),
            fresh.closesAt(),
            fresh.window(),
            0,
            0);
    return Town.offer(plain, Clauses.PLAIN);
  }

  private static World offering(DateMark date) {
    var world = new World(3, Weather.FAIR, Town.terms("plaza"), Town.START);
    world.member("mapocho", Town.nothing(), Manners.HONEST);
    world.member("plaza", Town.wants("bread", 9, 18), Manners.HONEST);
    world.offer(Town.START.plusSeconds(5), "mapocho", crispbread(date));
    world.runUntil(Town.CLOSES.plus(Duration.ofDays(1)));
    return world;
  }

  @Test
  void itIsBidForAwardedAndEaten() {
    World world = offering(CHECKED);
    Promise got = world.peer("mapocho").stall().lot("crisp").orElseThrow().awards().getFirst();
    assertEquals(Promise.State.DEBITED, got.state());
    assertEquals(6, got.units());
    assertEquals(List.of(), world.audit("mapocho").mismatches());
  }

  @Test
  @LiesIn(Kind.OFFER)
  void whatNobodyCheckedIsNoLot() {
    World world = offering(PRINTED);
    assertEquals(Optional.empty(), world.peer("mapocho").stall().lot("crisp"));
    assertTrue(world.audit("mapocho").mismatches().getFirst() instanceof Mismatch.UnfitOffer);
  }

  @Test
  void nobodyMayAnswerForWhatIsPastUseByNorForEver() {
    var useBy = new DateMark(DateMark.Kind.USE_BY, TODAY.minusDays(1));
    for (LocalDate until : List.of(TODAY, TODAY.plusDays(1))) {
      assertEquals(
          "nothing may be eaten past use-by " + useBy.date(),
          assertThrows(IllegalArgumentException.class, () -> useBy.checked(until)).getMessage());
    }
    int most = DateMark.MOST_DAYS_CHECKED;
    LocalDate printed = PRINTED.date();
    assertEquals(printed.plusDays(most), PRINTED.checked(printed.plusDays(most)).until());
    for (LocalDate until : List.of(printed, printed.plusDays(most + 1))) {
      assertThrows(IllegalArgumentException.class, () -> PRINTED.checked(until));
    }
  }

  @Test
  void everyMemberSeesThatItWasCheckedAndARecallGoesByTheDatePrinted() {
    Bytes salt = Hash.sha256(Bytes.utf8("salt")).value();
    var about =
        new About(Hash.sha256(salt), new MemberId("mapocho"), crispbread(CHECKED).lot().name());
    Notice notice = Notice.cover(about, crispbread(CHECKED), () -> salt).notice();
    Said said = new Said.OfSurplus(notice);
    assertEquals(5, Statements.versionOf(said));
    assertEquals(
        new Decoded.Known(said), Statements.decode(Kind.OFFER.code(), 5, Statements.encode(said)));
    assertEquals(
        new Decoded.Void(VoidReason.NOT_A_MESSAGE),
        Statements.decode(Kind.OFFER.code(), 4, Statements.encode(said)));
    var dates = new Recall.Dates(PRINTED.date(), PRINTED.date());
    var recall =
        new Recall(
            new Recall.Which.OfCategory("bread"), Optional.of(dates), "", "glass", Town.START);
    assertTrue(recall.covers(crispbread(CHECKED).lot()));
  }
}
