package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates.Flaw;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Twelve shops learn, epoch after epoch, and somebody bends what the next epoch goes on from, or
/// who is taken for one of those who learned. Whoever reads the ledgers alone is not misled.
class WhatCertificatesRestOnTest {
  private static final Hash FIRST = Lineage.firstSeed(LearningWorld.FEDERATION);
  private static final Hash MADE_UP = Samples.hash("made up");
  private static final List<MemberId> TWELVE = Samples.members(12);
  private static final Cohort ALL = new Cohort(TWELVE, 6);
  private static final Cohort SIX = new Cohort(TWELVE.subList(0, 6), 6);

  private final List<Entered<LearningStatement>> said = new ArrayList<>();

  // ---- What the next epoch goes on from

  @Test
  void anEpochWithoutAResultWasNotSpoiled() {
    epoch(1, FIRST, ALL);
    said.removeIf(entry -> entry.statement() instanceof Result);
    epoch(2, Lineage.withoutResult(FIRST, 1), ALL);
    assertEquals(List.of(), unborne(ALL));
  }

  @Test
  @LiesIn(Kind.RESULT)
  void afterWhatIsNotBorneOutTheSeedGoesOnByItself() {
    epoch(1, FIRST, SIX);
    change(version -> with(version, version.opened(), MADE_UP));
    epoch(2, Lineage.withoutResult(FIRST, 1), SIX);
    List<Certificates.Unborne> unborne = unborne(SIX);
    assertEquals(SIX.members().size(), unborne.size(), "the first epoch's alone");
    assertTrue(unborne.stream().allMatch(each -> each.result().statement().epoch() == 1));
  }

  @Test
  void whatTooFewSayIsNotGoneOnFrom() {
    epoch(1, FIRST, SIX);
    List<Entered<LearningStatement>> results =
        said.stream().filter(entry -> entry.statement() instanceof Result).toList();
    said.removeAll(results.subList(SIX.threshold() - 1, results.size()));
    epoch(2, Lineage.withoutResult(FIRST, 1), SIX);
    assertEquals(List.of(), unborne(SIX));
    said.add(results.getLast());
    assertFalse(unborne(SIX).isEmpty(), "with one more it is a version");
  }

  /// A sum was spoiled, so two groups learn. Of the first nothing comes.
  @Test
  void afterAGroupWithoutAResultItIsTheNextOnesTurn() {
    Suspicion search = spoiled();
    epoch(2, search, ALL.minimum());
    said.removeIf(entry -> entry.statement().epoch() == 2 && entry.statement() instanceof Result);
    search = search.after(Suspicion.Verdict.UNKNOWN).drawn(seed(3));
    epoch(3, search, ALL.minimum());
    assertEquals(List.of(), unborne(ALL));
  }

  @Test
  void afterAGroupThatSaysNothingItIsTheNextOnesTurn() {
    Suspicion search = spoiled().after(Suspicion.Verdict.NOBODY).drawn(seed(3));
    epoch(3, search, ALL.minimum());
    assertEquals(List.of(), unborne(ALL));
  }

  @Test
  @LiesIn(Kind.RESULT)
  void whileGroupsLearnNoVersionIsEverybodys() {
    spoiled();
    epoch(2, seed(2), ALL);
    List<Certificates.Unborne> unborne = unborne(ALL);
    assertEquals(TWELVE.size(), unborne.size());
    assertTrue(unborne.stream().allMatch(each -> each.flaw() == Flaw.NO_CIRCLE));
  }

  /// By a smallest cohort of seven twelve are too few for two groups, and by that of six they are
  /// not. Both were in force, and no entry says which was when.
  @Test
  void aGroupOfASearchIsBorneOutWhicheverSmallestCohortWasInForceFirst() {
    Cohort byOtherRules = new Cohort(TWELVE, 7);
    Suspicion search = spoiled();
    epoch(2, search, ALL.minimum());
    assertEquals(List.of(), unborne(ALL, byOtherRules));
    assertEquals(List.of(), unborne(byOtherRules, ALL));
    assertFalse(unborne(byOtherRules).isEmpty(), "by those alone there are no groups");
  }

