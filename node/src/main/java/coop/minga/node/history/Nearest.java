package coop.minga.node.history;

import java.util.List;
import java.util.Locale;

/// Which known word somebody may have meant.
final class Nearest {
  private Nearest() {}

  /// The known word of the fewest changes (Levenshtein, 1966).
  static String to(String word, List<String> known) {
    String nearest = known.getFirst();
    for (String one : known) {
      if (changes(word, one) < changes(word, nearest)) {
        nearest = one;
      }
    }
    return nearest;
  }

  private static int changes(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int swap = corner + (a.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
