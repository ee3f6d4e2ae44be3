package coop.minga.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a node keeps its things.
///
/// ```
/// node.toml      settings                 keys/          secrets, owner only
/// charter        the signed charter       clock          the shared clock of a simulated federation
/// ledger/ book/  this member's trees      mirrors/NAME/  what is held of others' ledgers
/// state.db       last checkpoints, cosigned sizes, told bids
/// history.duckdb sales and stock          models/        model versions by hash
/// blobs/         masked vectors by hash   secrets/       mask secrets, never backed up
/// control        the running node's socket    pid        its process
/// ```
///
/// @param root the directory
public record NodeDirectory(Path root) {
  /// Settings.
  public Path config() {
    return root.resolve("node.toml");
  }

  /// Secrets.
  public Path keys() {
    return root.resolve("keys");
  }

  /// The signed charter.
  public Path charter() {
    return root.resolve("charter");
  }

  /// This member's public card.
  public Path card() {
    return root.resolve("card");
  }

  /// The shared clock of a simulated federation.
  public Path clock() {
    return root.resolve("clock");
  }

  /// This member's ledger.
  public Path ledger() {
    return root.resolve("ledger");
  }

  /// This member's book.
  public Path book() {
    return root.resolve("book");
  }

  /// What is held of others' ledgers, one directory a member.
  public Path mirrors() {
    return root.resolve("mirrors");
  }

  /// The state database.
  public Path state() {
    return root.resolve("state.db");
  }

  /// Model versions by hash.
  public Path models() {
    return root.resolve("models");
  }

  /// Mask secrets, one file a proposal; never backed up.
  public Path secrets() {
    return root.resolve("secrets");
  }

  /// Masked vectors by hash.
  public Path blobs() {
    return root.resolve("blobs");
  }

  /// The running node's operator socket, or the file that says where it is.
  public Path control() {
    return root.resolve("control");
  }

  /// The running node's process id.
  public Path pid() {
    return root.resolve("pid");
  }

  /// The policy by which outside verifiers check this node's checkpoints.
  public Path policy() {
    return root.resolve("policy");
  }

  /// The key by which others verify this node's second signature on its checkpoints.
  public Path secondKey() {
    return root.resolve("ledger-ml-dsa.vkey");
  }

  /// Makes the directory, and says so if it cannot.
  public NodeDirectory create() throws IOException {
    Files.createDirectories(root);
    return this;
  }
}
