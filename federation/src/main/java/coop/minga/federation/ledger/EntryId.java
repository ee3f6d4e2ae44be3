package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;

/// An entry's name: the SHA-256 of its signed bytes.
///
/// @param hash the hash
public record EntryId(Hash hash) implements Comparable<EntryId> {
  @Override
  public int compareTo(EntryId other) {
    return hash.compareTo(other.hash);
  }

  /// The first digits, enough for a person to find it.
  public String brief() {
    return hash.brief();
  }

  @Override
  public String toString() {
    return hash.toString();
  }
}
