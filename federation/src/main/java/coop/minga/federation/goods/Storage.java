package coop.minga.federation.goods;

/// How food must be kept.
public enum Storage {
  /// At room temperature.
  AMBIENT,
  /// At 8 C or colder, unless the charter says otherwise.
  CHILLED,
  /// At -18 C or colder.
  FROZEN,
  /// At 63 C or hotter, unless the charter says otherwise; eaten on the day it was cooked.
  HOT;

  /// Whether it is to be kept colder than a room.
  public boolean isCold() {
    return this == CHILLED || this == FROZEN;
  }
}
