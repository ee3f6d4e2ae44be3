package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates.Flaw;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Members say that an epoch came to a version, and what stands in their ledgers does not give it.
/// Whoever reads the ledgers alone finds it, and says in which way.
class AResultThatIsNotBorneOutTest {
  private static final int TRAINERS = 6;
  private static final Hash MADE_UP = Samples.hash("made up");

  private static final Cohort COHORT = new Cohort(Samples.members(TRAINERS), TRAINERS);

  private final List<Entered<LearningStatement>> said = new ArrayList<>();

  AResultThatIsNotBorneOutTest() {
    epoch(1, Lineage.firstSeed(LearningWorld.FEDERATION));
  }

  @Test
  void whatEverybodyDidIsBorneOut() {
    assertEquals(TRAINERS + 1, said.stream().filter(entry -> version(entry)).count());
    assertEquals(List.of(), unborne());
  }

  @Test
  void epochsAreJudgedBySomeCohort() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Certificates(LearningWorld.FEDERATION, List.of()));
  }

  @Test
  @LiesIn(Kind.RESULT)
  void anotherSeedIsALie() {
    say(version -> with(version, version.opened(), MADE_UP));
    flawed(Flaw.OTHER_SEED, true);
  }

  @Test
  @LiesIn(Kind.RESULT)
  void theSumOfOtherMembersIsALie() {
    say(version -> {
      List<MemberId> fewer = version.opened().summed().subList(1, TRAINERS);
      return with(version, opened(version, version.opened().set(), fewer), version.seed());
    });
    flawed(Flaw.OTHER_MEMBERS, true);
  }

  @Test
  @LiesIn(Kind.RESULT)
  void aSetOnWhichNobodyAgreedIsNotSeen() {
    say(version ->
        with(version, opened(version, MADE_UP, version.opened().summed()), version.seed()));
    flawed(Flaw.NO_SET, false);
  }

  @Test
  @LiesIn(Kind.RESULT)
  void aCircleThatNobodyDealtInIsNotSeen() {
    say(version ->
        with(
            version,
            new Opened(1, MADE_UP, version.opened().set(), version.opened().summed()),
            version.seed()));
    flawed(Flaw.NO_CIRCLE, false);
  }

  @Test
  @LiesIn(Kind.RESULT)
  void anAttemptThatNeverWasIsNotSeen() {
    say(version ->
        with(
            version,
            new Opened(
                2, version.opened().circle(), version.opened().set(), version.opened().summed()),
            version.seed()));
    flawed(Flaw.NO_CIRCLE, false);
  }

  @Test
  void whereTooFewGaveSharesBackNothingIsOpened() {
    keep(entry -> !(entry.statement() instanceof Release));
    flawed(Flaw.NOT_OPENED, false);
  }

  @Test
  void whereTooFewAgreedOnTheSetNoneIsSeen() {
    keepOf(Freeze.class, COHORT.threshold() - 1);
    flawed(Flaw.NO_SET, false);
  }

  @Test
  void whereTooFewDealtNoCircleIsSeen() {
    keepOf(Deal.class, COHORT.threshold() - 1);
    flawed(Flaw.NO_CIRCLE, false);
  }

  @Test
  void asManyAsAgreeAreEnough() {
    keepOf(Freeze.class, COHORT.threshold());
    assertEquals(List.of(), unborne());
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void anAdvertWhoseKeysGiveNoSecretCountsForNothing() {
    var weak = new MaskKey(Bytes.of(new byte[MaskKey.SIZE]));
    for (boolean mask : List.of(true, false)) {
      Certificates.Flaw flaw =
          new AResultThatIsNotBorneOutTest().withAdvertsOf(mask, weak).unborne().getFirst().flaw();
      assertEquals(Flaw.NO_CIRCLE, flaw);
    }
  }

  private AResultThatIsNotBorneOutTest withAdvertsOf(boolean mask, MaskKey weak) {
    change(
        Advert.class,
        advert ->
            new Advert(
                advert.epoch(),
                advert.attempt(),
                advert.base(),
                advert.config(),
                mask ? weak : advert.maskKey(),
                mask ? advert.sealingKey() : weak,
                advert.commitments()));
    return this;
  }

  @Test
  @LiesIn({Kind.DEAL, Kind.FREEZE, Kind.RELEASE})
  void whoWasNotDrawnHasNoSay() {
    MemberId stranger = Samples.members(TRAINERS + 1).getLast();
    keepOf(Freeze.class, COHORT.threshold() - 1);
    Entered<LearningStatement> first =
        said.stream().filter(of(Freeze.class)).findFirst().orElseThrow();
    said.add(
        new Entered<>(
            first.federation(),
            new EntryId(Samples.hash("a freeze by a stranger")),
            stranger,
            first.statement()));
    flawed(Flaw.NO_SET, false);
  }

  @Test
  void whatAMemberThatOnlyTakesSaysOfAResultIsJudgedToo() {
    MemberId taker = Samples.members(TRAINERS + 1).getLast();
    change(
        Result.class,
        entry -> entry.author().equals(taker),
        result ->
            result.finding() instanceof Finding.Version version
                ? new Result(1, with(version, version.opened(), MADE_UP))
                : result);
    List<Certificates.Unborne> unborne = unborne();
    assertEquals(List.of(taker), unborne.stream().map(each -> each.result().author()).toList());
    assertEquals(Flaw.OTHER_SEED, unborne.getFirst().flaw());
  }

  @Test
  void theNextEpochGoesOnFromTheSeedOfTheLastVersion() {
    Hash seed = versions().getFirst().seed();
    epoch(2, seed);
    assertEquals(List.of(), unborne(), "as the first epoch's members agreed");
    said.removeIf(entry -> entry.statement().epoch() == 2);
    epoch(2, MADE_UP);
    List<Certificates.Unborne> unborne = unborne();
    assertEquals(TRAINERS + 1, unborne.size());
    assertTrue(unborne.stream().allMatch(each -> each.flaw() == Flaw.OTHER_SEED));
  }

  @Test
  void afterAnEpochWithoutAnybodysWordTheSeedGoesOnByItself() {
    said.clear();
    Hash first = Lineage.firstSeed(LearningWorld.FEDERATION);
    epoch(3, Lineage.withoutResult(Lineage.withoutResult(first, 1), 2));
    assertEquals(List.of(), unborne());
    said.clear();
    epoch(3, Lineage.withoutResult(first, 1));
    assertFalse(unborne().isEmpty());
  }

  private void epoch(int number, Hash seed) {
    var later =
        new LearningWorld(
                number,
                TRAINERS,
                1,
                TRAINERS,
                new LearningWorld.Base(
                    number,
                    ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION])),
                    seed))
            .start();
    later.runToTheEnd();
    later
        .everything()
        .forEach(each ->
            said.add(new Entered<>(each.federation(), each.id(), each.author(), each.statement())));
  }

  // ---- Small things

  private List<Certificates.Unborne> unborne() {
    return new Certificates(LearningWorld.FEDERATION, List.of(COHORT)).unborne(said);
  }

  private void flawed(Flaw flaw, boolean isLie) {
    List<Certificates.Unborne> unborne = unborne();
    assertEquals(TRAINERS + 1, unborne.size());
    assertEquals(
        new TreeSet<>(List.of(flaw)),
        new TreeSet<>(unborne.stream().map(Certificates.Unborne::flaw).toList()));
    assertEquals(isLie, flaw.isLie());
  }

  private List<Finding.Version> versions() {
    return said.stream()
        .map(Entered::statement)
        .flatMap(says ->
            says instanceof Result(_, Finding.Version version)
                ? List.of(version).stream()
                : List.<Finding.Version>of().stream())
        .toList();
  }

  private static boolean version(Entered<LearningStatement> entry) {
    return entry.statement() instanceof Result(_, Finding.Version _);
  }

  private void say(UnaryOperator<Finding.Version> lie) {
    change(
        Result.class,
        result ->
            result.finding() instanceof Finding.Version version
                ? new Result(result.epoch(), lie.apply(version))
                : result);
  }

  private static Finding.Version with(Finding.Version version, Opened opened, Hash seed) {
    return new Finding.Version(opened, version.sum(), version.model(), version.weight(), seed);
  }

  private static Opened opened(Finding.Version version, Hash set, List<MemberId> summed) {
    return new Opened(version.opened().attempt(), version.opened().circle(), set, summed);
  }

  private void keep(Predicate<Entered<LearningStatement>> which) {
    said.removeIf(which.negate());
  }

  private void keepOf(Class<? extends LearningStatement> kind, int most) {
    List<Entered<LearningStatement>> kept = said.stream().filter(of(kind)).limit(most).toList();
    keep(entry -> !kind.isInstance(entry.statement()) || kept.contains(entry));
  }

  private static Predicate<Entered<LearningStatement>> of(Class<? extends LearningStatement> kind) {
    return entry -> kind.isInstance(entry.statement());
  }

  private <T extends LearningStatement> void change(Class<T> kind, Function<T, T> change) {
    change(kind, _ -> true, change);
  }

  private <T extends LearningStatement> void change(
      Class<T> kind, Predicate<Entered<LearningStatement>> whose, Function<T, T> change) {
    said.replaceAll(entry ->
        kind.isInstance(entry.statement()) && whose.test(entry)
            ? new Entered<>(
                entry.federation(),
                entry.id(),
                entry.author(),
                change.apply(kind.cast(entry.statement())))
            : entry);
  }
}
