package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// A turn of all parameters against fixed, random axes, which everybody of a federation does alike:
/// it keeps every length, and spreads a vector so evenly that no coordinate is much greater than
/// the others. So each takes few bits, and rounding errs by the same everywhere.
///
/// The parameters are put into a drawn order, cut into blocks of powers of two (the last filled up
/// with zeros), given drawn signs, and each block goes through Hadamard's matrix. IEEE double in
/// one order: the same bits everywhere.
///
/// Source: Kairouz, Liu, Steinke, 2021, section 4.3; Ailon, Chazelle, 2006, for why it spreads.
final class Rotation {
  /// The smallest block.
  static final int LEAST = 256;

  private static final String DOMAIN = "minga/learning/rotation/v1";

  private final int dimension;
  private final int[] place;
  private final boolean[] turned;

  /// @param axes what order and signs are drawn from
  /// @param dimension of the vectors
  Rotation(Hash axes, int dimension) {
    this.dimension = dimension;
    this.place = new int[size(dimension)];
    this.turned = new boolean[place.length];
    var draw = new KeyStream(Hash.sha256(Pae.encode(DOMAIN, axes.value())));
    for (int i = 0; i < place.length; i++) {
      int other = (int) ((Integer.toUnsignedLong(draw.next()) * (i + 1)) >>> Integer.SIZE);
      place[i] = place[other];
      place[other] = i;
    }
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (draw.next() & 1) != 0;
    }
  }

  /// Coordinates of a turned vector.
  static int size(int dimension) {
    int size = 0;
    for (int left = dimension; left > 0; left -= block(left)) {
      size += block(left);
    }
    return size;
  }

  /// The greatest block that is full, or the smallest.
  private static int block(int left) {
    return Math.max(LEAST, Integer.highestOneBit(left));
  }

  /// Turns a vector.
  ///
  /// @param vector [#size] long, zeros after the dimension; left as it is
  double[] there(double[] vector) {
    double[] turning = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      turning[place[i]] = vector[i];
    }
    flip(turning);
    transform(turning);
    return turning;
  }

  /// Turns it back.
  ///
  /// @param vector is overwritten
  /// @return as long as the dimension
  double[] back(double[] vector) {
    transform(vector);
    flip(vector);
    double[] turnedBack = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      turnedBack[i] = vector[place[i]];
    }
    return turnedBack;
  }

  private void flip(double[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (turned[i]) {
        vector[i] = -vector[i];
      }
    }
  }

  private static void transform(double[] vector) {
    for (int from = 0; from < vector.length; ) {
      int length = block(vector.length - from);
      transform(vector, from, length);
      from += length;
    }
  }

  /// One block, by halves: its own inverse.
  private static void transform(double[] vector, int from, int length) {
    for (int half = 1; half < length; half *= 2) {
      for (int pair = from; pair < from + length; pair += 2 * half) {
        for (int i = pair; i < pair + half; i++) {
          double sum = vector[i] + vector[i + half];
          vector[i + half] = vector[i] - vector[i + half];
          vector[i] = sum;
        }
      }
    }
    double scale = 1 / Math.sqrt(length);
    for (int i = from; i < from + length; i++) {
      vector[i] *= scale;
    }
  }
}
