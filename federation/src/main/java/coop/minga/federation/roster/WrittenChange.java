package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.util.Optional;

/// A change with its canonical bytes, which `wire.RosterWire` alone makes of it and reads it from.
///
/// @param change what it says
/// @param written its canonical bytes
public record WrittenChange(RosterChange change, Bytes written) {
  private static final String DOMAIN = "minga/roster/v1";

  /// The hash of the roster that this makes of a parent. No ballot, round, time or certificate is
  /// in it: whichever ballot passed, the roster is the same.
  public Hash on(Hash parent) {
    return Hash.sha256(Pae.encode(DOMAIN, parent.value(), written));
  }

  /// Reads canonical bytes.
  ///
  /// An implementation MUST answer only if writing what it read again gives the very same bytes,
  /// and MUST NOT throw.
  @FunctionalInterface
  public interface Reader {
    /// The change; absent if the bytes are not exactly one.
    Optional<WrittenChange> read(Bytes written);
  }
}
