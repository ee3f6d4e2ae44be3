/// Sessions with the other members' nodes: who may connect, what may be said, how much.
///
/// **Who.** Mutual TLS 1.3 in which the roster is the only trust: each side shows exactly one
/// self-signed P-256 certificate, named `<member>.<16 hex of the federation id>.minga`, and the
/// SHA-256 of its public key is that member's pin in the roster. No authority, no host name counts.
/// Over that, each side says Hello, signed by its entry key over bytes exported from this very TLS
/// channel, so that a Hello is worth nothing on another. The member whose name is smaller dials.
///
/// ```
///   (dial)  --TLS, pins-->  greeting --both Hellos good--> open --Goodbye, fault, silence--> ended
///     ^                        |                                                              |
///     +---- backoff, jitter ---+--------------------------------------------------------------+
/// ```
///
/// **Which clock.** The validity of certificates is a matter of the machine, not of the trade: it
/// is judged by the machine's own clock, also when the federation's charter says that its clock is
/// simulated. Nodes make their certificates by the same clock.
///
/// **What it must never do**: block a network thread, keep more for a peer than its queue holds,
/// hand on a frame of somebody whose Hello it has not verified, or judge what entries say: it
/// carries bytes.
@org.jspecify.annotations.NullMarked
package coop.minga.node.peering;
