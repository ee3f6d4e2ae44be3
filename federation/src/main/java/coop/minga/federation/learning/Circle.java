package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who takes part in an attempt, with which keys: everybody masks against everybody in it.
///
/// @param adverts by name
/// @param root RFC 9162 root over the adverts' entry ids, by name: what shares and masks are bound
///   to
record Circle(SortedMap<MemberId, Entered<Advert>> adverts, Hash root) {
  /// Copies the map.
  Circle {
    adverts = Collections.unmodifiableSortedMap(new TreeMap<>(adverts));
  }

  static Circle of(SortedMap<MemberId, Entered<Advert>> adverts) {
    return new Circle(adverts, rootOf(adverts.values().stream().map(Entered::id).toList()));
  }

  /// The root over entry ids in their order.
  static Hash rootOf(List<EntryId> ids) {
    return MerkleTree.root(ids.stream().map(id -> MerkleTree.leafHash(id.hash().value())).toList());
  }

  List<MemberId> members() {
    return List.copyOf(adverts.keySet());
  }

  boolean has(MemberId member) {
    return adverts.containsKey(member);
  }

  List<EntryId> ids() {
    return adverts.values().stream().map(Entered::id).toList();
  }

  /// The advert of one of its members.
  Advert advert(MemberId member) {
    return Optional.ofNullable(adverts.get(member)).orElseThrow().statement();
  }

  SortedMap<MemberId, MaskKey> keys() {
    var keys = new TreeMap<MemberId, MaskKey>();
    adverts.forEach((member, advert) -> keys.put(member, advert.statement().maskKey()));
    return keys;
  }
}
