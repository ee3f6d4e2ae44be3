package coop.minga.federation.learning;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Effect;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.decision.Succession;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.wire.EpochSets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Forty members learn in three cohorts in one epoch, agree on whose results it contains, and all
/// come to one version.
class ManyCohortsTest {
  private static final Hash SEED = Samples.hash("seed");
  private static final ModelVersion BASE =
      ModelVersion.of(0, Samples.change(new Random(3), LearningWorld.DIMENSION, 1));
  private static final Instant START = Instant.parse("2026-11-26T06:00:00Z");

  private static Cohort everyone(int members) {
    return new Cohort(
        IntStream.range(0, members).mapToObj(i -> new MemberId("shop-%03d".formatted(i))).toList(),
        6);
  }

  private static final Cohort EIGHTEEN = sized(18, new Sizes(6, 12, new Collusion(0)));
  private static final Cohorts SIXES =
      Cohorts.drawn(EIGHTEEN, Lineage.firstSeed(LearningWorld.FEDERATION));

  private static Cohort sized(int members, Sizes sizes) {
    return new Cohort(everyone(members).members(), sizes);
  }

  // ---- Who learns with whom

  @Test
  void upToThirtyTwoLearnTogetherAndMoreInCohortsThatAColludingTenthCannotTurn() {
    assertEquals(1, drawn(32).all().size());
    assertEquals(List.of(16, 17), sizes(drawn(33)));
    assertEquals(List.of(13, 13, 14), sizes(drawn(40)));
    assertEquals(List.of(32, 32), sizes(drawn(64)));
    assertEquals(List.of(33, 33, 34), sizes(drawn(100)));
    assertEquals(List.of(40, 40, 40, 40, 40), sizes(drawn(200)));
    for (int members = 33; members <= 200; members++) {
      for (int size : sizes(drawn(members))) {
        double chance = Collusion.USUAL.chance(members, size);
        assertTrue(chance < 1.0 / Collusion.ONCE_IN, size + " of " + members + ": " + chance);
      }
    }
  }

  @Test
  void fewerThanTheSmallestCohortAreOneThatIsNotEnough() {
    Cohort forty = new Cohort(everyone(40).members(), 41);
    Cohorts drawn = Cohorts.drawn(forty, SEED);
    assertEquals(List.of(forty), drawn.all());
    assertFalse(drawn.all().getFirst().isEnough());
    Cohort enough = new Cohort(forty.members(), 40);
    assertEquals(List.of(enough), Cohorts.drawn(enough, SEED).all());
  }

  /// Ten of a hundred, twenty-six drawn: all ten must be in it, C(90, 16) / C(100, 26). Seven of
  /// sixty-four, sixteen drawn: six or seven. Counted by another program.
  @Test
  void theOddsAreThoseOfDrawingWithoutPuttingBack() {
    assertEquals(3.068538441422179e-7, Collusion.USUAL.chance(100, 26), 1e-20);
    assertEquals(0, Collusion.USUAL.chance(40, 13), "five are needed, and there are four");
    assertEquals(6.371759221626985e-4, Collusion.USUAL.chance(64, 16), 1e-17);
    assertEquals(31, Collusion.USUAL.least(100), "thirty might be turned more easily than 26");
    assertEquals(100, new Collusion(400).least(100), "none is safe");
    assertEquals(4, new Collusion(0).least(100));
    assertThrows(IllegalArgumentException.class, () -> new Collusion(1_001));
  }

  @Test
  void whoIsInOneCohortIsInNoOtherAndAnotherSeedDealsOtherwise() {
    Cohorts drawn = drawn(100);
    assertEquals(everyone(100).members(), members(drawn));
    assertEquals(drawn, drawn(100));
    assertNotEquals(drawn, Cohorts.drawn(everyone(100), Samples.hash("other")));
    MemberId last = new MemberId("shop-099");
    assertTrue(drawn.of(last).orElseThrow().members().contains(last));
    assertEquals(Optional.empty(), drawn.of(new MemberId("nobody")));
    List<Cohort> twice = List.of(everyone(6), everyone(7));
    assertThrows(IllegalArgumentException.class, () -> new Cohorts(twice));
  }

