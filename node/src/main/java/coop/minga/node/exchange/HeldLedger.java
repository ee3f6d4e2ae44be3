package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.storage.LedgerFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What this node holds of one other member's ledger.
final class HeldLedger {
  final MemberId owner;
  final Origin origin;
  final LedgerFiles files;
  final Leaves leaves;
  final WitnessedPrefix witnessed = new WitnessedPrefix();

  /// What may be added next; replaced by each step once its entries are durable.
  Mirror mirror;

  /// Of a later generation of which nothing is held yet: what came of it so far.
  final Unread unread = new Unread();

  /// A witnessed checkpoint beyond what is held: it counts once the entries are here.
  Optional<SignedNote> ahead = Optional.empty();

  /// The newest checkpoint with cosignatures that is not known to be witnessed: of a roster that is
  /// not known here yet, or with too few of them.
  Optional<SignedNote> unjudged = Optional.empty();

  /// Notes that say nothing new of it.
  final KnownNotes known = new KnownNotes();

  /// The text of the checkpoint on which our word was given last since its owner was met, or has
  /// pushed anything: it need not be given twice.
  Optional<String> said = Optional.empty();

  /// Whether its newest checkpoint is not published yet.
  boolean unpublished;

  /// How many entries somebody says there are, and who.
  long heardOf;

  Optional<MemberId> heardFrom = Optional.empty();

  /// The owner signed two histories: nothing of it is cosigned any more.
  boolean forked;

  /// Checkpoints that its owner signed and that do not follow from what is held, the newest last.
  /// Once as much is held, they are proof.
  final Deque<SignedNote> suspects = new ArrayDeque<>();

  /// Of a successor that is not in force yet: its owner's keys by its own entries.
  Optional<SuccessorKeys> begun = Optional.empty();

  /// Its owner lost the end of it: nothing of it is cosigned any more, until its successor is here.
  boolean retired;

  HeldLedger(MemberId owner, Origin origin, LedgerFiles files, Terms terms) {
    this.owner = owner;
    this.origin = origin;
    this.files = files;
    this.mirror = terms.mirror();
    this.leaves = terms.leaves();
  }

  /// By what the ledger is judged.
  record Terms(Mirror mirror, Leaves leaves) {}
}
