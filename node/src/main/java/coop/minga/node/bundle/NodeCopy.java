package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.Roll;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.wire.BookWire;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.FrontierWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.federation.wire.ToldEntry;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.exchange.ToldRecord;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.OpeningFiles;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads one node's directory. What rests on something else is read before it, so that a node that
/// runs meanwhile does not leave the one without the other.
final class NodeCopy implements AutoCloseable {
  /// The tables of the state database, as `node.exchange` fills them.
  private static final String WITNESSED = "witnessed";

  private static final String FORK = "fork";
  private static final String TURN = "turn";
  private static final String TOLD = "told";
  private static final String OPENING = "opening";
  private static final String DESK = "desk";

  private final NodeDirectory directory;
  private final MemberId self;
  private final StateDatabase state;

  NodeCopy(NodeDirectory directory, MemberId self) throws IOException {
    this.directory = directory;
    this.self = self;
    this.state = StateDatabase.reading(directory.state());
  }

  MemberId self() {
    return self;
  }

  /// The certificates that this node keeps, in order.
  List<Bytes> certificates() throws IOException {
    return new RosterFiles(directory.rosters()).all();
  }

  /// What this node holds of a member's ledger.
  HeldCopy ledger(MemberId owner) throws IOException {
    TreePlace place = owner.equals(self) ? directory.ledger() : directory.mirror(owner.name());
    List<Bytes> witnessed = state.get(WITNESSED, owner.name()).stream().toList();
    return HeldCopy.read(place.path(), witnessed, turns(owner));
  }

  private List<Bytes> turns(MemberId owner) throws IOException {
    return state.all(TURN).entrySet().stream()
        .filter(turn -> turn.getKey().startsWith(owner + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// Checkpoints that prove a fork of a member's, as this node keeps them.
  List<Bytes> evidence(MemberId owner) throws IOException {
    var notes = new ArrayList<Bytes>();
    state.get(FORK, owner + "/smaller").ifPresent(notes::add);
    state.get(FORK, owner + "/larger").ifPresent(notes::add);
    return notes;
  }

  /// Entries of others' books that this node was told, by their author.
  SortedMap<MemberId, List<ToldEntry>> told() throws IOException {
    var told = new TreeMap<MemberId, List<ToldEntry>>();
    for (Bytes kept : state.all(TOLD).values()) {
      ToldRecord read = ToldRecord.decode(kept);
      told.computeIfAbsent(read.author(), _ -> new ArrayList<>()).add(entry(read.told()));
    }
    return told;
  }

  /// The node's own book, with what opens the commitments in its ledger.
  ///
  /// @param roll who belongs
  /// @param ledger the entries of the ledger that go into the bundle
  Bundle.Book book(Roll roll, List<Bytes> ledger) throws IOException {
    var openings = new ArrayList<BookCommitment.Opening>();
    for (Bytes frame : ledger) {
      Optional<BookCommitment> commitment =
          EntryWire.decode(frame)
              .filter(entry -> entry.header().kind() == Kind.BOOK.code())
              .flatMap(entry -> BookWire.decode(entry.payload()));
      if (commitment.isPresent()) {
        state
            .get(OPENING, commitment.get().commitment().toString())
            .flatMap(BookWire::decodeOpening)
            .ifPresent(openings::add);
      }
    }
    HeldCopy held = HeldCopy.read(directory.book().path(), List.of(), List.of());
    LedgerCopy book = LedgerCopy.ofBook(roll, new TreeName(self, Tree.BOOK), held);
    Optional<LedgerCopy.Noted> newest = book.signed();
    var tree = new Bundle.Copy(Optional.empty(), newest.map(LedgerCopy.Noted::note), book.frames());
    return new Bundle.Book(tree, openings);
  }

  /// What this node's ledger says was opened to auditors, as far as it is still kept.
  ///
  /// @param ledger the entries of the ledger that go into the bundle
  List<EntryOpening> openings(List<Bytes> ledger) throws IOException {
    var fields = new TreeMap<EntryId, Set<String>>();
    for (Bytes frame : ledger) {
      EntryWire.decode(frame)
          .flatMap(NodeCopy::openedToAnAuditor)
          .ifPresent(opened ->
              opened
                  .entries()
                  .forEach(entry ->
                      fields.computeIfAbsent(entry, _ -> new TreeSet<>()).addAll(opened.fields())));
    }
    OpeningFiles files = OpeningFiles.reading(directory.openings());
    var openings = new ArrayList<EntryOpening>();
    for (Map.Entry<EntryId, Set<String>> opened : fields.entrySet()) {
      files
          .find(opened.getKey())
          .flatMap(opening -> opening.only(opened.getValue()))
          .ifPresent(openings::add);
    }
    return openings;
  }

  private static Optional<Opened> openedToAnAuditor(Entry entry) {
    Entry.Header header = entry.header();
    return Statements.decode(header.kind(), header.version(), entry.payload())
                instanceof Decoded.Known(Said.OfDisclosure(Opened opened))
            && opened.to() instanceof Opened.Auditor
        ? Optional.of(opened)
        : Optional.empty();
  }

  /// What this node's SEEN entries are the hashes of, as far as it is still kept.
  ///
  /// @param ledger the entries of the ledger that go into the bundle
  List<WitnessedFrontier> seen(List<Bytes> ledger) throws IOException {
    var seen = new ArrayList<WitnessedFrontier>();
    for (Bytes frame : ledger) {
      Optional<Hash> hash = EntryWire.decode(frame).flatMap(NodeCopy::frontier);
      if (hash.isPresent()) {
        state.get(DESK, "seen/" + hash.get()).flatMap(FrontierWire::decode).ifPresent(seen::addAll);
      }
    }
    return seen;
  }

  private static Optional<Hash> frontier(Entry entry) {
    Entry.Header header = entry.header();
    return Statements.decode(header.kind(), header.version(), entry.payload())
            instanceof Decoded.Known(Said.OfRoster(RosterStatement.Seen(var hash)))
        ? Optional.of(hash)
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    state.close();
  }

  private static ToldEntry entry(PeerFrame.Told told) {
    var proof = new InclusionProof(told.index(), told.treeSize(), told.proof());
    return new ToldEntry(told.frame(), proof, told.bookNote());
  }
}
