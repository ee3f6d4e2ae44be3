package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.roster.Roster;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Ledgers of which this node no longer knows what it cosigned, because its state was lost or is an
/// old one. It cosigns none of them until so many others have told it, in a session of today, what
/// they hold of it that one of them holds whatever was witnessed, and until it holds as much.
///
/// A doubt is kept on disk until it is settled; what others have told is not, so that a restart
/// asks again.
final class Doubts {
  private static final String SHELF = "doubt";

  private final Ledgers ledgers;
  private final StateDatabase state;
  private final Map<String, Map<MemberId, Long>> told = new TreeMap<>();

  Doubts(Ledgers ledgers, StateDatabase state) throws IOException {
    this.ledgers = ledgers;
    this.state = state;
    state.all(SHELF).keySet().forEach(origin -> told.put(origin, new TreeMap<>()));
  }

  /// From now on, nothing is known of what was cosigned of these ledgers.
  static void raise(StateDatabase state, List<Origin> origins) throws IOException {
    for (Origin origin : origins) {
      state.put(SHELF, origin.text(), Bytes.empty());
    }
  }

  /// Whether a ledger is not cosigned yet.
  boolean has(Origin origin) {
    return told.containsKey(origin.text());
  }

  /// A member says all that it holds: a ledger that it does not name it holds nothing of.
  ///
  /// @return ledgers that may be cosigned from now on
  List<HeldLedger> heard(MemberId peer, PeerFrame.Frontier frontier) throws IOException {
    if (frontier.full()) {
      told.forEach((origin, sizes) -> sizes.put(peer, sizeOf(origin, frontier)));
    }
    return settle();
  }

  /// Looks which doubts are settled by what was told and what is held.
  List<HeldLedger> settle() throws IOException {
    var settled = new ArrayList<HeldLedger>();
    for (String origin : List.copyOf(told.keySet())) {
      Optional<HeldLedger> held = Origin.parse(origin).flatMap(ledgers::held);
      if (held.isEmpty() || isSettled(held.get())) {
        told.remove(origin);
        state.remove(SHELF, origin);
        held.ifPresent(settled::add);
      }
    }
    return settled;
  }

  private boolean isSettled(HeldLedger held) {
    Map<MemberId, Long> sizes = told.getOrDefault(held.origin.text(), Map.of());
    long largest = sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long ours = held.mirror.checkpoint().map(Checkpoint::size).orElse(0L);
    Roster by = ledgers.roll().adoption(held.owner).inForce();
    long mirrors = sizes.keySet().stream().filter(member -> by.voters().contains(member)).count();
    return mirrors >= by.quorum().retiring() && ours >= largest;
  }

  /// The size that a member told of, if the owner signed it: nobody can be made to wait for entries
  /// that there never were.
  private long sizeOf(String origin, PeerFrame.Frontier frontier) {
    return frontier.origins().stream()
        .filter(each -> each.origin().equals(origin))
        .mapToLong(this::signedSize)
        .max()
        .orElse(0);
  }

  private long signedSize(OriginFrontier each) {
    Optional<Origin> origin = Origin.parse(each.origin());
    Optional<SignedNote> note = SignedNote.parse(each.note()).found();
    if (origin.isEmpty() || note.isEmpty()) {
      return 0;
    }
    NoteKey key = ledgers.roll().ledgerKey(origin.get(), note.get());
    return Checkpoint.open(note.get(), key, ledgers.verifier())
        .found()
        .map(Checkpoint::size)
        .orElse(0L);
  }
}
