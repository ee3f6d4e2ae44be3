package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;

/// Something sold, as it stands in `items.csv`, and the kind of date that is printed on it.
///
/// @param gtin 14 digits with a valid check digit, from the range for use within one company or
///   region (GS1 prefixes 20-29), so that it is nobody's
/// @param packSize units in a delivered pack
/// @param shelfLifeDays days on which it may be sold, the day of delivery being the first
public record TownItem(
    String item,
    String gtin,
    String name,
    String category,
    int packSize,
    int unitGrams,
    Storage storage,
    DateMark.Kind dateKind,
    int shelfLifeDays) {
  /// Checks the numbers.
  public TownItem {
    if (packSize < 1 || unitGrams < 1 || shelfLifeDays < 1) {
      throw new IllegalArgumentException("pack, grams and shelf life are at least 1: " + item);
    }
  }

  /// The 14 digits that belong to a running number: restricted circulation, valid check digit.
  static String inventedGtin(int number) {
    String body = "02%02d%09d".formatted(number / 1000 % 100, number);
    return body + checkDigit(body);
  }

  /// The check digit of the first 13 of a GTIN-14: weights 3, 1, 3, ... (GS1 General
  /// Specifications, 7.9).
  static int checkDigit(String thirteen) {
    int sum = 0;
    for (int i = 0; i < thirteen.length(); i++) {
      sum += (thirteen.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
    }
    return (10 - sum % 10) % 10;
  }
}
