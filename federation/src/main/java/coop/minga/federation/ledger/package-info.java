/// The one primitive: a member's append-only Merkle ledger, and the mirrors that witness it.
///
/// Words: an *entry* is a leaf; a *checkpoint* names a tree's size and root and is signed by its
/// owner; a *mirror* holds every entry it cosigns for; a *cosignature* is a mirror's timestamped
/// word; a checkpoint is *witnessed* when its owner and enough mirrors stand by it.
///
/// Formats are the open ones, exactly: RFC 6962 hashing with SHA-256, and C2SP `signed-note`,
/// `tlog-checkpoint`, `tlog-cosignature` (Ed25519), `tlog-policy`, `tlog-proof`. Nothing here
/// judges what an entry says: a ledger is a line, and one entry refused would block it.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.ledger;
