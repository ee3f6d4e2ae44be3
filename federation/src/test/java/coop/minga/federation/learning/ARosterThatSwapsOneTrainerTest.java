package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A member leaves and another comes, as an epoch begins: the cohort is as large as before, and of
/// other members. Who has heard of it and who has not must not take each other's word for their
/// own.
class ARosterThatSwapsOneTrainerTest {
  private static final List<MemberId> NINE = Samples.members(9);

  /// The last of the eight leaves, and the ninth comes.
  private static final Cohort BEFORE = new Cohort(NINE.subList(0, 8), 6);

  private static final Cohort SINCE = new Cohort(swapped(), 6);
  private static final Hash SEED = Lineage.firstSeed(LearningWorld.FEDERATION);

  private final LearningWorld world =
      new LearningWorld(
          5, NINE, BEFORE, new LearningWorld.Base(1, new LearningWorld(5, 8, 0).base, SEED));

  private static List<MemberId> swapped() {
    var members = new ArrayList<>(NINE.subList(0, 7));
    members.add(NINE.getLast());
    return members;
  }

  @Test
  void twoCohortsOfOneSizeHaveTwoNames() {
    assertEquals(BEFORE.members().size(), SINCE.members().size());
    assertFalse(BEFORE.hash().equals(SINCE.hash()));
    assertEquals(BEFORE.hash(), new Cohort(BEFORE.members().reversed(), 4).hash());
  }

  @Test
  void theEpochIsOfThoseWhoTakePartAndNotOfAsManyOthers() {
    knowTheNewRoster(2);
    List<Entered<LearningStatement>> said = run();
    assertTrue(said.stream().anyMatch(entry -> proposes(entry, SINCE)), "proposed to both");
    assertEquals(Optional.of(Cohorts.of(BEFORE)), Samples.draws(SINCE, BEFORE).joined(said));
    assertEquals(Optional.of(Cohorts.of(BEFORE)), Samples.draws(BEFORE, SINCE).joined(said));
  }

  @Test
  void whoseSharesAreForOthersIsInNoCircle() {
    knowTheNewRoster(2);
    run();
    List<MemberId> rest = BEFORE.members().stream().filter(it -> !ahead(2).contains(it)).toList();
    for (MemberId member : rest) {
      var agreed = (RoundOutcome.Agreed) world.node(member).outcomes.getLast();
      assertEquals(rest, agreed.members());
      assertEquals(world.naive(rest, 1), agreed.version());
    }
    world.nothingButOneSumIsOpen(Set.copyOf(ahead(2)));
  }

  @Test
  void theAuditorGoesByTheSameOfTheTwo() {
    knowTheNewRoster(2);
    List<Entered<LearningStatement>> said = run();
    for (List<Cohort> known : List.of(List.of(BEFORE, SINCE), List.of(SINCE, BEFORE))) {
      var certificates = new Certificates(LearningWorld.FEDERATION, known);
      assertEquals(List.of(), certificates.unborne(said));
      assertEquals(BEFORE, certificates.after(said).suspicion().everyone());
    }
  }

  @Test
  void anEpochOfNobodyIsFoldedAlikeWhateverRosterOneKnewFirst() {
    var base = Samples.hash("base");
    List<Entered<LearningStatement>> said =
        List.of(
            entry(BEFORE.members().getFirst(), new Propose(1, 1, BEFORE.members(), base, base)),
            entry(SINCE.members().getLast(), new Propose(1, 1, SINCE.members(), base, base)));
    Course one = new Certificates(LearningWorld.FEDERATION, List.of(BEFORE, SINCE)).after(said);
    Course other = new Certificates(LearningWorld.FEDERATION, List.of(SINCE, BEFORE)).after(said);
    assertEquals(one.seed(), other.seed());
    assertEquals(one.drawn(SINCE), other.drawn(SINCE));
    assertEquals(List.of(), one.drawn(SINCE).before(), "nobody has learned");
  }

