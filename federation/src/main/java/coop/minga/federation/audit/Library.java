package coop.minga.federation.audit;

import coop.minga.federation.audit.Finding.BadEntry.Why;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Statements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every entry that counts: by its author, signed, in its tree, once, and one that can be read.
final class Library {
  private final Roster roster;
  private final SignatureVerifier verifier;
  private final Findings findings;
  private final Map<EntryId, Found> byId = new HashMap<>();
  private final Map<TreeName, TreeMap<Long, Found>> byPlace = new TreeMap<>();

  Library(Roster roster, SignatureVerifier verifier, Findings findings) {
    this.roster = roster;
    this.verifier = verifier;
    this.findings = findings;
  }

  /// Takes up a whole tree.
  void read(CheckedTree tree) {
    for (int index = 0; index < tree.frames().size(); index++) {
      read(tree.name(), index, tree.frames().get(index));
    }
  }

  /// Takes up one leaf.
  void read(TreeName tree, long index, Bytes frame) {
    Optional<Entry> entry = EntryWire.decode(frame);
    Optional<Why> why = fault(tree, entry);
    if (why.isPresent()) {
      findings.add(new Finding.BadEntry(tree, index, why.get()));
      return;
    }
    entry.ifPresent(found -> keep(tree, index, found));
  }

  /// Why a leaf is no entry of its tree; absent if it is one. That it stands there once is not
  /// looked at.
  Optional<Why> fault(TreeName tree, Optional<Entry> read) {
    if (read.isEmpty()) {
      return Optional.of(Why.UNREADABLE);
    }
    Entry entry = read.get();
    if (!entry.header().federation().equals(roster.federationId())) {
      return Optional.of(Why.OTHER_FEDERATION);
    }
    if (!entry.header().author().equals(tree.owner())) {
      return Optional.of(Why.OTHER_AUTHOR);
    }
    if (entry.header().tree() != tree.tree()) {
      return Optional.of(Why.OTHER_TREE);
    }
    if (entry.header().generation() != 0 || !roster.isAuthentic(entry, verifier)) {
      return Optional.of(Why.BAD_SIGNATURE);
    }
    return Kind.of(entry.header().kind()).filter(kind -> kind.tree() != tree.tree()).isPresent()
        ? Optional.of(Why.KIND_NOT_HERE)
        : Optional.empty();
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

  private void keep(TreeName tree, long index, Entry entry) {
    EntryId id = entry.id();
    Optional<Found> before = find(id);
    if (before.isPresent()) {
      if (before.get().index() != index) {
        findings.add(new Finding.BadEntry(tree, index, Why.REPEATED));
      }
      return;
    }
    Entry.Header header = entry.header();
    switch (Statements.decode(header.kind(), header.version(), entry.payload())) {
      case Decoded.Known(var said) -> {
        var found = new Found(id, tree, index, said);
        byId.put(id, found);
        Found other = byPlace.computeIfAbsent(tree, _ -> new TreeMap<>()).put(index, found);
        if (other != null) {
          findings.add(
              new Finding.ToldDiffers(tree.owner(), index, "is not what another was told"));
        }
      }
      case Decoded.Void(var reason) -> findings.add(new Finding.VoidEntry(tree, index, reason));
      case Decoded.Unknown() ->
          findings.add(new Finding.UnknownKind(tree, index, header.kind(), header.version()));
    }
  }
}
