package coop.minga.federation.audit;

import java.time.Instant;
import java.util.Optional;

/// How much was looked at.
///
/// @param members of the charter
/// @param entries in their trees
/// @param deals that they made
public record Counts(int members, Entries entries, Deals deals) {
  /// Nothing at all.
  public static final Counts NONE =
      new Counts(0, new Entries(0, 0, 0, 0, 0, 0, Optional.empty()), new Deals(0, 0, 0, 0));

  /// What stands in trees.
  ///
  /// @param ledgers entries of all ledgers
  /// @param unwitnessed of those, without a quorum yet
  /// @param books entries of the books given
  /// @param told entries of books not given, which others were told
  /// @param proven single entries, each by its own proof
  /// @param leastWitnesses the fewest members that stand by any ledger, its owner among them
  /// @param witnessedAt when the newest of what is witnessed was; absent if nothing is
  public record Entries(
      long ledgers,
      long unwitnessed,
      long books,
      long told,
      long proven,
      int leastWitnesses,
      Optional<Instant> witnessedAt) {}

  /// What was promised.
  ///
  /// @param lots offered
  /// @param awards entered
  /// @param recomputed awards that were replayed
  /// @param handovers that both sides entered
  public record Deals(int lots, int awards, int recomputed, int handovers) {}
}
