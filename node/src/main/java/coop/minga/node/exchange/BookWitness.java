package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.wire.BookWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// When the ledger commits to the book: with every batch in which both grow, so that what the
/// ledger rests on is committed to beside it, and otherwise once the book has grown and an hour has
/// passed.
///
/// The opening of each commitment is kept, for auditors.
final class BookWitness {
  /// The longest that a grown book goes without a commitment.
  static final Duration LATEST = Duration.ofHours(1);

  /// Openings by the hash of their commitment.
  static final String OPENINGS = "opening";

  private final StateDatabase state;
  private final Supplier<Bytes> salts;
  private long committed;
  private Instant last = Instant.EPOCH;

  BookWitness(StateDatabase state, Supplier<Bytes> salts) {
    this.state = state;
    this.salts = salts;
  }

  /// Finds how much of the book the last commitment in the ledger covers.
  void recall(List<Seen> ownLedger, Frontier book) throws IOException {
    for (Seen entry : ownLedger) {
      if (entry.said() instanceof Said.OfBook(var commitment)) {
        opening(commitment).ifPresent(opening -> committed = opening.size());
      }
    }
    committed = Math.min(committed, book.size());
  }

  /// The commitment that is due now, its opening kept; absent if none is.
  Optional<BookCommitment> commitment(Instant now, Ledgers ledgers) throws IOException {
    Frontier book = ledgers.book().frontier();
    boolean due =
        book.size() > committed && (ledgers.own().hasStaged() || now.isAfter(last.plus(LATEST)));
    if (!due) {
      return Optional.empty();
    }
    var opening = new BookCommitment.Opening(salts.get(), book.size(), book.root());
    BookCommitment commitment = BookCommitment.to(opening);
    state.put(OPENINGS, commitment.commitment().toString(), BookWire.encode(opening));
    committed = book.size();
    last = now;
    return Optional.of(commitment);
  }

  private Optional<BookCommitment.Opening> opening(BookCommitment commitment) throws IOException {
    return state.get(OPENINGS, commitment.commitment().toString()).flatMap(BookWire::decodeOpening);
  }
}
