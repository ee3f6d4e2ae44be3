package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Commitments;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.learning.LearningStatement.Revealed;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ALyingMemberTest {
  private LearningWorld world = new LearningWorld(7, 7, 2);
  private final MemberId liar = world.someMember(2);

  @Test
  @LiesIn(Kind.RESULT)
  void whoeverSaysAnotherVersionIsNamedAndOutvoted() {
    lies(Result.class, ALyingMemberTest::anotherModel);
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_RESULT);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aSwappedVectorIsRefusedAndItsAuthorLeftOut() {
    lies(
        Masked.class,
        masked -> {
          world.node(liar).store.put(masked.blob(), Bytes.utf8("x".repeat(masked.bytes())));
          return masked;
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aNameWithoutItsVectorIsLeftOut() {
    lies(
        Masked.class,
        masked -> {
          world.node(liar).store.remove(masked.blob());
          return masked;
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  /// Under the hash of one form of name, in the other form.
  @Test
  @LiesIn(Kind.MASKED)
  void aNameOfTheOtherFormNamesNothingAndItsAuthorIsLeftOut() {
    lies(Masked.class, masked -> named(masked, BlobName.whole(masked.blob().hash())));
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  @Test
  void aVectorNamedByTheWholeAsNodesOfBeforeDoIsInTheSum() {
    lies(
        Masked.class,
        masked -> {
          Bytes packed = stored(masked.blob());
          BlobName whole = BlobName.of(BlobName.Form.WHOLE, packed);
          world.node(liar).store.put(whole, packed);
          world.node(liar).served.add(whole);
          return named(masked, whole);
        });
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  private static Masked named(Masked masked, BlobName blob) {
    return new Masked(
        masked.epoch(), masked.attempt(), masked.circle(), blob, masked.bytes(), masked.unopened());
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorWithBitsToSpareIsRefusedAndItsAuthorNamed() {
    lies(
        Masked.class,
        masked -> {
          byte[] packed = stored(masked.blob()).toArray();
          packed[packed.length - 1] |= (byte) 0x80;
          return replaced(masked, Bytes.of(packed));
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.MALFORMED_VECTOR);
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorBoundToOtherAdvertsIsRefusedAndItsAuthorNamed() {
    lies(
        Masked.class,
        masked ->
            new Masked(
                masked.epoch(),
                masked.attempt(),
                Samples.hash("other adverts"),
                masked.blob(),
                masked.bytes(),
                masked.unopened()));
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_VECTOR_NAME);
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void aKeyThatGivesNoSecretIsRefusedAndItsAuthorLeftOut() {
    MaskKey zero = new MaskKey(Bytes.of(new byte[MaskKey.SIZE]));
    for (boolean mask : List.of(true, false)) {
      world = new LearningWorld(7, 7, 2);
      lies(
          Advert.class,
          advert ->
              new Advert(
                  advert.epoch(),
                  advert.attempt(),
                  advert.base(),
                  advert.config(),
                  mask ? zero : advert.maskKey(),
                  mask ? advert.sealingKey() : zero,
                  advert.commitments()));
      world.start().runToTheEnd();
      honestAgreeOn(without(liar));
      honestBlame(Fault.WEAK_KEY);
    }
  }

  @Test
  @LiesIn(Kind.MASKED)
  void aVectorOutOfBoundsGivesNoResultToAnyone() {
    lies(
        Masked.class,
        masked -> {
          byte[] noise = new byte[masked.bytes()];
          new Random(1).nextBytes(noise);
          noise[noise.length - 1] = 0;
          return replaced(masked, Bytes.of(noise));
        });
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      assertEquals(
          List.of(new RoundOutcome.Nothing(NoResult.OUT_OF_BOUNDS)), node.outcomes, "" + node);
    }
  }

  @Test
  @LiesIn(Kind.PROPOSE)
  void aProposalOfAnotherCohortIsNamedAndNotFollowed() {
    world.at(
        LearningWorld.START,
        () ->
            world
                .node(liar)
                .append(
                    new Propose(1, 1, without(liar), world.base.hash(), world.encoding.hash())));
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_PROPOSAL);
  }

  @Test
  void entriesOfAnotherFederationOrEpochChangeNothing() {
    world.start();
    world.runUntil(LearningWorld.START.plusSeconds(10));
    Epoch before = world.node(world.someMember(0)).round;
    for (Entered<?> entry : world.everything()) {
      EpochStep elsewhere =
          before.on(
              new RoundEvent.Seen(
                  new Entered<>(
                      Samples.hash("elsewhere"), entry.id(), entry.author(), entry.statement())));
      assertEquals(List.of(), elsewhere.effects());
      assertEquals(before.wakeAt(), elsewhere.next().wakeAt());
    }
    world.node(liar).append(new Abandon(2, 1));
    world.runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void anAdvertUnderAnotherAttemptsNumberDoesNotCount() {
    lies(
        Advert.class,
        advert ->
            new Advert(
                advert.epoch(),
                2,
                advert.base(),
                advert.config(),
                advert.maskKey(),
                advert.sealingKey(),
                advert.commitments()));
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  @Test
  void whatWasDealtInOneAttemptOrFederationOpensInNoOther() {
    AttemptSecret secret = AttemptSecret.of(Samples.secret(new Random(3)));
    MemberId reader = world.someMember(0);
    Circle circle = circleOf(secret);
    Dealing here = new Dealing(new AttemptName(LearningWorld.FEDERATION, 1, 1), world.cohort);
    Bytes sealed = here.deal(liar, secret, circle).get(circle.members().indexOf(reader));
    var dealt = new Dealing.Dealt(circle, sealed);
    assertTrue(here.take(liar, reader, secret, dealt).isPresent());
    assertTrue(here.take(reader, reader, secret, dealt).isEmpty(), "as another's");
    for (AttemptName name :
        List.of(
            new AttemptName(LearningWorld.FEDERATION, 1, 2),
            new AttemptName(LearningWorld.FEDERATION, 2, 1),
            new AttemptName(Samples.hash("elsewhere"), 1, 1))) {
      assertTrue(new Dealing(name, world.cohort).take(liar, reader, secret, dealt).isEmpty());
    }
  }

  @Test
  @LiesIn({Kind.ADVERT, Kind.DEAL})
  void aDealerWhoseSharesLieOnNoPolynomialIsNamedAndTheSumOfTheOthersFound() {
    // The liar's own mask: each share is as committed to, but one is on no polynomial with the
    // rest.
    dealsAnotherShare(SecretKind.OWN_MASK);
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_DEAL);
    world.nothingButOneSumIsOpen(Set.of(liar));
  }

  @Test
  @LiesIn({Kind.ADVERT, Kind.DEAL})
  void aDealerThatLiesAndThenFallsSilentIsNamedAndTheSumOfTheOthersFound() {
    dealsAnotherShare(SecretKind.PAIR_KEY);
    LearningWorld.Watch before = world.watch;
    world.watch =
        (node, statement) -> {
          if (node.self.equals(liar) && statement instanceof Masked) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return before.entering(node, statement);
        };
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_DEAL);
  }

  @Test
  @LiesIn({Kind.ADVERT, Kind.DEAL})
  void aPartOfTheSeedThatDoesNotFitIsLeftOutOfTheSeedOnly() {
    dealsAnotherShare(SecretKind.SEED_PART);
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_DEAL);
    assertEquals(expectedSeed(without(liar)), agreedAt(world.someMember(0)).seed());
  }

  @Test
  @LiesIn(Kind.ADVERT)
  void aDealerThatCommitsToAnotherSecretIsNamedAndTheSumOfTheOthersFound() {
    lies(
        Advert.class,
        advert -> {
          Commitment own = advert.commitments().ownMask();
          return with(
              advert,
              new Commitments(
                  new Commitment(Samples.hash("another"), own.shares()),
                  advert.commitments().pairKey(),
                  advert.commitments().seedPart(),
                  advert.commitments().cohort()));
        });
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_DEAL);
  }

  @Test
  @LiesIn(Kind.DEAL)
  void aDealerWhoseSharesTooFewCanOpenIsInNoSum() {
    sealsRubbishTo(3);
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
  }

  @Test
  @LiesIn(Kind.DEAL)
  void aDealerWhoseSharesEnoughCanOpenIsInTheSum() {
    sealsRubbishTo(2);
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn(Kind.MASKED)
  void whoeverSaysThatNothingOpenedHarmsNobody() {
    lies(
        Masked.class,
        masked ->
            new Masked(
                masked.epoch(),
                masked.attempt(),
                masked.circle(),
                masked.blob(),
                masked.bytes(),
                without(liar)));
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn(Kind.RELEASE)
  void aShareChangedOnTheWayBackIsNamedAndNotCounted() {
    lies(
        Release.class,
        release -> {
          var shares = new ArrayList<>(release.shares());
          var first = (Revealed.Summed) shares.getFirst();
          shares.set(0, new Revealed.Summed(first.dealer(), first.seedPart(), first.ownMask()));
          return new Release(release.epoch(), release.attempt(), release.set(), shares);
        });
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    honestBlame(Fault.WRONG_SHARE);
  }

  @Test
  @LiesIn({Kind.RELEASE, Kind.ABANDON})
  void ofTwoWordsTheFirstCounts() {
    lies(
        Release.class,
        release -> {
          world.node(liar).append(new Abandon(release.epoch(), release.attempt()));
          return release;
        });
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    Attempt attempt = Attempt.UNHEARD;
    var release = entered(new Release(1, 1, Samples.hash("set"), List.of()));
    var abandon = entered(new Abandon(1, 1));
    assertTrue(attempt.released(release).abandoned(abandon).abandons().isEmpty());
    assertTrue(attempt.abandoned(abandon).released(release).releases().isEmpty());
  }

  @Test
  @LiesIn(Kind.FREEZE)
  void asksForTwoSetsAndOnlyTheFirstCounts() {
    MemberId coordinator = world.coordinator(1);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(coordinator) && statement instanceof Freeze freeze) {
            List<EntryId> fewer = freeze.masked().subList(0, world.cohort.threshold());
            world.after(1, () -> node.append(new Freeze(freeze.epoch(), freeze.attempt(), fewer)));
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    world.nothingButOneSumIsOpen(Set.of(coordinator));
  }

  @Test
  @LiesIn(Kind.FREEZE)
  void aSetOfTooFewIsSaidByNobodyElse() {
    MemberId coordinator = world.coordinator(1);
    world.watch =
        (node, statement) ->
            Optional.of(
                node.self.equals(coordinator) && statement instanceof Freeze freeze
                    ? new Freeze(
                        freeze.epoch(),
                        freeze.attempt(),
                        freeze.masked().subList(0, world.cohort.threshold() - 1))
                    : statement);
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn({Kind.PROPOSE, Kind.ABANDON})
  void aCoordinatorThatWantsASecondSumAfterTheSetIsClosedGetsNone() {
    MemberId coordinator = world.coordinator(1);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(coordinator) && statement instanceof Release) {
            node.append(new Abandon(1, 1));
            node.append(
                new Propose(
                    1, 2, world.cohort.members(), world.base.hash(), world.encoding.hash()));
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    assertTrue(
        world.everything().stream()
            .noneMatch(
                entry -> entry.statement() instanceof Advert advert && advert.attempt() == 2));
    world.nothingButOneSumIsOpen(Set.of(coordinator));
  }

  @Test
  @LiesIn(Kind.EXPOSE)
  void whoeverExposesAnHonestMembersStreamChangesNothing() {
    lies(
        Release.class,
        release -> {
          world.node(liar).append(new Expose(1, 1, world.someMember(0), Samples.hash("a stream")));
          return release;
        });
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
  }

  @Test
  @LiesIn(Kind.RELEASE)
  void whoeverKeepsItsSeedPartBackAfterTheOthersShowedTheirsChangesNothing() {
    lies(Release.class, release -> new Release(1, 1, release.set(), List.of()));
    world.start().runToTheEnd();
    honestAgreeOn(world.cohort.members());
    assertEquals(expectedSeed(world.cohort.members()), agreedAt(world.someMember(0)).seed());
  }

  @Test
  void nothingSecretIsWrittenOut() {
    AttemptSecret secret = AttemptSecret.of(Samples.secret(new Random(1)));
    assertFalse(("" + new RoundEvent.SecretMade(1, secret)).matches(".*[0-9a-f]{16}.*"));
  }

  private static Entered<Release> entered(Release release) {
    return new Entered<>(
        LearningWorld.FEDERATION,
        new EntryId(Samples.hash("release")),
        new MemberId("shop-a"),
        release);
  }

  private static Entered<Abandon> entered(Abandon abandon) {
    return new Entered<>(
        LearningWorld.FEDERATION,
        new EntryId(Samples.hash("abandon")),
        new MemberId("shop-a"),
        abandon);
  }

  private Circle circleOf(AttemptSecret everyones) {
    Dealing dealing = new Dealing(new AttemptName(LearningWorld.FEDERATION, 1, 1), world.cohort);
    var adverts = new TreeMap<MemberId, Entered<Advert>>();
    for (MemberId member : world.cohort.members()) {
      Advert advert =
          new Advert(
              1,
              1,
              world.base.hash(),
              world.encoding.hash(),
              everyones.maskKey(),
              everyones.sealingKey(),
              dealing.commitments(member, everyones));
      adverts.put(
          member,
          new Entered<>(
              LearningWorld.FEDERATION,
              new EntryId(Samples.hash("advert " + member)),
              member,
              advert));
    }
    return Circle.of(adverts);
  }

  /// The liar commits to, and deals, one share that is not on the polynomial of the others.
  private void dealsAnotherShare(SecretKind kind) {
    MemberId reader = world.someMember(0);
    Bytes share = Samples.hash("another share").value();
    Dealing dealing = new Dealing(new AttemptName(LearningWorld.FEDERATION, 1, 1), world.cohort);
    world.watch =
        (node, statement) -> {
          if (!node.self.equals(liar)) {
            return Optional.of(statement);
          }
          return Optional.of(
              switch (statement) {
                case Advert advert -> {
                  Commitments honest = advert.commitments();
                  yield with(
                      advert,
                      new Commitments(
                          changed(honest, SecretKind.OWN_MASK, kind, reader, share),
                          changed(honest, SecretKind.PAIR_KEY, kind, reader, share),
                          changed(honest, SecretKind.SEED_PART, kind, reader, share),
                          honest.cohort()));
                }
                case Deal deal -> resealed(dealing, deal, kind, reader, share);
                default -> statement;
              });
        };
  }

  private Commitment changed(
      Commitments honest, SecretKind which, SecretKind kind, MemberId reader, Bytes share) {
    if (which != kind) {
      return honest.of(which);
    }
    Dealing dealing = new Dealing(new AttemptName(LearningWorld.FEDERATION, 1, 1), world.cohort);
    var hashes = new ArrayList<>(honest.of(kind).shares());
    hashes.set(dealing.point(reader) - 1, dealing.shareHash(liar, reader, kind, share));
    return new Commitment(honest.of(kind).secret(), hashes);
  }

  private Deal resealed(Dealing dealing, Deal deal, SecretKind kind, MemberId reader, Bytes share) {
    AttemptSecret secret = world.node(liar).secretOf(1);
    Circle circle =
        new Tally(world.plan(liar).round().terms(), 1, factsOf(liar).attempt(1))
            .circle(deal.adverts())
            .orElseThrow();
    Bytes message = Bytes.empty();
    for (SecretKind each : SecretKind.values()) {
      Bytes honest = secret.shares(each, world.cohort).get(dealing.point(reader) - 1);
      message = message.plus(each == kind ? share : honest);
    }
    Bytes info = dealing.info(circle, liar, reader);
    var sealed = new ArrayList<>(deal.sealed());
    sealed.set(
        circle.members().indexOf(reader),
        secret.seal(reader, circle.advert(reader).sealingKey(), info, message).orElseThrow());
    return new Deal(deal.epoch(), deal.attempt(), deal.adverts(), sealed);
  }

  private Facts factsOf(MemberId member) {
    Facts facts = Facts.NONE;
    for (List<Entered<?>> ledger : world.node(member).ledgers.values()) {
      for (Entered<?> entry : ledger) {
        facts = facts.with(entry);
      }
    }
    return facts;
  }

  private void sealsRubbishTo(int readers) {
    lies(
        Deal.class,
        deal -> {
          var sealed = new ArrayList<>(deal.sealed());
          int own = world.cohort.members().indexOf(liar);
          for (int i = 0, done = 0; done < readers; i++) {
            if (i != own) {
              sealed.set(i, Bytes.of(new byte[Dealing.SEALED]));
              done++;
            }
          }
          return new Deal(deal.epoch(), deal.attempt(), deal.adverts(), sealed);
        });
  }

  private static Advert with(Advert advert, Commitments commitments) {
    return new Advert(
        advert.epoch(),
        advert.attempt(),
        advert.base(),
        advert.config(),
        advert.maskKey(),
        advert.sealingKey(),
        commitments);
  }

  private Hash expectedSeed(List<MemberId> parts) {
    Finding.Version said =
        world.everything().stream()
            .map(Entered::statement)
            .filter(Result.class::isInstance)
            .map(result -> (Finding.Version) ((Result) result).finding())
            .findFirst()
            .orElseThrow();
    return Lineage.nextSeed(
        world.seed,
        1,
        said.opened().circle(),
        said.opened().set(),
        parts.stream()
            .sorted(Comparator.naturalOrder())
            .map(member -> world.node(member).secretOf(1).value(SecretKind.SEED_PART))
            .toList());
  }

  private RoundOutcome.Agreed agreedAt(MemberId member) {
    return (RoundOutcome.Agreed) world.node(member).outcomes.getLast();
  }

  private Bytes stored(BlobName blob) {
    return Optional.ofNullable(world.node(liar).store.get(blob)).orElseThrow();
  }

  private Masked replaced(Masked masked, Bytes packed) {
    BlobName blob = BlobName.of(BlobName.Form.PIECES, packed);
    world.node(liar).store.put(blob, packed);
    world.node(liar).served.add(blob);
    return new Masked(
        masked.epoch(), masked.attempt(), masked.circle(), blob, packed.size(), masked.unopened());
  }

  private static Result anotherModel(Result result) {
    var version = (Finding.Version) result.finding();
    return new Result(
        result.epoch(),
        new Finding.Version(
            version.opened(),
            version.sum(),
            Samples.hash("a lie"),
            version.weight(),
            version.seed()));
  }

  /// It advertises a mask key that is none of its own, so that no mask of the others with it comes
  /// off by adding up. If it then falls silent, what it dealt does not give that key.
  @Test
  @LiesIn(Kind.ADVERT)
  void whoSwapsItsMaskKeyAndFallsSilentIsNamedAndTheSumOfTheOthersFound() {
    swapsItsMaskKey(true);
    world.start().runToTheEnd();
    honestAgreeOn(without(liar));
    honestBlame(Fault.WRONG_DEAL);
  }

  /// If it goes on, the sum is noise: it is out of bounds, and nobody has a version.
  @Test
  @LiesIn(Kind.ADVERT)
  void whoSwapsItsMaskKeyAndGoesOnLeavesNobodyAVersion() {
    swapsItsMaskKey(false);
    world.start().runToTheEnd();
    for (LearningWorld.Node node : world.nodes.values()) {
      assertEquals(
          List.of(new RoundOutcome.Nothing(NoResult.OUT_OF_BOUNDS)), node.outcomes, node + "");
    }
  }

  private void swapsItsMaskKey(boolean thenSilent) {
    MaskKey another = AttemptSecret.publicKey(Samples.secret(new Random(9)));
    world.watch =
        (node, statement) -> {
          if (!node.self.equals(liar)) {
            return Optional.of(statement);
          }
          if (statement instanceof Masked && thenSilent) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return Optional.of(
              statement instanceof Advert advert
                  ? new Advert(
                      advert.epoch(),
                      advert.attempt(),
                      advert.base(),
                      advert.config(),
                      another,
                      advert.sealingKey(),
                      advert.commitments())
                  : statement);
        };
  }

  private <T extends LearningStatement> void lies(Class<T> kind, UnaryOperator<T> lie) {
    world.watch =
        (node, statement) ->
            Optional.of(
                node.self.equals(liar) && kind.isInstance(statement)
                    ? lie.apply(kind.cast(statement))
                    : statement);
  }

  private List<MemberId> without(MemberId absent) {
    return world.cohort.members().stream().filter(member -> !member.equals(absent)).toList();
  }

  private void honestAgreeOn(List<MemberId> members) {
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(liar)) {
        assertFalse(node.outcomes.isEmpty(), node + " has no outcome");
        var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
        assertEquals(members, agreed.members());
        assertEquals(world.naive(members, 1), agreed.version(), node.toString());
      }
    }
  }

  private void honestBlame(Fault fault) {
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.self.equals(liar)) {
        assertEquals(List.of(liar + " " + fault), List.copyOf(node.blamed), node.toString());
      }
    }
  }
}
