package coop.minga.node.forecast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;

/// row64: one multilayer perceptron shared by all horizons (the idea is TiDE's temporal decoder:
/// Das et al. 2023, "Long-term Forecasting with TiDE").
///
/// rows [row, column] -> 64 -> 64 with a skip -> a distance from the seasonal baseline for the
/// median, and softplus gaps below and above it, so that quantiles cannot cross. All in log1p ratio
/// to the scale. The weights are one flat vector in the order of [#LAYOUT]; layers are views of it.
final class Network {
  private static final int IN = Features.COUNT;
  private static final int WIDE = 64;
  private static final int OUT = Quantiles.LEVELS.size();
  private static final int GAPS = OUT - 1;

  /// No quantile is above e^4 times the scale: a model that diverged upward must not reach an
  /// order.
  static final float MAX_LOG_RATIO = 4;

  /// The order of the flat vector. Part of the schema.
  static final String LAYOUT = "w1[in,64],b1,w2[64,64],b2,w3[64,7],b3,skip[in,1]";

  /// How many weights there are.
  static final int SIZE = IN * WIDE + WIDE + WIDE * WIDE + WIDE + WIDE * OUT + OUT + IN;

  /// Which features, architecture and levels a weight vector belongs to.
  static final Hash SCHEMA =
      Hash.sha256(
          Bytes.utf8(
              String.join(
                  "\n",
                  "minga row64 v1",
                  Features.COLUMNS,
                  LAYOUT,
                  "levels " + Quantiles.LEVELS,
                  "horizon " + Features.HORIZON)));

  /// A first guess of a gap, before the softplus: about .12 in log ratio.
  private static final float GAP_AT_FIRST = -2;

  private Network() {}

  /// Uniform weights as He et al. 2015 scale them, the head ten times smaller, all from one seed.
  static float[] seeded(Hash seed) {
    SplitMix random = new SplitMix(firstLong(seed));
    float[] flat = new float[SIZE];
    int at = uniform(random, flat, 0, IN * WIDE, bound(IN)) + WIDE;
    at = uniform(random, flat, at, WIDE * WIDE, bound(WIDE)) + WIDE;
    at = uniform(random, flat, at, WIDE * OUT, bound(WIDE) / 10);
    for (int gap = 1; gap <= GAPS; gap++) {
      flat[at + gap] = GAP_AT_FIRST;
    }
    return flat;
  }

  /// The quantiles of each row, [row, level]. All arrays are made in the manager of the rows, and
  /// the weights must be of the same one: a product belongs to its first operand's manager.
  static NDArray forward(NDArray flat, NDArray rows) {
    int at = 0;
    NDArray hidden = relu(affine(rows, flat, at, IN, WIDE));
    at += IN * WIDE + WIDE;
    hidden = relu(affine(hidden, flat, at, WIDE, WIDE)).add(hidden);
    at += WIDE * WIDE + WIDE;
    NDArray head = affine(hidden, flat, at, WIDE, OUT);
    at += WIDE * OUT + OUT;
    NDArray skip = rows.matMul(part(flat, at, at + IN).reshape(new Shape(IN, 1)));
    NDArray baseline = rows.get(new NDIndex(":, 0:1"));
    NDArray median = baseline.add(head.get(new NDIndex(":, 0:1"))).add(skip);
    NDArray gaps = softplus(head.get(new NDIndex(":, 1:")));
    return gaps.matMul(spread(rows.getManager())).add(median);
  }

  /// Mean pinball loss over levels, each row by its weight; the sum is divided by the number of
  /// rows.
  static NDArray loss(NDArray quantiles, NDArray targets, NDArray rowWeights) {
    NDArray levels = levels(quantiles.getManager());
    NDArray above = targets.sub(quantiles);
    NDArray pinball = above.mul(levels).maximum(above.mul(levels.sub(1)));
    return pinball.mul(rowWeights).mean();
  }

  private static NDArray affine(NDArray x, NDArray flat, int at, int in, int out) {
    NDArray weight = part(flat, at, at + in * out).reshape(new Shape(in, out));
    return x.matMul(weight).add(part(flat, at + in * out, at + in * out + out));
  }

  private static NDArray part(NDArray flat, int from, int to) {
    return flat.get(new NDIndex(from + ":" + to));
  }

  private static NDArray relu(NDArray x) {
    return x.maximum(0);
  }

  private static NDArray softplus(NDArray x) {
    return relu(x).add(x.abs().neg().exp().add(1).log());
  }

  /// Which gaps lie between the median and each level, [gap, level]: -1 below it, 1 above it.
  private static NDArray spread(NDManager manager) {
    float[] signs = new float[GAPS * OUT];
    int middle = OUT / 2;
    for (int level = 0; level < OUT; level++) {
      for (int gap = Math.min(level, middle); gap < Math.max(level, middle); gap++) {
        signs[gap * OUT + level] = level < middle ? -1 : 1;
      }
    }
    return manager.create(signs, new Shape(GAPS, OUT));
  }

  private static NDArray levels(NDManager manager) {
    float[] levels = new float[OUT];
    for (int level = 0; level < OUT; level++) {
      levels[level] = Quantiles.LEVELS.get(level).floatValue();
    }
    return manager.create(levels, new Shape(1, OUT));
  }

  private static int uniform(SplitMix random, float[] flat, int at, int count, double bound) {
    for (int i = 0; i < count; i++) {
      flat[at + i] = (float) ((2 * random.uniform() - 1) * bound);
    }
    return at + count;
  }

  private static double bound(int inputs) {
    return StrictMath.sqrt(6.0 / inputs) / 2;
  }

  private static long firstLong(Hash seed) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | seed.value().at(i);
    }
    return value;
  }
}
