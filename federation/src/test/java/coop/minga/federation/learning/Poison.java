package coop.minga.federation.learning;

import java.util.List;

/// What a member may hand over instead of its update to do harm. It knows all honest updates, which
/// is more than any member knows.
public enum Poison {
  /// Its own update, a thousand times.
  THOUSANDFOLD,
  /// The honest average turned around, as long as the clip lets it be.
  SIGN_FLIP,
  /// The honest average less so much of the honest spread that it hides in it: Baruch, Baruch,
  /// Goldberg, 2019, "A little is enough".
  ALIE,
  /// The honest average turned around and small, so that the average only points the other way:
  /// Xie, Koyejo, Gupta, 2020, "Fall of empires".
  IPM,
  /// Nothing: it takes the model and gives none.
  FREE_RIDER,
  /// As far from the honest average as no two honest updates are from one another: Shejwalkar,
  /// Houmansadr, 2021, "Manipulating the Byzantine".
  MIN_MAX;

  private static final double SPREAD = 1.5;
  private static final double HALVINGS = 40;

  /// Whether no bound on its length shows it.
  public boolean isWithinBounds() {
    return this != THOUSANDFOLD;
  }

  /// What is handed over, before any clip.
  ///
  /// @param own what the member trained
  /// @param honest what the others hand over, clipped; at least one
  public Parameters of(Parameters own, List<Parameters> honest, double clip) {
    double[] mean = mean(honest);
    double[] given =
        switch (this) {
          case THOUSANDFOLD -> scaled(values(own), 1000);
          case SIGN_FLIP -> scaled(mean, -clip / length(mean));
          case ALIE -> plus(mean, scaled(spread(honest, mean), -SPREAD));
          case IPM -> scaled(mean, -.5);
          case FREE_RIDER -> new double[mean.length];
          case MIN_MAX -> minMax(honest, mean);
        };
    float[] floats = new float[given.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) given[i];
    }
    return Parameters.of(floats);
  }

  private static double[] minMax(List<Parameters> honest, double[] mean) {
    double widest = 0;
    for (Parameters one : honest) {
      for (Parameters other : honest) {
        widest = Math.max(widest, distance(values(one), values(other)));
      }
    }
    double[] away = scaled(mean, -1 / length(mean));
    double low = 0;
    double high = 2 * widest + length(mean);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double[] candidate = plus(mean, scaled(away, middle));
      double furthest =
          honest.stream().mapToDouble(one -> distance(candidate, values(one))).max().orElseThrow();
      if (furthest <= widest) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return plus(mean, scaled(away, low));
  }

  private static double[] values(Parameters parameters) {
    double[] values = new double[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameters.at(i);
    }
    return values;
  }

  private static double[] mean(List<Parameters> all) {
    double[] mean = new double[all.getFirst().size()];
    for (Parameters one : all) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one.at(i) / (double) all.size();
      }
    }
    return mean;
  }

  private static double[] spread(List<Parameters> all, double[] mean) {
    double[] spread = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double squares = 0;
      for (Parameters one : all) {
        squares += (one.at(i) - mean[i]) * (one.at(i) - mean[i]);
      }
      spread[i] = Math.signum(mean[i]) * Math.sqrt(squares / all.size());
    }
    return spread;
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Double.isFinite(factor) ? vector[i] * factor : 0;
    }
    return scaled;
  }

  private static double[] plus(double[] one, double[] other) {
    double[] sum = new double[one.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
  }

  private static double distance(double[] one, double[] other) {
    return length(plus(one, scaled(other, -1)));
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
