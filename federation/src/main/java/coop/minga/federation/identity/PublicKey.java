package coop.minga.federation.identity;

/// An Ed25519 public key as RFC 8032 encodes it: 32 bytes.
///
/// @param value exactly 32 bytes; whether they are an acceptable point is the verifier's to say
public record PublicKey(Bytes value) {
  /// Bytes in a key.
  public static final int SIZE = 32;

  /// Checks the length.
  public PublicKey {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + value.size());
    }
  }

  /// The key's short name in entries: the first 8 bytes of its SHA-256. A label, not a proof: the
  /// roster says which whole key a label stands for.
  public Bytes keyId() {
    return Hash.sha256(value).value().slice(0, 8);
  }

  @Override
  public String toString() {
    return value.toHex();
  }
}
