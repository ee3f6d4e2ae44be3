package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.EpochSets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// A federation's first model epoch, for tests of what its ledgers say of it.
public final class SomeEpoch {
  private SomeEpoch() {}

  /// What these members entered who learned together.
  ///
  /// @param silent of them, who say nothing
  /// @param ids under which id a member enters something
  /// @return each member's in the order of its ledger
  public static Stream<Entered<LearningStatement>> of(
      Hash federation,
      Cohort cohort,
      List<MemberId> silent,
      BiFunction<MemberId, LearningStatement, EntryId> ids) {
    return of(federation, cohort, silent, ids, 1, Lineage.firstSeed(federation));
  }

  /// What they entered who learned a later epoch together.
  ///
  /// @param seed that the one before came to
  public static Stream<Entered<LearningStatement>> later(
      Hash federation,
      Cohort cohort,
      long epoch,
      Hash seed,
      BiFunction<MemberId, LearningStatement, EntryId> ids) {
    return of(federation, cohort, List.of(), ids, epoch, seed);
  }

  /// What the first epoch begins with.
  public static Hash firstSeed(Hash federation) {
    return Lineage.firstSeed(federation);
  }

  /// What an epoch comes to that has no version.
  ///
  /// @param seed that the one before came to
  public static Hash withoutVersion(Hash seed, long epoch) {
    return Lineage.withoutResult(seed, epoch);
  }

  private static Stream<Entered<LearningStatement>> of(
      Hash federation,
      Cohort cohort,
      List<MemberId> silent,
      BiFunction<MemberId, LearningStatement, EntryId> ids,
      long epoch,
      Hash seed) {
    ModelVersion seeded = ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION]));
    var base = new LearningWorld.Base(epoch, seeded, seed);
    var world = new LearningWorld(1, cohort.members(), cohort, base);
    world.federation = federation;
    world.naming = (node, says) -> ids.apply(node.self, says);
    silent.forEach(member -> world.node(member).dead = true);
    world.start().runToTheEnd();
    return world.everything().stream()
        .map(each -> new Entered<>(each.federation(), each.id(), each.author(), each.statement()));
  }

  /// What an epoch of several cohorts comes to.
  ///
  /// @param entries each member's in the order of its ledger
  /// @param set which results it contains, as it is decided
  public record OfSeveral(List<Entered<LearningStatement>> entries, EpochSet set) {
    /// Copies the list.
    public OfSeveral {
      entries = List.copyOf(entries);
    }
  }

  /// What everybody entered who trains by a roster that gives several cohorts.
  ///
  /// @param ids under which id a member enters something
  public static OfSeveral ofSeveral(
      Hash federation, Cohort everyone, BiFunction<MemberId, LearningStatement, EntryId> ids) {
    Hash seed = Lineage.firstSeed(federation);
    ModelVersion seeded = ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION]));
    var base = new LearningWorld.Base(1, seeded, seed);
    var world = new LearningWorld(1, everyone.members(), everyone, base);
    world.several = Optional.of(Cohorts.drawn(everyone, seed));
    world.federation = federation;
    world.naming = (node, says) -> ids.apply(node.self, says);
    world.start().runToTheEnd();
    List<Entered<LearningStatement>> entries =
        world.everything().stream()
            .map(each ->
                new Entered<LearningStatement>(
                    each.federation(), each.id(), each.author(), each.statement()))
            .toList();
    return new OfSeveral(entries, world.node(everyone.members().getFirst()).decided.getLast());
  }

  /// The parent of what is decided about such an epoch.
  public static Hash asked(Hash federation, Cohort everyone) {
    ModelVersion seeded = ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION]));
    return asked(federation, everyone, seeded.hash());
  }

  /// The same, if it is trained from that version.
  public static Hash asked(Hash federation, Cohort everyone, Hash base) {
    Cohorts drawn = Cohorts.drawn(everyone, Lineage.firstSeed(federation));
    var name = new EpochQuestion.Name(federation, 1, base);
    return new EpochQuestion(name, drawn, new EpochSets()).asked().hash();
  }

  /// A set in which no cohort of such an epoch has a result.
  public static EpochSet withoutResults(Hash federation, Cohort everyone) {
    Cohorts drawn = Cohorts.drawn(everyone, Lineage.firstSeed(federation));
    return EpochSet.seen(1, drawn, _ -> Optional.empty());
  }

  /// Says that one takes part in such an epoch's second attempt, trained from that version.
  public static LearningStatement again(Hash base) {
    var anything = new Commitment(base, List.of(base));
    var key = new MaskKey(base.value());
    return new LearningStatement.Advert(
        1,
        2,
        base,
        base,
        key,
        key,
        new LearningStatement.Commitments(anything, anything, anything, Optional.<Hash>empty()));
  }
}
