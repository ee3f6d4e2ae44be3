package coop.minga.federation.surplus;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Pae;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A field of a lot that its notice commits to and does not show.
public enum HiddenField {
  /// The item's name.
  ITEM,
  /// Its GTIN; empty if it has none.
  GTIN,
  /// How many units.
  UNITS,
  /// The grams of one.
  UNIT_GRAMS,
  /// The giver's site.
  SITE,
  /// Where that is: latitude, then longitude.
  PLACE;

  /// All names, rising.
  public static final List<String> NAMES =
      Arrays.stream(values()).map(HiddenField::word).sorted().toList();

  /// The field of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static HiddenField of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// The field's name in commitments.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The bytes that are committed to.
  Bytes of(Lot lot) {
    return switch (this) {
      case ITEM -> Bytes.utf8(lot.product().item());
      case GTIN -> Bytes.utf8(lot.product().gtin().map(gtin -> gtin.digits()).orElse(""));
      case UNITS -> Pae.number(lot.units());
      case UNIT_GRAMS -> Pae.number(lot.unitGrams());
      case SITE -> Bytes.utf8(lot.site());
      case PLACE -> two(lot.place().latitudeE6(), lot.place().longitudeE6());
    };
  }

  private static Bytes two(long one, long other) {
    return Bytes.of(ByteBuffer.allocate(2 * Long.BYTES).putLong(one).putLong(other).array());
  }
}
