package coop.minga.federation.disclosure;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;

/// Openings that only one auditor can read. How they are sealed is the shell's.
///
/// @param to who sealed them for whom
/// @param encapsulated the sealing's own public key
/// @param content the sealed bytes
public record SealedOpenings(For to, Bytes encapsulated, Bytes content) {
  private static final String DOMAIN = "minga/openings/v1";

  /// Who seals for whom.
  ///
  /// @param federation the charter's hash
  /// @param member whose entries are opened
  /// @param auditor to whom
  public record For(Hash federation, MemberId member, AuditorKey auditor) {
    /// What the sealing is bound to: nothing sealed for one purpose opens under another.
    public Bytes info() {
      return Pae.encode(DOMAIN, federation.value(), Bytes.utf8(member.name()), auditor.value());
    }
  }
}
