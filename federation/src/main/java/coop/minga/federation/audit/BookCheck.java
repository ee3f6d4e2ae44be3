package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.ToldEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether books are those that their owners' ledgers commit to, and what others were told of them
/// is in them.
final class BookCheck {
  private static final String OTHER = "that is not the one here";

  private final Roll roll;
  private final Library library;
  private final Successions successions;
  private final Findings findings;

  BookCheck(Roll roll, Library library, Successions successions, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.successions = successions;
    this.findings = findings;
  }

  /// Opens every BOOK entry of the owner's ledger on the book.
  void committed(MemberId owner, HeldTree book, List<BookCommitment.Opening> openings) {
    List<Found> commitments =
        library.in(new TreeName(owner, Tree.LEDGER)).stream()
            .filter(found -> found.said() instanceof Said.OfBook)
            .toList();
    for (int i = 0; i < commitments.size(); i++) {
      Found entry = commitments.get(i);
      Optional<BookCommitment.Opening> opening =
          i < openings.size() ? Optional.of(openings.get(i)) : Optional.empty();
      fault(entry, book, opening)
          .filter(_ -> !successions.mayRestOnLost(entry))
          .ifPresent(why -> findings.add(new Finding.BookDiffers(owner, entry.index(), why)));
    }
    if (openings.size() > commitments.size()) {
      findings.add(
          new Finding.BadPart("book/" + owner, "opens commitments that its ledger does not have"));
    }
  }

  /// Compares the book that each CLOSE names.
  void closed(MemberId owner, HeldTree book) {
    for (Found found : library.in(new TreeName(owner, Tree.LEDGER))) {
      if (found.said() instanceof Said.OfNegotiation(Close close)
          && !isOf(book, close.book().size(), close.book().root())
          && !successions.mayRestOnLost(found)) {
        findings.add(new Finding.BookDiffers(owner, found.index(), OTHER));
      }
    }
  }

  private static boolean isOf(HeldTree book, long size, Hash root) {
    return size <= book.size() && book.root(size).equals(root);
  }

  /// Checks an entry that was told against the note that came with it, and against the book.
  void told(MemberId author, ToldEntry told, Map<TreeName, CheckedTree> trees) {
    var name = new TreeName(author, Tree.BOOK);
    long index = told.proof().index();
    Optional<Checkpoint> signed = signed(author, told);
    Optional<CheckedTree> book = Optional.ofNullable(trees.get(name));
    if (isLost(told, signed, book)) {
      return;
    }
    Optional<String> why = fault(told, signed, book);
    if (why.isPresent()) {
      findings.add(new Finding.ToldDiffers(author, index, why.get()));
    } else {
      library.read(name, index, told.frame());
    }
  }

  private Optional<Checkpoint> signed(MemberId author, ToldEntry told) {
    return SignedNote.parse(told.bookNote())
        .then(note -> roll.open(new TreeName(author, Tree.BOOK), note))
        .found();
  }

  /// Whether it was told from a book whose end was lost, and is not in the one that went on.
  private static boolean isLost(
      ToldEntry told, Optional<Checkpoint> signed, Optional<CheckedTree> book) {
    return signed.isPresent()
        && book.isPresent()
        && signed.get().origin().generation() < book.get().generation()
        && !holds(book.get(), told);
  }

  private static Optional<String> fault(
      Found entry, HeldTree book, Optional<BookCommitment.Opening> opening) {
    if (!(entry.said() instanceof Said.OfBook(var commitment)) || opening.isEmpty()) {
      return Optional.of("and is not opened");
    }
    if (!commitment.isOpenedBy(opening.get())) {
      return Optional.of("and is opened by something else");
    }
    return isOf(book, opening.get().size(), opening.get().root())
        ? Optional.empty()
        : Optional.of(OTHER);
  }

  private static Optional<String> fault(
      ToldEntry told, Optional<Checkpoint> signed, Optional<CheckedTree> book) {
    if (signed.isEmpty()) {
      return Optional.of("comes with a checkpoint that its author did not sign");
    }
    boolean proven =
        signed.get().size() == told.proof().size()
            && told.proof().check(MerkleTree.leafHash(told.frame()), signed.get().root()).holds();
    if (!proven) {
      return Optional.of("is not proven to be in that book");
    }
    return book.filter(tree -> !holds(tree, told)).map(_ -> "is not in the book that is here");
  }

  private static boolean holds(CheckedTree book, ToldEntry told) {
    List<Bytes> frames = book.frames();
    long index = told.proof().index();
    return index < frames.size() && frames.get((int) index).equals(told.frame());
  }
}