  /// Everybody says that the first epoch's sum was out of bounds.
  private Suspicion spoiled() {
    epoch(1, FIRST, ALL);
    said.replaceAll(entry ->
        entry.statement() instanceof Result
            ? as(entry, new Result(1, new Finding.Nothing(NoResult.OUT_OF_BOUNDS)))
            : entry);
    return Suspicion.none(ALL).after(Suspicion.Verdict.SPOILED).drawn(seed(2));
  }

  /// Of an epoch when none before had a result.
  private static Hash seed(int epoch) {
    Hash seed = FIRST;
    for (int none = 1; none < epoch; none++) {
      seed = Lineage.withoutResult(seed, none);
    }
    return seed;
  }

  // ---- Of whom an epoch is

  /// Six learn as if they had been drawn, and one of them was not. By adverts of before they named
  /// their cohort that does not show in what they commit to.
  @Test
  @LiesIn({Kind.ADVERT, Kind.DEAL})
  void nobodyLearnsInTheRoomOfWhoWasDrawn() {
    nobodyInTheRoomOfWhoWasDrawn(advert -> advert);
    nobodyInTheRoomOfWhoWasDrawn(WhatCertificatesRestOnTest::ofBefore);
  }

  private void nobodyInTheRoomOfWhoWasDrawn(UnaryOperator<Advert> version) {
    said.clear();
    var others = new ArrayList<>(SIX.members().subList(0, 5));
    others.add(TWELVE.getLast());
    epoch(1, FIRST, new Cohort(others, 6));
    said.replaceAll(entry ->
        entry.statement() instanceof Advert advert ? as(entry, version.apply(advert)) : entry);
    List<Certificates.Unborne> unborne = unborne(SIX);
    assertEquals(others.size(), unborne.size());
    assertTrue(unborne.stream().allMatch(each -> each.flaw() == Flaw.NO_CIRCLE));
  }

  /// One advert too few was there for a sum, and somebody enters it when it has gone on.
  @Test
  @LiesIn(Kind.ADVERT)
  void anAdvertEnteredInALaterEpochChangesNotOfWhomAnEarlierOneWas() {
    epoch(1, FIRST, ALL);
    said.removeIf(
        entry -> !(entry.statement() instanceof Advert || entry.statement() instanceof Propose));
    List<Entered<LearningStatement>> adverts =
        said.stream().filter(entry -> entry.statement() instanceof Advert).toList();
    said.removeAll(adverts.subList(ALL.threshold() - 1, adverts.size()));
    Entered<LearningStatement> last = adverts.getLast();
    enter(last.author(), new LearningStatement.Abandon(2, 1));
    said.add(last);
    assertEquals(List.of(), learnedTogether());
    said.add(0, said.removeLast());
    assertEquals(List.of(TWELVE), learnedTogether(), "in time");
  }

  private List<List<MemberId>> learnedTogether() {
    return new Certificates(LearningWorld.FEDERATION, List.of(ALL))
        .after(said)
        .suspicion()
        .before();
  }

  /// By another roster five would be enough to close a set, and by the one of those to whom it was
  /// proposed they are not.
  @Test
  void wherePartOfThoseWereMeantWhoLearnedItIsJudgedByTheProposal() {
    Cohort eight = new Cohort(TWELVE.subList(0, 8), 6);
    Cohort seven = new Cohort(TWELVE.subList(0, 7), 6);
    epoch(1, FIRST, eight);
    assertEquals(List.of(), unborne(eight, seven));
    List<Entered<LearningStatement>> freezes =
        said.stream().filter(entry -> entry.statement() instanceof Freeze).toList();
    said.removeAll(freezes.subList(eight.threshold() - 1, freezes.size()));
    assertEquals(Flaw.NO_SET, unborne(eight, seven).getFirst().flaw());
    said.removeIf(entry -> entry.statement() instanceof Propose);
    assertEquals(Flaw.NO_CIRCLE, unborne(eight, seven).getFirst().flaw(), "by the seven");
  }

  // ---- One who says something else

  /// The first of six trains from another version, and deals in a circle of its own, beside that of
  /// the others.
  @Test
  @LiesIn({Kind.ADVERT, Kind.DEAL, Kind.MASKED})
  void aCircleOfOnesOwnChangesNothingOfTheOthers() {
    besideTheOthers();
    assertEquals(List.of(), unborne(SIX));
  }

