package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The cohorts of one epoch: everybody who trains, in one of them.
///
/// Up to [Sizes#together] members are one cohort. More are dealt out by the epoch's seed into as
/// many as [Collusion] allows, whose sizes differ by one at most: so masks cost each member a
/// cohort's worth, not a federation's, and what cohorts learnt can be compared ([RobustMean]).
/// Fewer than the smallest cohort of the rules are one that is not enough ([Cohort#isEnough]).
///
/// @param all in the order of their first members
public record Cohorts(List<Cohort> all) {
  private static final String DOMAIN = "minga/learning/cohorts/v1";

  /// Checks that nobody is in two of them.
  public Cohorts {
    all = all.stream().sorted(Comparator.comparing(Cohorts::first)).toList();
    long members = all.stream().flatMap(Cohorts::members).count();
    if (all.isEmpty() || all.stream().flatMap(Cohorts::members).distinct().count() != members) {
      throw new IllegalArgumentException("everybody is in one cohort");
    }
  }

  /// Draws an epoch's.
  ///
  /// @param everyone who trains
  /// @param seed the epoch's
  public static Cohorts drawn(Cohort everyone, Hash seed) {
    int members = everyone.members().size();
    Sizes sizes = everyone.sizes();
    if (members <= sizes.together()) {
      return of(everyone);
    }
    int least = Math.max(sizes.minimum(), sizes.assumed().least(members));
    int count = Math.max(1, members / least);
    List<List<MemberId>> dealt =
        Stream.generate(() -> (List<MemberId>) new ArrayList<MemberId>()).limit(count).toList();
    List<MemberId> shuffled =
        everyone.members().stream()
            .sorted(Comparator.comparing(member -> place(seed, member)))
            .toList();
    for (int i = 0; i < members; i++) {
      dealt.get(i % count).add(shuffled.get(i));
    }
    return new Cohorts(dealt.stream().map(some -> new Cohort(some, sizes)).toList());
  }

  /// An epoch of one cohort.
  public static Cohorts of(Cohort only) {
    return new Cohorts(List.of(only));
  }

  /// Whether which results the epoch contains must be decided ([EpochQuestion]).
  public boolean areSeveral() {
    return all.size() > 1;
  }

  /// Whether the same learn with the same, by whatever rules.
  public boolean isSameAs(Cohorts other) {
    return names().equals(other.names());
  }

  private List<Hash> names() {
    return all.stream().map(Cohort::hash).toList();
  }

  /// Everybody in them, by name.
  public List<MemberId> everyone() {
    return all.stream().flatMap(Cohorts::members).sorted().toList();
  }

  /// The one that a member is in; absent if it does not train.
  public Optional<Cohort> of(MemberId member) {
    return all.stream().filter(cohort -> cohort.members().contains(member)).findFirst();
  }

  private static Stream<MemberId> members(Cohort cohort) {
    return cohort.members().stream();
  }

  private static MemberId first(Cohort cohort) {
    return cohort.members().getFirst();
  }

  private static Hash place(Hash seed, MemberId member) {
    return Hash.sha256(Pae.encode(DOMAIN, seed.value(), Bytes.utf8(member.name())));
  }
}
