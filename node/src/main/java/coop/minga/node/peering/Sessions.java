package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open sessions, one a peer, and what becomes of those that were not or no longer are. Usable
/// from several threads.
final class Sessions {
  private final PeerEvents events;
  private final Standings standings = new Standings();
  private final Map<MemberId, Session> open = new ConcurrentHashMap<>();
  private volatile boolean closing;

  Sessions(PeerEvents events) {
    this.events = events;
  }

  /// A session is now open. The newer takes the older's place: of two, the older is the one whose
  /// connection died unnoticed.
  void opened(Session session) {
    MemberId peer = session.peer().member();
    Session older = open.put(peer, session);
    if (older != null) {
      older.end(Refusal.REPLACED);
    }
    PeeringLog.connected(peer);
    events.connected(peer);
    if (closing) {
      session.farewell();
    }
    session.judgeAgain(); // the roster may have changed since the Hello was judged
  }

  /// A session has ended, open or not.
  void ended(Session session, Refusal why, boolean wasOpen) {
    MemberId peer = session.peer().member();
    if (Standings.isFault(why)) {
      standings.fault(peer, System.nanoTime());
      PeeringLog.coolingDown(peer, coolingDown(peer));
    }
    if (wasOpen) {
      open.remove(peer, session);
      PeeringLog.disconnected(peer, why);
      events.disconnected(peer, why);
    } else {
      refused(Optional.of(peer), why);
    }
  }

  /// A connection came to nothing before there was a session.
  void refused(Optional<MemberId> who, Refusal why) {
    PeeringLog.refused(who, why);
    events.refused(who, why);
  }

  Duration coolingDown(MemberId peer) {
    return standings.remaining(peer, System.nanoTime());
  }

  Optional<Session> with(MemberId peer) {
    return Optional.ofNullable(open.get(peer));
  }

  Set<MemberId> connected() {
    return Set.copyOf(open.keySet());
  }

  Collection<Session> all() {
    return List.copyOf(open.values());
  }

  /// From now on each session that opens is bidden farewell at once.
  void close() {
    closing = true;
    all().forEach(Session::farewell);
  }
}
