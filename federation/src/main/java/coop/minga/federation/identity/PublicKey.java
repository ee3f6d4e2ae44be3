package coop.minga.federation.identity;

import java.util.Arrays;

/// A public key that signatures are checked by. A node's are Ed25519; an organisation's root key
/// may be P-256 instead, which is what the tokens that keep a key offline can hold.
///
/// Whether the bytes are an acceptable point is the verifier's to say.
///
/// @param value 32 bytes as RFC 8032 encodes them, or 65 as SEC 1 does without compression: 4, x, y
public record PublicKey(Bytes value) {
  /// Bytes in an Ed25519 key.
  public static final int SIZE = 32;

  private static final int UNCOMPRESSED = 4;

  /// What a key is for, told by its length.
  public enum Algorithm {
    /// RFC 8032.
    ED25519(SIZE),
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5).
    P256(65);

    private final int bytes;

    Algorithm(int bytes) {
      this.bytes = bytes;
    }
  }

  /// Checks the length.
  public PublicKey {
    if (Arrays.stream(Algorithm.values()).noneMatch(each -> each.bytes == value.size())) {
      throw new IllegalArgumentException(
          "a key has 32 bytes, or 65 if it is on P-256, not " + value.size());
    }
    if (value.size() == Algorithm.P256.bytes && value.at(0) != UNCOMPRESSED) {
      throw new IllegalArgumentException("a key on P-256 is written without compression");
    }
  }

  /// What it is for.
  public Algorithm algorithm() {
    return value.size() == SIZE ? Algorithm.ED25519 : Algorithm.P256;
  }

  /// Checks that it is Ed25519, as all keys of nodes are.
  ///
  /// @throws IllegalArgumentException if it is not
  public void requireEd25519() {
    if (algorithm() != Algorithm.ED25519) {
      throw new IllegalArgumentException("a node's keys are Ed25519");
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
