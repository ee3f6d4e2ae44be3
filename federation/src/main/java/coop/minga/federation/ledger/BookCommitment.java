package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// The witness of a book: what a ledger says of its author's book. Salted, so that how busy the
/// author was does not leak before the commitment is opened.
///
/// @param commitment SHA-256 of PAE("minga/book/v1", salt, size, root)
public record BookCommitment(Hash commitment) {
  private static final String DOMAIN = "minga/book/v1";

  /// Commits to what an opening says.
  public static BookCommitment to(Opening opening) {
    return new BookCommitment(
        Hash.sha256(
            Pae.encode(
                DOMAIN, opening.salt(), Pae.number(opening.size()), opening.root().value())));
  }

  /// Whether the opening is this commitment's.
  public boolean isOpenedBy(Opening opening) {
    return equals(to(opening));
  }

  /// What opens a commitment: only in bundles, never in a ledger.
  ///
  /// @param salt 32 bytes that nobody can guess
  /// @param size entries in the book
  /// @param root the book's root
  public record Opening(Bytes salt, long size, Hash root) {
    /// Bytes in a salt.
    public static final int SALT_BYTES = 32;

    /// Checks the sizes.
    public Opening {
      if (salt.size() != SALT_BYTES || size < 0 || size >= Frontier.MAX_SIZE) {
        throw new IllegalArgumentException(
            "a salt of " + salt.size() + " bytes, a book of " + size);
      }
    }
  }
}
