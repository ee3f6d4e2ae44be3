package coop.minga.federation.identity;

/// Says whether a signature is acceptable.
///
/// Of Ed25519 an implementation MUST accept only: canonical A and R, S < L, A not of small order,
/// the cofactorless equation of RFC 8032 section 5.1.7. Of P-256 only: a point of the curve, 0 < r
/// < n, 0 < s <= n/2 (so nobody makes a second signature out of a first). It MUST answer false,
/// never throw, for bytes of any length or content, and MUST be usable from several threads.
@FunctionalInterface
public interface SignatureVerifier {
  /// Whether `signature` is `key`'s on `message`.
  boolean verify(PublicKey key, Bytes message, Bytes signature);
}
