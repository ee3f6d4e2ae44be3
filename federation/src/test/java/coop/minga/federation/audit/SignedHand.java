package coop.minga.federation.audit;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Hand;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes entries as real nodes do: signed by their authors' entry keys.
final class SignedHand implements Hand {
  private final Roster roster;
  private final Map<Map.Entry<MemberId, Said>, Entry> written = new HashMap<>();
  private final Map<EntryId, EntryOpening> openings = new HashMap<>();

  SignedHand(Roster roster) {
    this.roster = roster;
  }

  @Override
  public EntryId idOf(MemberId author, Said said) {
    return entry(author, said).id();
  }

  @Override
  public Hash leafOf(MemberId author, Said said) {
    return MerkleTree.leafHash(frame(author, said));
  }

  Bytes frame(MemberId author, Said said) {
    return EntryWire.encode(entry(author, said));
  }

  List<Bytes> frames(MemberId author, List<Stated> entries) {
    var frames = new ArrayList<Bytes>();
    for (Stated stated : entries) {
      frames.add(
          frame(
              author,
              switch (stated) {
                case Stated.OfSurplus(_, _, var says) -> new Said.OfSurplus(says);
                case Stated.OfNegotiation(_, _, var says) -> new Said.OfNegotiation(says);
              }));
    }
    return frames;
  }

  /// An entry of any kind in any tree.
  Entry entry(MemberId author, Tree tree, int kind, Bytes payload) {
    return entry(author, tree, kind, Statements.VERSION, payload);
  }

  private Entry entry(MemberId author, Tree tree, int kind, int version, Bytes payload) {
    int place = List.copyOf(roster.members().keySet()).indexOf(author);
    SeededKey key = SomeCharter.entryKey(place);
    var header =
        new Entry.Header(
            roster.federationId(), author, key.publicKey().keyId(), tree, 0, version, kind);
    return Entry.sign(header, payload, key);
  }

  private Entry entry(MemberId author, Said said) {
    return written.computeIfAbsent(
        Map.entry(author, said),
        _ ->
            said instanceof Said.OfSurplus(Offer offer)
                ? covered(author, offer)
                : plain(author, said));
  }

  /// As nodes enter an offer: what it hides is kept apart.
  private Entry covered(MemberId author, Offer offer) {
    var about = new About(roster.federationId(), author, offer.lot().name());
    var salts = new AtomicInteger();
    Notice.Covered covered =
        Notice.cover(
            about,
            offer,
            () -> Hash.sha256(Bytes.utf8(about + "/" + salts.getAndIncrement())).value());
    Entry entry = plain(author, new Said.OfSurplus(covered.notice()));
    openings.put(entry.id(), new EntryOpening(entry.id(), covered.openings()));
    return entry;
  }

  /// As it is said: an offer as nodes of before notices entered it.
  Entry plain(MemberId author, Said said) {
    return entry(
        author,
        Statements.kindOf(said).tree(),
        Statements.kindOf(said).code(),
        Statements.versionOf(said),
        Statements.encode(said));
  }

  /// What opens an offer that this hand wrote.
  Optional<EntryOpening> opening(EntryId id) {
    return Optional.ofNullable(openings.get(id));
  }
}
