/// The time that a node acts by.
///
/// The port is the JDK's [java.time.InstantSource]: `run` uses the system's; a federation whose
/// charter says `clock = simulated` reads one shared file, so that days pass in seconds and all
/// nodes agree. Certificates and network time-outs always go by the system's clock.
@org.jspecify.annotations.NullMarked
package coop.minga.node.clock;
