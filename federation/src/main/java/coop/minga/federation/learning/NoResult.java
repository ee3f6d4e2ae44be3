package coop.minga.federation.learning;

/// Why an epoch has no result.
public enum NoResult {
  /// Fewer members than the smallest cohort can still answer.
  TOO_FEW_LEFT("fewer members than the smallest cohort were left"),
  /// A coordinator fell silent who may hold every vector of its attempt, and so did somebody in the
  /// one attempt that may follow: with a third set, that coordinator could subtract.
  UNSAFE_TO_RETRY("another attempt could have shown a member's update to a silent coordinator"),
  /// The epoch ended first.
  OUT_OF_TIME("the epoch ended before everyone had answered"),
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
