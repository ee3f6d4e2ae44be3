package coop.minga.bench;

import java.nio.file.Path;

/// The ledger's figures: durable appends beside SQLite and RocksDB doing the same, how soon a
/// quorum holds an entry, and what a million entries cost to verify, to prove and to keep.
///
/// @param figures where they go
/// @param quick fewer of everything
record LedgerBench(Figures figures, boolean quick) {
  void run() throws Exception {
    try (Scratch scratch = Scratch.make()) {
      Path root = scratch.root();
      Members members = Members.found(root.resolve("members"), 5);
      new Appends(figures, members, quick).run(scratch);
      new PeerAppends(figures, members, quick).run(scratch);
      new Million(figures, members, quick).run(scratch);
      new Witnessed(figures, members, quick).run();
    }
  }
}
