package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.judgement.LostKey;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every entry that counts, by what [TreeJudge] rules, and that is neither held nor void because
/// its key was somebody else's.
final class Library {
  private final Roll roll;
  private final Findings findings;
  private final Set<Word> withoutEffect = new HashSet<>();
  private final Map<TreeName, TreeJudge> judges = new TreeMap<>();
  private final Set<EntryId> certified = new HashSet<>();
  private final Map<EntryId, Found> byId = new HashMap<>();
  private final Map<TreeName, TreeMap<Long, Found>> byPlace = new TreeMap<>();
  private final List<Found> lost = new ArrayList<>();
  private final Map<TreeName, Long> sizes = new TreeMap<>();
  private final Map<TreeName, Long> witnessed = new TreeMap<>();

  /// A place in a tree, and when it was witnessed, if it was.
  ///
  /// @param of the tree, if it is here
  private record Leaf(TreeName tree, long index, Optional<Instant> at, Optional<CheckedTree> of) {}

  private record Word(MemberId author, Said said) {}

  Library(Roll roll, Findings findings) {
    this.roll = roll;
    this.findings = findings;
  }

  /// These entries are in certificates: a key that is lost later takes nothing back of them.
  void certify(Set<EntryId> entries) {
    certified.addAll(entries);
  }

  /// Takes up a whole tree. What a quorum holds was not there before the time at which it did.
  void read(CheckedTree tree) {
    witnessed.put(tree.name(), tree.witnessed());
    for (int index = 0; index < tree.frames().size(); index++) {
      Optional<Instant> at = index < tree.witnessed() ? tree.at() : Optional.empty();
      read(new Leaf(tree.name(), index, at, Optional.of(tree)), tree.frames().get(index));
    }
    if (tree.name().tree() == Tree.LEDGER) {
      MemberId owner = tree.name().owner();
      roll.refusedKeys(owner)
          .forEach(refused ->
              findings.add(new Finding.VoidKeys(tree.name(), refused.index(), refused.why())));
    }
  }

  /// Whether a quorum is shown to hold an entry.
  boolean isWitnessed(Found found) {
    return found.index() < witnessed.getOrDefault(found.tree(), 0L);
  }

  /// Takes up one leaf of a book, as it was told.
  void read(TreeName tree, long index, Bytes frame) {
    var leaf = new Leaf(tree, index, Optional.empty(), Optional.empty());
    read(leaf, frame);
  }

  /// Leaves of a tree that are here.
  long size(TreeName tree) {
    return sizes.getOrDefault(tree, 0L);
  }

  private void read(Leaf leaf, Bytes frame) {
    sizes.merge(leaf.tree(), leaf.index() + 1, Math::max);
    TreeJudge judge = judges.computeIfAbsent(leaf.tree(), roll::judge);
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

  /// Every entry that would count had its key not been lost.
  List<Found> lost() {
    return List.copyOf(lost);
  }

  /// Whether an author said that by an entry that stands here and does not count: it is held back,
  /// or its key was lost.
  boolean isWithoutEffect(MemberId author, Said said) {
    return withoutEffect.contains(new Word(author, said));
  }

  private void keep(Leaf leaf, Ruling.Known entry) {
    Optional<Instant> until = leaf.at().flatMap(entry::heldUntil);
    if (until.isPresent()) {
      findings.add(new Finding.HeldEntry(leaf.tree(), leaf.index(), until.get()));
      withoutEffect.add(new Word(leaf.tree().owner(), entry.said()));
      return;
    }
    var found = new Found(entry.id(), leaf.tree(), leaf.index(), entry.said());
    if (isByLostKey(leaf, entry)) {
      lost.add(found);
      withoutEffect.add(new Word(leaf.tree().owner(), entry.said()));
      return;
    }
    byId.put(entry.id(), found);
    Found other =
        byPlace.computeIfAbsent(leaf.tree(), _ -> new TreeMap<>()).put(leaf.index(), found);
    if (other != null) {
      findings.add(
          new Finding.ToldDiffers(
              leaf.tree().owner(), leaf.index(), "is not what another was told"));
    }
  }

  /// Whether an entry counts for nothing since its key was somebody else's before a quorum held it.
  /// What cannot be told from the checkpoints that are here counts, and is told: else a member
  /// could take its word back by calling its own key lost. Of a book no quorum's time is known:
  /// what stands in it counts.
  private boolean isByLostKey(Leaf leaf, Ruling.Known entry) {
    if (leaf.tree().tree() == Tree.BOOK) {
      return false;
    }
    KeyRing ring = roll.ring(leaf.tree().owner());
    Moments moments = leaf.of().orElseThrow().moments();
    boolean stands = certified.contains(entry.id()) || LostKey.standsByItself(entry.said());
    return switch (LostKey.worth(ring, leaf.index(), moments, stands)) {
      case COUNTS -> false;
      case UNCLEAR -> {
        findings.add(new Finding.PerhapsByLostKey(leaf.tree(), leaf.index()));
        yield false;
      }
      case VOID -> {
        findings.add(new Finding.ByLostKey(leaf.tree(), leaf.index()));
        yield true;
      }
    };
  }
}
