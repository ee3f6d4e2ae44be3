package coop.minga.federation.learning;

/// Of what noise hides whether it was there.
///
/// An epsilon means nothing without it: the same noise says more of a smaller unit and less of a
/// larger one.
public sealed interface Unit {
  /// All that one organisation has. Any training will do, as its whole update is bounded by the
  /// clip.
  record Organisation() implements Unit {}

  /// What one site sold in one week. The update is the sum of one bounded change for each such
  /// week, computed from the base model and from a few weeks alone; only training of that kind may
  /// be encoded in this unit, and no vector shows of which it is.
  ///
  /// @param clipMicros the greatest L2 norm of one week's change, in millionths
  /// @param places in how many weeks' changes one week's sales occur at most: its own, and those
  ///   that look back at it
  record SiteWeek(long clipMicros, int places) implements Unit {
    /// The most places.
    public static final int MAX_PLACES = 64;

    /// The step is this part of a week's clip, spread over all coordinates.
    static final int FINENESS = 4;

    private static final double MICROS = 1e6;

    /// Checks the ranges.
    public SiteWeek {
      if (clipMicros < 1) {
        throw new IllegalArgumentException("a week's clip is above zero, not " + clipMicros);
      }
      if (places < 1 || places > MAX_PLACES) {
        throw new IllegalArgumentException(
            "a week occurs in 1 to " + MAX_PLACES + " places, not " + places);
      }
    }

    /// The greatest L2 norm of one week's change.
    public double clip() {
      return clipMicros / MICROS;
    }
  }
}
