package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Certificates;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Entered;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the results of model epochs are borne out by what members entered.
///
/// Who trains follows from the roster, and no entry of an epoch names one. So a version stands if
/// it is borne out by the cohort of any roster that the ledgers of those who entered it had adopted
/// by then.
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
    var unborne = new ArrayList<Map<Name, Certificates.Unborne>>();
    for (Roster roster : rosters()) {
      if (roster.training().size() <= LearningStatement.MAX_MEMBERS) {
        unborne.add(unborne(roster, entries));
      }
    }
    if (!unborne.isEmpty()) {
      Map<Name, Certificates.Unborne> byNone = unborne.removeLast();
      unborne.forEach(other -> byNone.keySet().retainAll(other.keySet()));
      byNone.values().forEach(this::tell);
    }
  }

  /// Whose word on which epoch.
  private record Name(long epoch, MemberId member) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byEpoch = Long.compare(epoch, other.epoch);
      return byEpoch != 0 ? byEpoch : member.compareTo(other.member);
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

  private Map<Name, Certificates.Unborne> unborne(
      Roster roster, List<Entered<LearningStatement>> entries) {
    var cohort = Cohort.of(roster.training(), roster.rules().minCohort());
    var unborne = new TreeMap<Name, Certificates.Unborne>();
    new Certificates(roster.federationId(), cohort)
        .unborne(entries)
        .forEach(each -> {
          var name = new Name(each.result().statement().epoch(), each.result().author());
          unborne.putIfAbsent(name, each);
        });
    return unborne;
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
