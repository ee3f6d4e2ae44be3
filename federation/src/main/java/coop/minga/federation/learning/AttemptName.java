package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.List;

/// Which attempt of which federation: bound into every key, commitment and seal of it, so that
/// nothing of one attempt means anything in another.
///
/// @param federation the charter's hash
/// @param epoch the epoch
/// @param attempt 1, 2, ... within the epoch
public record AttemptName(Hash federation, long epoch, int attempt) {
  /// Bytes that only this domain, this attempt and these parts give.
  Bytes bind(String domain, Bytes... parts) {
    var all = new ArrayList<Bytes>();
    all.add(federation.value());
    all.add(Pae.number(epoch));
    all.add(Pae.number(attempt));
    all.addAll(List.of(parts));
    return Pae.encode(domain, all.toArray(Bytes[]::new));
  }
}
