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
/// ledger.N/ book.N/ mirrors/NAME.N/       the same, begun anew for the Nth time
/// restoring      there while a next generation is being begun
/// state.db       last checkpoints, cosigned sizes, told bids
/// history.duckdb sales and stock          models/        model versions by hash
/// rosters/       a certificate for each change of the roster since the charter
/// blobs/         masked vectors by hash   secrets/       mask secrets, never backed up
/// openings/      what opens hidden fields, an entry a file, until it is erased
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

  /// The certificates of the rosters since the charter.
  public Path rosters() {
    return root.resolve("rosters");
  }

  /// This member's public card.
  public Path card() {
    return root.resolve("card");
  }

  /// The shared clock of a simulated federation.
  public Path clock() {
    return root.resolve("clock");
  }

  /// This member's ledger, in its newest generation.
  public TreePlace ledger() {
    return TreePlace.newest(root, "ledger");
  }

  /// One generation of this member's ledger, there or not.
  public TreePlace ledger(int generation) {
    return new TreePlace(root, "ledger", generation);
  }

  /// This member's book, in the generation of its ledger.
  public TreePlace book() {
    return new TreePlace(root, "book", ledger().generation());
  }

  /// What is held of others' ledgers, one directory a member and generation.
  public Path mirrors() {
    return root.resolve("mirrors");
  }

  /// What is held of a member's ledger, in its newest generation.
  public TreePlace mirror(String member) {
    return TreePlace.newest(mirrors(), member);
  }

  /// One generation of what is held of a member's ledger, there or not.
  public TreePlace mirror(String member, int generation) {
    return new TreePlace(mirrors(), member, generation);
  }

  /// There while a next generation of this member's ledger is being begun.
  public Path restoring() {
    return root.resolve("restoring");
  }

  /// The state database.
  public Path state() {
    return root.resolve("state.db");
  }

  /// An empty file by which a copy of the directory is told from it.
  public Path whereabouts() {
    return root.resolve("whereabouts");
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

  /// What opens hidden fields of entries, one file an entry.
  public Path openings() {
    return root.resolve("openings");
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
