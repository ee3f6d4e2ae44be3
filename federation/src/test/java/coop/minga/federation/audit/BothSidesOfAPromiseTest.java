package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLERS;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Window;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What one side of a promise leaves out shows in the other's ledger.
class BothSidesOfAPromiseTest {
  private final Valley valley = new Valley();

  /// The notes alone, whatever the replay says besides.
  private List<String> told() {
    var unplayed = new Demands(Optional.empty(), false);
    Report report = new Auditor(SeededKey.VERIFIER, unplayed).audit(valley.file());
    return report.findings().stream().map(Finding::sentence).toList();
  }

  private void assertTold(String words) {
    assertTrue(told().stream().anyMatch(said -> said.contains(words)), told().toString());
  }

  @Test
  void ofHonestMembersNothingIsTold() {
    assertEquals(List.of(), told());
  }

  @Test
  void whoDoesNotSayThatItReceivedIsTold() {
    int at = valley.find(TALLERS, Received.class);
    valley.of(TALLERS).remove(at);
    assertTold("taller does not say that it received the");
  }

  @Test
  void twoAmountsOfOneHandoverAreTold() {
    change(
        TALLERS,
        Received.class,
        said -> {
          var received = (Received) ((Said.OfSurplus) said).says();
          Leg leg = received.leg();
          var fewer =
              new Leg(
                  leg.lot(),
                  leg.seq(),
                  leg.units() - 1,
                  leg.grams(),
                  leg.deciCelsius(),
                  0,
                  "",
                  leg.at());
          return new Said.OfSurplus(new Received(fewer, received.because()));
        });
    assertTold(" units, taller speaks of ");
  }

  @Test
  void aPromiseOfWhichNothingBecameIsTold() {
    drop(ALMACENS, PickedUp.class);
    drop(ALMACENS, Debit.class);
    for (TreeName taker : List.of(TALLERS, TIAS)) {
      drop(taker, Received.class);
    }
    assertTold("of almacen/yoghurt: nobody says what became of it");
  }

  @Test
  void aLedgerWhoseEndIsLeftOutIsShorterThanOthersHeldIt() {
    change(
        ALMACENS,
        Debit.class,
        said -> {
          Debit debit = (Debit) ((Said.OfNegotiation) said).says();
          return new Said.OfNegotiation(
              new Debit(
                  debit.lot(),
                  debit.seq(),
                  debit.taker(),
                  debit.grams(),
                  debit.clearingPoints(),
                  debit.because(),
                  500,
                  debit.at()));
        });
    assertTold("others held 500 entries of ");
  }

  @Test
  void whatEitherSideSaysOfAPromiseIsWhatBecameOfIt() {
    int all = new BothSidesOfAPromiseTest().ofWhichNothingBecame().forgotten();
    assertTrue(all >= 2, "each award of the lot, " + all);
    Award award = award();
    MemberId taker = award.taker().member();
    var lot = new LotName(ALMACEN, award.lot());
    int seq = award.seq();
    Instant at = award.at();
    assertEquals(all - 1, afterwards(ALMACEN, new Lapse(award.lot(), seq, 0, at)));
    assertEquals(all - 1, afterwards(ALMACEN, new NoShow(award.lot(), seq, 0, at)));
    assertEquals(all - 1, afterwards(taker, new Decline(lot, seq, "full", at)));
    assertEquals(all - 1, afterwards(taker, new GiveBack(lot, seq, "full", at)));
    assertEquals(all, afterwards(taker, new Accept(lot, seq, 1, at)), "it is still to come");
    var noShow = new NoShow(award.lot(), secondSeq(), 0, at);
    EntryId because = valley.hand.idOf(ALMACEN, new Said.OfNegotiation(noShow));
    var debited = new BothSidesOfAPromiseTest().ofWhichNothingBecame();
    debited.say(ALMACEN, noShow);
    debited.say(
        ALMACEN, new Debit(award.lot(), seq, award.taker(), new Grams(100), 1, because, 0, at));
    assertEquals(all - 2, debited.forgotten());
  }

  @Test
  void whatWasOnlyExpectedAndIsNotThereIsNotMissed() {
    int all = new BothSidesOfAPromiseTest().ofWhichNothingBecame().forgotten();
    int seq = award().seq();
    Instant by = award().window().from();
    FirmUp none = word(0, Map.of(), by.minusMillis(1));
    FirmUp late = word(12, Map.of(), by);
    FirmUp less = word(9, Map.of(seq, 0, secondSeq(), 1), by.minusMillis(1));
    assertEquals(all, afterwards(ALMACEN, none), "it was set aside");
    assertEquals(0, onlyExpected(by, none));
    assertEquals(0, onlyExpected(by, late), "a word after the time is none");
    assertEquals(all - 1, onlyExpected(by, less));
    assertEquals(all - 1, onlyExpected(by, less, none), "the first word counts");
  }

