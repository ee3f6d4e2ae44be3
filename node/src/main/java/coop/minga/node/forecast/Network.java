package coop.minga.node.forecast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import coop.minga.federation.identity.Hash;

/// One multilayer perceptron shared by all horizons (the idea is TiDE's temporal decoder: Das et
/// al. 2023, "Long-term Forecasting with TiDE"), and beside it, if it is recurrent, a small gated
/// recurrent unit (Cho et al. 2014) over the last days, whose last state every horizon sees.
///
/// rows [row, column] -> wide -> wide with a skip -> a distance from the seasonal baseline for the
/// median, and softplus gaps below and above it, so that quantiles cannot cross. All in log1p ratio
/// to the scale. The weights are one flat vector in the order of [#layout]; layers are views of it.
final class Network {
  private static final int STATE = 32;
  private static final int GATES = 3 * STATE;
  private static final int OUT = Quantiles.LEVELS.size();
  private static final int GAPS = OUT - 1;

  /// No quantile is above e^4 times the scale: a model that diverged upward must not reach an
  /// order.
  static final float MAX_LOG_RATIO = 4;

  /// A first guess of a gap, before the softplus: about .12 in log ratio.
  private static final float GAP_AT_FIRST = -2;

  private final Grain grain;
  private final int wide;
  private final boolean recurrent;
  private final int in;

  /// @param wide numbers of a hidden layer
  Network(Grain grain, int wide, boolean recurrent) {
    this.grain = grain;
    this.wide = wide;
    this.recurrent = recurrent;
    this.in = grain.columns() + (recurrent ? 0 : grain.lags());
  }

  /// What series it is for.
  Grain grain() {
    return grain;
  }

  boolean recurrent() {
    return recurrent;
  }

  /// Columns of a row.
  int width() {
    return in;
  }

  /// The order of the flat vector. Part of the schema.
  String layout() {
    return "w1[in,W],b1,w2[W,W],b2,w3[W,7],b3,skip[in,1]".replace("W", Integer.toString(wide))
        + (recurrent ? ",gru-in[96,3],gru-state[96,32],gru-b[96],gru-b[96],join[32,64]" : "");
  }

  /// How many weights there are.
  int size() {
    return rowSize() + (recurrent ? GATES * (Features.STEP + STATE + 2) + STATE * wide : 0);
  }

  private int rowSize() {
    return in * wide + wide + wide * wide + wide + wide * OUT + OUT + in;
  }

  /// Uniform weights as He et al. 2015 scale them, the head ten times smaller, all from one seed.
  float[] seeded(Hash seed) {
    SplitMix random = new SplitMix(firstLong(seed));
    float[] flat = new float[size()];
    int at = uniform(random, flat, 0, in * wide, bound(in)) + wide;
    at = uniform(random, flat, at, wide * wide, bound(wide)) + wide;
    at = uniform(random, flat, at, wide * OUT, bound(wide) / 10);
    for (int gap = 1; gap <= GAPS; gap++) {
      flat[at + gap] = GAP_AT_FIRST;
    }
    if (recurrent) {
      double bound = 1 / StrictMath.sqrt(STATE);
      at = uniform(random, flat, rowSize(), GATES * (Features.STEP + STATE + 2), bound);
      uniform(random, flat, at, STATE * wide, bound(STATE));
    }
    return flat;
  }

  /// The quantiles of each row, [row, level]. All arrays are made in the manager of the rows, and
  /// the weights must be of the same one: a product belongs to its first operand's manager.
  NDArray forward(NDArray flat, Batch batch) {
    NDManager manager = flat.getManager();
    NDArray rows = batch.rows(manager);
    int at = 0;
    NDArray first = affine(rows, flat, at, in, wide);
    if (recurrent) {
      first = joined(first, lastState(flat, batch.sequence(manager)), flat);
    }
    NDArray hidden = relu(first);
    at += in * wide + wide;
    hidden = relu(affine(hidden, flat, at, wide, wide)).add(hidden);
    at += wide * wide + wide;
    NDArray head = affine(hidden, flat, at, wide, OUT);
    at += wide * OUT + OUT;
    NDArray skip = rows.matMul(part(flat, at, at + in).reshape(new Shape(in, 1)));
    NDArray baseline = rows.get(new NDIndex(":, 0:1"));
    NDArray median = baseline.add(head.get(new NDIndex(":, 0:1"))).add(skip);
    NDArray gaps = softplus(head.get(new NDIndex(":, 1:")));
    return gaps.matMul(spread(manager)).add(median);
  }

  /// The state after the last step, [window, state].
  private NDArray lastState(NDArray flat, NDArray sequence) {
    int at = rowSize();
    NDArray input = part(flat, at, at + GATES * Features.STEP);
    at += GATES * Features.STEP;
    NDArray state = part(flat, at, at + GATES * STATE);
    at += GATES * STATE;
    NDList weights =
        new NDList(
            input.reshape(new Shape(GATES, Features.STEP)),
            state.reshape(new Shape(GATES, STATE)),
            part(flat, at, at + GATES),
            part(flat, at + GATES, at + 2 * GATES));
    NDManager manager = flat.getManager();
    NDArray none = manager.zeros(new Shape(1, sequence.getShape().get(0), STATE));
    NDList out =
        sequence.getNDArrayInternal().gru(sequence, none, weights, true, 1, 0, true, false, true);
    return out.get(1).reshape(new Shape(-1, STATE));
  }

  /// The first layer with the state added to all horizons of its window.
  private NDArray joined(NDArray first, NDArray state, NDArray flat) {
    int at = size() - STATE * wide;
    NDArray join = part(flat, at, at + STATE * wide).reshape(new Shape(STATE, wide));
    NDArray toAll = state.matMul(join).reshape(new Shape(-1, 1, wide));
    return first
        .reshape(new Shape(-1, grain.horizon(), wide))
        .add(toAll)
        .reshape(new Shape(-1, wide));
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

  /// Not `maximum(0)`: the engine's binding puts that 0 into Java's memory, which the gradient
  /// still reads when nothing in Java holds it any more. A collection between the two then gave a
  /// wrong gradient. This one is the engine's own.
  private static NDArray relu(NDArray x) {
    return x.maximum(x.getManager().zeros(new Shape(1)));
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
