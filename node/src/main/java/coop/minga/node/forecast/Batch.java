package coop.minga.node.forecast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/// The rows of some windows, as plain arrays: rows [window x horizon, column], targets and weights
/// [window x horizon, 1].
///
/// A row that nothing can be learnt from (closed, sold out, not yet known) has weight 0.
final class Batch {
  private final float[] rows;
  private final float[] targets;
  private final float[] weights;

  private Batch(int count) {
    this.rows = new float[count * Features.COUNT];
    this.targets = new float[count];
    this.weights = new float[count];
  }

  static Batch of(List<TrainingData.Window> windows) {
    Batch batch = new Batch(windows.size() * Features.HORIZON);
    for (int i = 0; i < windows.size(); i++) {
      batch.enter(windows.get(i), i * Features.HORIZON);
    }
    return batch;
  }

  private void enter(TrainingData.Window window, int at) {
    Series series = window.series();
    Features.window(series, window.origin(), rows, at * Features.COUNT);
    double scale = Features.scale(series, window.origin());
    for (int horizon = 1; horizon <= Features.HORIZON; horizon++) {
      int day = window.origin() + horizon;
      if (day <= window.end() && series.tellsDemand(day)) {
        targets[at + horizon - 1] = (float) Features.ratio(series.demand(day), scale);
        weights[at + horizon - 1] = (float) StrictMath.sqrt(scale);
      }
    }
  }

  int size() {
    return targets.length;
  }

  boolean asks(int row) {
    return weights[row] > 0;
  }

  NDArray rows(NDManager manager) {
    return manager.create(rows, new Shape(size(), Features.COUNT));
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
