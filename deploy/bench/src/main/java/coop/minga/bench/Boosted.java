package coop.minga.bench;

import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.Rows;
import coop.minga.node.forecast.TrainingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Gradient-boosted trees on everybody's rows in one place: what no member may do, and the
/// strongest other learner of such rows (Chen and Guestrin 2016, XGBoost).
///
/// It sees the very columns that row64 sees, and learns each level apart, as what is to be added to
/// the seasonal baseline. How many trees are asked is chosen on the validation days.
///
/// @param byLevel one a level
record Boosted(List<Level> byLevel) implements Rows.Learner {
  private static final int TREES = 160;
  private static final int STEP = 20;

  /// The file that is written last: how many trees each level asks, a line each.
  private static final String WHOLE = "trees";

  /// @param trees how many are asked
  record Level(Booster booster, int trees) {}

  /// Those that were kept in a folder, or else trained and kept there.
  ///
  /// @param folder empty if nothing is kept
  static Boosted of(TrainingData all, int seed, boolean quick, Optional<Path> folder) {
    try {
      if (folder.isEmpty()) {
        return train(all, seed, quick);
      }
      if (!Files.exists(folder.get().resolve(WHOLE))) {
        train(all, seed, quick).keep(folder.get());
      }
      return read(folder.get());
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Path folder) throws IOException, XGBoostError {
    Files.createDirectories(folder);
    for (int level = 0; level < byLevel.size(); level++) {
      byLevel.get(level).booster().saveModel(folder.resolve(level + ".ubj").toString());
    }
    Files.writeString(
        folder.resolve(WHOLE),
        byLevel.stream().map(level -> level.trees() + "\n").collect(Collectors.joining()));
  }

  private static Boosted read(Path folder) throws IOException, XGBoostError {
    List<Level> found = new ArrayList<>();
    for (String trees : Files.readAllLines(folder.resolve(WHOLE))) {
      Path file = folder.resolve(found.size() + ".ubj");
      found.add(new Level(XGBoost.loadModel(file.toString()), Integer.parseInt(trees)));
    }
    return new Boosted(List.copyOf(found));
  }

  private static Boosted train(TrainingData all, int seed, boolean quick) throws XGBoostError {
    DMatrix training = matrix(Rows.training(all, seed));
    DMatrix validation = matrix(Rows.validation(all, seed));
    List<Level> found = new ArrayList<>();
    for (double level : Quantiles.LEVELS) {
      found.add(level(training, validation, new Setting(level, seed), quick ? STEP : TREES));
    }
    training.dispose();
    validation.dispose();
    return new Boosted(List.copyOf(found));
  }

  private static Level level(DMatrix training, DMatrix validation, Setting setting, int trees)
      throws XGBoostError {
    Booster booster = XGBoost.train(training, setting.parameters(), trees, Map.of(), null, null);
    double level = setting.level();
    int best = trees;
    double least = Double.POSITIVE_INFINITY;
    for (int asked = STEP; asked <= trees; asked += STEP) {
      double loss = loss(booster.predict(validation, false, asked), validation, level);
      best = loss < least ? asked : best;
      least = Math.min(loss, least);
    }
    return new Level(booster, best);
  }

  private static double loss(float[][] said, DMatrix rows, double level) throws XGBoostError {
    float[] targets = rows.getLabel();
    float[] weights = rows.getWeight();
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      double above = targets[row] - said[row][0];
      sum += weights[row] * Math.max(level * above, (level - 1) * above);
    }
    return sum;
  }

  /// What is given to the trainer.
  ///
  /// @param level of the quantile
  /// @param seed of what it draws
  private record Setting(double level, int seed) {
    Map<String, Object> parameters() {
      Map<String, Object> settings = new HashMap<>();
      settings.put("objective", "reg:quantileerror");
      settings.put("quantile_alpha", level);
      settings.put("tree_method", "hist");
      settings.put("max_depth", 6);
      settings.put("eta", .1);
      settings.put("min_child_weight", 20);
      settings.put("subsample", .8);
      settings.put("colsample_bytree", .8);
      settings.put("nthread", 1);
      settings.put("seed", seed);
      settings.put("verbosity", 0);
      return settings;
    }
  }

  private static DMatrix matrix(Rows rows) throws XGBoostError {
    var matrix = new DMatrix(rows.columns(), rows.count(), rows.width(), Float.NaN);
    float[] above = rows.targets();
    for (int row = 0; row < above.length; row++) {
      above[row] -= rows.baseline(row);
    }
    matrix.setLabel(above);
    matrix.setWeight(rows.weights());
    return matrix;
  }

  @Override
  public float[] ask(Rows rows) {
    int levels = byLevel.size();
    float[] said = new float[rows.count() * levels];
    try {
      var matrix = new DMatrix(rows.columns(), rows.count(), rows.width(), Float.NaN);
      for (int level = 0; level < levels; level++) {
        Level one = byLevel.get(level);
        float[][] above = one.booster().predict(matrix, false, one.trees());
        for (int row = 0; row < above.length; row++) {
          said[row * levels + level] = rows.baseline(row) + above[row][0];
        }
      }
      matrix.dispose();
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
    return said;
  }

  List<Judged> judged(Frozen frozen) {
    return IntStream.range(0, frozen.members().size())
        .mapToObj(i ->
            frozen.judge(
                i, origin -> Rows.forecast(this, frozen.members().get(i), origin, frozen.ahead())))
        .toList();
  }
}
