package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.storage.DamagedLedger;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.OpeningFiles;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import coop.minga.node.storage.Whereabouts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All that a loop writes to: the node's own ledger and book, its mirrors, its state. Opening them
/// is the recovery; there is no other.
public final class NodeTrees implements Closeable {
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final NodeDirectory directory;
  private final Terms terms;
  private final Signing signing;
  private final Roll roll;
  private final StateDatabase state;
  private final TreePlaces places;
  private final Ledgers ledgers;
  private final Doubts doubts;
  private final RosterFiles rosters;
  private final OpeningFiles openings;

  /// By what the trees are judged.
  ///
  /// @param chain the rosters known at the start
  /// @param random salts commitments
  public record Terms(
      RosterChain chain, MemberId self, SignatureVerifier verifier, SecureRandom random) {
    /// Under a charter's roster.
    public Terms(Roster genesis, MemberId self, SignatureVerifier verifier, SecureRandom random) {
      this(RosterChain.of(genesis), self, verifier, random);
    }
  }

  /// The private keys of a node, of which more than one set may be in use while they change.
  public interface Signing {
    /// The private half of a key of this node's.
    ///
    /// @throws IllegalStateException if it is not here
    Signer by(PublicKey key);

    /// Cosigns from now on.
    Signer mirror();
  }

  /// Keys that do not change.
  public record Signers(Signer entry, Signer ledger, Signer mirror) implements Signing {
    @Override
    public Signer by(PublicKey key) {
      return Stream.of(entry, ledger, mirror)
          .filter(signer -> signer.publicKey().equals(key))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no private half of " + key));
    }
  }

  /// The node's own two trees.
  private record Own(OwnTree ledger, OwnTree book) {}

  private NodeTrees(NodeDirectory directory, Terms terms, Signing signing) throws IOException {
    this.directory = directory;
    this.terms = terms;
    this.state = StateDatabase.open(directory.state());
    open.push(state::close);
    this.openings = OpeningFiles.open(directory.openings());
    this.places = new TreePlaces(directory);
    open.push(places);
    this.roll = new Roll(new Roll.Setting(terms.self(), terms.verifier(), state), terms.chain());
    this.signing = signing;
    this.rosters = new RosterFiles(directory.rosters());
    boolean restoring = Files.exists(directory.restoring());
    Own own = restoring ? successors() : newest();
    var mirrors = mirrors();
    if (restoring) {
      mirrors.put(terms.self(), lost());
    }
    var whereabouts = new Whereabouts(directory.whereabouts(), state);
    if (restoring || forgotten(own.ledger()) || whereabouts.isCopy()) {
      Doubts.raise(state, mirrors.values().stream().map(LedgerFiles::origin).toList());
    }
    whereabouts.settle();
    var setting =
        new Ledgers.Setting(
            roll,
            terms.self(),
            signing::mirror,
            state,
            new Ledgers.Shelves(places, this::mirror, rosters));
    this.ledgers = new Ledgers(setting, own.ledger(), own.book(), mirrors);
    this.doubts = new Doubts(ledgers, state);
    ledgers.heldOf(terms.self()).ifPresent(lost -> lost.retired = true);
  }

  /// The keys of a tree as this node's ledger says: a checkpoint of the ledger that first covers a
  /// change is signed by the old key and the new one, one of the book by the newest.
  private OwnTree.Keys keys(Tree tree) {
    return new OwnTree.Keys() {
      @Override
      public Signer entry() {
        return signing.by(roll.ring(terms.self()).now().entry());
      }

      @Override
      public List<Signer> ledger(long before, long size) {
        KeyRing ring = roll.ring(terms.self());
        long since = Math.max(before, roll.lastTurn(terms.self(), size));
        List<PublicKey> keys =
            switch (tree) {
              case LEDGER -> ring.signers(Math.min(since, size), size);
              case BOOK -> List.of(ring.now().ledger());
            };
        return keys.stream().map(signing::by).toList();
      }
    };
  }

  /// Opens a node's trees, and makes those that are not there. If the directory says that the
  /// ledger is to be begun anew, its own trees are empty ones that are not in force yet, and the
  /// ledger whose end is lost is held like another member's.
  public static NodeTrees open(NodeDirectory directory, Terms terms, Signing signing)
      throws IOException {
    return new NodeTrees(directory, terms, signing);
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

  RosterFiles rosters() {
    return rosters;
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

  OpeningFiles openings() {
    return openings;
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
    Origin origin = origin(Tree.BOOK, place.generation());
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
    for (MemberId other : roll.others()) {
      mirrors.put(other, mirror(other));
    }
    return mirrors;
  }

  private LedgerFiles mirror(MemberId other) throws IOException {
    TreePlace place = directory.mirror(other.name());
    Origin origin = roll.roster().origin(other, Tree.LEDGER).in(place.generation());
    return places.open(place, origin);
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
    return roll.roster().origin(terms.self(), tree).in(generation);
  }

  private OwnTree tree(LedgerFiles files) throws IOException {
    Origin origin = files.origin();
    var place =
        new OwnTree.Place(
            roll.roster().federationId(), terms.self(), origin.tree(), origin.generation());
    return new OwnTree(place, files, state, keys(origin.tree()));
  }
}
