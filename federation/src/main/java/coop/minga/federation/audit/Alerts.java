package coop.minga.federation.audit;

import coop.minga.federation.alert.Calls;
import coop.minga.federation.wire.Said;

/// Whether alerts climbed as their authors say they had to, and were answered and ended by those
/// who may: the same fold as a node's, over the same entries.
final class Alerts {
  private final Library library;
  private final Findings findings;

  Alerts(Library library, Findings findings) {
    this.library = library;
    this.findings = findings;
  }

  void check() {
    var calls = new Calls();
    library
        .all()
        .forEach(found -> {
          if (found.said() instanceof Said.OfAlert(var says)) {
            calls.heard(found.id(), found.author(), says);
          }
        });
    library
        .all()
        .forEach(found -> {
          if (found.said() instanceof Said.OfAlert(var says)) {
            calls
                .fault(found.id(), found.author(), says)
                .ifPresent(
                    why -> findings.add(new Finding.AlertAmiss(found.tree(), found.index(), why)));
          }
        });
  }
}
