package coop.minga.federation.audit;

import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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
        library.all().flatMap(found -> learning(found).stream()).toList();
    List<Cohort> cohorts =
        rosters().stream()
            .map(roster -> Cohort.of(roster.training(), roster.rules().minCohort()))
            .distinct()
            .toList();
    if (!cohorts.isEmpty()) {
      new Certificates(roll.roster().federationId(), cohorts).unborne(entries).forEach(this::tell);
    }
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
    long epoch = unborne.result().statement().epoch();
    String why = unborne.flaw().sentence();
    findings.add(
        unborne.flaw().isLie()
            ? new Finding.VersionNotBorneOut(epoch, unborne.result().author(), why)
            : new Finding.VersionNotRecomputed(epoch, unborne.result().author(), why));
  }

  private Optional<Entered<LearningStatement>> learning(Found found) {
    return found.said() instanceof Said.OfLearning(var says)
        ? Optional.of(new Entered<>(roll.roster().federationId(), found.id(), found.author(), says))
        : Optional.empty();
  }
}
