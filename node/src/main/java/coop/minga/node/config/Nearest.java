package coop.minga.node.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Which known word somebody may have meant.
public final class Nearest {
  private Nearest() {}

  /// The known word of the fewest changes (Levenshtein, 1966), whatever the case; of several the
  /// first.
  ///
  /// @param known lower-case words, at least one
  public static String to(String word, Collection<String> known) {
    String meant = word.toLowerCase(Locale.ROOT);
    return known.stream().min(Comparator.comparingInt(one -> changes(meant, one))).orElseThrow();
  }

  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int swap = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
