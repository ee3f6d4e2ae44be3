package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Shamir's secret sharing, byte by byte over the field of 256 elements: any t shares give the
/// secret, and t - 1 of them say nothing about it.
///
/// A secret's byte is a random polynomial's value at 0, the share of point p its value at p, for
/// points 1 to n. The field is that of AES (polynomial x^8 + x^4 + x^3 + x + 1), with 3 as the
/// generator. Source: Shamir, "How to share a secret", 1979.
final class SecretSharing {
  /// The most points.
  static final int MAX_POINTS = 255;

  private static final int ORDER = 255;
  private static final int REDUCTION = 0x11b;
  private static final int[] POWERS = new int[2 * ORDER];
  private static final int[] LOGS = new int[ORDER + 1];

  static {
    int value = 1;
    for (int i = 0; i < ORDER; i++) {
      POWERS[i] = value;
      POWERS[i + ORDER] = value;
      LOGS[value] = i;
      value ^= value << 1;
      if (value > ORDER) {
        value ^= REDUCTION;
      }
    }
  }

  private SecretSharing() {}

  /// Splits a secret.
  ///
  /// @param threshold how many shares give it back
  /// @param points how many shares there are
  /// @param polynomial what the coefficients are drawn from; as secret as the secret
  /// @return the shares of points 1, 2, ...
  static List<Bytes> split(Bytes secret, int threshold, int points, Hash polynomial) {
    if (threshold < 1 || threshold > points || points > MAX_POINTS) {
      throw new IllegalArgumentException(threshold + " of " + points + " shares");
    }
    int[][] coefficients = coefficients(secret, threshold, new KeyStream(polynomial));
    var shares = new ArrayList<Bytes>();
    for (int point = 1; point <= points; point++) {
      byte[] share = new byte[secret.size()];
      for (int i = 0; i < share.length; i++) {
        share[i] = (byte) at(coefficients[i], point);
      }
      shares.add(Bytes.of(share));
    }
    return shares;
  }

  /// The value at a point of the polynomials through these shares: the secret at 0, a share
  /// elsewhere.
  ///
  /// @param shares by point, as many as the threshold
  static Bytes valueAt(int point, SortedMap<Integer, Bytes> shares) {
    Map<Integer, Integer> weights = weights(point, shares);
    int size = shares.firstEntry().getValue().size();
    byte[] value = new byte[size];
    shares.forEach((from, share) -> {
      int weight = weights.getOrDefault(from, 0);
      for (int i = 0; i < size; i++) {
        value[i] ^= (byte) times(weight, share.at(i));
      }
    });
    return Bytes.of(value);
  }

  /// Lagrange's weights. In a field of characteristic two, minus is plus.
  private static Map<Integer, Integer> weights(int point, SortedMap<Integer, Bytes> shares) {
    var weights = new TreeMap<Integer, Integer>();
    for (int from : shares.keySet()) {
      int weight = 1;
      for (int other : shares.keySet()) {
        if (other != from) {
          weight = times(weight, over(point ^ other, from ^ other));
        }
      }
      weights.put(from, weight);
    }
    return weights;
  }

  private static int[][] coefficients(Bytes secret, int threshold, KeyStream stream) {
    int[][] coefficients = new int[secret.size()][threshold];
    for (int i = 0; i < secret.size(); i++) {
      coefficients[i][0] = secret.at(i);
      for (int k = 1; k < threshold; k++) {
        coefficients[i][k] = stream.next() & ORDER;
      }
    }
    return coefficients;
  }

  private static int at(int[] coefficients, int point) {
    int value = 0;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      value = times(value, point) ^ coefficients[k];
    }
    return value;
  }

  private static int times(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWERS[LOGS[a] + LOGS[b]];
  }

  private static int over(int a, int b) {
    return a == 0 ? 0 : POWERS[LOGS[a] + ORDER - LOGS[b]];
  }
}
