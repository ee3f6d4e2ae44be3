package coop.minga.node.monitor;

/// In which way a series leaves its routine.
public enum Form {
  /// One day, and then as before.
  ODD_DAY,
  /// From one day on at another level.
  STEP,
  /// From one day on a little more, or less, every day.
  SLOPE
}
