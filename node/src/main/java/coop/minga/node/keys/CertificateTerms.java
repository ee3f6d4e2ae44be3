package coop.minga.node.keys;

import java.time.Instant;

/// What a certificate says.
///
/// @param name the one DNS name in it, `<member>.<16 hex of the federation id>.minga`
/// @param from valid from then on
/// @param until not after then
public record CertificateTerms(String name, Instant from, Instant until) {
  /// Checks the order.
  public CertificateTerms {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a certificate from " + from + " until " + until);
    }
  }
}
