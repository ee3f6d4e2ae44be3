package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.roster.Roster;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The members whose updates are summed together, as drawn for an epoch. A value: equal if members
/// and rules are.
public final class Cohort {
  /// The smallest cohort that a charter may allow.
  public static final int LEAST = 4;

  private static final int SMALL = 6;
  private static final String DOMAIN = "minga/learning/coordinator/v1";
  private static final String NAME = "minga/learning/cohort/v1";

  private final List<MemberId> members;
  private final Sizes sizes;

  /// Computed when it is first asked for, as most cohorts are only compared; every advert is.
  private @Nullable Hash hash;

  /// Sorts the members and checks how many they are.
  ///
  /// @param members 1 to [LearningStatement#MAX_MEMBERS]
  /// @param sizes by which rules
  public Cohort(Collection<MemberId> members, Sizes sizes) {
    this.members = List.copyOf(new TreeSet<>(members));
    this.sizes = sizes;
    if (this.members.size() > LearningStatement.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a cohort has at most " + LearningStatement.MAX_MEMBERS + " members");
    }
  }

  /// One by rules that name only the smallest cohort.
  public Cohort(List<MemberId> members, int minimum) {
    this(members, Sizes.of(minimum));
  }

  /// Everybody who trains by a roster.
  public static Cohort of(Roster roster) {
    return new Cohort(List.copyOf(roster.training()), Sizes.of(roster.rules().learning()));
  }

  /// The cohort of everybody who trains.
  ///
  /// @param minimum the charter's; if it is lower, [#LEAST] counts
  public static Cohort of(Collection<MemberId> training, int minimum) {
    return new Cohort(List.copyOf(training), Math.max(minimum, LEAST));
  }

  /// The members, by name.
  public List<MemberId> members() {
    return members;
  }

  /// By which rules.
  public Sizes sizes() {
    return sizes;
  }

  /// The rules' smallest cohort.
  public int minimum() {
    return sizes.minimum();
  }

  /// The same members, who learn as one cohort however many they are.
  public Cohort asOne() {
    return members.size() <= sizes.together() ? this : new Cohort(members, sizes.asOne());
  }

  /// Its name: over the members' names and nothing else, as a proposal names them.
  public Hash hash() {
    Hash known = hash;
    if (known == null) {
      List<Bytes> names = members.stream().map(member -> Bytes.utf8(member.name())).toList();
      known = Hash.sha256(Pae.encode(NAME, Pae.encode(names)));
      hash = known;
    }
    return known;
  }

  /// How many of the cohort must say a thing for it to count, and how many shares give a secret
  /// back: t = c - floor(c/3), of all who were drawn, whoever answers.
  ///
  /// Two sets of t share more than f members, where f = 2t - c - 1 may lie: so of "give the secrets
  /// back" and "never" at most one finds t honest voices.
  public int threshold() {
    return threshold(members.size());
  }

  static int threshold(int members) {
    return members - members / 3;
  }

  /// How many of a closed set are honest at least: t, less f who may lie.
  public int honest() {
    return threshold() - liars();
  }

  /// f = 2t - c - 1: how many may lie, in league with one another, and learn no more than the sum.
  public int liars() {
    return 2 * threshold() - members.size() - 1;
  }

  /// The fewest whose vectors are summed: the threshold, and of a cohort of four or five everybody.
  public int fewest() {
    return members.size() < SMALL ? members.size() : threshold();
  }

  /// Whether the cohort is large enough to learn at all.
  public boolean isEnough() {
    return members.size() >= sizes.minimum();
  }

  /// How many may be missing, or refuse.
  public int slack() {
    return members.size() - threshold();
  }

  /// In which order members coordinate an attempt, one stepping in for the other: by hash of seed,
  /// epoch, attempt and name. A coordinator keeps time and speaks first; it holds no secret and is
  /// given no trust.
  static List<MemberId> order(Hash seed, long epoch, int attempt, Collection<MemberId> among) {
    return among.stream()
        .sorted(
            Comparator.comparing((MemberId member) -> rank(seed, epoch, attempt, member))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cohort cohort
        && members.equals(cohort.members)
        && sizes.equals(cohort.sizes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(members, sizes);
  }

  @Override
  public String toString() {
    return "a cohort of " + members + ", " + sizes;
  }
}
