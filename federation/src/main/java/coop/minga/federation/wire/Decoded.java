package coop.minga.federation.wire;

/// What came of reading a payload.
public sealed interface Decoded {
  /// It says this.
  record Known(Said said) implements Decoded {}

  /// Its kind or version is of a later Minga: it is kept and passed on, and means nothing here.
  record Unknown() implements Decoded {}

  /// Its kind is known and it is not one: it is kept, as evidence, and counts for nothing.
  @SuppressWarnings("AvoidCommonTypeNames") // the design's word; always written Decoded.Void
  record Void(VoidReason reason) implements Decoded {}
}