  private static FirmUp word(int units, Map<Integer, Integer> left, Instant at) {
    return new FirmUp("yoghurt", units, 12, new TreeMap<>(left), at);
  }

  /// How many awards nobody says anything of, had the lot only been expected.
  private static int onlyExpected(Instant by, FirmUp... words) {
    var other = new BothSidesOfAPromiseTest().ofWhichNothingBecame();
    other.change(
        ALMACENS,
        Notice.class,
        said -> {
          var notice = (Notice) ((Said.OfSurplus) said).says();
          return new Said.OfSurplus(
              new Notice(
                  notice.outline(),
                  notice.openedAt(),
                  notice.closesAt(),
                  notice.window(),
                  notice.openingPoints(),
                  notice.settlementEpoch(),
                  Optional.of(other.valley.roster.hash()),
                  Optional.of(Clauses.PLAIN.expected(by)),
                  notice.hidden()));
        });
    List.of(words).forEach(word -> other.say(ALMACEN, word));
    return other.forgotten();
  }

  @Test
  void whatItsGiverStoppedIsNotMissed() {
    var other = ofWhichNothingBecame();
    EntryId recall = valley.hand.idOf(ALMACEN, new Said.OfNegotiation(award()));
    var halt = new Said.OfSurplus(new Halt("yoghurt", recall, 0, award().at()));
    assertTrue(other.forgotten() >= 2);
    valley.of(new TreeName(BOTICA, Tree.LEDGER)).add(valley.frame(BOTICA, halt));
    assertTrue(other.forgotten() >= 2, "another's word stops nothing");
    valley.of(ALMACENS).add(valley.frame(ALMACEN, halt));
    assertEquals(0, other.forgotten());
  }

  @Test
  void aPromiseThatIsNotDueYetIsNotMissed() {
    int all = ofWhichNothingBecame().forgotten();
    Award award = award();
    Instant last = Valley.MADE.minus(Duration.ofHours(1));
    for (boolean due : List.of(true, false)) {
      var until = last.minus(valley.roster.rules().handover().claim()).plusSeconds(due ? -60 : 60);
      var other = new BothSidesOfAPromiseTest().ofWhichNothingBecame();
      other.change(
          ALMACENS,
          Award.class,
          _ ->
              new Said.OfNegotiation(
                  new Award(
                      award.lot(),
                      award.seq(),
                      award.taker(),
                      award.units(),
                      award.remaining(),
                      award.at(),
                      award.answerBy(),
                      new Window(until.minusSeconds(600), until),
                      award.because())));
      assertEquals(due ? all : all - 1, other.forgotten());
    }
  }

  @Test
  void whatTheTakerDidNotFindIsToldAndWhatBothDenyIsDisputed() {
    Award award = award();
    var lot = new LotName(ALMACEN, award.lot());
    Instant at = award.window().from();
    ofWhichNothingBecame();
    say(award.taker().member(), new NotAvailable(lot, award.seq(), "gone", at));
    assertTold("the taker came, it says, and it was not to be had");
    say(ALMACEN, new NoShow(award.lot(), award.seq(), 0, at));
    assertTold("each side says that the other was not there");
  }

  @Test
  void aNoShowThatNobodyDeniesIsNotTold() {
    Award award = award();
    int before = ofWhichNothingBecame().told().size();
    say(ALMACEN, new NoShow(award.lot(), award.seq(), 0, award.at()));
    assertEquals(before - 1, told().size(), "only that nobody says what became of it is gone");
  }

  @Test
  void whatIsRejectedAtTheDoorWasHandedOverAllTheSame() {
    change(
        TALLERS,
        Received.class,
        said -> {
          var received = (Received) ((Said.OfSurplus) said).says();
          Leg leg = received.leg();
          var rejecting =
              new Leg(
                  leg.lot(),
                  leg.seq(),
                  leg.units() - 1,
                  leg.grams(),
                  leg.deciCelsius(),
                  1,
                  "warm",
                  leg.at());
          return new Said.OfSurplus(new Received(rejecting, received.because()));
        });
    assertTrue(
        findings().stream().noneMatch(Finding.OneSided.class::isInstance), told().toString());
  }

