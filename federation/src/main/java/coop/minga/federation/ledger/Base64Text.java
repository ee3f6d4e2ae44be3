package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import java.util.Base64;
import java.util.Optional;

/// Base64 with one spelling for each byte string: padded, and no stray bits under the padding.
final class Base64Text {
  private Base64Text() {}

  static String encode(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  static Optional<Bytes> decode(String text) {
    try {
      Bytes bytes = Bytes.of(Base64.getDecoder().decode(text));
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
