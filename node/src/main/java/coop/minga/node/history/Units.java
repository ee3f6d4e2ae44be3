package coop.minga.node.history;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// In what a quantity is counted.
final class Units {
  static final String EACH = "each";

  private static final Map<String, String> WORDS =
      Map.of("each", EACH, "ea", EACH, "pcs", EACH, "unit", EACH, "kg", "kg", "g", "g");

  private Units() {}

  /// Our word for a file's, or absent when it is none of [#words].
  static Optional<String> parse(String text) {
    return Optional.ofNullable(WORDS.get(text.strip().toLowerCase(Locale.ROOT)));
  }

  static List<String> words() {
    return WORDS.keySet().stream().sorted().toList();
  }

  /// Grams of one, where the unit itself is a weight.
  static Optional<Long> grams(String unit) {
    return switch (unit) {
      case "kg" -> Optional.of(1000L);
      case "g" -> Optional.of(1L);
      default -> Optional.empty();
    };
  }
}
