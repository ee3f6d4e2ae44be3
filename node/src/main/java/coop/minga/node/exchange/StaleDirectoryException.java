package coop.minga.node.exchange;

import coop.minga.federation.ledger.Origin;

/// A peer shows a checkpoint by this node's own key that goes beyond all that its directory holds:
/// the directory is an old copy. Signing on would fork the ledger.
public final class StaleDirectoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StaleDirectoryException(Origin origin) {
    super(
        "this directory is behind what "
            + origin
            + " has signed. Bring back the newest copy of it; if there is none, begin the ledger"
            + " anew: minga restore --dir DIR");
  }
}
