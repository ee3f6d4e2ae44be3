package coop.minga.federation.identity;

/// Says whether an Ed25519 signature is acceptable.
///
/// An implementation MUST accept only: canonical A and R, S < L, A not of small order, the
/// cofactorless equation of RFC 8032 section 5.1.7. It MUST answer false, never throw, for bytes of
/// any length or content, and MUST be usable from several threads.
@FunctionalInterface
public interface SignatureVerifier {
  /// Whether `signature` is `key`'s on `message`.
  boolean verify(PublicKey key, Bytes message, Bytes signature);
}
