package coop.minga.node.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import coop.minga.federation.ledger.Witnesses;
import java.io.IOException;
import java.nio.file.Path;

/// The file by which a verifier that is not ours judges a ledger (C2SP `tlog-policy`).
public final class PolicyFile {
  private PolicyFile() {}

  /// Writes it, whole and durable.
  public static void write(Path file, Witnesses witnesses) throws IOException {
    DurableFiles.replace(file, witnesses.policy().getBytes(UTF_8));
  }
}
