package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts what goes and comes. Usable from several threads.
final class TrafficCount {
  private final Map<MemberId, EnumMap<FrameKind, Traffic>> counts = new TreeMap<>();

  synchronized void sent(MemberId peer, FrameKind kind, int bytes) {
    EnumMap<FrameKind, Traffic> ofPeer = of(peer);
    ofPeer.put(kind, ofPeer.getOrDefault(kind, Traffic.NONE).sent(bytes));
  }

  synchronized void received(MemberId peer, FrameKind kind, int bytes) {
    EnumMap<FrameKind, Traffic> ofPeer = of(peer);
    ofPeer.put(kind, ofPeer.getOrDefault(kind, Traffic.NONE).received(bytes));
  }

  synchronized Map<MemberId, Map<FrameKind, Traffic>> snapshot() {
    var copy = new TreeMap<MemberId, Map<FrameKind, Traffic>>();
    counts.forEach(
        (peer, kinds) -> copy.put(peer, Collections.unmodifiableMap(new EnumMap<>(kinds))));
    return Collections.unmodifiableMap(copy);
  }

  private EnumMap<FrameKind, Traffic> of(MemberId peer) {
    return counts.computeIfAbsent(peer, each -> new EnumMap<>(FrameKind.class));
  }
}
