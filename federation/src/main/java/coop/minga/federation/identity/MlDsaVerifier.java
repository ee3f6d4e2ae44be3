package coop.minga.federation.identity;

/// Says whether an ML-DSA-44 signature is acceptable (FIPS 204, empty context).
///
/// An implementation MUST answer false, never throw, for bytes of any length or content, and MUST
/// be usable from several threads.
@FunctionalInterface
public interface MlDsaVerifier {
  /// Whether `signature` is `key`'s on `message`.
  boolean verify(Bytes key, Bytes message, Bytes signature);
}
