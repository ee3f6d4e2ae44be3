package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.learning.LearningStatement.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which results an epoch of several cohorts contains: the one thing about an epoch that nobody
/// owns, so it is decided ([EpochQuestion]). The next version and the next seed are pure functions
/// of it.
///
/// Each cohort's result is what t of it said, as in an epoch of one cohort. That a cohort has one
/// may be seen by some before others stop waiting; what is listed here counts, and nothing else.
///
/// @param epoch which
/// @param cohorts of the epoch, as drawn and in that order
public record EpochSet(long epoch, List<Listed> cohorts) {
  private static final String NEXT = "minga/learning/seed-next-set/v1";

  /// One cohort.
  ///
  /// @param cohort [Cohort#hash]
  /// @param result what t of it said; absent: none
  public record Listed(Hash cohort, Optional<Finding.Version> result) {}

  /// Writes and reads what stands in a decision.
  public interface Form {
    /// The canonical bytes.
    Bytes write(EpochSet set);

    /// The set; absent if the bytes are not one, or not the canonical ones.
    Optional<EpochSet> read(Bytes change);
  }

  /// Checks the range.
  public EpochSet {
    cohorts = List.copyOf(cohorts);
    if (epoch < 1 || epoch > LearningStatement.MAX_EPOCH) {
      throw new IllegalArgumentException("no epoch " + epoch);
    }
    if (cohorts.isEmpty() || cohorts.size() > LearningStatement.MAX_MEMBERS) {
      throw new IllegalArgumentException(cohorts.size() + " cohorts");
    }
  }

  /// What somebody sees of an epoch.
  ///
  /// @param results by cohort's hash what t of it said; empty where nobody knows of any
  public static EpochSet seen(
      long epoch, Cohorts drawn, Function<Hash, Optional<Finding.Version>> results) {
    return new EpochSet(
        epoch,
        drawn.all().stream()
            .map(cohort -> new Listed(cohort.hash(), results.apply(cohort.hash())))
            .toList());
  }

  /// Whether it lists the cohorts that were drawn, in their order, and of each the members of its
  /// sum are its own.
  public boolean isOf(Cohorts drawn) {
    List<Cohort> all = drawn.all();
    if (all.size() != cohorts.size()) {
      return false;
    }
    for (int i = 0; i < all.size(); i++) {
      Listed listed = cohorts.get(i);
      Cohort cohort = all.get(i);
      boolean own =
          listed.result().stream()
              .allMatch(result -> cohort.members().containsAll(result.opened().summed()));
      if (!own || !listed.cohort().equals(cohort.hash())) {
        return false;
      }
    }
    return true;
  }

  /// Whether any cohort has a result.
  public boolean hasResult() {
    return results().findAny().isPresent();
  }

  /// The seed of the next epoch. Of each cohort that has a result its own part is in it, which
  /// rests on who took part and on what nobody could choose or keep back ([Lineage#nextSeed]).
  public Hash next(Hash seed) {
    if (!hasResult()) {
      return Lineage.withoutResult(seed, epoch);
    }
    List<Bytes> parts = results().map(result -> result.seed().value()).toList();
    return Hash.sha256(Pae.encode(NEXT, seed.value(), Pae.number(epoch), Pae.encode(parts)));
  }

  /// The next version.
  ///
  /// @param base what all were trained from
  /// @param recomputed the version that a cohort's sum makes of the base, by that version's hash
  /// @return absent without any result, and if one is not recomputed here yet
  public Optional<ModelVersion> version(
      ModelVersion base, Function<Hash, Optional<ModelVersion>> recomputed) {
    var parts = new ArrayList<RobustMean.Part>();
    for (Finding.Version result : results().toList()) {
      Optional<ModelVersion> theirs = recomputed.apply(result.model());
      if (theirs.isEmpty()) {
        return Optional.empty();
      }
      parts.add(
          new RobustMean.Part(
              theirs.get().parameters().minus(base.parameters()), result.opened().summed().size()));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(base.next(epoch).by(RobustMean.of(parts)));
  }

  Stream<Finding.Version> results() {
    return cohorts.stream().flatMap(listed -> listed.result().stream());
  }
}
