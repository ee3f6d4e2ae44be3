package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.List;
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
    ModelVersion seeded = ModelVersion.of(0, Parameters.of(new float[LearningWorld.DIMENSION]));
    var base = new LearningWorld.Base(1, seeded, Lineage.firstSeed(federation));
    var world = new LearningWorld(1, cohort.members(), cohort, base);
    world.federation = federation;
    world.naming = (node, says) -> ids.apply(node.self, says);
    silent.forEach(member -> world.node(member).dead = true);
    world.start().runToTheEnd();
    return world.everything().stream()
        .map(each -> new Entered<>(each.federation(), each.id(), each.author(), each.statement()));
  }
}
