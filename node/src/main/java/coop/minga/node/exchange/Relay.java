package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// How ledgers, and words on them, get round a link that is missing.
///
/// A node without a session with some owner asks a few others, from time to time, what they hold of
/// that owner's ledger; and gives them its cosignature to pass on. Nobody floods: a ledger is only
/// asked for, and less and less often while nothing comes; a cosignature is passed on once, by each
/// who has seen that it is good, to its owner or else to a few.
///
/// Where every member has a session with every other, nothing of this is ever sent.
final class Relay {
  /// Peers that are asked, or handed something, at a time.
  static final int A_FEW = 3;

  /// Cosignatures remembered as passed on; the oldest is forgotten, and would be passed on again.
  static final int MAX_PASSED = 4096;

  private static final Duration GLANCE = Duration.ofMillis(250);

  /// How soon an absent owner's ledger is asked for.
  static final Duration SOONEST = Duration.ofSeconds(2);

  /// The longest between two such questions.
  static final Duration LATEST = Duration.ofSeconds(32);

  private final Ledgers ledgers;
  private final Outbox outbox;
  private final Function<MemberId, List<OriginFrontier>> frontier;
  private final Map<MemberId, Asking> absent = new TreeMap<>();
  private final Map<Bytes, Boolean> passed = new LinkedHashMap<>();
  private int turn;
  private long lookedNanos = Long.MIN_VALUE;

  /// When an absent owner's ledger is asked for next.
  private record Asking(long dueNanos, Duration pause, long size) {}

  /// @param frontier what is held of one owner's ledger; an empty one if nothing is
  Relay(Ledgers ledgers, Outbox outbox, Function<MemberId, List<OriginFrontier>> frontier) {
    this.ledgers = ledgers;
    this.outbox = outbox;
    this.frontier = frontier;
  }

  /// Asks for the ledgers of those who cannot be reached, as far as it is time to.
  ///
  /// @return whose were asked for
  List<MemberId> tick(long nowNanos) {
    var due = new ArrayList<MemberId>();
    if (lookedNanos != Long.MIN_VALUE && nowNanos - lookedNanos < GLANCE.toNanos()) {
      return due;
    }
    lookedNanos = nowNanos;
    for (MemberId owner : ledgers.roster().others(ledgers.self())) {
      if (outbox.isConnected(owner)) {
        absent.remove(owner);
      } else if (isDue(owner, nowNanos)) {
        due.add(owner);
      }
    }
    if (!due.isEmpty()) {
      List<OriginFrontier> held = due.stream().flatMap(o -> frontier.apply(o).stream()).toList();
      var question = new PeerFrame.Frontier(false, true, held);
      few(ledgers.self(), ledgers.self()).forEach(peer -> outbox.send(peer, question));
    }
    return due;
  }

  private boolean isDue(MemberId owner, long nowNanos) {
    long size = ledgers.sizeOf(owner);
    Asking asking = absent.get(owner);
    if (asking == null) {
      absent.put(owner, new Asking(nowNanos + SOONEST.toNanos(), SOONEST, size));
      return false;
    }
    if (nowNanos - asking.dueNanos() < 0) {
      return false;
    }
    Duration longer = asking.pause().multipliedBy(2);
    Duration pause =
        size > asking.size() ? SOONEST : longer.compareTo(LATEST) > 0 ? LATEST : longer;
    absent.put(owner, new Asking(nowNanos + pause.toNanos(), pause, size));
    return true;
  }

  /// Gives this node's own word to an owner, by others if there is no session.
  void give(MemberId owner, PeerFrame.Cosignature word) {
    if (outbox.isConnected(owner)) {
      outbox.send(owner, word);
    } else {
      few(owner, ledgers.self()).forEach(peer -> outbox.send(peer, word));
    }
  }

  /// Passes another mirror's word on, once, if it is good.
  void passOn(MemberId from, HeldLedger held, PeerFrame.Cosignature word) {
    if (!isGood(held, word) || passed.putIfAbsent(word.noteLine(), true) != null) {
      return;
    }
    if (passed.size() > MAX_PASSED) {
      passed.remove(passed.keySet().iterator().next());
    }
    if (outbox.isConnected(held.owner)) {
      outbox.send(held.owner, word);
    } else {
      few(held.owner, from).forEach(peer -> outbox.send(peer, word));
    }
  }

  /// Whether it is a mirror's word on a checkpoint of what is held here.
  private boolean isGood(HeldLedger held, PeerFrame.Cosignature word) {
    if (word.size() > held.files.size()) {
      return false;
    }
    var root = held.files.tree().root(word.size());
    String text = new Checkpoint(held.origin, word.size(), root).text();
    return line(word)
        .flatMap(line -> signer(line).flatMap(key -> read(line, key, text)))
        .isPresent();
  }

  private Optional<Cosignature> read(NoteSignature line, NoteKey key, String text) {
    return Cosignature.read(line)
        .found()
        .filter(found -> found.isBy(key, text, ledgers.verifier()));
  }

  /// The mirror key that a line says it is by, if it is a member's, and nobody else's: whoever has
  /// another's key may write any time beside it.
  Optional<NoteKey> signer(NoteSignature line) {
    return mirror(line)
        .flatMap(member ->
            ledgers.roll().mirrorKeys(member).stream()
                .filter(key -> key.isNamedBy(line))
                .filter(key -> ledgers.roll().ring(member).lostSince(key.key()).isEmpty())
                .findFirst());
  }

  /// The member whose mirror key a line says it is by.
  Optional<MemberId> mirror(NoteSignature line) {
    return ledgers.roster().members().keySet().stream()
        .filter(member ->
            ledgers.roll().mirrorKeys(member).stream().anyMatch(key -> key.isNamedBy(line)))
        .findFirst();
  }

  /// The signature line of a word.
  static Optional<NoteSignature> line(PeerFrame.Cosignature word) {
    return NoteSignature.parse(word.noteLine().toUtf8().stripTrailing()).found();
  }

  /// A few peers but two, others at each turn.
  private List<MemberId> few(MemberId but, MemberId norThis) {
    List<MemberId> peers =
        outbox.connected().stream()
            .filter(peer -> !peer.equals(but) && !peer.equals(norThis))
            .sorted()
            .toList();
    var chosen = new ArrayList<MemberId>();
    for (int i = 0; i < Math.min(A_FEW, peers.size()); i++) {
      chosen.add(peers.get((turn + i) % peers.size()));
    }
    turn++;
    return chosen;
  }
}
