package coop.minga.federation.disclosure;

import coop.minga.federation.goods.Checks;
import java.time.Instant;

/// An auditor is let in: the ledger of the member who does so, kind AUDITOR.
///
/// @param key the auditor's
/// @param name what it is called, for people
/// @param scope how far it may see
/// @param ends after which nothing more is opened or served to it
/// @param at when it was let in
public record Appointed(AuditorKey key, String name, Scope scope, Instant ends, Instant at)
    implements DisclosureStatement {
  /// Checks the order.
  public Appointed {
    Checks.text("an auditor's name", name, Checks.NAME);
    Checks.instant("an end", ends);
    Checks.instant("a time", at);
    if (!at.isBefore(ends)) {
      throw new IllegalArgumentException("an appointment ends after it begins");
    }
  }
}
