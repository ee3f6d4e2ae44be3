package coop.minga.node.demo;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a taker can keep and how fast it cooks.
///
/// @param capacity room in each storage class; a class that it cannot keep has zero
/// @param serveMinutes from the food's arrival to the plate
public record Taking(Map<Storage, Grams> capacity, int serveMinutes) {
  /// Gives every storage class an entry, in the order of the classes.
  public Taking {
    Map<Storage, Grams> all = new EnumMap<>(Storage.class);
    for (Storage storage : Storage.values()) {
      all.put(storage, capacity.getOrDefault(storage, Grams.ZERO));
    }
    capacity = Collections.unmodifiableMap(all);
  }

  /// The room for food of that class.
  public Grams capacityFor(Storage storage) {
    return capacity.getOrDefault(storage, Grams.ZERO);
  }
}
