package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.ledger.EntryId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Whose masked vectors are to be summed.
///
/// @param vectors by name
/// @param root over their entry ids, by name
record ClosedSet(SortedMap<MemberId, Entered<Masked>> vectors, Hash root) {
  /// Copies the map.
  ClosedSet {
    vectors = Collections.unmodifiableSortedMap(new TreeMap<>(vectors));
  }

  static ClosedSet of(SortedMap<MemberId, Entered<Masked>> vectors) {
    return new ClosedSet(
        vectors, Circle.rootOf(vectors.values().stream().map(Entered::id).toList()));
  }

  boolean has(MemberId member) {
    return vectors.containsKey(member);
  }

  List<EntryId> ids() {
    return vectors.values().stream().map(Entered::id).toList();
  }

  /// How many of the set could not take what a member dealt.
  long unopened(MemberId dealer) {
    return vectors.values().stream()
        .filter(masked -> masked.statement().unopened().contains(dealer))
        .count();
  }
}
