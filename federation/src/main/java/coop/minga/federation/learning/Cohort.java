package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The members whose updates are summed together, as drawn for an epoch.
///
/// @param members by name, 1 to [LearningStatement#MAX_MEMBERS]
/// @param minimum the charter's smallest cohort; under 4 is refused, because three let two learn
///   the third's update
public record Cohort(List<MemberId> members, int minimum) {
  /// The smallest cohort that a charter may allow.
  public static final int LEAST = 4;

  private static final String DOMAIN = "minga/learning/coordinator/v1";

  /// Sorts the members and checks the sizes.
  public Cohort {
    members = List.copyOf(new TreeSet<>(members));
    if (members.size() > LearningStatement.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a cohort has at most " + LearningStatement.MAX_MEMBERS + " members");
    }
    if (minimum < LEAST) {
      throw new IllegalArgumentException(
          "a cohort below " + LEAST + " would show a member's update to the others");
    }
  }

  /// The fewest members that an attempt may have: the charter's minimum, and more than half of
  /// those drawn, so that two attempts always share a member, who takes part in one of them only.
  public int fewest() {
    return Math.max(minimum, members.size() / 2 + 1);
  }

  /// How many of an attempt's members must say one result: c - floor(c/3).
  public static int threshold(int attemptMembers) {
    return attemptMembers - attemptMembers / 3;
  }

  /// Who coordinates an attempt: the first by hash of seed, epoch, attempt and name. It holds no
  /// secret and is given no trust.
  public static MemberId coordinator(
      Hash seed, long epoch, int attempt, SortedSet<MemberId> attemptMembers) {
    return attemptMembers.stream()
        .min(
            Comparator.comparing((MemberId member) -> rank(seed, epoch, attempt, member))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalArgumentException("nobody is left to coordinate"));
  }

  private static Hash rank(Hash seed, long epoch, int attempt, MemberId member) {
    return Hash.sha256(
        Pae.encode(
            DOMAIN,
            seed.value(),
            Pae.number(epoch),
            Pae.number(attempt),
            Bytes.utf8(member.name())));
  }
}
