package coop.minga.federation.audit;

import static java.util.stream.Collectors.toSet;

import coop.minga.federation.decision.Event;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.EpochSets;
import coop.minga.federation.wire.Said;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Whether the results of model epochs are borne out by what members entered.
///
/// The cohorts are those of all rosters that the ledgers of those who entered anything about epochs
/// had adopted by then ([Certificates]).
final class Epochs {
  private final Roll roll;
  private final Library library;
  private final Findings findings;

  Epochs(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// Recomputes each from shares, seeds and the words of its members.
  void check() {
    List<Entered<LearningStatement>> entries =
        withLost().flatMap(found -> learning(found).stream()).toList();
    List<Cohort> cohorts = rosters().stream().map(Cohort::of).distinct().toList();
    if (!cohorts.isEmpty()) {
      Certificates.Followed followed =
          new Certificates(roll.roster().federationId(), cohorts).followed(entries, words());
      followed.unborne().forEach(this::tell);
      followed.misread().forEach(this::tell);
      followed
          .boundTwice()
          .forEach(each -> findings.add(new Finding.BoundTwice(each.epoch(), each.author())));
    }
  }

  /// What was said towards deciding which results epochs of several cohorts contain, as far as a
  /// quorum holds it: nodes count nothing else.
  private Certificates.Words words() {
    List<Event.Witnessed> said =
        withLost()
            .filter(library::isWitnessed)
            .flatMap(found ->
                found.said() instanceof Said.OfDecision(var says) && says.subject() == Subject.EPOCH
                    ? Stream.of(
                        new Event.Witnessed(
                            new Place(found.author(), found.index(), found.id()), says))
                    : Stream.of())
            .toList();
    return new Certificates.Words(
        said, new EpochSets(), library.lost().stream().map(Found::id).collect(toSet()));
  }

  /// All that counts and what counted until a key was said to be lost, each tree in its order.
  private Stream<Found> withLost() {
    return Stream.concat(library.all(), library.lost().stream())
        .sorted(Comparator.comparing(Found::tree).thenComparingLong(Found::index));
  }

  private List<Roster> rosters() {
    var rosters = new TreeMap<Integer, Roster>();
    library
        .all()
        .filter(found -> found.said() instanceof Said.OfLearning)
        .forEach(found -> {
          Roster its = roll.adopted(found.author(), found.index());
          rosters.put(its.number(), its);
        });
    return List.copyOf(rosters.values());
  }

  private void tell(Certificates.Unborne unborne) {
    Entered<LearningStatement.Result> result = unborne.result();
    tell(result.statement().epoch(), result.author(), unborne.flaw());
  }

  private void tell(Certificates.Misread misread) {
    tell(misread.epoch(), misread.author(), misread.flaw());
  }

  private void tell(long epoch, MemberId who, Certificates.Flaw flaw) {
    String why = flaw.sentence();
    findings.add(
        flaw.isLie()
            ? new Finding.VersionNotBorneOut(epoch, who, why)
            : new Finding.VersionNotRecomputed(epoch, who, why));
  }

  private Optional<Entered<LearningStatement>> learning(Found found) {
    return found.said() instanceof Said.OfLearning(var says)
        ? Optional.of(new Entered<>(roll.roster().federationId(), found.id(), found.author(), says))
        : Optional.empty();
  }
}
