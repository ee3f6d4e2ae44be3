package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Statements;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which leaves of one tree count: its author's, signed, of a kind that belongs there, the first
/// time.
///
/// A leaf that does not count is kept like any other, since a tree is a line; it only has no
/// effect.
final class Judge {
  private final Roster roster;
  private final SignatureVerifier verifier;
  private final MemberId owner;
  private final Tree tree;
  private final Set<EntryId> known = new HashSet<>();

  Judge(Roster roster, SignatureVerifier verifier, MemberId owner, Tree tree) {
    this.roster = roster;
    this.verifier = verifier;
    this.owner = owner;
    this.tree = tree;
  }

  /// The entry, if the leaf counts.
  Optional<Seen> judge(long index, Bytes frame) {
    return authentic(frame)
        .filter(this::isAtHome)
        .filter(found -> known.add(found.id()))
        .flatMap(found -> read(index, found));
  }

  /// The entry, if the leaf is one that came before: whoever shows it again may have missed what
  /// was answered to it.
  Optional<Seen> again(long index, Bytes frame) {
    return authentic(frame)
        .filter(found -> known.contains(found.id()))
        .flatMap(found -> read(index, found));
  }

  private Optional<Entry> authentic(Bytes frame) {
    return EntryWire.decode(frame)
        .filter(found -> found.header().author().equals(owner))
        .filter(found -> found.header().tree() == tree)
        .filter(found -> found.header().generation() == 0)
        .filter(found -> roster.isAuthentic(found, verifier));
  }

  private boolean isAtHome(Entry entry) {
    return Kind.of(entry.header().kind()).filter(kind -> kind.tree() == tree).isPresent();
  }

  private Optional<Seen> read(long index, Entry entry) {
    Entry.Header header = entry.header();
    return switch (Statements.decode(header.kind(), header.version(), entry.payload())) {
      case Decoded.Known(var said) -> Optional.of(new Seen(entry.id(), owner, tree, index, said));
      case Decoded.Unknown _, Decoded.Void _ -> Optional.empty();
    };
  }
}
