package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.audit.Roll;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.WitnessedFrontier;
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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes one file out of one or more nodes' directories of one federation: the rosters since the
/// charter; every ledger that they hold, of whoever belongs or did, the longest witnessed copy of
/// each; the books of these nodes; what they were told of other books; what their ledgers say was
/// opened to auditors; and proofs of forks.
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

  /// The charter's members and rules.
  public Roster roster() {
    return roster;
  }

  /// The bundle's bytes.
  ///
  /// @param made when, by the federation's clock
  public Bytes make(Instant made) throws IOException {
    return make(made, UnaryOperator.identity());
  }

  /// A bundle of the proofs of single entries. Of their ledgers it shows nothing else, but for what
  /// members said of rosters and keys, which any proof rests on.
  ///
  /// @param made when, by the federation's clock
  /// @param entries by their ids, or by as many of the first digits as tell them apart
  /// @throws UserError if one of them is not witnessed yet, or not there
  public Bytes make(Instant made, List<String> entries) throws IOException {
    return make(made, whole -> new SingleEntries(entries).of(whole));
  }

  private Bytes make(Instant made, UnaryOperator<Bundle> part) throws IOException {
    var nodes = new ArrayList<NodeCopy>();
    try {
      for (NodeDirectory directory : directories) {
        nodes.add(new NodeCopy(directory, self(directory)));
      }
      KeyFiles keys = KeyFiles.load(directories.getFirst().keys());
      return write(part.apply(bundle(nodes)), nodes.getFirst().self(), made, keys);
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
    Roll roll = Roll.of(roster, verifier);
    List<Bytes> chain = chain(roll, nodes);
    Map<MemberId, List<HeldCopy>> held = held(roll, nodes);
    var ledgers = new TreeMap<MemberId, Bundle.Copy>();
    var evidence = new TreeMap<MemberId, List<Bytes>>();
    for (MemberId member : roll.everybody()) {
      var tree = new TreeName(member, Tree.LEDGER);
      List<LedgerCopy> copies =
          held.getOrDefault(member, List.of()).stream()
              .map(copy -> LedgerCopy.of(roll, tree, copy))
              .toList();
      LedgerCopy best = copies.stream().max(LedgerCopy.BY_WORTH).orElseThrow();
      if (best.witnessed().isPresent() || best.signed().isPresent()) {
        ledgers.put(member, best.copy());
      }
      var forks = new ArrayList<Bytes>();
      for (NodeCopy node : nodes) {
        forks.addAll(node.evidence(member));
      }
      forks.addAll(contradictions(best, copies));
      if (!forks.isEmpty()) {
        evidence.put(member, forks.stream().distinct().toList());
      }
    }
    var told = told(nodes);
    var books = new TreeMap<MemberId, Bundle.Book>();
    var openings = new TreeMap<MemberId, List<EntryOpening>>();
    var seen = new TreeMap<MemberId, List<WitnessedFrontier>>();
    for (NodeCopy node : nodes) {
      Bundle.Copy ledger = ledgers.getOrDefault(node.self(), Bundle.Copy.NONE);
      books.put(node.self(), node.book(roll, ledger.frames()));
      List<EntryOpening> opened = node.openings(ledger.frames());
      if (!opened.isEmpty()) {
        openings.put(node.self(), opened);
      }
      List<WitnessedFrontier> frontiers = node.seen(ledger.frames());
      if (!frontiers.isEmpty()) {
        seen.put(node.self(), frontiers);
      }
    }
    Bundle whole = new Bundle(charter, ledgers, books, besides(told, books), evidence);
    return whole.opening(openings).under(chain).seeing(seen);
  }

  /// The longest line of certificates that any of the nodes keeps.
  private static List<Bytes> chain(Roll roll, List<NodeCopy> nodes) throws IOException {
    List<Bytes> longest = List.of();
    for (NodeCopy node : nodes) {
      List<Bytes> its = node.certificates();
      longest = its.size() > longest.size() ? its : longest;
    }
    var taken = new ArrayList<Bytes>();
    for (Bytes part : longest) {
      Optional<RosterCertificate> certificate = RosterWire.decodeCertificate(part);
      if (certificate.isEmpty() || roll.take(certificate.get()).isPresent()) {
        return taken;
      }
      taken.add(part);
    }
    return taken;
  }

  /// What each node holds of each ledger; the roll has read the longest copy.
  private static Map<MemberId, List<HeldCopy>> held(Roll roll, List<NodeCopy> nodes)
      throws IOException {
    var held = new TreeMap<MemberId, List<HeldCopy>>();
    for (MemberId member : roll.everybody()) {
      var copies = new ArrayList<HeldCopy>();
      for (NodeCopy node : nodes) {
        copies.add(node.ledger(member));
      }
      held.put(member, copies);
      copies.stream()
          .map(HeldCopy::frames)
          .max(Comparator.comparingInt(List::size))
          .ifPresent(frames -> roll.read(member, frames));
    }
    return held;
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
