package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Subtrees;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.peering.PeerFrame;
import java.util.ArrayList;
import java.util.List;

/// A member whose node is played by hand: it holds its real keys, and says whatever a story wants.
final class Neighbour {
  final MemberId id;
  final List<Bytes> ledger = new ArrayList<>();
  final List<Bytes> book = new ArrayList<>();
  private final Roster roster;
  private final int place;
  private SeededKey ledgerKey;
  private SeededKey entryKey;
  private int generation;

  Neighbour(Roster roster, String name) {
    this.roster = roster;
    this.id = new MemberId(name);
    this.place = List.copyOf(roster.members().keySet()).indexOf(id);
    this.ledgerKey = SomeCharter.ledgerKey(place);
    this.entryKey = SomeCharter.entryKey(place);
  }

  /// Signs by other keys from now on.
  void turnsTo(SeededKey ledger, SeededKey entry) {
    ledgerKey = ledger;
    entryKey = entry;
  }

  /// Its ledger goes on under the name of the next generation.
  void beginsAnew() {
    generation++;
  }

  /// An entry of this member's as a leaf, in the tree where its kind belongs.
  Bytes frame(Said said) {
    return frame(said, Statements.kindOf(said).tree());
  }

  /// The same, signed for whichever tree.
  Bytes frame(Said said, Tree tree) {
    var header =
        new Entry.Header(
            roster.federationId(),
            id,
            entryKey.publicKey().keyId(),
            tree,
            generation,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), entryKey));
  }

  String origin(Tree tree) {
    return named(tree).text();
  }

  private Origin named(Tree tree) {
    return roster.origin(id, tree).in(tree == Tree.LEDGER ? generation : 0);
  }

  /// A checkpoint of its tree over any entries.
  SignedNote signs(Tree tree, List<Bytes> frames) {
    return signs(tree, Frontier.EMPTY.append(leaves(frames)));
  }

  SignedNote signs(Tree tree, Frontier frontier) {
    return Checkpoint.of(named(tree), frontier).sign(ledgerKey);
  }

  /// Its word on anybody's checkpoint.
  Cosignature cosigns(SignedNote note, long seconds) {
    return Cosignature.sign(
        roster.mirrorKey(id), note.text(), seconds, SomeCharter.mirrorKey(place));
  }

  /// A push of its ledger from an index on.
  PeerFrame.Entries pushes(int from) {
    return pushes(from, ledger, signs(Tree.LEDGER, ledger));
  }

  PeerFrame.Entries pushes(int from, List<Bytes> frames, SignedNote note) {
    return new PeerFrame.Entries(
        origin(Tree.LEDGER), from, frames.subList(from, frames.size()), note.encode());
  }

  /// An entry of its book with its proof.
  PeerFrame.Told tells(int index) {
    return told(book, index, signs(Tree.BOOK, book));
  }

  /// An entry among others, as if they were the tree of a note.
  static PeerFrame.Told told(List<Bytes> frames, int index, SignedNote note) {
    Subtrees tree = (level, at) -> subtree(frames, level, at);
    List<Hash> path = InclusionProof.make(tree, index, frames.size()).path();
    return new PeerFrame.Told(frames.get(index), index, frames.size(), path, note.encode());
  }

  private static Hash subtree(List<Bytes> frames, int level, long index) {
    int from = Math.toIntExact(index << level);
    return MerkleTree.root(leaves(frames.subList(from, from + (1 << level))));
  }

  private static List<Hash> leaves(List<Bytes> frames) {
    return frames.stream().map(MerkleTree::leafHash).toList();
  }
}
