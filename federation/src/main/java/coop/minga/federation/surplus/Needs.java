package coop.minga.federation.surplus;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one taker's sites need, as its ledger says: of each site and category the last word.
///
/// An immutable value; fold the ledger's entries in, in their order.
public final class Needs {
  /// Nothing said yet.
  public static final Needs NONE = new Needs(Collections.emptySortedMap());

  private final SortedMap<Place, StatedNeed> standing;

  private Needs(SortedMap<Place, StatedNeed> standing) {
    this.standing = standing;
  }

  /// A category at a site.
  public record Place(String site, String category) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparing(Place::site).thenComparing(Place::category).compare(this, other);
    }
  }

  /// Takes up one word of the taker's.
  public Needs heard(StatedNeed said) {
    var all = new TreeMap<>(standing);
    all.put(new Place(said.need().site(), said.need().category()), said);
    return new Needs(all);
  }

  /// Whether a word was said of a place: what else is known of it is out of date.
  public boolean speakOf(String site, String category) {
    return standing.containsKey(new Place(site, category));
  }

  /// The last words, by site and category.
  public Collection<StatedNeed> standing() {
    return Collections.unmodifiableCollection(standing.values());
  }
}
