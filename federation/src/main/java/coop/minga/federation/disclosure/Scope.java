package coop.minga.federation.disclosure;

import coop.minga.federation.goods.Checks;
import java.time.Instant;
import java.util.List;

/// How far an auditor may see.
///
/// @param from offers made from then on
/// @param until and before then
/// @param fields the hidden fields that may be opened, by name
public record Scope(Instant from, Instant until, List<String> fields) {
  /// Checks and copies.
  public Scope {
    Checks.instant("a scope's start", from);
    Checks.instant("a scope's end", until);
    fields = Fields.require(fields);
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a scope ends after it begins: " + from + ", " + until);
    }
  }

  /// Whether what was entered at that time lies within.
  public boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }
}
