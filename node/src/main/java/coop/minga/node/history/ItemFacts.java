package coop.minga.node.history;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Storage;
import java.util.Optional;

/// What the files tell of an item, and the unit in which it is counted where it ever was.
record ItemFacts(
    String item,
    Optional<String> gtin,
    Optional<String> name,
    Optional<String> category,
    Optional<Integer> packSize,
    Optional<Long> unitGrams,
    Optional<Storage> storage,
    Optional<Integer> shelfLifeDays,
    Optional<Allergens> allergens,
    Optional<String> unit) {}
