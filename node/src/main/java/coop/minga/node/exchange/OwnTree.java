package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.UserError;
import coop.minga.node.storage.LastSigned;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.Swap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// This member's ledger or book: entries are staged while a batch is handled, and appended, synced
/// and signed for together at its end.
final class OwnTree {
  private final Place place;
  private final LedgerFiles files;
  private final LastSigned state;
  private final Keys keys;
  private final List<Bytes> staged = new ArrayList<>();
  private final List<Bytes> unsigned = new ArrayList<>();
  private Frontier frontier;
  private Optional<Checkpoint> last;

  /// Whose tree, and which.
  record Place(Hash federation, MemberId self, Tree tree, int generation) {
    Origin origin() {
      return Origin.of(federation, self, tree).in(generation);
    }
  }

  /// The keys that entries and checkpoints are signed by; they may change while the node runs.
  interface Keys {
    /// Signs the next entry.
    Signer entry();

    /// All that sign a checkpoint.
    ///
    /// @param before the size of the one that was published last
    /// @param size of the new one
    List<Signer> ledger(long before, long size);

    /// Keys that never change.
    static Keys of(Signer entry, Signer ledger) {
      return new Keys() {
        @Override
        public Signer entry() {
          return entry;
        }

        @Override
        public List<Signer> ledger(long before, long size) {
          return List.of(ledger);
        }
      };
    }
  }

  OwnTree(Place place, LedgerFiles files, LastSigned state, Keys keys) throws IOException {
    this.place = place;
    this.files = files;
    this.state = state;
    this.keys = keys;
    this.frontier = files.frontier();
    this.last = state.lastSigned(place.origin());
    if (last.filter(signed -> !isHeld(signed)).isPresent()) {
      throw new UserError(
          files.origin().text(),
          "Something else was signed than is here: entries that others may rely on are lost.",
          "Bring back the newest copy of this directory. If there is none, begin its ledger anew:"
              + " minga restore.");
    }
  }

  private boolean isHeld(Checkpoint signed) {
    return signed.size() <= files.size() && files.tree().root(signed.size()).equals(signed.root());
  }

  /// Signs a statement and stages it.
  Seen stage(Said said) {
    var header =
        new Entry.Header(
            place.federation(),
            place.self(),
            keys.entry().publicKey().keyId(),
            place.tree(),
            place.generation(),
            Statements.versionOf(said),
            Statements.kindOf(said).code());
    Entry entry = Entry.sign(header, Statements.encode(said), keys.entry());
    Bytes frame = EntryWire.encode(entry);
    long index = frontier.size();
    staged.add(frame);
    frontier = frontier.append(MerkleTree.leafHash(frame));
    return new Seen(entry.id(), place.self(), place.tree(), index, said);
  }

  boolean hasStaged() {
    return !staged.isEmpty();
  }

  List<Bytes> staged() {
    return List.copyOf(staged);
  }

  /// The tree as it will be after the next commit.
  Frontier frontier() {
    return frontier;
  }

  LedgerFiles files() {
    return files;
  }

  Origin origin() {
    return place.origin();
  }

  /// Makes what is staged durable and signs for it. Once this returns, the entries may be told.
  ///
  /// The point of no return is the compare-and-swap of the last checkpoint: a crash before it
  /// leaves entries without a checkpoint, which the next start signs for; a crash after it leaves a
  /// checkpoint that says nothing but what is on disk.
  SignedNote commit() throws IOException {
    append();
    return sign();
  }

  /// Makes what is staged durable. A crash before it is signed for leaves it to the next start.
  void append() throws IOException {
    files.append(List.copyOf(staged));
    unsigned.addAll(staged);
    staged.clear();
  }

  /// What was appended since the last time that this was signed for.
  List<Bytes> unsigned() {
    return List.copyOf(unsigned);
  }

  /// Whether entries are on disk that no published checkpoint covers: a crash came between the two.
  /// What was signed last may be of all of them already; then the same is signed again.
  boolean isUnsigned() {
    return publishedSize().filter(size -> size == files.size()).isEmpty();
  }

  private Optional<Long> publishedSize() {
    return files
        .checkpoint()
        .flatMap(note -> Checkpoint.parse(note.text()).found())
        .map(Checkpoint::size);
  }

  /// Signs for what is on disk.
  SignedNote sign() throws IOException {
    Checkpoint checkpoint = files.settle(files.size());
    Swap swap = state.swapSigned(last, checkpoint);
    if (!swap.done()) {
      throw new IllegalStateException("will not sign " + checkpoint + ": " + swap);
    }
    last = Optional.of(checkpoint);
    unsigned.clear();
    SignedNote note = sign(checkpoint, keys.ledger(publishedSize().orElse(0L), checkpoint.size()));
    files.publish(note);
    return note;
  }

  private static SignedNote sign(Checkpoint checkpoint, List<Signer> signers) {
    SignedNote note = checkpoint.sign(signers.getFirst());
    for (Signer more : signers.subList(1, signers.size())) {
      note = note.with(checkpoint.sign(more).signatures().getFirst());
    }
    return note;
  }
}
