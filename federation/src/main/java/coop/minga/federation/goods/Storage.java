package coop.minga.federation.goods;

/// How food must be kept.
public enum Storage {
  /// At room temperature.
  AMBIENT,
  /// At 8 C or colder, unless the charter says otherwise.
  CHILLED,
  /// At -18 C or colder.
  FROZEN
}
