package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Where learning stands before an epoch: its seed, and who learned together so far. Folded from
/// what epochs came to, by nodes and by auditors alike, so that all draw the same.
///
/// Nothing here rests on which roster somebody knew when an epoch began: of whom an epoch was shows
/// in its entries ([Draws#joined]); and where too few took part in it for there to be a sum, it was
/// of nobody.
///
/// @param epoch which is next
/// @param seed what it draws from
/// @param suspicion who is suspected of what
public record Course(long epoch, Hash seed, Suspicion suspicion) {
  /// Before the first epoch.
  ///
  /// @param anybody who trains by some roster; no draw depends on which
  public static Course first(Hash federation, Cohort anybody) {
    return new Course(1, Lineage.firstSeed(federation), Suspicion.none(anybody));
  }

  /// Who learns next by the roster by which somebody learned last.
  public Suspicion drawn() {
    return suspicion.drawn(seed);
  }

  /// Who learns next by another roster.
  public Suspicion drawn(Cohort everyone) {
    return suspicion.among(everyone).drawn(seed);
  }

  /// The cohorts of the epoch that is next.
  ///
  /// @param of who learns in it
  public Cohorts cohorts(Suspicion of) {
    return of.cohorts(seed);
  }

  /// After an epoch with a version.
  ///
  /// @param of who learned
  /// @param next the seed that they agreed on
  public Course withVersion(Suspicion of, Hash next) {
    return new Course(epoch + 1, next, of.after(Suspicion.Verdict.CLEAN, cohorts(of)));
  }

  /// After an epoch whose sum was out of bounds.
  ///
  /// @param of who learned
  public Course spoiled(Suspicion of) {
    return without(of.after(Suspicion.Verdict.SPOILED));
  }

  /// After an epoch without a result.
  ///
  /// @param joined of those who may have been drawn, whom it was of by [#joined]
  public Course withNothing(Optional<Suspicion> joined) {
    return without(
        joined
            .map(of -> of.after(Suspicion.Verdict.UNKNOWN, cohorts(of)))
            .orElseGet(() -> drawn().after(Suspicion.Verdict.NOBODY)));
  }

  /// Whom the epoch that is next is of, of those who may have been drawn for it, by its entries
  /// alone.
  ///
  /// @param entries of the epoch, each author's in the order of its ledger
  public Optional<Suspicion> joined(
      List<Suspicion> possible, Collection<? extends Entered<?>> entries) {
    return new Draws(possible.stream().map(this::cohorts).toList())
        .joined(entries)
        .flatMap(
            cohorts -> possible.stream().filter(each -> cohorts(each).equals(cohorts)).findFirst());
  }

  private Course without(Suspicion after) {
    return new Course(epoch + 1, Lineage.withoutResult(seed, epoch), after);
  }
}
