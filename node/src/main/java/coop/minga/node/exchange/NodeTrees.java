package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.storage.DamagedLedger;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All that a loop writes to: the node's own ledger and book, its mirrors, its state. Opening them
/// is the recovery; there is no other.
public final class NodeTrees implements Closeable {
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final NodeDirectory directory;
  private final Terms terms;
  private final OwnTree.Keys keys;
  private final StateDatabase state;
  private final TreePlaces places;
  private final Ledgers ledgers;
  private final Doubts doubts;

  /// By what the trees are judged.
  ///
  /// @param random salts commitments
  public record Terms(
      Roster roster, MemberId self, SignatureVerifier verifier, SecureRandom random) {}

  /// The keys that a running node signs with.
  public record Signers(Signer entry, Signer ledger, Signer mirror) {}

  /// The node's own two trees.
  private record Own(OwnTree ledger, OwnTree book) {}

  private NodeTrees(NodeDirectory directory, Terms terms, Signers signers) throws IOException {
    this.directory = directory;
    this.terms = terms;
    this.keys = new OwnTree.Keys(signers.entry(), signers.ledger());
    this.state = StateDatabase.open(directory.state());
    open.push(state::close);
    this.places = new TreePlaces(directory);
    open.push(places);
    boolean restoring = Files.exists(directory.restoring());
    Own own = restoring ? successors() : newest();
    var mirrors = mirrors();
    if (restoring) {
      mirrors.put(terms.self(), lost());
    }
    if (restoring || forgotten(own.ledger())) {
      Doubts.raise(state, mirrors.values().stream().map(LedgerFiles::origin).toList());
    }
    var setting =
        new Ledgers.Setting(
            terms.roster(), terms.self(), terms.verifier(), signers.mirror(), state, places);
    this.ledgers = new Ledgers(setting, own.ledger(), own.book(), mirrors);
    this.doubts = new Doubts(ledgers, state);
    ledgers.heldOf(terms.self()).ifPresent(lost -> lost.retired = true);
  }

  /// Opens a node's trees, and makes those that are not there. If the directory says that the
  /// ledger is to be begun anew, its own trees are empty ones that are not in force yet, and the
  /// ledger whose end is lost is held like another member's.
  public static NodeTrees open(NodeDirectory directory, Terms terms, Signers signers)
      throws IOException {
    return new NodeTrees(directory, terms, signers);
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  MemberId self() {
    return terms.self();
  }

  Ledgers ledgers() {
    return ledgers;
  }

  StateDatabase state() {
    return state;
  }

  Doubts doubts() {
    return doubts;
  }

  /// Whether the own trees are not in force yet.
  boolean isRestoring() {
    return ledgers.heldOf(terms.self()).isPresent();
  }

  /// Bytes that nobody can guess, new each time.
  Supplier<Bytes> salts() {
    return () -> {
      byte[] salt = new byte[BookCommitment.Opening.SALT_BYTES];
      terms.random().nextBytes(salt);
      return Bytes.of(salt);
    };
  }

  /// The own ledger that succeeds, as far as it has been copied.
  OwnTree successor(LedgerFiles copied) throws IOException {
    return tree(copied);
  }

  /// The successor is whole: the next start goes on from it. The book first: without its ledger it
  /// is not looked at.
  void finishSuccessor() throws IOException {
    TreePlace book = directory.book().next();
    copyBook();
    places.finish(book, ledgers.book().files());
    places.finish(directory.ledger().next(), ledgers.own().files());
    Files.delete(directory.restoring());
  }

  /// What is left of the book is all that there is of it.
  private void copyBook() throws IOException {
    TreePlace place = directory.book();
    Origin origin = terms.roster().origin(terms.self(), Tree.BOOK).in(place.generation());
    try (LedgerFiles left = LedgerFiles.open(place.path(), origin)) {
      ledgers.book().files().append(left.entries(0, left.size()));
    } catch (DamagedLedger e) {
      ExchangeLog.bookLost(e.sentence());
    }
  }

  private Own newest() throws IOException {
    TreePlace ledger = directory.ledger();
    TreePlace book = directory.book();
    return new Own(
        tree(places.open(ledger, origin(Tree.LEDGER, ledger.generation()))),
        tree(places.open(book, origin(Tree.BOOK, book.generation()))));
  }

  private Own successors() throws IOException {
    TreePlace ledger = directory.ledger().next();
    TreePlace book = directory.book().next();
    return new Own(
        tree(places.begin(ledger, origin(Tree.LEDGER, ledger.generation()))),
        tree(places.begin(book, origin(Tree.BOOK, book.generation()))));
  }

  private SortedMap<MemberId, LedgerFiles> mirrors() throws IOException {
    var mirrors = new TreeMap<MemberId, LedgerFiles>();
    for (MemberId other : terms.roster().others(terms.self())) {
      TreePlace place = directory.mirror(other.name());
      Origin origin = terms.roster().origin(other, Tree.LEDGER).in(place.generation());
      mirrors.put(other, places.open(place, origin));
    }
    return mirrors;
  }

  /// The ledger whose end is lost, as others hold it: fetched from nothing, since what is here may
  /// be anything.
  private LedgerFiles lost() throws IOException {
    Origin origin = origin(Tree.LEDGER, directory.ledger().generation());
    return places.begin(places.mirror(origin), origin);
  }

  /// Whether the state database is not the one that this ledger was signed with.
  private boolean forgotten(OwnTree ledger) throws IOException {
    return ledger.files().checkpoint().isPresent() && state.lastSigned(ledger.origin()).isEmpty();
  }

  private Origin origin(Tree tree, int generation) {
    return terms.roster().origin(terms.self(), tree).in(generation);
  }

  private OwnTree tree(LedgerFiles files) throws IOException {
    Origin origin = files.origin();
    var place = new OwnTree.Place(terms.roster(), terms.self(), origin.tree(), origin.generation());
    return new OwnTree(place, files, state, keys);
  }
}
