package coop.minga.node.history;

/// A point on the map in degrees (WGS 84).
public record Place(double latitude, double longitude) {
  /// Checks the ranges.
  public Place {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("no such place: " + latitude + ", " + longitude);
    }
  }
}
