package coop.minga.federation.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A SHA-256 hash: 32 bytes.
///
/// @param value exactly 32 bytes
public record Hash(Bytes value) implements Comparable<Hash> {
  /// Bytes in a hash.
  public static final int SIZE = 32;

  /// Checks the length.
  public Hash {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + value.size());
    }
  }

  /// The hash of the given parts, one after the other.
  public static Hash sha256(Bytes... parts) {
    MessageDigest digest = newSha256();
    for (Bytes part : parts) {
      part.into(digest);
    }
    return new Hash(Bytes.given(digest.digest()));
  }

  /// The hash of a raw array, which is not kept.
  public static Hash sha256(byte[] content) {
    return new Hash(Bytes.given(newSha256().digest(content)));
  }

  /// The hash that a hex text of 64 digits names.
  public static Hash hex(String text) {
    return new Hash(Bytes.hex(text));
  }

  /// The first digits, enough for a person to tell two apart.
  public String brief() {
    return value.toHex().substring(0, 12);
  }

  @Override
  public int compareTo(Hash other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toHex();
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
