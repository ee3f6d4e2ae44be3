package coop.minga.federation.identity;

/// Signs with one ML-DSA-44 key that the implementation holds (FIPS 204).
///
/// An implementation MUST sign exactly the bytes given, with an empty context, and MUST be usable
/// from several threads.
public interface MlDsaSigner {
  /// The public half, as FIPS 204 encodes it: 1,312 bytes.
  Bytes publicKey();

  /// The 2,420 bytes of the signature.
  ///
  /// @throws IllegalStateException if the key cannot be used
  Bytes sign(Bytes message);
}