  /// The first trains from the same version as the others, and deals in a circle of its own.
  @Test
  @LiesIn({Kind.DEAL, Kind.RESULT})
  void aCircleInWhichOneAloneDealtIsNone() {
    MemberId first = SIX.members().getFirst();
    LearningWorld world = world(1, FIRST, SIX);
    world.watch =
        (node, statement) ->
            node.self.equals(first) && statement instanceof Deal
                ? Optional.empty()
                : Optional.of(statement);
    take(world);
    assertEquals(List.of(), unborne(SIX));
    EntryId advert = advertOf(first);
    enter(first, new Deal(1, 1, List.of(advert), List.of(Bytes.of(new byte[Dealing.SEALED]))));
    Hash own = Circle.rootOf(List.of(advert));
    change(version -> {
      Opened opened = version.opened();
      return with(
          version,
          new Opened(opened.attempt(), own, opened.set(), opened.summed()),
          version.seed());
    });
    List<Certificates.Unborne> unborne = unborne(SIX);
    assertFalse(unborne.isEmpty());
    assertTrue(unborne.stream().allMatch(each -> each.flaw() == Flaw.NO_CIRCLE));
  }

  private void besideTheOthers() {
    MemberId first = SIX.members().getFirst();
    LearningWorld world = world(1, FIRST, SIX);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(first)) {
            return statement instanceof Advert advert
                ? Optional.of(with(advert, MADE_UP, advert.commitments()))
                : Optional.empty();
          }
          return Optional.of(statement);
        };
    take(world);
    EntryId advert = advertOf(first);
    Hash own = Circle.rootOf(List.of(advert));
    List<Bytes> sealed = List.of(Bytes.of(new byte[Dealing.SEALED]));
    enter(first, new Deal(1, 1, List.of(advert), sealed));
    enter(first, new Masked(1, 1, own, BlobName.inPieces(MADE_UP), 7, List.of()));
  }

  // ---- Small things

  private EntryId advertOf(MemberId member) {
    return said.stream()
        .filter(entry -> entry.author().equals(member) && entry.statement() instanceof Advert)
        .map(Entered::id)
        .findFirst()
        .orElseThrow();
  }

  private static Advert with(Advert advert, Hash base, Commitments commitments) {
    return new Advert(
        advert.epoch(),
        advert.attempt(),
        base,
        advert.config(),
        advert.maskKey(),
        advert.sealingKey(),
        commitments);
  }

  private static Advert ofBefore(Advert advert) {
    Commitments all = advert.commitments();
    return with(
        advert,
        advert.base(),
        new Commitments(all.ownMask(), all.pairKey(), all.seedPart(), Optional.empty()));
  }

  private void enter(MemberId author, LearningStatement says) {
    var id = new EntryId(Samples.hash(author + " says " + says));
    said.add(new Entered<>(LearningWorld.FEDERATION, id, author, says));
  }

  private void epoch(int number, Suspicion search, int minimum) {
    epoch(number, seed(number), new Cohort(search.cohort().members(), minimum));
  }

  private void epoch(int number, Hash seed, Cohort cohort) {
    take(world(number, seed, cohort));
  }

  private static LearningWorld world(int number, Hash seed, Cohort cohort) {
    ModelVersion seeded = ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION]));
    var base = new LearningWorld.Base(number, seeded, seed);
    return new LearningWorld(number, cohort.members(), cohort, base);
  }

  private void take(LearningWorld world) {
    world.start().runToTheEnd();
    world.everything().forEach(entry -> said.add(as(entry, entry.statement())));
  }

  private static Entered<LearningStatement> as(Entered<?> entry, LearningStatement says) {
    return new Entered<>(entry.federation(), entry.id(), entry.author(), says);
  }

  private List<Certificates.Unborne> unborne(Cohort... cohorts) {
    return new Certificates(LearningWorld.FEDERATION, List.of(cohorts)).unborne(said);
  }

  private void change(UnaryOperator<Finding.Version> lie) {
    said.replaceAll(entry ->
        entry.statement() instanceof Result(var epoch, Finding.Version version)
            ? as(entry, new Result(epoch, lie.apply(version)))
            : entry);
  }

  private static Finding.Version with(Finding.Version version, Opened opened, Hash seed) {
    return new Finding.Version(opened, version.sum(), version.model(), version.weight(), seed);
  }
}
