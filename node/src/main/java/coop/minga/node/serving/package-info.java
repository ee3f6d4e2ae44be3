/// A node's ledgers over HTTP, for whoever wants to verify them: the static files of C2SP
/// `tlog-tiles`, read-only, off unless `node.toml` says otherwise.
///
/// Served are this member's ledger and its mirrors of others', each under its origin; never a book,
/// which concerns two members, and nothing else of the node's directory. Everything served is
/// public to all members anyway; whoever opens the port makes it public to the world.
@org.jspecify.annotations.NullMarked
package coop.minga.node.serving;
