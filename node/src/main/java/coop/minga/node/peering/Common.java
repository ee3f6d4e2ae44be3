package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.util.Map;

/// What all sessions of a node share.
///
/// @param self this node
/// @param greeting makes and judges Hellos
/// @param settings limits and waits
/// @param ports the rest of the node
/// @param traffic counts
/// @param sessions those that are open
/// @param fetches of each peer in the roster; changes with it
/// @param unfinished what came of blobs that did not become whole, from whichever peer
/// @param timer does what comes later; nothing that blocks
record Common(
    Self self,
    Greeting greeting,
    PeeringSettings settings,
    Peering.Ports ports,
    TrafficCount traffic,
    Sessions sessions,
    Map<MemberId, Fetches> fetches,
    Unfinished unfinished,
    Timer timer) {}
