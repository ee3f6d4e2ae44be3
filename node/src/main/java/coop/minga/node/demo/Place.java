package coop.minga.node.demo;

/// A point on the earth, in degrees.
///
/// @param latitude north is positive, -90 to 90
/// @param longitude east is positive, -180 to 180
public record Place(double latitude, double longitude) {
  private static final double EARTH_RADIUS_M = 6_371_000;

  /// Checks the ranges.
  public Place {
    if (!(StrictMath.abs(latitude) <= 90 && StrictMath.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("no such place: " + latitude + ", " + longitude);
    }
  }

  /// Whole metres as the crow flies (haversine on a sphere), the same on every machine.
  public long metresTo(Place other) {
    double north = StrictMath.toRadians(other.latitude - latitude);
    double east = StrictMath.toRadians(other.longitude - longitude);
    double chord =
        square(StrictMath.sin(north / 2))
            + StrictMath.cos(StrictMath.toRadians(latitude))
                * StrictMath.cos(StrictMath.toRadians(other.latitude))
                * square(StrictMath.sin(east / 2));
    return StrictMath.round(
        2 * EARTH_RADIUS_M * StrictMath.asin(StrictMath.sqrt(StrictMath.min(1, chord))));
  }

  private static double square(double x) {
    return x * x;
  }
}
