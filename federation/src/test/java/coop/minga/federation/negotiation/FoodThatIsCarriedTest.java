package coop.minga.federation.negotiation;

import static coop.minga.federation.negotiation.Story.END;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Peer;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.SurplusStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Mapocho gives, Plaza takes, Colmena fetches it for Plaza.
class FoodThatIsCarriedTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final LotName LOT = new LotName(MAPOCHO, "lot");
  private static final long SEED = Long.getLong("seed", 1);
  private static final int WORLDS = 12;

  private static class Sends implements Manners {
    private final boolean honest;

    Sends(boolean honest) {
      this.honest = honest;
    }

    @Override
    public boolean isHonest() {
      return honest;
    }

    @Override
    public Optional<MemberId> sends() {
      return Optional.of(COLMENA);
    }
  }

  // ---- Whole lots

  @Test
  void inFoulWeatherEachLotStillEndsAndIsRecomputed() {
    int carried = 0;
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      System.out.println("seed " + seed);
      var world = new World(seed, Weather.FOUL, Town.terms("plaza", "rosa"), Town.START);
      world.member("mapocho", Town.nothing(), Manners.HONEST);
      world.member("plaza", Town.wants("dairy", 10, 100), new Sends(true));
      world.member("rosa", Town.wants("dairy", 10, 90), Manners.HONEST);
      world.member("colmena", Town.nothing(), carrier(seed));
      world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
      world.runUntil(END);
      world.assertSettled();
      world.assertAudited();
      carried +=
          (int)
              Story.lot(world).awards().stream()
                  .filter(p -> p.carried().isPresent() && p.state() == Promise.State.DEBITED)
                  .count();
    }
    assertTrue(carried >= WORLDS / 2, carried + " were carried");
  }

  /// One world in three loses something at each leg.
  private static Manners carrier(long seed) {
    return new Manners() {
      @Override
      public boolean isHonest() {
        return true;
      }

      @Override
      public int takesOver(int handed) {
        return seed % 3 == 0 ? handed - 1 : handed;
      }

      @Override
      public int delivers(int loaded) {
        return seed % 3 == 1 ? loaded - 1 : loaded;
      }
    };
  }

  @Test
  void thereIsTimeForTheWay() {
    World world = Story.of(Manners.HONEST, Manners.HONEST, Manners.HONEST);
    world.member("plaza", tenKilometresOff(), new Sends(true));
    Instant evening = Town.EVENING.from().plusSeconds(60);
    world.runUntil(evening);
    LotAuction lot = Story.lot(world);
    Promise plaza =
        lot.awards().stream()
            .filter(p -> p.award().taker().member().equals(PLAZA))
            .findFirst()
            .orElseThrow();
    int seq = plaza.award().seq();
    PickedUp says = said(world.peer("mapocho").stall().pickUp(evening, "lot", seq, 1, 41));
    assertEquals(Optional.of(COLMENA), says.to().map(PickedUp.Carriage::carrier));
    LotAuction carried = lot.heard(new Stated.OfSurplus(some("carried"), MAPOCHO, says));
    LotAuction itself =
        lot.heard(new Stated.OfSurplus(some("itself"), MAPOCHO, new PickedUp(says.leg())));
    var way = Duration.ofMinutes(lot.reach(plaza.award().taker()).travelMinutes());
    assertTrue(way.isPositive());
    assertEquals(settledAt(itself, seq).plus(way), settledAt(carried, seq));
  }

  private static Wants tenKilometresOff() {
    Wants near = Town.wants("dairy", 10, 100);
    Place place = near.road().place();
    var off = new Place(place.latitudeE6() + 90_000, place.longitudeE6());
    var road = new Wants.Road(off, 400, 60, 50_000);
    return new Wants(road, near.wants(), near.room(), near.whole(), near.trip(), near.avoids());
  }

  /// The first moment at which the award is due to be settled.
  private static Instant settledAt(LotAuction lot, int seq) {
    Instant at = lot.promises().promise(seq).orElseThrow().award().window().until();
    while (lot.expected(
            new Debit("lot", seq, Story.party("plaza"), Grams.ZERO, 0, some("x"), 0, at), at)
        .isEmpty()) {
      at = at.plusSeconds(60);
    }
    return at;
  }

  @Test
  void aTakerThatComesItselfAfterAllSaysSo() {
    World world = Story.of(Manners.HONEST, new Sends(false), Manners.HONEST);
    Instant evening = Town.EVENING.from().plusSeconds(60);
    world.runUntil(evening);
    Peer plaza = world.peer("plaza");
    Claim claim =
        Optional.ofNullable(plaza.bidder().stakes().get(LOT))
            .orElseThrow()
            .claims()
            .values()
            .iterator()
            .next();
    assertEquals(Optional.of(COLMENA), claim.carrier());
    int seq = claim.award().seq();
    Carrier says = said(plaza.bidder().fetched(evening, LOT, seq, PLAZA));
    Stated stated = new Stated.OfSurplus(some("itself"), PLAZA, says);
    assertEquals(
        Optional.empty(), plaza.bidder().fold(stated).claim(LOT, seq).orElseThrow().carrier());
    PickedUp left =
        said(world.peer("mapocho").stall().fold(stated).pickUp(evening, "lot", seq, 1, 41));
    assertEquals(Optional.empty(), left.to());
    assertInstanceOf(May.Not.class, plaza.bidder().fetched(evening, LOT, seq, MAPOCHO));
    assertInstanceOf(May.Not.class, plaza.bidder().fetched(evening, LOT, 77, COLMENA));
  }

  private static <S> S said(May<S> may) {
    return switch (may) {
      case May.Say<S>(var says) -> says;
      case May.Not<S>(var why) -> throw new AssertionError(why);
    };
  }

  // ---- Who answers for what

  private static final Award AWARD =
      new Award(
          "lot",
          1,
          Story.party("plaza"),
          5,
          0,
          Town.CLOSES,
          Town.CLOSES.plusSeconds(60),
          Town.EVENING,
          some("close"));

  private static final Instant AT = Town.EVENING.until();
  private static final EntryId NAMED = some("named");
  private static final EntryId LEFT = some("left");
  private static final Stated AWARDED = negotiation(MAPOCHO, AWARD);
  private static final Stated ACCEPTED =
      negotiation(PLAZA, new Accept(LOT, 1, 5, Town.CLOSES.plusSeconds(30)));
  private static final Stated SENDS =
      new Stated.OfSurplus(NAMED, PLAZA, new Carrier(LOT, 1, COLMENA, Town.CLOSES.plusSeconds(40)));
  private static final Stated HANDED =
      new Stated.OfSurplus(
          LEFT, MAPOCHO, new PickedUp(leg(5), Optional.of(new PickedUp.Carriage(COLMENA, NAMED))));
  private static final Stated LOADED = surplus(COLMENA, new Loaded(leg(5), LEFT));
  private static final Stated NO_SHOW = negotiation(MAPOCHO, new NoShow("lot", 1, 9, AT));
  private static final Stated PLAZA_MISSES = missing(PLAZA);
  private static final Stated COLMENA_MISSES = missing(COLMENA);

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private static Leg leg(int units) {
    return new Leg(LOT, 1, units, new Grams(units * 1000L), 41, 0, "", AT);
  }

  private static Stated delivered(int units) {
    return surplus(COLMENA, new Delivered(leg(units), LOADED.id()));
  }

  private static Stated surplus(MemberId by, SurplusStatement says) {
    return new Stated.OfSurplus(some(by + " " + says), by, says);
  }

  private static Stated negotiation(MemberId by, NegotiationStatement says) {
    return new Stated.OfNegotiation(some(by + " " + says), by, says);
  }

  private static Stated missing(MemberId by) {
    return negotiation(by, new NotAvailable(LOT, 1, "nobody there", AT));
  }

  private static Optional<Contested.Claimed> claimed(Stated... all) {
    var contested = new Contested();
    var entries = new ArrayList<>(List.of(AWARDED, ACCEPTED, SENDS));
    entries.addAll(List.of(all));
    for (List<Stated> order : List.of(entries, entries.reversed())) {
      contested = new Contested();
      for (Stated stated : order) {
        contested.hear(entries.indexOf(stated), stated);
      }
    }
    return Optional.ofNullable(contested.claimed().get(new Contested.Handover(LOT, 1)));
  }

  private static Optional<Contested.Claimed> claim(
      Contested.Outcome what, MemberId by, MemberId of) {
    return Optional.of(new Contested.Claimed(what, by, of));
  }

  @Test
  @LiesIn({Kind.NO_SHOW, Kind.NOT_AVAILABLE})
  void aCarrierThatFoundTheDoorShutSpeaksForItself() {
    assertEquals(claim(Contested.Outcome.NOT_AVAILABLE, COLMENA, MAPOCHO), claimed(COLMENA_MISSES));
    assertEquals(
        claim(Contested.Outcome.DISPUTED, COLMENA, MAPOCHO), claimed(NO_SHOW, COLMENA_MISSES));
    assertEquals(
        claim(Contested.Outcome.DISPUTED, COLMENA, MAPOCHO), claimed(HANDED, COLMENA_MISSES));
    assertEquals(
        claim(Contested.Outcome.NO_SHOW, MAPOCHO, PLAZA),
        claimed(NO_SHOW),
        "it binds nobody to be named");
    assertEquals(Optional.empty(), claimed(missing(new MemberId("rosa"))), "nobody sent Rosa");
    assertEquals(
        Optional.empty(),
        claimed(surplus(MAPOCHO, new PickedUp(leg(5))), COLMENA_MISSES),
        "Plaza came itself, and says nothing against that");
    Stated sendsRosa =
        surplus(PLAZA, new Carrier(LOT, 1, new MemberId("rosa"), Town.CLOSES.plusSeconds(50)));
    assertEquals(
        Optional.empty(),
        claimed(sendsRosa, HANDED, missing(new MemberId("rosa"))),
        "it was Colmena that took it over");
  }

  @Test
  @LiesIn({Kind.LOADED, Kind.DELIVERED, Kind.NOT_AVAILABLE})
  void whatACarrierTookOverIsNoLongerItsGiversAffair() {
    assertEquals(
        claim(Contested.Outcome.NOT_AVAILABLE, PLAZA, COLMENA),
        claimed(HANDED, LOADED, PLAZA_MISSES));
    assertEquals(
        claim(Contested.Outcome.DISPUTED, PLAZA, COLMENA),
        claimed(HANDED, LOADED, delivered(5), PLAZA_MISSES));
    assertEquals(
        claim(Contested.Outcome.NOT_AVAILABLE, PLAZA, COLMENA),
        claimed(HANDED, LOADED, delivered(0), PLAZA_MISSES));
    assertEquals(
        claim(Contested.Outcome.DISPUTED, PLAZA, MAPOCHO),
        claimed(HANDED, PLAZA_MISSES),
        "without the carrier's word its giver's stands alone");
    assertEquals(
        claim(Contested.Outcome.DISPUTED, PLAZA, MAPOCHO),
        claimed(HANDED, surplus(new MemberId("rosa"), new Loaded(leg(5), LEFT)), PLAZA_MISSES),
        "Rosa was handed nothing");
    assertEquals(Optional.empty(), claimed(HANDED, LOADED, delivered(5)));
  }

  /// What Plaza is debited two counts after Mapocho debits it on its own word alone.
  private static long debited(Stated... said) {
    var settlements = new Settlements(_ -> 100, _ -> 9);
    settlements.hear(
        0, new Stated.OfSurplus(some("offer"), MAPOCHO, Town.offer("lot", "dairy", 15)));
    settlements.hear(1, AWARDED);
    settlements.hear(2, HANDED);
    settlements.hear(
        3,
        negotiation(
            MAPOCHO, new Debit("lot", 1, Story.party("plaza"), new Grams(5000), 40, LEFT, 0, AT)));
    settlements.hear(0, ACCEPTED);
    settlements.hear(1, SENDS);
    int next = 0;
    for (Stated stated : said) {
      settlements.hear(stated.author().equals(COLMENA) ? next++ : 2, stated);
    }
    var sizes = new TreeMap<>(Map.of(MAPOCHO, 4L, PLAZA, 3L, COLMENA, 3L));
    for (int epoch = 1; epoch <= 1 + Settlements.EPOCHS_TO_ANSWER; epoch++) {
      settlements.hear(MAPOCHO, new Counted(epoch, sizes));
    }
    return settlements.of(MAPOCHO, 1 + Settlements.EPOCHS_TO_ANSWER).orElseThrow().debits(PLAZA);
  }

  @Test
  @LiesIn({Kind.DEBIT, Kind.PICKED_UP})
  void whatItsCarrierSaysDidNotArriveIsNotTheTakersDebit() {
    assertEquals(200_000, debited(), "nobody says otherwise");
    assertEquals(200_000, debited(LOADED, delivered(5)));
    assertEquals(0, debited(LOADED, delivered(3)), "its carrier says that less arrived");
    assertEquals(
        200_000, debited(LOADED, delivered(5), delivered(3)), "its first word is what counts");
    assertEquals(0, debited(COLMENA_MISSES), "its carrier came for nothing");
    assertEquals(0, debited(LOADED, PLAZA_MISSES), "nothing came");
    assertEquals(200_000, debited(missing(new MemberId("rosa"))));
    assertFalse(PLAZA.equals(COLMENA));
  }
}
