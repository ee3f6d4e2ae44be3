package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.ledger.Succession.Heard;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Ledgers that were begun anew: whether each next generation could begin, and what its author can
/// no longer be asked for.
///
/// The end of a ledger is lost with the end of its book. So what was entered before rests in part
/// on book entries that nobody may have; that it cannot be recomputed refutes nothing.
final class Successions {
  private final Roll roll;
  private final Library library;
  private final Findings findings;

  /// The index of the last [Succeed] of each ledger that has one.
  private final Map<MemberId, Long> last = new TreeMap<>();

  Successions(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// Judges every successor by those who retired the one before. Only what a quorum holds retires.
  void check(Map<TreeName, CheckedTree> trees) {
    var heard = new HashMap<EntryId, Heard>();
    library
        .all()
        .filter(found -> isWitnessed(found, trees))
        .forEach(found -> {
          if (found.said() instanceof Said.OfLedger(Retire says)) {
            heard.put(found.id(), new Heard(found.author(), says));
          }
        });
    library
        .all()
        .forEach(found -> {
          if (found.said() instanceof Said.OfLedger(Succeed says)) {
            last.merge(found.author(), found.index(), Math::max);
            Optional.ofNullable(trees.get(found.tree()))
                .ifPresent(tree -> check(found, says, tree, heard));
          }
        });
  }

  /// Whether an entry stands before a loss, and may rest on what was lost.
  boolean mayRestOnLost(Found found) {
    Long begun = last.get(found.author());
    return begun != null && (found.tree().tree() == Tree.BOOK || found.index() < begun);
  }

  /// Whether a tree goes on from what a checkpoint covers: one of an earlier generation may cover
  /// what was lost.
  boolean wentOn(CheckedTree tree, Checkpoint checkpoint) {
    return checkpoint.origin().generation() == tree.generation()
        || checkpoint.size() <= last.getOrDefault(tree.name().owner(), 0L);
  }

  private void check(Found found, Succeed says, CheckedTree tree, Map<EntryId, Heard> heard) {
    Origin before = roll.origin(found.tree()).in(says.generation() - 1);
    Roster by = roll.adopted(found.author(), found.index());
    List<NoteKey> keys = roll.directory(by).ledgerKeys(before);
    new Succession(found.author(), keys, by.voters(), by.quorum(), roll.verifier())
        .check(says, found.index(), tree.hashes(), heard)
        .ifPresent(
            flaw -> findings.add(new Finding.BadSuccession(found.tree(), found.index(), flaw)));
  }

  private static boolean isWitnessed(Found found, Map<TreeName, CheckedTree> trees) {
    CheckedTree tree = trees.get(found.tree());
    return tree != null && found.index() < tree.witnessed();
  }
}
