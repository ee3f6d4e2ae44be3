package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an open epoch waits for at a node, and of whom: what a person asks when it stands still.
///
/// Whoever is named has not said it yet, as far as this node has heard. That is no fault, and the
/// epoch may go on without: when enough others have, its time is over.
///
/// @param what is missing
/// @param members of whom, by name; none where anybody may say it
public record Awaited(What what, List<MemberId> members) {
  /// Copies the list.
  public Awaited {
    members = List.copyOf(members);
  }

  /// What may be missing, in the order of an epoch.
  public enum What {
    /// Anybody's.
    PROPOSAL("a proposal"),
    /// Keys and commitments.
    ADVERT("the keys"),
    /// Sealed shares.
    DEAL("the shares"),
    /// Masked updates, or here the vectors themselves.
    VECTOR("the masked updates"),
    /// Whose vectors are summed.
    SET("the agreement on whose updates are summed"),
    /// What opens the sum.
    RELEASE("the shares that open the sum"),
    /// What the sum came to.
    RESULT("the results");

    private final String words;

    What(String words) {
      this.words = words;
    }

    /// In the middle of a sentence.
    public String words() {
      return words;
    }
  }

  /// What the first attempt waits for that is not given up.
  static Awaited in(Cohort cohort, Tally tally, Set<MemberId> results) {
    Attempt attempt = tally.attempt();
    if (!tally.isProposed()) {
      return new Awaited(What.PROPOSAL, List.of());
    }
    if (tally.circle().isEmpty()) {
      Collection<MemberId> joined = tally.adverts().keySet();
      return attempt.deals().isEmpty()
          ? of(What.ADVERT, cohort.members(), joined)
          : of(What.DEAL, joined, attempt.deals().keySet());
    }
    List<MemberId> circle = tally.circle().get().members();
    if (tally.closed().isEmpty()) {
      var given = new TreeSet<>(tally.masked().keySet());
      given.addAll(attempt.abandons().keySet());
      return given.containsAll(circle) || !attempt.freezes().isEmpty()
          ? of(What.SET, circle, attempt.freezes().keySet())
          : of(What.VECTOR, circle, given);
    }
    return attempt.releases().size() < cohort.threshold()
        ? of(What.RELEASE, circle, attempt.releases().keySet())
        : of(What.RESULT, cohort.members(), results);
  }

  private static Awaited of(What what, Collection<MemberId> all, Collection<MemberId> said) {
    return new Awaited(
        what, all.stream().filter(member -> !said.contains(member)).sorted().toList());
  }
}
