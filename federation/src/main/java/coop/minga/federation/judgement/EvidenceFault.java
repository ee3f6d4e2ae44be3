package coop.minga.federation.judgement;

/// Why evidence proves nothing.
public enum EvidenceFault {
  /// It is against somebody who does not belong.
  NOT_A_MEMBER("it is against somebody who is not a member"),
  /// A note in it is not a checkpoint of this federation.
  NOT_A_CHECKPOINT("a note in it is not a checkpoint of this federation"),
  /// The ledger that forked is not the accused's.
  NOT_ITS_LEDGER("the ledger is not that member's"),
  /// The accused has not signed both.
  NOT_SIGNED("that member has not signed both"),
  /// The two checkpoints may well be of one history.
  NOT_PARTED("it does not show that the two are of two histories"),
  /// The two checkpoints are of different ledgers.
  OTHER_LEDGER("the two are of different ledgers"),
  /// The later one is not smaller, or the smaller one is not later.
  NOT_BACK("the later one is not the smaller one"),
  /// What it carries is not an entry of the accused's ledger, or not proven to stand there.
  NOT_AN_ENTRY("what it carries is not proven to be an entry of that member's ledger"),
  /// The two entries are of different generations of a ledger: what was said above the place from
  /// which the later one goes on is void.
  OTHER_GENERATION("the two entries are of two generations of the ledger"),
  /// An honest member may enter both.
  NO_CONTRADICTION("an honest member may say both");

  private final String sentence;

  EvidenceFault(String sentence) {
    this.sentence = sentence;
  }

  /// The reason in words, to follow "it proves nothing: ".
  public String sentence() {
    return sentence;
  }
}
