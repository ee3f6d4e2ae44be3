package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What model epochs' results rest on, recomputed from ledgers alone by anybody: that t members
/// dealt to one another, that t agreed on one set and hold its vectors, that the shares given back
/// give the secrets committed to, and with them whose vectors are summed and the next seed.
///
/// The sum itself takes the vectors, which members keep and ledgers only name.
///
/// @param federation the charter's hash
/// @param cohort who trains
public record Certificates(Hash federation, Cohort cohort) {

  /// What was said to be a version, and is not borne out.
  ///
  /// @param result who said it
  /// @param flaw why not
  public record Unborne(Entered<Result> result, Flaw flaw) {}

  /// Why a version is not borne out.
  public enum Flaw {
    /// Fewer than t have dealt to one another.
    NO_CIRCLE("too few members are seen to have dealt shares to one another", false),
    /// Fewer than t have agreed on the set.
    NO_SET("too few members are seen to have agreed on its vectors", false),
    /// The shares that were given back do not open it.
    NOT_OPENED("too few shares are seen to have been given back", false),
    /// They open another sum.
    OTHER_MEMBERS("the shares given back open the sum of other members", true),
    /// They give another seed.
    OTHER_SEED("the shares given back give another seed", true);

    private final String sentence;
    private final boolean isLie;

    Flaw(String sentence, boolean isLie) {
      this.sentence = sentence;
      this.isLie = isLie;
    }

    /// The reason as a person reads it.
    public String sentence() {
      return sentence;
    }

    /// Whether entries that are here show the contrary, and not only too few are here.
    public boolean isLie() {
      return isLie;
    }
  }

  /// Follows all epochs.
  ///
  /// @param entries of all members, each author's in the order of its ledger
  public List<Unborne> unborne(List<Entered<LearningStatement>> entries) {
    var epochs = new TreeMap<Long, Facts>();
    for (Entered<LearningStatement> entry : entries) {
      long epoch = entry.statement().epoch();
      if (counts(entry)) {
        epochs.put(epoch, epochs.getOrDefault(epoch, Facts.NONE).with(entry));
      }
    }
    var unborne = new ArrayList<Unborne>();
    Hash seed = Lineage.firstSeed(federation);
    long next = 1;
    for (Map.Entry<Long, Facts> epoch : epochs.entrySet()) {
      for (; next < epoch.getKey(); next++) {
        seed = Lineage.withoutResult(seed, next);
      }
      unborne.addAll(unborne(epoch.getKey(), epoch.getValue(), seed));
      seed =
          certified(epoch.getValue())
              .map(Finding.Version::seed)
              .orElse(Lineage.withoutResult(seed, epoch.getKey()));
      next = epoch.getKey() + 1;
    }
    return unborne;
  }

  private boolean counts(Entered<LearningStatement> entry) {
    boolean weak =
        entry.statement() instanceof Advert advert
            && (advert.maskKey().givesNoSecret() || advert.sealingKey().givesNoSecret());
    return !weak
        && (cohort.members().contains(entry.author()) || entry.statement() instanceof Result);
  }

  /// What t of the cohort said alike.
  private Optional<Finding.Version> certified(Facts facts) {
    var counts = new HashMap<Finding.Version, Integer>();
    for (MemberId member : cohort.members()) {
      if (facts.results().containsKey(member)
          && facts.results().get(member).statement().finding() instanceof Finding.Version said) {
        counts.merge(said, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= cohort.threshold())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private List<Unborne> unborne(long epoch, Facts facts, Hash seed) {
    var unborne = new ArrayList<Unborne>();
    for (Entered<Result> result : facts.results().values()) {
      if (result.statement().finding() instanceof Finding.Version said) {
        flaw(epoch, facts.attempt(said.opened().attempt()), seed, said)
            .ifPresent(flaw -> unborne.add(new Unborne(result, flaw)));
      }
    }
    return unborne;
  }

  private Optional<Flaw> flaw(long epoch, Attempt attempt, Hash seed, Finding.Version said) {
    Opened opened = said.opened();
    Optional<Tally> tally =
        terms(epoch, attempt, opened).map(terms -> new Tally(terms, opened.attempt(), attempt));
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
            seed, epoch, opened.circle(), opened.set(), recovery.seedParts().orElseThrow());
    return next.equals(said.seed()) ? Optional.empty() : Optional.of(Flaw.OTHER_SEED);
  }

  private static Predicate<Circle> is(Opened opened) {
    return circle -> circle.root().equals(opened.circle());
  }

  /// The terms that who took part agreed on: those of the first advert in the circle, which the
  /// others' must equal to count.
  private Optional<Terms> terms(long epoch, Attempt attempt, Opened opened) {
    Optional<Deal> deal =
        attempt.deals().values().stream()
            .map(Entered::statement)
            .filter(each -> Circle.rootOf(each.adverts()).equals(opened.circle()))
            .findFirst();
    Optional<Masked> masked =
        attempt.masked().values().stream()
            .map(Entered::statement)
            .filter(each -> each.circle().equals(opened.circle()))
            .findFirst();
    return deal.flatMap(each ->
        attempt.adverts().values().stream()
            .filter(advert -> each.adverts().contains(advert.id()))
            .map(Entered::statement)
            .findFirst()
            .map(advert ->
                new Terms(
                    federation,
                    epoch,
                    cohort,
                    advert.base(),
                    advert.config(),
                    masked.map(Masked::bytes).orElse(0))));
  }
}
