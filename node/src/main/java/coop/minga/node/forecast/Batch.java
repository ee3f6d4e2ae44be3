package coop.minga.node.forecast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/// The rows of some windows, as plain arrays: rows [window x horizon, column], the sequence
/// [window, step, number], targets and weights [window x horizon, 1].
///
/// A row that nothing can be learnt from (closed, not yet known) has weight 0. A sold-out day's
/// target is only its least, until [#fillIn] puts what may have been asked for in its place.
final class Batch {
  private static final int LEVELS = Quantiles.LEVELS.size();

  private final Network network;
  private final float[] rows;
  private final float[] steps;
  private final float[] targets;
  private final float[] weights;
  private final boolean[] censored;
  private boolean anyCensored;

  private Batch(Network network, int windows) {
    int count = windows * network.grain().horizon();
    this.network = network;
    this.rows = new float[count * network.width()];
    this.steps = new float[network.recurrent() ? windows * Features.LAGS * Features.STEP : 0];
    this.targets = new float[count];
    this.weights = new float[count];
    this.censored = new boolean[count];
  }

  static Batch of(Network network, List<TrainingData.Window> windows) {
    Batch batch = new Batch(network, windows.size());
    for (int i = 0; i < windows.size(); i++) {
      batch.enter(windows.get(i), i);
    }
    return batch;
  }

  private void enter(TrainingData.Window window, int index) {
    Series series = window.series();
    int origin = window.origin();
    Grain grain = network.grain();
    int at = index * grain.horizon();
    grain.window(series, origin, rows, at * network.width(), network.width());
    if (network.recurrent()) {
      Features.sequence(series, origin, steps, index * Features.LAGS * Features.STEP);
    }
    double scale = Features.scale(series, origin);
    for (int horizon = 1; horizon <= grain.horizon(); horizon++) {
      int day = origin + horizon;
      int row = at + horizon - 1;
      if (day <= window.end() && !series.closed(day)) {
        censored[row] = series.soldOut(day);
        anyCensored |= censored[row];
        targets[row] = (float) Features.ratio(series.sold(day), scale);
        weights[row] = (float) StrictMath.sqrt(scale);
      }
    }
  }

  int size() {
    return targets.length;
  }

  boolean anyCensored() {
    return anyCensored;
  }

  /// Draws for each sold-out day what may have been asked for: from what the model itself says,
  /// given that it was no less than what was sold. Over the epochs the draws and the model agree (a
  /// stochastic EM: Celeux and Diebolt 1985).
  ///
  /// @param asked the model's quantiles, [row, level]
  void fillIn(float[] asked, SplitMix random) {
    for (int row = 0; row < targets.length; row++) {
      if (censored[row]) {
        float below = share(asked, row * LEVELS, targets[row]);
        float level = below + (1 - below) * (float) random.uniform();
        targets[row] = Math.max(targets[row], at(asked, row * LEVELS, level));
      }
    }
  }

  /// The share of the distribution that lies below a number; straight lines between levels.
  private static float share(float[] asked, int from, float number) {
    int right = 1;
    while (right < LEVELS - 1 && asked[from + right] < number) {
      right++;
    }
    float low = asked[from + right - 1];
    float width = Math.max(1e-6f, asked[from + right] - low);
    float left = level(right - 1);
    return Math.clamp(left + (number - low) / width * (level(right) - left), 0, 1);
  }

  private static float at(float[] asked, int from, float level) {
    int right = 1;
    while (right < LEVELS - 1 && level(right) < level) {
      right++;
    }
    float low = asked[from + right - 1];
    float left = level(right - 1);
    return low + (level - left) / (level(right) - left) * (asked[from + right] - low);
  }

  private static float level(int index) {
    return Quantiles.LEVELS.get(index).floatValue();
  }

  float[] rows() {
    return rows.clone();
  }

  float row(int row, int column) {
    return rows[row * network.width() + column];
  }

  float[] targets() {
    return targets.clone();
  }

  float[] weights() {
    return weights.clone();
  }

  NDArray rows(NDManager manager) {
    return manager.create(rows, new Shape(size(), network.width()));
  }

  NDArray sequence(NDManager manager) {
    return manager.create(
        steps, new Shape(size() / network.grain().horizon(), Features.LAGS, Features.STEP));
  }

  NDArray targets(NDManager manager) {
    return manager.create(targets, new Shape(size(), 1));
  }

  /// Weights whose mean over the rows that count is 1.
  NDArray weights(NDManager manager) {
    float sum = 0;
    int counted = 0;
    for (float weight : weights) {
      sum += weight;
      counted += weight > 0 ? 1 : 0;
    }
    float[] even = new float[weights.length];
    for (int i = 0; i < even.length; i++) {
      even[i] = counted == 0 ? 0 : weights[i] * counted / sum;
    }
    return manager.create(even, new Shape(size(), 1));
  }
}