  // ---- What they learnt together

  @Test
  void underFiveCohortsEveryMemberCountsAlike() {
    Parameters mean = RobustMean.of(List.of(part(3, 1), part(1, 5)));
    assertEquals(2, mean.at(0));
    assertEquals(0, RobustMean.trimmed(4));
  }

  @Test
  void fromFiveOnOneThatWasLedAstrayMovesNothingBeyondTheOthers() {
    List<RobustMean.Part> honest = List.of(part(7, 1), part(7, 2), part(7, 3), part(7, 4));
    for (float lie : new float[] {-1e6f, 0, 2.5f, 1e6f}) {
      var all = new ArrayList<>(honest);
      all.add(part(7, lie));
      float mean = RobustMean.of(all).at(0);
      assertTrue(mean >= 2 && mean <= 3, lie + ": " + mean);
      assertEquals(RobustMean.of(all), RobustMean.of(all.reversed()));
    }
    assertEquals(List.of(1, 1, 2), List.of(5, 8, 9).stream().map(RobustMean::trimmed).toList());
  }

  /// A hundred members of whom five collude: six cohorts. Those who collude turn the average around
  /// as far as the clip lets them.
  @Test
  void aHundredMembersOfWhomFiveTurnTheAverageAroundComeCloserThanWithoutTrimming() {
    Cohorts cohorts = Cohorts.drawn(sized(100, new Sizes(6, 32, new Collusion(50))), SEED);
    assertEquals(6, cohorts.all().size());
    List<Parameters> honest =
        IntStream.range(0, 95).mapToObj(i -> Samples.change(new Random(i), 64, .01)).toList();
    Parameters goal = mean(honest);
    Parameters lie = Poison.SIGN_FLIP.of(goal, honest, 2);
    var poisoned = new TreeSet<>(cohorts.all().getFirst().members().subList(0, 5));
    var parts = new ArrayList<RobustMean.Part>();
    int next = 0;
    for (Cohort cohort : cohorts.all()) {
      var updates = new ArrayList<Parameters>();
      for (MemberId member : cohort.members()) {
        updates.add(poisoned.contains(member) ? lie : honest.get(next++));
      }
      parts.add(new RobustMean.Part(mean(updates), updates.size()));
    }
    double trimmed = distance(RobustMean.of(parts), goal);
    double plain = distance(weighted(parts), goal);
    assertTrue(trimmed < plain / 3, trimmed + " and " + plain);
  }

  // ---- One epoch of eighteen, who by their charter learn in cohorts of six

