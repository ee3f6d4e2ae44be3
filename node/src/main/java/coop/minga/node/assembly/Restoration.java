package coop.minga.node.assembly;

import coop.minga.federation.roster.Roster;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.NodeLock;
import java.io.IOException;
import java.nio.file.Files;

/// What an operator says once, after a disk was lost: this directory is an old copy, and there is
/// no newer one.
public final class Restoration {
  private Restoration() {}

  /// Marks a directory, so that the next start begins its ledger anew.
  ///
  /// @return how many other members must retire the ledger whose end is lost
  /// @throws UserError if there are no other members, or a process runs the node
  public static int ask(NodeDirectory directory) throws IOException {
    Roster roster =
        Founding.roster(
            directory.charter().toString(),
            Founding.charter(directory.charter()),
            new StrictVerifier());
    int others = roster.quorum().retiring();
    if (others == 0) {
      throw new UserError(
          directory.root().toString(),
          "This member is alone in its federation: nobody else holds its ledger.",
          "Run this copy as it is.");
    }
    try (var _ = NodeLock.take(directory.root())) {
      if (!Files.exists(directory.restoring())) {
        Files.createFile(directory.restoring());
      }
    }
    return others;
  }
}
