package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Opened;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What model epochs' results rest on, recomputed from ledgers alone by anybody: that t members
/// dealt to one another, that t agreed on one set and hold its vectors, that the shares given back
/// give the secrets committed to, and with them whose vectors are summed and the next seed.
///
/// The sum itself takes the vectors, which members keep and ledgers only name.
///
/// Who trains follows from the roster and from what epochs before came to ([Suspicion]), and no
/// entry of an epoch names a roster. So an epoch is of the cohort that it was proposed to, if any
/// roster that was in force gives it or the group that would have been drawn of it ([Draws]); where
/// no proposal of such a one is here, a version stands if any of them bears it out.
///
/// @param federation the charter's hash
/// @param cohorts who trains by each roster that its members had adopted, oldest first
public record Certificates(Hash federation, List<Cohort> cohorts) {
  /// Copies the list, which is not empty.
  public Certificates {
    cohorts = List.copyOf(cohorts);
    if (cohorts.isEmpty()) {
      throw new IllegalArgumentException("epochs are judged by a cohort");
    }
  }

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

  /// What was said to be versions, and is not borne out.
  ///
  /// @param entries of all members, each author's in the order of its ledger
  public List<Unborne> unborne(List<Entered<LearningStatement>> entries) {
    return followed(entries).unborne();
  }

  /// Where learning stands after all epochs that anybody has said anything about.
  ///
  /// @param entries of all members, each author's in the order of its ledger
  public Course after(List<Entered<LearningStatement>> entries) {
    return followed(entries).course();
  }

  private record Followed(Course course, List<Unborne> unborne) {}

  private Followed followed(List<Entered<LearningStatement>> entries) {
    var epochs = new TreeMap<Long, List<Entered<LearningStatement>>>();
    var late = new HashSet<Entered<LearningStatement>>();
    var adverts = new LateAdverts();
    for (Entered<LearningStatement> entry : entries) {
      epochs.computeIfAbsent(entry.statement().epoch(), _ -> new ArrayList<>()).add(entry);
      if (adverts.isNext(entry)) {
        late.add(entry);
      }
    }
    var unborne = new ArrayList<Unborne>();
    var course = Course.first(federation, cohorts.getFirst());
    for (Map.Entry<Long, List<Entered<LearningStatement>>> epoch : epochs.entrySet()) {
      while (course.epoch() < epoch.getKey()) {
        course = course.withNothing(Optional.empty());
      }
      List<Suspicion> drawn = drawn(course);
      List<Judge> judges = judges(course, drawn, epoch.getValue());
      unborne.addAll(borneOutByNone(judges));
      List<Entered<LearningStatement>> inTime =
          epoch.getValue().stream().filter(entry -> !late.contains(entry)).toList();
      course = after(course, judges, Course.joined(drawn, inTime));
    }
    return new Followed(course, unborne);
  }

  private static boolean counts(Entered<LearningStatement> entry, Cohort cohort) {
    boolean weak = entry.statement() instanceof Advert advert && advert.isWeak();
    return !weak
        && (cohort.members().contains(entry.author()) || entry.statement() instanceof Result);
  }

  /// Who may have been drawn: of the cohort that the last epoch was of, then of each other.
  private List<Suspicion> drawn(Course course) {
    var drawn = new LinkedHashMap<Cohort, Suspicion>();
    Suspicion usual = course.drawn();
    drawn.put(usual.cohort(), usual);
    for (Cohort everyone : cohorts) {
      Suspicion its = course.drawn(everyone);
      drawn.putIfAbsent(its.cohort(), its);
    }
    return List.copyOf(drawn.values());
  }

  /// By those of them to whom the epoch was proposed, or by all.
  private List<Judge> judges(
      Course course, List<Suspicion> drawn, List<Entered<LearningStatement>> entries) {
    List<Cohort> proposed =
        new Draws(drawn.stream().map(Suspicion::cohort).toList()).proposed(entries);
    return drawn.stream()
        .filter(one -> proposed.isEmpty() || proposed.contains(one.cohort()))
        .map(suspicion ->
            new Judge(
                suspicion,
                new Epoch(federation, course.epoch(), course.seed()),
                facts(entries, suspicion.cohort())))
        .toList();
  }

  private static Facts facts(List<Entered<LearningStatement>> entries, Cohort cohort) {
    Facts facts = Facts.NONE;
    for (Entered<LearningStatement> entry : entries) {
      if (counts(entry, cohort)) {
        facts = facts.with(entry);
      }
    }
    return facts;
  }

  private static List<Unborne> borneOutByNone(List<Judge> judges) {
    var unborne = new ArrayList<Unborne>();
    for (Entered<Result> result : judges.getFirst().facts().results().values()) {
      if (result.statement().finding() instanceof Finding.Version said) {
        List<Optional<Flaw>> flaws = judges.stream().map(judge -> judge.flaw(said)).toList();
        if (flaws.stream().allMatch(Optional::isPresent)) {
          unborne.add(new Unborne(result, flaws.getLast().orElseThrow()));
        }
      }
    }
    return unborne;
  }

  private static Course after(Course course, List<Judge> judges, Optional<Suspicion> joined) {
    for (Judge judge : judges) {
      Optional<Finding.Version> version = judge.certified();
      if (version.isPresent()) {
        return course.withVersion(judge.suspicion(), version.get().seed());
      }
    }
    return judges.stream()
        .filter(Judge::isSpoiled)
        .findFirst()
        .map(judge -> course.spoiled(judge.suspicion()))
        .orElseGet(() -> course.withNothing(joined));
  }

  /// Which epoch.
  private record Epoch(Hash federation, long number, Hash seed) {}

  /// What an epoch's entries come to if these were drawn.
  private record Judge(Suspicion suspicion, Epoch epoch, Facts facts) {
    Cohort cohort() {
      return suspicion.cohort();
    }

    /// What t of the cohort said alike, if it is borne out.
    Optional<Finding.Version> certified() {
      var counts = new HashMap<Finding.Version, Integer>();
      findings()
          .forEach(finding -> {
            if (finding instanceof Finding.Version said) {
              counts.merge(said, 1, Integer::sum);
            }
          });
      return counts.entrySet().stream()
          .filter(count -> count.getValue() >= cohort().threshold())
          .map(Map.Entry::getKey)
          .filter(said -> flaw(said).isEmpty())
          .findFirst();
    }

    boolean isSpoiled() {
      return facts.isSpoiled(cohort(), facts.attempts().keySet().stream().flatMap(this::tallies));
    }

    private Stream<Tally> tallies(int attempt) {
      return facts.attempt(attempt).deals().values().stream()
          .map(deal -> Circle.rootOf(deal.statement().adverts()))
          .distinct()
          .flatMap(circle -> tally(attempt, circle).stream());
    }

    private Stream<Finding> findings() {
      return cohort().members().stream()
          .map(facts.results()::get)
          .flatMap(entry -> entry == null ? Stream.of() : Stream.of(entry.statement().finding()));
    }

    Optional<Flaw> flaw(Finding.Version said) {
      Opened opened = said.opened();
      Optional<Tally> tally = tally(opened.attempt(), opened.circle());
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

    private static Predicate<Circle> is(Opened opened) {
      return circle -> circle.root().equals(opened.circle());
    }

    private Optional<Tally> tally(int number, Hash circle) {
      Attempt attempt = facts.attempt(number);
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
}
