package coop.minga.federation.audit;

import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import java.util.List;
import java.util.Optional;

/// Whether the results of model epochs are borne out by what members entered.
final class Epochs {
  private final Roster roster;
  private final Library library;
  private final Findings findings;

  Epochs(Roster roster, Library library, Findings findings) {
    this.roster = roster;
    this.library = library;
    this.findings = findings;
  }

  /// Recomputes each from shares, seeds and the words of its members.
  void check() {
    List<Entered<LearningStatement>> entries =
        library.all().flatMap(found -> learning(found).stream()).toList();
    if (entries.isEmpty() || roster.training().size() > LearningStatement.MAX_MEMBERS) {
      return;
    }
    var cohort = Cohort.of(roster.training(), roster.rules().minCohort());
    new Certificates(roster.federationId(), cohort).unborne(entries).forEach(this::tell);
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
        ? Optional.of(new Entered<>(roster.federationId(), found.id(), found.author(), says))
        : Optional.empty();
  }
}
