/// A node's keys on disk, and the rule by which signatures are accepted.
///
/// Six keys, no two the same: *root* (the organisation's own: signs the charter), *ledger*
/// (checkpoints), *mirror* (cosignatures), *entry* (entries and Hellos), each Ed25519, and the
/// *TLS* key, P-256. All are PKCS#8 files that only their owner can read, so that OpenSSL and
/// others can use them too. Nothing here ever prints a private key.
@org.jspecify.annotations.NullMarked
package coop.minga.node.keys;
