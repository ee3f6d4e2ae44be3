package coop.minga.federation.learning;

/// How a member erred in a round. Each is named once.
public enum Fault {
  /// A proposal by someone who does not coordinate it, or of members, config or deadlines that the
  /// epoch does not have.
  WRONG_PROPOSAL,
  /// A mask key that gives no secret.
  WEAK_KEY,
  /// A masked vector bound to other adverts, or of another size.
  WRONG_VECTOR_NAME,
  /// The bytes that came are not those of the hash.
  SWAPPED_VECTOR,
  /// The bytes are those of the hash, and no vector of this ring.
  MALFORMED_VECTOR,
  /// A freeze of anything but every member's vector.
  WRONG_FREEZE,
  /// Another result than the sum gives.
  WRONG_RESULT
}
