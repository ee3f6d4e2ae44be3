package coop.minga.federation.surplus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What becomes of food that no member took, the best first.
///
/// Source: directive 2008/98/EC, articles 4 and 9(1)(h) as amended in 2018: people before animals,
/// animals before what is no food; we differ by naming digestion before compost, as gas is had too.
public enum Outlet {
  /// Sold after all, or marked down.
  SOLD,
  /// Moved to another site of its giver's.
  MOVED,
  /// Eaten by people that no member feeds: staff, a neighbour.
  PEOPLE,
  /// Fed to animals.
  FEED,
  /// Fermented to gas.
  DIGESTION,
  /// Composted.
  COMPOST;

  /// Whether people eat it.
  public boolean isEaten() {
    return switch (this) {
      case SOLD, MOVED, PEOPLE -> true;
      case FEED, DIGESTION, COMPOST -> false;
    };
  }

  /// As in `feed`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The outlet of a word; absent if there is none.
  public static Optional<Outlet> of(String word) {
    return Arrays.stream(values()).filter(outlet -> outlet.word().equals(word)).findFirst();
  }
}
