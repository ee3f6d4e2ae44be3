package coop.minga.federation.disclosure;

import coop.minga.federation.identity.Bytes;

/// An auditor's X25519 public key (RFC 7748): what is opened to the auditor is sealed to it.
///
/// @param value exactly 32 bytes
public record AuditorKey(Bytes value) {
  /// Bytes in a key.
  public static final int SIZE = 32;

  /// Checks the length.
  public AuditorKey {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("an auditor's key has 32 bytes, not " + value.size());
    }
  }

  @Override
  public String toString() {
    return value.toHex();
  }
}