  /// In one cohort three fall silent before they mask, so that it has no result; one more is away
  /// while it is decided what the epoch contains, and comes back.
  @Test
  void whoLearnInThreeCohortsOfWhichOneFailsComeToOneVersionOfTheOthers() {
    Cohort failing = SIXES.all().get(1);
    LearningWorld world = eighteen(7);
    var silent = new TreeSet<>(failing.members().subList(0, 3));
    MemberId away = SIXES.all().getFirst().members().getFirst();
    world.watch =
        (node, statement) -> {
          if (silent.contains(node.self) && statement instanceof Masked) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.tongue =
        (member, says) -> {
          if (member.equals(away) && says instanceof DecisionStatement.Approve) {
            world.node(away).crash();
            world.after(60_000, world.node(away)::restart);
          }
          return says;
        };
    runsOnUntilItIsDecided(world);
    List<Cohort> others = List.of(SIXES.all().getFirst(), SIXES.all().getLast());
    RoundOutcome.Agreed agreed = allAgree(world, silent);
    assertEquals(expected(world, others), agreed.version());
    assertEquals(members(new Cohorts(others)), agreed.members());
    assertEquals(List.of(true, false, true), listed(world, away));
    for (LearningWorld.Node node : world.nodes.values()) {
      assertTrue(node.said(LearningStatement.Result.class).size() <= 1, "one word of each");
    }
    Certificates.Followed audited = audited(world);
    assertEquals(List.of(), audited.unborne());
    assertEquals(List.of(), audited.misread());
    assertEquals(agreed.seed(), audited.course().seed());
  }

  /// One lists that the failing cohort had a result.
  @Test
  void whoApprovesWhatNeverWasIsNamedAndChangesNothing() {
    LearningWorld world = eighteen(8);
    MemberId liar = SIXES.all().getLast().members().get(2);
    world.tongue =
        (member, says) ->
            member.equals(liar) && says instanceof DecisionStatement.Approve approve
                ? new DecisionStatement.Approve(
                    approve.subject(), approve.parent(), embellished(approve.change()))
                : says;
    runsOnUntilItIsDecided(world);
    RoundOutcome.Agreed agreed = allAgree(world, Set.of(liar));
    assertEquals(expected(world, SIXES.all()), agreed.version());
    Certificates.Followed audited = audited(world);
    assertEquals(List.of(), audited.unborne());
    assertEquals(
        List.of(new Certificates.Misread(1, liar, Certificates.Flaw.OTHER_SEED)),
        audited.misread());
    assertEquals(agreed.seed(), audited.course().seed());
  }

  /// The last cohort had not heard of a roll-back, and all list what it learned.
  @Test
  @LiesIn(Kind.ADVERT)
  void whatACohortLearnedFromAnotherVersionBelongsToNoEpochOfTheRest() {
    LearningWorld world = eighteen(11);
    runsOnUntilItIsDecided(world);
    List<MemberId> last = SIXES.all().getLast().members();
    List<Entered<LearningStatement>> said =
        entries(world).stream()
            .map(entry -> last.contains(entry.author()) ? fromAnother(entry) : entry)
            .toList();
    Certificates.Followed audited = audited(world, said);
    assertEquals(List.of(), audited.unborne(), "each cohort by itself did as it should");
    assertEquals(
        world.words.stream()
            .filter(word -> word.says() instanceof DecisionStatement.Approve)
            .map(word -> word.place().author())
            .collect(toSet()),
        audited.misread().stream().map(Certificates.Misread::author).collect(toSet()));
    assertTrue(
        audited.misread().stream().allMatch(each -> each.flaw() == Certificates.Flaw.OTHER_BASE));
  }

  private static Entered<LearningStatement> fromAnother(Entered<LearningStatement> entry) {
    LearningStatement statement = entry.statement();
    if (statement instanceof Advert says) {
      statement =
          new Advert(
              says.epoch(),
              says.attempt(),
              Samples.hash("other"),
              says.config(),
              says.maskKey(),
              says.sealingKey(),
              says.commitments());
    }
    return new Entered<>(entry.federation(), entry.id(), entry.author(), statement);
  }

  /// Everything that one of the first cohort said was by a lost key, its words on the decision,
  /// too: nodes had gone on by then, and five of its six stand by what they came to.
  @Test
  void whatWasDecidedStandsAsLongAsEnoughOfEachCohortStandByItWithoutALostKey() {
    LearningWorld world = eighteen(12);
    runsOnUntilItIsDecided(world);
    Hash seed = allAgree(world, Set.of()).seed();
    List<MemberId> first = SIXES.all().getFirst().members();
    Certificates.Followed audited = audited(world, Set.copyOf(first.subList(0, 1)));
    assertEquals(List.of(), audited.unborne());
    assertEquals(List.of(), audited.misread());
    assertEquals(seed, audited.course().seed());
    assertEquals(seed, audited(world, Set.copyOf(first.subList(0, 2))).course().seed());
    assertEquals(
        Lineage.withoutResult(Lineage.firstSeed(LearningWorld.FEDERATION), 1),
        audited(world, Set.copyOf(first.subList(0, 3))).course().seed(),
        "nodes take it back, since three are fewer than t");
  }

  /// @param lost whose keys were
  private static Certificates.Followed audited(LearningWorld world, Set<MemberId> lost) {
    var entries = new HashSet<EntryId>();
    entries(world).stream()
        .filter(entry -> lost.contains(entry.author()))
        .forEach(entry -> entries.add(entry.id()));
    world.words.stream()
        .map(Event.Witnessed::place)
        .filter(place -> lost.contains(place.author()))
        .forEach(place -> entries.add(place.entry()));
    return new Certificates(LearningWorld.FEDERATION, List.of(EIGHTEEN))
        .followed(entries(world), new Certificates.Words(world.words, new EpochSets(), entries));
  }

  // ---- From which version an epoch is

  @Test
  void allCohortsFollowTheFirstOfWhichEnoughTakePart() {
    Hash old = Samples.hash("old");
    Hash fresh = Samples.hash("fresh");
    List<MemberId> first = SIXES.all().getFirst().members();
    List<MemberId> last = SIXES.all().getLast().members();
    var said = new ArrayList<Entered<LearningStatement>>();
    assertEquals(Optional.empty(), Draws.base(SIXES, said, _ -> true));
    said.addAll(adverts(last.subList(0, 4), 1, old));
    said.addAll(adverts(first.subList(0, 3), 1, fresh));
    assertEquals(Optional.of(old), Draws.base(SIXES, said, _ -> true), "t of one cohort do");
    said.addAll(adverts(first.subList(3, 6), 1, old));
    said.addAll(adverts(first.subList(3, 4), 1, fresh));
    assertEquals(Optional.of(old), Draws.base(SIXES, said, _ -> true), "their first words count");
    said.addAll(adverts(first.subList(0, 4), 2, fresh));
    assertEquals(Optional.of(fresh), Draws.base(SIXES, said, _ -> true), "of the first cohort");
    said.addAll(adverts(last, 3, old));
    assertEquals(Optional.of(fresh), Draws.base(SIXES, said, _ -> true), "whatever others do");
    said.addAll(adverts(first.subList(2, 6), 3, old));
    assertEquals(Optional.of(old), Draws.base(SIXES, said, _ -> true), "its last attempt counts");
    assertEquals(Optional.of(fresh), Draws.base(SIXES, said, fresh::equals), "of what is known");
  }

  private static List<Entered<LearningStatement>> adverts(
      List<MemberId> members, int attempt, Hash base) {
    var secret = new Commitment(Samples.hash("secret"), List.of(Samples.hash("share")));
    var anything =
        new LearningStatement.Commitments(secret, secret, secret, Optional.<Hash>empty());
    return members.stream()
        .map(member -> {
          var id = new EntryId(Samples.hash(member + "/" + attempt + "/" + base));
          var key = new MaskKey(Samples.hash("key").value());
          LearningStatement advert = new Advert(1, attempt, base, base, key, key, anything);
          return new Entered<>(LearningWorld.FEDERATION, id, member, advert);
        })
        .toList();
  }

  /// Seven of eighteen are away when it is decided: nothing is, and nothing is lost by it.
  @Test
  void withMoreThanAThirdAwayItStaysOpenUntilTheyAreBack() {
    LearningWorld world = eighteen(9);
    var away = new TreeSet<MemberId>();
    SIXES.all().forEach(cohort -> away.addAll(cohort.members().subList(0, 2)));
    away.add(SIXES.all().getFirst().members().get(2));
    world.tongue =
        (member, says) -> {
          if (away.contains(member) && says instanceof DecisionStatement.Approve) {
            world.node(member).crash();
          }
          return says;
        };
    world.start().runUntil(LearningWorld.START.plus(Duration.ofMinutes(8)));
    LearningWorld.Node here = world.node(SIXES.all().getFirst().members().getLast());
    assertEquals(List.of(), here.outcomes);
    assertTrue(here.round.isBeingDecided());
    away.forEach(member -> world.node(member).restart());
    world.tongue = (_, says) -> says;
    world.runUntil(LearningWorld.START.plus(Duration.ofMinutes(40)));
    assertEquals(expected(world, SIXES.all()), allAgree(world, Set.of()).version());
    assertFalse(here.round.isBeingDecided());
  }

  /// Vectors are looked for so long and no longer: it ends without the version that others have.
  @Test
  void whoComesBackWhenNobodyLooksForVectorsAnyMoreEndsWithNothing() {
    LearningWorld world = eighteen(10);
    Instant over = LearningWorld.START.plus(Duration.ofHours(1)); // nobody else need wait so long
    world.nodes.values().forEach(node -> world.at(over, node::crash));
    LearningWorld.Node away = comesBackAfter(Round.FETCHED_FOR, world);
    allAgree(world, Set.of(away.self));
    assertEquals(1, away.decided.size(), "it knows what was decided");
    assertEquals(List.of(new RoundOutcome.Nothing(NoResult.OUT_OF_TIME)), away.outcomes);
    assertEquals(Optional.empty(), away.round.wakeAt());
  }

  @Test
  void whoComesBackWhileMembersKeepTheVectorsHasTheVersionAfterAll() {
    LearningWorld world = eighteen(11);
    LearningWorld.Node away = comesBackAfter(Round.CATCH_UP, world);
    RoundOutcome.Agreed others = allAgree(world, Set.of(away.self));
    assertEquals(others, away.outcomes.getLast());
  }

  private static LearningWorld.Node comesBackAfter(Duration pause, LearningWorld world) {
    LearningWorld.Node away = world.node(SIXES.all().getFirst().members().getFirst());
    Instant late = LearningWorld.TIMES.endsAt().plus(pause).plusSeconds(60);
    world.at(LearningWorld.START.plusMillis(10), away::crash);
    world.at(late, away::restart);
    world.start().runUntil(late.plus(Duration.ofMinutes(10)));
    return away;
  }

  /// Forty who learned before nodes dealt out cohorts: their ledgers are borne out as they were.
  @Test
  void anEpochOfAllAsOneFromBeforeIsBorneOutStill() {
    var world =
        new LearningWorld(
            3,
            EIGHTEEN.members(),
            EIGHTEEN.asOne(),
            new LearningWorld.Base(1, BASE, Lineage.firstSeed(LearningWorld.FEDERATION)));
    world.start().runToTheEnd();
    Certificates.Followed audited = audited(world);
    assertEquals(List.of(), audited.unborne());
    assertEquals(allAgree(world, Set.of()).seed(), audited.course().seed());
  }

  // ---- What is decided

  /// Some saw the second cohort's result before they stopped waiting, and some did not; a third of
  /// the town lists what never was.
  @Test
  void whereSomeSawLessAndSomeLieOneSetIsAgreedOnAndItIsTrue() {
    Cohorts cohorts = drawn(40);
    Finding.Version one = madeUp(cohorts.all().getFirst(), "one");
    Finding.Version other = madeUp(cohorts.all().get(1), "other");
    EpochSet less = listing(cohorts, Map.of(cohorts.all().getFirst().hash(), one));
    EpochSet more =
        listing(
            cohorts,
            Map.of(cohorts.all().getFirst().hash(), one, cohorts.all().get(1).hash(), other));
    EpochSet lie =
        listing(cohorts, Map.of(cohorts.all().get(2).hash(), madeUp(cohorts.all().get(2), "lie")));
    var town = new Town(cohorts);
    List<MemberId> all = town.members();
    all.subList(0, 13).forEach(liar -> town.approves(liar, lie));
    all.subList(13, 40).forEach(member -> town.approves(member, less));
    all.subList(20, 40).forEach(member -> town.approves(member, more));
    all.subList(0, 13).forEach(liar -> town.approves(liar, more));
    town.talk(240);
    assertTrue(List.of(less, more).contains(town.agreed()), "27 honest stand by the first");
    town.nobodyPassed(lie);
  }

  @Test
  void aSetOfOtherCohortsOrOfStrangersIsRefused() {
    Cohorts cohorts = drawn(40);
    EpochQuestion question = question(cohorts);
    EpochSet none = listing(cohorts, Map.of());
    assertTrue(question.of(new EpochSets().write(none)) instanceof Succession.Outcome.Next);
    assertEquals(none.next(SEED), Lineage.withoutResult(SEED, 1));
    EpochSet others =
        EpochSet.seen(1, Cohorts.drawn(everyone(40), Samples.hash("x")), _ -> Optional.empty());
    EpochSet later = EpochSet.seen(2, cohorts, _ -> Optional.empty());
    Finding.Version strangers = madeUp(cohorts.all().get(1), "strangers");
    EpochSet crossed = listing(cohorts, Map.of(cohorts.all().getFirst().hash(), strangers));
    EpochSet fewer = new EpochSet(1, none.cohorts().subList(0, 2));
    for (EpochSet wrong : List.of(others, later, crossed, fewer)) {
      assertTrue(question.of(new EpochSets().write(wrong)) instanceof Succession.Outcome.Refused);
    }
    Bytes longer = new EpochSets().write(none).plus(Bytes.utf8("x"));
    assertTrue(question.of(longer) instanceof Succession.Outcome.Refused);
    var next = (Succession.Outcome.Next) question.of(new EpochSets().write(none));
    assertTrue(
        next.parent().succession().of(new EpochSets().write(none))
            instanceof Succession.Outcome.Refused,
        "one set for each epoch");
  }

  // ---- Small things

  private static Cohorts drawn(int members) {
    return Cohorts.drawn(everyone(members), SEED);
  }

  private static List<Integer> sizes(Cohorts cohorts) {
    return cohorts.all().stream().map(each -> each.members().size()).sorted().toList();
  }

  private static List<MemberId> members(Cohorts cohorts) {
    return cohorts.all().stream().flatMap(each -> each.members().stream()).sorted().toList();
  }

  private static RobustMean.Part part(int members, float value) {
    return new RobustMean.Part(Parameters.of(new float[] {value}), members);
  }

  private static Parameters mean(List<Parameters> all) {
    return weighted(all.stream().map(each -> new RobustMean.Part(each, 1)).toList());
  }

  /// Without trimming.
  private static Parameters weighted(List<RobustMean.Part> parts) {
    float[] mean = new float[parts.getFirst().change().size()];
    int members = parts.stream().mapToInt(RobustMean.Part::members).sum();
    for (RobustMean.Part part : parts) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += part.change().at(i) * part.members() / members;
      }
    }
    return Parameters.of(mean);
  }

  private static double distance(Parameters one, Parameters other) {
    double squares = 0;
    for (int i = 0; i < one.size(); i++) {
      squares += Math.pow(one.at(i) - other.at(i), 2);
    }
    return Math.sqrt(squares);
  }

  private static LearningWorld eighteen(long random) {
    var world =
        new LearningWorld(
            random,
            EIGHTEEN.members(),
            EIGHTEEN,
            new LearningWorld.Base(1, BASE, Lineage.firstSeed(LearningWorld.FEDERATION)));
    world.several = Optional.of(SIXES);
    return world;
  }

  private static void runsOnUntilItIsDecided(LearningWorld world) {
    world.start().runUntil(LearningWorld.TIMES.endsAt().plus(Duration.ofMinutes(10)));
  }

  /// What everybody came to, but those who lie or are down.
  private static RoundOutcome.Agreed allAgree(LearningWorld world, Set<MemberId> but) {
    var all = new HashSet<RoundOutcome>();
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!but.contains(node.self)) {
        assertFalse(node.outcomes.isEmpty(), node + " has not ended");
        all.add(node.outcomes.getLast());
      }
    }
    assertEquals(1, all.size(), all.toString());
    return (RoundOutcome.Agreed) all.iterator().next();
  }

  private static List<Boolean> listed(LearningWorld world, MemberId at) {
    return world.node(at).decided.getLast().cohorts().stream()
        .map(listed -> listed.result().isPresent())
        .toList();
  }

  private static List<Entered<LearningStatement>> entries(LearningWorld world) {
    return world.everything().stream()
        .map(each ->
            new Entered<LearningStatement>(
                each.federation(), each.id(), each.author(), each.statement()))
        .toList();
  }

  private static Certificates.Followed audited(LearningWorld world) {
    return audited(world, entries(world));
  }

  private static Certificates.Followed audited(
      LearningWorld world, List<Entered<LearningStatement>> entries) {
    return new Certificates(LearningWorld.FEDERATION, List.of(EIGHTEEN))
        .followed(entries, new Certificates.Words(world.words, new EpochSets(), Set.of()));
  }

  /// From what these cohorts' updates come to without any mask.
  private static ModelVersion expected(LearningWorld world, List<Cohort> cohorts) {
    List<RobustMean.Part> parts =
        cohorts.stream()
            .map(cohort -> {
              ModelVersion theirs = BASE.next(1).by(world.naive(cohort, cohort.members(), 1));
              return new RobustMean.Part(
                  theirs.parameters().minus(BASE.parameters()), cohort.members().size());
            })
            .toList();
    return BASE.next(1).by(RobustMean.of(parts));
  }

  /// The same set with another seed for the first cohort.
  private static Bytes embellished(Bytes change) {
    EpochSet set = new EpochSets().read(change).orElseThrow();
    var cohorts = new ArrayList<>(set.cohorts());
    EpochSet.Listed first = cohorts.getFirst();
    Finding.Version said = first.result().orElseThrow();
    var other =
        new Finding.Version(
            said.opened(), said.sum(), said.model(), said.weight(), Samples.hash("ours"));
    cohorts.set(0, new EpochSet.Listed(first.cohort(), Optional.of(other)));
    return new EpochSets().write(new EpochSet(set.epoch(), cohorts));
  }

  private static EpochSet listing(Cohorts cohorts, Map<Hash, Finding.Version> results) {
    return EpochSet.seen(1, cohorts, hash -> Optional.ofNullable(results.get(hash)));
  }

  private static Finding.Version madeUp(Cohort cohort, String text) {
    Hash hash = Samples.hash(text);
    return new Finding.Version(
        new LearningStatement.Opened(1, hash, hash, cohort.members()), hash, hash, 13, hash);
  }

  private static EpochQuestion question(Cohorts cohorts) {
    return new EpochQuestion(
        new EpochQuestion.Name(LearningWorld.FEDERATION, 1, BASE.hash()), cohorts, new EpochSets());
  }

  /// Everybody's node, deciding. What one enters all hear a minute later.
  private static final class Town {
    private final SortedMap<MemberId, Decision> nodes = new TreeMap<>();
    private final SortedMap<MemberId, Bytes> passed = new TreeMap<>();
    private final List<Event.Witnessed> unheard = new ArrayList<>();
    private final SortedMap<MemberId, Integer> lengths = new TreeMap<>();

    Town(Cohorts cohorts) {
      for (MemberId member : ManyCohortsTest.members(cohorts)) {
        nodes.put(
            member,
            Decision.at(
                question(cohorts).asked(), new Decision.Seat(Subject.EPOCH, member, Terms.USUAL)));
      }
    }

    List<MemberId> members() {
      return List.copyOf(nodes.keySet());
    }

    void approves(MemberId member, EpochSet set) {
      take(member, new Event.PersonApproves(new EpochSets().write(set)));
    }

    void talk(int minutes) {
      for (int minute = 0; minute < minutes; minute++) {
        List<Event.Witnessed> heard = List.copyOf(unheard);
        unheard.clear();
        for (MemberId member : members()) {
          heard.forEach(event -> take(member, event));
          take(member, new Event.TimePassed(START.plus(Duration.ofMinutes(minute))));
        }
      }
    }

    /// What all agreed on.
    EpochSet agreed() {
      assertEquals(nodes.keySet(), passed.keySet());
      assertEquals(1, new TreeSet<>(passed.values().stream().map(Hash::sha256).toList()).size());
      return new EpochSets().read(passed.values().iterator().next()).orElseThrow();
    }

    void nobodyPassed(EpochSet set) {
      assertTrue(passed.values().stream().noneMatch(new EpochSets().write(set)::equals));
    }

    private void take(MemberId member, Event event) {
      var step = Optional.ofNullable(nodes.get(member)).orElseThrow().on(event);
      nodes.put(member, step.next());
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Enter(var says) -> {
            int index = lengths.merge(member, 1, Integer::sum) - 1;
            var id = new EntryId(Samples.hash(member + "/" + index));
            unheard.add(new Event.Witnessed(new Place(member, index, id), says));
          }
          case Effect.Passed it -> passed.put(member, it.change());
          case Effect.Refuse(_, var sentence) -> throw new IllegalStateException(sentence);
        }
      }
    }
  }
}
