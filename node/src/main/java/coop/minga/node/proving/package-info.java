/// What anybody can find out about a ledger from its static files alone: whether it is what its
/// owner signed and enough mirrors hold (*verify*), and a file that proves one entry of it
/// (*prove*).
///
/// A ledger's files are those of C2SP `tlog-tiles`, in a directory or served over HTTP. Nothing
/// here writes, locks, or trusts a tile: trees are made anew from the entries.
@org.jspecify.annotations.NullMarked
package coop.minga.node.proving;