  @Test
  void aLedgerOfWhichOthersHeldAllIsNotTold() {
    Award award = award();
    var taker = new TreeName(award.taker().member(), Tree.LEDGER);
    int whole = valley.ledger(taker.owner(), 3).frames().size();
    for (int more : List.of(0, 1)) {
      var other = new BothSidesOfAPromiseTest();
      other.say(ALMACEN, new Lapse(award.lot(), award.seq(), whole + more, award.at()));
      other.say(ALMACEN, new Lapse(award.lot(), award.seq(), 1, award.at().plusSeconds(1)));
      assertEquals(
          more == 0 ? List.of() : List.of(new Finding.OthersHeldMore(taker, whole + 1L, whole)),
          other.findings().stream().filter(Finding.OthersHeldMore.class::isInstance).toList());
    }
  }

  @Test
  void whatOneOfTheTwoSaysIsEnoughForAPromiseToHaveBecomeOfSomething() {
    drop(ALMACENS, Debit.class);
    assertEquals(0, forgotten(), "both say that it was handed over");
    for (boolean giver : List.of(true, false)) {
      var other = new BothSidesOfAPromiseTest();
      other.drop(ALMACENS, Debit.class);
      if (giver) {
        other.drop(TALLERS, Received.class);
        other.drop(TIAS, Received.class);
      } else {
        other.drop(ALMACENS, PickedUp.class);
      }
      assertEquals(0, other.forgotten());
    }
  }

  @Test
  void whatTheGiverHandedOverAndTheTakerDidNotFindIsDisputed() {
    Award award = award();
    drop(ALMACENS, Debit.class);
    drop(TALLERS, Received.class);
    drop(TIAS, Received.class);
    var lot = new LotName(ALMACEN, award.lot());
    say(award.taker().member(), new NotAvailable(lot, award.seq(), "gone", award.window().from()));
    assertTold("each side says that the other was not there");
  }

  @Test
  void nobodyHandsOverAnothersLotNorWhatWasNotAwarded() {
    int before = told().size();
    Award award = award();
    for (int seq : List.of(award.seq(), 77)) {
      MemberId who = seq == 77 ? ALMACEN : BOTICA;
      var leg =
          new Leg(
              new LotName(ALMACEN, award.lot()), seq, 999, new Grams(99), 40, 0, "", award.at());
      valley
          .of(new TreeName(who, Tree.LEDGER))
          .add(valley.frame(who, new Said.OfSurplus(new PickedUp(leg))));
    }
    assertEquals(0, before);
    assertTrue(findings().stream().allMatch(Finding.Dangling.class::isInstance), told().toString());
  }

  private List<Finding> findings() {
    var unplayed = new Demands(Optional.empty(), false);
    return new Auditor(SeededKey.VERIFIER, unplayed).audit(valley.file()).findings();
  }

  private Award award() {
    return new Valley().said(ALMACENS, new Valley().find(ALMACENS, Award.class))
            instanceof Said.OfNegotiation(Award award)
        ? award
        : none();
  }

  private static Award none() {
    throw new AssertionError("no award");
  }

  private int secondSeq() {
    return IntStream.range(0, valley.of(ALMACENS).size())
        .mapToObj(index -> valley.said(ALMACENS, index))
        .flatMap(said ->
            said instanceof Said.OfNegotiation(Award its) ? Stream.of(its.seq()) : Stream.empty())
        .filter(seq -> seq != award().seq())
        .findFirst()
        .orElseThrow();
  }

  private BothSidesOfAPromiseTest ofWhichNothingBecame() {
    drop(ALMACENS, PickedUp.class);
    drop(ALMACENS, Debit.class);
    for (TreeName taker : List.of(TALLERS, TIAS)) {
      drop(taker, Received.class);
    }
    return this;
  }

  private int forgotten() {
    return (int)
        told().stream()
            .filter(said -> said.contains("of almacen/yoghurt: nobody says what became of it"))
            .count();
  }

  private int afterwards(MemberId author, NegotiationStatement says) {
    var other = new BothSidesOfAPromiseTest().ofWhichNothingBecame();
    other.say(author, says);
    return other.forgotten();
  }

  private void say(MemberId author, NegotiationStatement says) {
    valley
        .of(new TreeName(author, Tree.LEDGER))
        .add(valley.frame(author, new Said.OfNegotiation(says)));
  }

  private void change(TreeName tree, Class<?> kind, Function<Said, Said> change) {
    int at = valley.find(tree, kind);
    Said other = change.apply(valley.said(tree, at));
    valley.of(tree).set(at, valley.frame(tree.owner(), other));
  }

  private void drop(TreeName tree, Class<?> kind) {
    valley
        .of(tree)
        .removeIf(frame ->
            EntryWire.decode(frame)
                .filter(entry -> entry.header().kind() == kindOf(kind))
                .isPresent());
  }

  private static int kindOf(Class<?> kind) {
    return Map.of(PickedUp.class, 8, Received.class, 9, Debit.class, 15).getOrDefault(kind, 0);
  }
}
