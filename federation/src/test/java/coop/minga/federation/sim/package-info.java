/// A whole federation in one thread: a virtual clock, a network that loses, doubles, delays and
/// reorders, nodes that crash and come back from their entries, and peers that misbehave.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.sim;
