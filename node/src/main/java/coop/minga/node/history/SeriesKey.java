package coop.minga.node.history;

import java.util.Comparator;

/// One item at one site, by the names that the organisation's own files use.
public record SeriesKey(String site, String item) implements Comparable<SeriesKey> {
  private static final Comparator<SeriesKey> BY_SITE_THEN_ITEM =
      Comparator.comparing(SeriesKey::site).thenComparing(SeriesKey::item);

  @Override
  public int compareTo(SeriesKey other) {
    return BY_SITE_THEN_ITEM.compare(this, other);
  }

  /// As in a table: `site/item`.
  @Override
  public String toString() {
    return site + "/" + item;
  }
}
