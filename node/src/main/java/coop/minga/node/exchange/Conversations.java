package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.ProofCheck;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Book entries that members tell each other, and the proofs that they stand in a book: both sides
/// keep them, and an auditor gets them from either.
final class Conversations {
  /// An entry that is told again within this time is not handed on again: a bidder who missed a
  /// reply asks after 5 s, and nobody can keep this node busy with copies.
  static final Duration BETWEEN_COPIES = Duration.ofSeconds(3);

  /// Copies handed on within that time; more are dropped.
  static final int MAX_COPIES = 256;

  private static final String SHELF = "told";

  private final Ledgers ledgers;
  private final StateDatabase state;
  private final Outbox outbox;
  private final Timekeeper clock;

  /// When copies were handed on, the oldest first.
  private final SequencedMap<EntryId, Instant> copies = new LinkedHashMap<>();

  private final Map<MemberId, Leaves> books = new TreeMap<>();
  private final List<Telling> tellings = new ArrayList<>();
  private long next;

  private record Telling(MemberId peer, long index) {}

  /// What came of something told.
  sealed interface Heard {
    /// An entry that counts, for the first time; it is kept.
    record First(Seen entry) implements Heard {}

    /// An entry that was told before: the answer may be lost.
    record Again(Seen entry) implements Heard {}

    /// Nothing that counts, or a copy too soon after the last.
    record Nothing() implements Heard {}
  }

  Conversations(Ledgers ledgers, StateDatabase state, Outbox outbox, Timekeeper clock) {
    this.ledgers = ledgers;
    this.state = state;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// What was told before the node started, in the order it came.
  List<Seen> recall() throws IOException {
    var told = new ArrayList<Seen>();
    state
        .all(SHELF)
        .forEach((name, value) -> {
          next = Math.max(next, Long.parseLong(name, 16) + 1);
          ToldRecord kept = ToldRecord.decode(value);
          book(kept.author()).take(kept.told().index(), kept.told().frame()).ifPresent(told::add);
        });
    return told;
  }

  /// Tells a member an entry of our book, once it is durable.
  void tell(MemberId peer, long index) {
    tellings.add(new Telling(peer, index));
  }

  /// The book is durable: make the proofs and pass the words to the outbox.
  void flush() throws IOException {
    LedgerFiles book = ledgers.book().files();
    for (Telling telling : tellings) {
      InclusionProof proof = book.prove(telling.index(), book.size());
      Bytes note = book.checkpoint().orElseThrow().encode();
      outbox.send(
          telling.peer(),
          new PeerFrame.Told(
              book.entry(telling.index()), telling.index(), book.size(), proof.path(), note));
    }
    tellings.clear();
  }

  /// Checks what a member tells of its own book, and keeps what is new.
  Heard told(MemberId peer, PeerFrame.Told told) throws IOException {
    if (!isInBook(peer, told)) {
      ExchangeLog.badFrame(peer, "a book entry without a proof that it is in its book");
      return new Heard.Nothing();
    }
    Optional<Seen> entry = book(peer).take(told.index(), told.frame());
    if (entry.isEmpty()) {
      return again(book(peer).again(told.index(), told.frame()));
    }
    Bytes record = new ToldRecord(peer, told).encode();
    state.put(SHELF, String.format("%016x", next++), record);
    return new Heard.First(entry.get());
  }

  private Heard again(Optional<Seen> copy) {
    copies.values().removeIf(at -> !at.plus(BETWEEN_COPIES).isAfter(clock.now()));
    if (copy.isEmpty()
        || copies.size() >= MAX_COPIES
        || copies.putIfAbsent(copy.get().id(), clock.now()) != null) {
      return new Heard.Nothing();
    }
    return new Heard.Again(copy.get());
  }

  private boolean isInBook(MemberId peer, PeerFrame.Told told) {
    var proof = new InclusionProof(told.index(), told.treeSize(), told.proof());
    return SignedNote.parse(told.bookNote())
        .then(note -> Checkpoint.open(note, key(peer, note), ledgers.verifier()))
        .found()
        .filter(checkpoint -> checkpoint.size() == told.treeSize())
        .map(checkpoint -> proof.check(MerkleTree.leafHash(told.frame()), checkpoint.root()))
        .filter(ProofCheck::holds)
        .isPresent();
  }

  /// A book is of its ledger's generation.
  private static Origin book(Origin ledger) {
    return new Origin(ledger.federation(), ledger.member(), Tree.BOOK, ledger.generation());
  }

  private NoteKey key(MemberId peer, SignedNote note) {
    return ledgers.roll().ledgerKey(book(ledgers.origin(peer)), note);
  }

  private Leaves book(MemberId author) {
    return books.computeIfAbsent(author, member -> ledgers.leaves(member, Tree.BOOK));
  }
}
