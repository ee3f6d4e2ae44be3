package coop.minga.node.history;

import java.util.Locale;
import java.util.Optional;

/// The tables that a file can be.
public enum TableKind {
  /// What was sold: date, site, item, qty, and unit, price, promo, stockout, time if known.
  SALES,
  /// What was counted: date, site, item, qty, and lot, unit, date kind and date mark if known.
  STOCK,
  /// What things are: item, and gtin, name, category, pack, weight, storage, shelf life, allergens.
  ITEMS,
  /// Where they are sold: site, and gln, name, place, open days, kind.
  SITES,
  /// How items come to sites: site, item, and supplier, days, lead, pack, limits, prices if known.
  SUPPLY,
  /// What was delivered: date, site, item, qty, and unit, date kind and date mark if known.
  RECEIPTS,
  /// What was written off: date, site, item, qty, and unit, reason, destination if known.
  WASTE,
  /// What a kitchen needs: site, category, and grams for each weekday.
  NEEDS;

  /// As it is written on the command line: `sales`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind that a word names.
  public static Optional<TableKind> parse(String word) {
    for (TableKind kind : values()) {
      if (kind.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
