package coop.minga.node.peering;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// The key and the self-made certificate that a node shows on its connections.
///
/// @param key the P-256 private key; its public half is pinned in the roster
/// @param certificate valid now, for the node's name, self-signed by `key`
public record TlsIdentity(PrivateKey key, X509Certificate certificate) {}
