package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Certificates.Flaw;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Opened;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What an epoch's entries come to for one cohort, if it was drawn.
///
/// Where a key was lost, nodes go on by what they had computed before they heard of it, as long as
/// t stand by it without what the key signed. So a version is borne out by what counts still, or
/// else by what counted then.
///
/// @param cohort which
/// @param epoch of which epoch
/// @param facts of what counts for that cohort
/// @param then the same with what lost keys signed
record CohortJudge(Cohort cohort, Which epoch, Facts facts, Facts then) {
  /// Which epoch.
  record Which(Hash federation, long number, Hash seed) {}

  /// What t of the cohort said alike, if it is borne out.
  Optional<Finding.Version> certified() {
    return findings()
        .flatMap(
            finding -> finding instanceof Finding.Version said ? Stream.of(said) : Stream.empty())
        .distinct()
        .filter(this::isSaid)
        .filter(said -> flaw(said).isEmpty())
        .findFirst();
  }

  /// Whether t of the cohort said it.
  boolean isSaid(Finding.Version version) {
    return findings().filter(version::equals).count() >= cohort().threshold();
  }

  /// Whether its sum was out of bounds. Nodes do not take that back when a key was lost.
  boolean isSpoiled() {
    return then.isSpoiled(cohort(), then.attempts().keySet().stream().flatMap(this::tallies));
  }

  private Stream<Tally> tallies(int attempt) {
    return then.attempt(attempt).deals().values().stream()
        .map(deal -> Circle.rootOf(deal.statement().adverts()))
        .distinct()
        .flatMap(circle -> tally(then.attempt(attempt), attempt, circle).stream());
  }

  private Stream<Finding> findings() {
    return cohort().members().stream()
        .map(facts.results()::get)
        .flatMap(entry -> entry == null ? Stream.of() : Stream.of(entry.statement().finding()));
  }

  Optional<Flaw> flaw(Finding.Version said) {
    Optional<Flaw> flaw = flaw(facts, said);
    return flaw.isEmpty() || facts.equals(then) ? flaw : flaw(then, said);
  }

  private Optional<Flaw> flaw(Facts by, Finding.Version said) {
    Opened opened = said.opened();
    Optional<Tally> tally = tally(by.attempt(opened.attempt()), opened.attempt(), opened.circle());
    if (tally.flatMap(Tally::circle).filter(is(opened)).isEmpty()) {
      return Optional.of(Flaw.NO_CIRCLE);
    }
    if (tally.flatMap(Tally::closed).filter(set -> set.root().equals(opened.set())).isEmpty()) {
      return Optional.of(Flaw.NO_SET);
    }
    Recovery recovery = tally.flatMap(Tally::recovery).orElseThrow();
    if (!recovery.isSettled()) {
      return Optional.of(Flaw.NOT_OPENED);
    }
    if (!recovery.summed().equals(opened.summed())) {
      return Optional.of(Flaw.OTHER_MEMBERS);
    }
    Hash next =
        Lineage.nextSeed(
            epoch.seed(),
            epoch.number(),
            opened.circle(),
            opened.set(),
            recovery.seedParts().orElseThrow());
    return next.equals(said.seed()) ? Optional.empty() : Optional.of(Flaw.OTHER_SEED);
  }

  /// From which version it was trained, by those who dealt to one another.
  Optional<Hash> base(Finding.Version said) {
    Opened opened = said.opened();
    return terms(then.attempt(opened.attempt()), opened.circle()).map(Terms::base);
  }

  private static Predicate<Circle> is(Opened opened) {
    return circle -> circle.root().equals(opened.circle());
  }

  private Optional<Tally> tally(Attempt attempt, int number, Hash circle) {
    return terms(attempt, circle).map(terms -> new Tally(terms, number, attempt));
  }

  /// The terms that who took part agreed on: those of the first advert in the circle, which the
  /// others' must equal to count.
  private Optional<Terms> terms(Attempt attempt, Hash circle) {
    Optional<Deal> deal =
        attempt.deals().values().stream()
            .map(Entered::statement)
            .filter(each -> Circle.rootOf(each.adverts()).equals(circle))
            .findFirst();
    Optional<Masked> masked =
        attempt.masked().values().stream()
            .map(Entered::statement)
            .filter(each -> each.circle().equals(circle))
            .findFirst();
    return deal.flatMap(each ->
        attempt.adverts().values().stream()
            .filter(advert -> each.adverts().contains(advert.id()))
            .map(Entered::statement)
            .findFirst()
            .map(advert ->
                new Terms(
                    epoch.federation(),
                    epoch.number(),
                    cohort(),
                    advert.base(),
                    advert.config(),
                    masked.map(Masked::bytes).orElse(0))));
  }
}
