package coop.minga.federation.identity;

/// Signs with one Ed25519 key that the implementation holds.
///
/// An implementation MUST sign exactly the bytes given (no pre-hash, RFC 8032 section 5.1), MUST be
/// deterministic and MUST be usable from several threads.
public interface Signer {
  /// The public half of the key.
  PublicKey publicKey();

  /// The 64 bytes of the signature.
  ///
  /// @throws IllegalStateException if the key cannot be used
  Bytes sign(Bytes message);
}
