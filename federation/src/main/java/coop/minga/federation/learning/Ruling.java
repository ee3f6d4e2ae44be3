package coop.minga.federation.learning;

import coop.minga.federation.decision.Decision;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Effect;
import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Step;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates.BoundTwice;
import coop.minga.federation.learning.Certificates.Flaw;
import coop.minga.federation.learning.Certificates.Misread;
import coop.minga.federation.learning.Certificates.Words;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Result;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What an epoch's entries come to if these were drawn.
///
/// @param suspicion who learned, by which search
/// @param judges one for each cohort
/// @param questions that were put about its results: one, or, where somebody trained from another
///   version, one for each
/// @param heard all that was said
record Ruling(
    Suspicion suspicion, List<CohortJudge> judges, List<EpochQuestion> questions, Heard heard) {
  static final Words NO_WORDS = new Words(List.of(), new Unread(), Set.of());

  /// What was said of an epoch.
  ///
  /// @param entries of the epoch, with what lost keys signed
  /// @param words of all epochs
  record Heard(List<Entered<LearningStatement>> entries, Words words) {
    /// Copies the list.
    Heard {
      entries = List.copyOf(entries);
    }

    /// Without what lost keys signed.
    List<Entered<LearningStatement>> standing() {
      return entries.stream().filter(entry -> !words.lost().contains(entry.id())).toList();
    }

    /// As it was before anybody knew that a key was lost.
    Heard withLost() {
      return new Heard(entries, new Words(words.said(), words.form(), Set.of()));
    }

    /// What counts of who took part.
    ///
    /// @param late what came when its author had gone on
    List<Entered<LearningStatement>> inTime(Set<Entered<LearningStatement>> late) {
      return standing().stream().filter(entry -> !late.contains(entry)).toList();
    }

    private boolean isTouched() {
      return entries.stream().anyMatch(entry -> words.lost().contains(entry.id()));
    }
  }

  /// Copies the lists.
  Ruling {
    judges = List.copyOf(judges);
    questions = List.copyOf(questions);
  }

  static Ruling of(Suspicion suspicion, Cohorts drawn, CohortJudge.Which which, Heard heard) {
    List<Entered<LearningStatement>> standing = heard.standing();
    List<CohortJudge> judges =
        drawn.all().stream()
            .map(cohort -> {
              Facts then = facts(heard.entries(), cohort);
              Facts facts = heard.isTouched() ? facts(standing, cohort) : then;
              return new CohortJudge(cohort, which, facts, then);
            })
            .toList();
    List<EpochQuestion> questions =
        drawn.areSeveral()
            ? bases(judges).stream()
                .map(base -> new EpochQuestion.Name(which.federation(), which.number(), base))
                .map(name -> new EpochQuestion(name, drawn, heard.words().form()))
                .toList()
            : List.of();
    return new Ruling(suspicion, judges, questions, heard);
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

  private static boolean counts(Entered<LearningStatement> entry, Cohort cohort) {
    boolean weak = entry.statement() instanceof Advert advert && advert.isWeak();
    return !weak
        && (cohort.members().contains(entry.author()) || entry.statement() instanceof Result);
  }

  private static Collection<Hash> bases(List<CohortJudge> judges) {
    var bases = new TreeSet<Hash>();
    for (CohortJudge judge : judges) {
      for (Attempt attempt : judge.then().attempts().values()) {
        attempt.adverts().values().forEach(advert -> bases.add(advert.statement().base()));
      }
    }
    return bases;
  }

  /// What each member said that the epoch came to.
  Collection<Entered<Result>> results() {
    return judges.getFirst().facts().results().values();
  }

  /// Why what a member said is not borne out. In an epoch of several cohorts it speaks for its own.
  Optional<Flaw> flaw(MemberId author, Finding.Version said) {
    if (judges.size() == 1) {
      return judges.getFirst().flaw(said);
    }
    return judges.stream()
        .filter(judge -> judge.cohort().members().contains(author))
        .findFirst()
        .map(judge -> judge.flaw(said))
        .orElse(Optional.of(Flaw.NO_CIRCLE));
  }

  /// The seed of what comes next, if the epoch had a version.
  Optional<Hash> nextSeed() {
    if (judges.size() == 1) {
      return judges.getFirst().certified().map(Finding.Version::seed);
    }
    Hash seed = judges.getFirst().epoch().seed();
    return decided()
        .filter(EpochSet::hasResult)
        .filter(set -> !heard.isTouched() || isStoodBy(set))
        .map(set -> set.next(seed));
  }

  /// Whether t of each cohort whose result is listed stand by it, without lost keys: else nodes
  /// take the version back. What was decided with a lost key's word stays decided, since who saw it
  /// went on by it, and nobody can decide otherwise any more.
  private boolean isStoodBy(EpochSet set) {
    return set.cohorts().stream()
        .allMatch(listed ->
            listed.result().stream()
                .allMatch(
                    said -> judge(listed.cohort()).filter(it -> it.isSaid(said)).isPresent()));
  }

  private Optional<CohortJudge> judge(Hash cohort) {
    return judges.stream().filter(each -> each.cohort().hash().equals(cohort)).findFirst();
  }

  /// Whether all who learned were one cohort whose sum was out of bounds.
  boolean isSpoiled() {
    return judges.size() == 1 && judges.getFirst().isSpoiled();
  }

  /// Who approved as the epoch's results what its cohorts did not come to.
  List<Misread> misread() {
    return questions.stream().flatMap(this::misread).distinct().toList();
  }

  /// Who committed itself to results from two versions.
  List<BoundTwice> boundTwice() {
    var bound = new TreeMap<MemberId, Set<Hash>>();
    questions.stream()
        .flatMap(this::standing)
        .filter(event -> event.says() instanceof DecisionStatement.Commit)
        .forEach(event ->
            bound
                .computeIfAbsent(event.place().author(), _ -> new HashSet<>())
                .add(event.says().parent()));
    return bound.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(each -> new BoundTwice(judges.getFirst().epoch().number(), each.getKey()))
        .toList();
  }

  private Stream<Misread> misread(EpochQuestion question) {
    return standing(question)
        .flatMap(event ->
            event.says() instanceof DecisionStatement.Approve approve
                ? flaw(question.name(), approve.change())
                    .map(flaw -> new Misread(question.name().epoch(), event.place().author(), flaw))
                    .stream()
                : Stream.empty());
  }

  private Optional<Flaw> flaw(EpochQuestion.Name asked, Bytes change) {
    return heard.words().form().read(change).stream()
        .flatMap(set -> set.cohorts().stream())
        .flatMap(listed ->
            listed.result().stream().flatMap(said -> flaw(asked, listed.cohort(), said).stream()))
        .findFirst();
  }

  private Optional<Flaw> flaw(EpochQuestion.Name asked, Hash cohort, Finding.Version said) {
    Optional<CohortJudge> judge = judge(cohort);
    return judge.isEmpty() ? Optional.of(Flaw.NOT_SAID) : flaw(asked, judge.get(), said);
  }

  private static Optional<Flaw> flaw(
      EpochQuestion.Name asked, CohortJudge judge, Finding.Version said) {
    Optional<Flaw> flaw = judge.flaw(said);
    if (flaw.isPresent()) {
      return flaw;
    }
    if (judge.base(said).filter(asked.base()::equals).isEmpty()) {
      return Optional.of(Flaw.OTHER_BASE);
    }
    return judge.isSaid(said) ? Optional.empty() : Optional.of(Flaw.NOT_SAID);
  }

  private Stream<Event.Witnessed> standing(EpochQuestion question) {
    return said(question).filter(event -> !heard.words().lost().contains(event.place().entry()));
  }

  private Stream<Event.Witnessed> said(EpochQuestion question) {
    Hash parent = question.asked().hash();
    return heard.words().said().stream().filter(event -> event.says().parent().equals(parent));
  }

  private Optional<EpochSet> decided() {
    return questions.stream().flatMap(question -> decided(question).stream()).findFirst();
  }

  private Optional<EpochSet> decided(EpochQuestion question) {
    MemberId anybody = judges.getFirst().cohort().members().getFirst();
    Decision decision =
        Decision.at(question.asked(), new Decision.Seat(Subject.EPOCH, anybody, Terms.USUAL));
    for (Event.Witnessed event : said(question).toList()) {
      Step step = decision.on(event);
      decision = step.next();
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.Passed passed) {
          return heard.words().form().read(passed.change());
        }
      }
    }
    return Optional.empty();
  }

  /// Where nothing was decided there is nothing to read.
  private static final class Unread implements EpochSet.Form {
    @Override
    public Bytes write(EpochSet set) {
      throw new IllegalStateException("no set is written here");
    }

    @Override
    public Optional<EpochSet> read(Bytes change) {
      return Optional.empty();
    }
  }
}
