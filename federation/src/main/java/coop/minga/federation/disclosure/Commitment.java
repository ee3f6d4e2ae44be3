package coop.minga.federation.disclosure;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// A field that an entry states and does not show.
///
/// @param hash SHA-256 of PAE("minga/field/v1", federation, author, thing, field, salt, value)
public record Commitment(Hash hash) {
  private static final String DOMAIN = "minga/field/v1";

  /// Commits to what an opening shows.
  public static Commitment to(About about, FieldOpening opening) {
    return new Commitment(
        Hash.sha256(
            Pae.encode(
                DOMAIN,
                about.federation().value(),
                Bytes.utf8(about.author().name()),
                Bytes.utf8(about.thing()),
                Bytes.utf8(opening.field()),
                opening.salt(),
                opening.value())));
  }

  /// Whether the opening is this commitment's.
  public boolean isOpenedBy(About about, FieldOpening opening) {
    return equals(to(about, opening));
  }
}
