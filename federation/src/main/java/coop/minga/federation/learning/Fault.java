package coop.minga.federation.learning;

/// How a member erred in a round. Each is named once.
public enum Fault {
  /// A proposal of a cohort or an encoding that the federation does not have.
  WRONG_PROPOSAL("it proposed a cohort or an encoding that the charter does not give"),
  /// An advert with another encoding, or without a hash for everybody's share.
  WRONG_ADVERT("its advert is not of this cohort"),
  /// A key that gives no secret.
  WEAK_KEY("its key gives no secret"),
  /// A masked vector bound to other adverts, or of another size.
  WRONG_VECTOR_NAME("its vector is bound to others than took part"),
  /// The bytes are those of the hash, and no vector of this ring.
  MALFORMED_VECTOR("its vector cannot be read"),
  /// A share given back that is not the one dealt.
  WRONG_SHARE("it gave back a share that it was not dealt"),
  /// Shares that do not give the secret that was committed to.
  WRONG_DEAL("what it dealt does not give what it committed to"),
  /// Another result than the sum gives.
  WRONG_RESULT("it says another result than the sum gives");

  private final String sentence;

  Fault(String sentence) {
    this.sentence = sentence;
  }

  /// The fault as a person reads it.
  public String sentence() {
    return sentence;
  }
}
