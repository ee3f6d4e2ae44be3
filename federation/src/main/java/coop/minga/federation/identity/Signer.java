package coop.minga.federation.identity;

/// Signs with one key that the implementation holds.
///
/// With Ed25519 an implementation MUST sign exactly the bytes given (no pre-hash, RFC 8032 section
/// 5.1) and MUST be deterministic. With P-256 it signs their SHA-256; the same bytes signed twice
/// may give two signatures. Either way it MUST be usable from several threads.
public interface Signer {
  /// The public half of the key.
  PublicKey publicKey();

  /// The 64 bytes of the signature: RFC 8032's, or r and s of ECDSA, s at most half the order.
  ///
  /// @throws IllegalStateException if the key cannot be used
  Bytes sign(Bytes message);
}
