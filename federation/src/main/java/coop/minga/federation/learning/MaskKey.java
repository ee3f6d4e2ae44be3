package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;

/// The public half of a mask key: an X25519 public key (RFC 7748), 32 bytes.
///
/// @param value exactly 32 bytes; whether they give a secret at all is [#givesNoSecret]'s to say
public record MaskKey(Bytes value) {
  /// Bytes in a key.
  public static final int SIZE = 32;

  /// Checks the length.
  public MaskKey {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("an X25519 key has 32 bytes, not " + value.size());
    }
  }

  /// Whether the point is of small order: every agreement with it comes to the same zero, which
  /// anyone can know.
  public boolean givesNoSecret() {
    return X25519.isOfSmallOrder(value);
  }

  @Override
  public String toString() {
    return value.toHex();
  }
}
