package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.ToldEntry;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes one file out of one or more nodes' directories of one federation: every ledger that they
/// hold, the longest witnessed copy of each; the books of these nodes; what they were told of other
/// books; what their ledgers say was opened to auditors; and proofs of forks.
public final class BundleMaker {
  private final List<NodeDirectory> directories;
  private final SignatureVerifier verifier;
  private final Bytes charter;
  private final Roster roster;

  private BundleMaker(
      List<NodeDirectory> directories, SignatureVerifier verifier, Bytes charter, Roster roster) {
    this.directories = List.copyOf(directories);
    this.verifier = verifier;
    this.charter = charter;
    this.roster = roster;
  }

  /// Looks at the charters.
  ///
  /// @param directories at least one; the first one's member makes and signs the bundle
  /// @throws UserError if they are not nodes of one federation
  public static BundleMaker of(List<NodeDirectory> directories, SignatureVerifier verifier)
      throws IOException {
    NodeDirectory first = directories.getFirst();
    Bytes charter = charter(first);
    for (NodeDirectory other : directories) {
      if (!charter(other).equals(charter)) {
        throw new UserError(
            other.root().toString(),
            "This node has another charter than " + first.root() + ".",
            "Make one bundle for each federation.");
      }
    }
    SignedCharter signed =
        RosterWire.decode(charter)
            .filter(found -> found.check(verifier).isEmpty())
            .orElseThrow(() ->
                new UserError(
                    first.charter().toString(),
                    "This is not a charter that all founders signed.",
                    "Adopt it again: minga charter adopt."));
    return new BundleMaker(directories, verifier, charter, Roster.of(signed, verifier));
  }

  /// The federation's members and rules.
  public Roster roster() {
    return roster;
  }

  /// The bundle's bytes.
  ///
  /// @param made when, by the federation's clock
  public Bytes make(Instant made) throws IOException {
    var nodes = new ArrayList<NodeCopy>();
    try {
      for (NodeDirectory directory : directories) {
        nodes.add(new NodeCopy(directory, roster, verifier, self(directory)));
      }
      KeyFiles keys = KeyFiles.load(directories.getFirst().keys());
      return write(bundle(nodes), nodes.getFirst().self(), made, keys);
    } finally {
      for (NodeCopy node : nodes) {
        node.close();
      }
    }
  }

  private static Bytes write(Bundle bundle, MemberId maker, Instant made, KeyFiles keys) {
    try {
      return bundle.write(maker, made, keys.ledger());
    } catch (BundleForm.DoesNotFit e) {
      throw new UserError(
          "bundle",
          "There is too much for one file: " + e.getMessage() + ".",
          "Give the auditor the directories `ledger` and `mirrors` as they are, or name fewer"
              + " nodes.",
          e);
    }
  }

  private Bundle bundle(List<NodeCopy> nodes) throws IOException {
    var ledgers = new TreeMap<MemberId, Bundle.Copy>();
    var evidence = new TreeMap<MemberId, List<Bytes>>();
    for (MemberId member : roster.members().keySet()) {
      var copies = new ArrayList<LedgerCopy>();
      var forks = new ArrayList<Bytes>();
      for (NodeCopy node : nodes) {
        copies.add(node.ledger(member));
        forks.addAll(node.evidence(member));
      }
      LedgerCopy best = copies.stream().max(LedgerCopy.BY_WORTH).orElseThrow();
      if (best.witnessed().isPresent() || best.signed().isPresent()) {
        ledgers.put(member, best.copy());
      }
      forks.addAll(contradictions(best, copies));
      if (!forks.isEmpty()) {
        evidence.put(member, forks.stream().distinct().toList());
      }
    }
    var told = told(nodes);
    var books = new TreeMap<MemberId, Bundle.Book>();
    var openings = new TreeMap<MemberId, List<EntryOpening>>();
    for (NodeCopy node : nodes) {
      Bundle.Copy ledger = ledgers.getOrDefault(node.self(), Bundle.Copy.NONE);
      books.put(node.self(), node.book(ledger.frames()));
      List<EntryOpening> opened = node.openings(ledger.frames());
      if (!opened.isEmpty()) {
        openings.put(node.self(), opened);
      }
    }
    return new Bundle(charter, ledgers, books, besides(told, books), evidence).opening(openings);
  }

  /// Checkpoints that one node holds and that are not of the tree that another holds.
  private static List<Bytes> contradictions(LedgerCopy best, List<LedgerCopy> copies) {
    List<Hash> leaves = best.frames().stream().map(MerkleTree::leafHash).toList();
    return copies.stream()
        .flatMap(copy -> Stream.of(copy.witnessed(), copy.signed()))
        .flatMap(Optional::stream)
        .filter(noted -> contradicts(noted.checkpoint(), leaves))
        .map(LedgerCopy.Noted::note)
        .toList();
  }

  private static boolean contradicts(Checkpoint checkpoint, List<Hash> leaves) {
    return checkpoint.size() <= leaves.size()
        && !MerkleTree.root(leaves.subList(0, (int) checkpoint.size())).equals(checkpoint.root());
  }

  private static SortedMap<MemberId, List<ToldEntry>> told(List<NodeCopy> nodes)
      throws IOException {
    var all = new TreeMap<MemberId, List<ToldEntry>>();
    for (NodeCopy node : nodes) {
      node.told()
          .forEach(
              (author, told) -> all.computeIfAbsent(author, _ -> new ArrayList<>()).addAll(told));
    }
    return all;
  }

  /// What is told and not, word for word, in a book that is here; each entry once.
  private static SortedMap<MemberId, List<ToldEntry>> besides(
      SortedMap<MemberId, List<ToldEntry>> told, SortedMap<MemberId, Bundle.Book> books) {
    var besides = new TreeMap<MemberId, List<ToldEntry>>();
    told.forEach((author, entries) -> {
      var known = new HashSet<Bytes>();
      Optional.ofNullable(books.get(author)).ifPresent(book -> known.addAll(book.tree().frames()));
      List<ToldEntry> rest =
          entries.stream()
              .filter(entry -> known.add(entry.frame()))
              .sorted(Comparator.comparingLong(entry -> entry.proof().index()))
              .toList();
      if (!rest.isEmpty()) {
        besides.put(author, rest);
      }
    });
    return besides;
  }

  private static MemberId self(NodeDirectory directory) throws IOException {
    return RosterWire.decodeCard(Bytes.of(Files.readAllBytes(directory.card())))
        .map(MemberCard::id)
        .orElseThrow(() ->
            new UserError(
                directory.card().toString(),
                "This is not a member's card.",
                "Give the directory of a node, as minga init made it."));
  }

  private static Bytes charter(NodeDirectory directory) throws IOException {
    if (!Files.exists(directory.charter())) {
      throw new UserError(
          directory.root().toString(),
          "There is no charter here.",
          "Give the directory of a node that has adopted one.");
    }
    return Bytes.of(Files.readAllBytes(directory.charter()));
  }
}
