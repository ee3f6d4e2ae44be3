package coop.minga.node.keys;

import coop.minga.federation.identity.Hash;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// What a node shows on its connections.
///
/// @param key the P-256 private key
/// @param certificate self-signed by it
public record TlsCertificate(PrivateKey key, X509Certificate certificate) {
  /// What the roster pins: SHA-256 of the key's SubjectPublicKeyInfo, the same in every certificate
  /// of the key.
  public Hash pin() {
    return Hash.sha256(certificate.getPublicKey().getEncoded());
  }
}
