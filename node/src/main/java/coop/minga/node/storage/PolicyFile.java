package coop.minga.node.storage;

import coop.minga.federation.ledger.Policy;
import java.io.IOException;
import java.nio.file.Path;

/// The file by which a verifier that is not ours judges a ledger (C2SP `tlog-policy`).
public final class PolicyFile {
  private PolicyFile() {}

  /// Writes it, whole and durable.
  public static void write(Path file, Policy policy) throws IOException {
    new LocalDisk().replace(file, policy.encode().toArray());
  }
}
