package coop.minga.node.demo;

import java.util.Locale;

/// Where an invented town lies: a disc of six kilometres around its square, by the river Mapocho,
/// so that no two places are more than twelve kilometres apart.
record TownMap(Place square) {
  /// No place is farther from the square.
  static final double RADIUS_KM = 5.9;

  private static final double KM_A_DEGREE = 111.2;

  /// The town's square.
  static TownMap ofTheTown() {
    return new TownMap(new Place(-33.6664, -70.9283));
  }

  /// Somewhere in the disc, each square kilometre as likely, to six decimals.
  Place place(Dice dice) {
    double km = RADIUS_KM * StrictMath.sqrt(dice.uniform());
    double angle = 2 * StrictMath.PI * dice.uniform();
    double north = km * StrictMath.cos(angle) / KM_A_DEGREE;
    double east =
        km
            * StrictMath.sin(angle)
            / (KM_A_DEGREE * StrictMath.cos(StrictMath.toRadians(square.latitude())));
    return new Place(rounded(square.latitude() + north), rounded(square.longitude() + east));
  }

  private static double rounded(double degrees) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.6f", degrees));
  }
}
