package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.roster.Roster;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every entry that counts, by what [TreeJudge] rules, and that is not held.
final class Library {
  private final Roster roster;
  private final SignatureVerifier verifier;
  private final Findings findings;
  private final Map<TreeName, TreeJudge> judges = new TreeMap<>();
  private final Map<EntryId, Found> byId = new HashMap<>();
  private final Map<TreeName, TreeMap<Long, Found>> byPlace = new TreeMap<>();

  /// A place in a tree, and when it was witnessed, if it was.
  private record Leaf(TreeName tree, long index, Optional<Instant> at) {}

  Library(Roster roster, SignatureVerifier verifier, Findings findings) {
    this.roster = roster;
    this.verifier = verifier;
    this.findings = findings;
  }

  /// Takes up a whole tree. What a quorum holds was not there before the time at which it did.
  void read(CheckedTree tree) {
    for (int index = 0; index < tree.frames().size(); index++) {
      Optional<Instant> at = index < tree.witnessed() ? tree.at() : Optional.empty();
      read(new Leaf(tree.name(), index, at), tree.frames().get(index));
    }
  }

  /// Takes up one leaf of a book, as it was told.
  void read(TreeName tree, long index, Bytes frame) {
    read(new Leaf(tree, index, Optional.empty()), frame);
  }

  private void read(Leaf leaf, Bytes frame) {
    TreeJudge judge = judges.computeIfAbsent(leaf.tree(), this::judge);
    switch (judge.judge(leaf.index(), frame)) {
      case Ruling.Known known -> keep(leaf, known);
      case Ruling.Unknown(_, var kind, var version) ->
          findings.add(new Finding.UnknownKind(leaf.tree(), leaf.index(), kind, version));
      case Ruling.Void(Fault.BadPayload why) ->
          findings.add(new Finding.VoidEntry(leaf.tree(), leaf.index(), why));
      case Ruling.Void(Fault.Repeated(var first)) when first == leaf.index() -> {}
      case Ruling.Void(var why) ->
          findings.add(new Finding.BadEntry(leaf.tree(), leaf.index(), why));
    }
  }

  private TreeJudge judge(TreeName tree) {
    return new TreeJudge(roster, verifier, new TreeJudge.Place(tree.owner(), tree.tree()));
  }

  Optional<Found> find(EntryId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The entries of one tree that count, in its order.
  List<Found> in(TreeName tree) {
    return List.copyOf(byPlace.getOrDefault(tree, new TreeMap<>()).values());
  }

  /// Every entry that counts, tree by tree.
  Stream<Found> all() {
    return byPlace.values().stream().flatMap(tree -> tree.values().stream());
  }

  private void keep(Leaf leaf, Ruling.Known entry) {
    Optional<Instant> until = leaf.at().flatMap(entry::heldUntil);
    if (until.isPresent()) {
      findings.add(new Finding.HeldEntry(leaf.tree(), leaf.index(), until.get()));
      return;
    }
    var found = new Found(entry.id(), leaf.tree(), leaf.index(), entry.said());
    byId.put(entry.id(), found);
    Found other =
        byPlace.computeIfAbsent(leaf.tree(), _ -> new TreeMap<>()).put(leaf.index(), found);
    if (other != null) {
      findings.add(
          new Finding.ToldDiffers(
              leaf.tree().owner(), leaf.index(), "is not what another was told"));
    }
  }
}
