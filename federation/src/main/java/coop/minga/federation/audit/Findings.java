package coop.minga.federation.audit;

import java.util.ArrayList;
import java.util.List;

/// Findings as they are made.
final class Findings {
  /// Findings kept; a hostile bundle could give one for each of its entries.
  static final int MAX = 1000;

  private final List<Finding> all = new ArrayList<>();
  private boolean refuted;

  void add(Finding finding) {
    refuted |= finding.refutes();
    if (all.size() < MAX) {
      all.add(finding);
    } else if (finding.refutes() && Finding.refuting(all).isEmpty()) {
      all.set(MAX - 1, finding);
    }
  }

  boolean refuted() {
    return refuted;
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
