package coop.minga.federation.learning;

/// Why an epoch has no result.
public enum NoResult {
  /// Fewer members than it takes answered.
  TOO_FEW_LEFT("too few members answered"),
  /// The epoch ended first.
  OUT_OF_TIME("the epoch ended before enough members had answered"),
  /// The sum cannot come of vectors within the clip: somebody's was out of bounds, and masks hide
  /// whose.
  OUT_OF_BOUNDS("the sum was out of bounds: somebody's update was");

  private final String sentence;

  NoResult(String sentence) {
    this.sentence = sentence;
  }

  /// The reason as a person reads it.
  public String sentence() {
    return sentence;
  }
}
