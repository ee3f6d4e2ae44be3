package coop.minga.federation.goods;

/// Where something is, in millionths of a degree (WGS 84).
///
/// @param latitudeE6 -90,000,000 to 90,000,000
/// @param longitudeE6 -180,000,000 to 180,000,000
public record Place(int latitudeE6, int longitudeE6) {
  private static final double EARTH_RADIUS_M = 6_371_000;

  /// Checks the ranges.
  public Place {
    Checks.range("a latitude", latitudeE6, -90_000_000, 90_000_000);
    Checks.range("a longitude", longitudeE6, -180_000_000, 180_000_000);
  }

  /// Metres to another place along the great circle (haversine), the same on every machine.
  public int metresTo(Place other) {
    double north = radians(other.latitudeE6 - (long) latitudeE6) / 2;
    double east = radians(other.longitudeE6 - (long) longitudeE6) / 2;
    double a =
        square(StrictMath.sin(north))
            + StrictMath.cos(radians(latitudeE6))
                * StrictMath.cos(radians(other.latitudeE6))
                * square(StrictMath.sin(east));
    return (int) StrictMath.rint(2 * EARTH_RADIUS_M * StrictMath.asin(StrictMath.sqrt(a)));
  }

  private static double radians(long millionths) {
    return millionths / 1e6 / 180 * StrictMath.PI;
  }

  private static double square(double x) {
    return x * x;
  }
}
