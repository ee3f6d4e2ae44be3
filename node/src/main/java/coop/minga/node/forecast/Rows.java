package coop.minga.node.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What [Architecture#ROW64] sees and is asked for, as plain numbers: for a learner of another kind
/// to be measured beside it on the very same rows.
///
/// Seven rows a window, one a day ahead. Quantities are log ratios, as in the model.
public final class Rows {
  private static final Network NETWORK = Architecture.ROW64.network();

  private final Batch batch;

  private Rows(List<TrainingData.Window> windows) {
    this.batch = Batch.of(NETWORK, windows);
  }

  /// Another learner.
  public interface Learner {
    /// The quantiles of each row, one after the other: [row, level].
    float[] ask(Rows rows);
  }

  /// A seventh of the windows that a model is trained on, so that each day is asked for once.
  public static Rows training(TrainingData data, long seed) {
    return new Rows(drawn(data.training(), seed));
  }

  /// A seventh of those it is judged by meanwhile.
  public static Rows validation(TrainingData data, long seed) {
    return new Rows(drawn(data.validation(), seed));
  }

  private static List<TrainingData.Window> drawn(List<TrainingData.Window> windows, long seed) {
    int[] order = new int[windows.size()];
    java.util.Arrays.setAll(order, i -> i);
    new SplitMix(seed).shuffle(order);
    List<TrainingData.Window> found = new ArrayList<>();
    for (int i = 0; i < order.length / Features.HORIZON; i++) {
      found.add(windows.get(order[i]));
    }
    return found;
  }

  /// A learner's forecast of all series, as [DemandModel#forecast(MemberModel, TrainingData,
  /// LocalDate, int)] makes it of the model's.
  public static Forecasts forecast(Learner learner, TrainingData data, LocalDate origin, int days) {
    return DemandModel.forecast(windows -> ask(learner, windows), data.until(origin), days);
  }

  private static List<Quantiles[]> ask(Learner learner, List<TrainingData.Window> windows) {
    float[] raw = learner.ask(new Rows(windows));
    List<Quantiles[]> found = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      found.add(DemandModel.week(windows.get(i), raw, i * Features.HORIZON));
    }
    return found;
  }

  /// How many rows there are.
  public int count() {
    return batch.size();
  }

  /// Columns of a row.
  public int width() {
    return NETWORK.width();
  }

  /// All rows, one after the other; a copy.
  public float[] columns() {
    return batch.rows();
  }

  /// The seasonal baseline of a row.
  public float baseline(int row) {
    return batch.row(row, Features.BASELINE);
  }

  /// What was asked for; a copy.
  public float[] targets() {
    return batch.targets();
  }

  /// How much each row counts, 0 where there is nothing to learn from; a copy.
  public float[] weights() {
    return batch.weights();
  }
}
