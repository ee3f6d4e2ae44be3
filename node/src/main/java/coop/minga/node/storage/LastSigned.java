package coop.minga.node.storage;

import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import java.io.IOException;
import java.util.Optional;

/// A port to the record of what was signed last of each tree: the point of no return of whoever
/// signs.
public interface LastSigned {
  /// The checkpoint of a tree that was signed last; absent if none was.
  Optional<Checkpoint> lastSigned(Origin origin) throws IOException;

  /// Replaces the checkpoint signed last, if it is the one named. To be called before signing. It
  /// MUST compare and replace in one step, and what it has stored MUST be durable when it returns.
  ///
  /// @param predecessor what the caller believes was signed last
  Swap swapSigned(Optional<Checkpoint> predecessor, Checkpoint next) throws IOException;
}
