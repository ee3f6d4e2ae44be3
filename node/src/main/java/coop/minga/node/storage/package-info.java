/// Where a node keeps its ledgers and its state, and what is durable when.
///
/// One directory is one tree, in the static layout of C2SP `tlog-tiles`: `checkpoint`,
/// `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`; any web server or USB stick can serve it.
/// Beside it lies `write-ahead`, which holds the entries that no full bundle holds yet:
///
/// ```
/// append   entries -> write-ahead + fsync                       acknowledged
///          256 entries -> full bundle + fsync -> write-ahead emptied
/// settle   partial tiles -> everything new read back, write-ahead too, hashed, compared
/// (shell)  compare-and-swap in the state database -> sign
/// publish  the signed checkpoint -> fsync -> renamed into place
/// ```
///
/// Opening is the recovery: it reads every entry back, hashes it, drops a torn end of the
/// write-ahead file, and refuses a directory that holds less, or other, than its checkpoint says.
/// It makes durable again what it goes on from: the process before may have died between a write
/// and its sync, or on a sync that failed. Everything lasting goes through one port, [Disk], so
/// that a test can fail at each of its steps.
///
/// We differ from `tlog-tiles` in one thing: partial tiles are kept for the last two published
/// checkpoints only, not for every one; a reader that comes later reads `checkpoint` again.
///
/// Everything here is used from one thread, the node's loop. Nothing here reads a clock.
@org.jspecify.annotations.NullMarked
package coop.minga.node.storage;
