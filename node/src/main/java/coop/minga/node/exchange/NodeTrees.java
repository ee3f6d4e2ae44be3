package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All that a loop writes to: the node's own ledger and book, its mirrors, its state. Opening them
/// is the recovery; there is no other.
public final class NodeTrees implements Closeable {
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final Terms terms;
  private final StateDatabase state;
  private final Ledgers ledgers;

  /// By what the trees are judged.
  ///
  /// @param random salts commitments
  public record Terms(
      Roster roster, MemberId self, SignatureVerifier verifier, SecureRandom random) {}

  /// The keys that a running node signs with.
  public record Signers(Signer entry, Signer ledger, Signer mirror) {}

  private NodeTrees(NodeDirectory directory, Terms terms, Signers signers) throws IOException {
    this.terms = terms;
    this.state = StateDatabase.open(directory.state());
    open.push(state::close);
    var keys = new OwnTree.Keys(signers.entry(), signers.ledger());
    OwnTree own = ownTree(Tree.LEDGER, directory.ledger(), keys);
    OwnTree book = ownTree(Tree.BOOK, directory.book(), keys);
    var mirrors = new TreeMap<MemberId, LedgerFiles>();
    for (MemberId other : terms.roster().others(terms.self())) {
      Path place = directory.mirrors().resolve(other.name());
      mirrors.put(other, files(place, other, Tree.LEDGER));
    }
    this.ledgers =
        new Ledgers(
            new Ledgers.Setting(
                terms.roster(), terms.self(), terms.verifier(), signers.mirror(), state),
            own,
            book,
            mirrors);
  }

  /// Opens a node's trees, and makes those that are not there.
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

  /// Bytes that nobody can guess, new each time.
  Supplier<Bytes> salts() {
    return () -> {
      byte[] salt = new byte[BookCommitment.Opening.SALT_BYTES];
      terms.random().nextBytes(salt);
      return Bytes.of(salt);
    };
  }

  private OwnTree ownTree(Tree tree, Path place, OwnTree.Keys keys) throws IOException {
    return new OwnTree(
        new OwnTree.Place(terms.roster(), terms.self(), tree),
        files(place, terms.self(), tree),
        state,
        keys);
  }

  private LedgerFiles files(Path place, MemberId owner, Tree tree) throws IOException {
    LedgerFiles files = LedgerFiles.open(place, terms.roster().origin(owner, tree));
    open.push(files);
    return files;
  }
}