  /// One advert of before could make up the number in both cohorts.
  @Test
  @LiesIn(Kind.ADVERT)
  void anAdvertThatDoesNotSayWhomItIsForMakesUpNoNumber() {
    List<Entered<LearningStatement>> said = run();
    var fewer = new ArrayList<Entered<LearningStatement>>();
    int bound = 0;
    for (Entered<LearningStatement> entry : said) {
      boolean advert = entry.statement() instanceof Advert;
      boolean keep = !advert || bound++ < BEFORE.threshold() - 1;
      fewer.add(keep ? entry : unbound(entry));
    }
    assertEquals(Optional.empty(), Samples.draws(BEFORE).joined(fewer));
    List<Entered<LearningStatement>> old =
        said.stream()
            .map(entry -> entry.statement() instanceof Advert ? unbound(entry) : entry)
            .toList();
    assertEquals(
        Optional.of(Cohorts.of(BEFORE)), Samples.draws(BEFORE).joined(old), "as it was before");
    assertEquals(
        List.of(), new Certificates(LearningWorld.FEDERATION, List.of(BEFORE)).unborne(old));
  }

  /// Only what it said first counts.
  @Test
  @LiesIn(Kind.ADVERT)
  void whoAdvertisesToBothJoinsOne() {
    List<Entered<LearningStatement>> said = run();
    MemberId proposer = said.getFirst().author();
    Propose made =
        said.stream()
            .map(Entered::statement)
            .filter(Propose.class::isInstance)
            .map(Propose.class::cast)
            .findFirst()
            .orElseThrow();
    List<MemberId> others = SINCE.members();
    var both = new ArrayList<>(said);
    both.add(entry(others.getFirst(), new Propose(1, 1, others, made.base(), made.config())));
    said.stream()
        .filter(entry -> entry.statement() instanceof Advert)
        .filter(entry -> others.contains(entry.author()))
        .forEach(entry -> both.add(entry(entry.author(), forOthers((Advert) entry.statement()))));
    assertEquals(
        Optional.of(Cohorts.of(BEFORE)),
        Samples.draws(SINCE, BEFORE).joined(both),
        proposer + " proposed");
  }

  private void knowTheNewRoster(int members) {
    ahead(members).forEach(member -> world.cohorts.put(member, SINCE));
    world.cohorts.put(NINE.getLast(), SINCE);
  }

  /// Those who speak first by the new roster, so that they propose to it.
  private List<MemberId> ahead(int members) {
    return Cohort.order(SEED, 1, 1, SINCE.members()).stream()
        .filter(BEFORE.members()::contains)
        .limit(members)
        .toList();
  }

  private List<Entered<LearningStatement>> run() {
    world.start().runToTheEnd();
    var all = new ArrayList<Entered<LearningStatement>>();
    for (Entered<?> entry : world.everything()) {
      all.add(new Entered<>(entry.federation(), entry.id(), entry.author(), entry.statement()));
    }
    return all;
  }

  private static boolean proposes(Entered<LearningStatement> entry, Cohort cohort) {
    return entry.statement() instanceof Propose propose
        && propose.members().equals(cohort.members());
  }

  private static Entered<LearningStatement> unbound(Entered<LearningStatement> entry) {
    Advert advert = (Advert) entry.statement();
    return new Entered<>(
        entry.federation(), entry.id(), entry.author(), with(advert, Optional.empty()));
  }

  private static Advert forOthers(Advert advert) {
    return with(advert, Optional.of(SINCE.hash()));
  }

  private static Advert with(Advert advert, Optional<Hash> cohort) {
    Commitments made = advert.commitments();
    return new Advert(
        advert.epoch(),
        advert.attempt(),
        advert.base(),
        advert.config(),
        advert.maskKey(),
        advert.sealingKey(),
        new Commitments(made.ownMask(), made.pairKey(), made.seedPart(), cohort));
  }

  private static Entered<LearningStatement> entry(MemberId author, LearningStatement says) {
    return new Entered<>(
        LearningWorld.FEDERATION, new EntryId(Samples.hash(author + " late")), author, says);
  }
}
