package coop.minga.node.desk;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.Quantiles;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What somebody would find out who had this member's one update in the clear, which takes all
/// other members together: which weeks of which item it was trained on.
///
/// The attacker guesses that a week was trained on if the update forecasts it better than the model
/// before it. The weeks before the validation days were; those of the validation days were not. Of
/// how many pairs, one week of each, it gets the order right is told: half is tossing a coin.
///
/// Source: Yeom, Giacomelli, Fredrikson, Jha, "Privacy risk in machine learning", 2018, the
/// threshold on the loss; we take its fall from one model to the next, as an update allows it.
final class OwnAttack {
  private static final int WEEKS = 6;
  private static final int MOST_SERIES = 40;
  private static final int DAYS = 7;

  private final DemandModel model;
  private final TrainingData data;

  OwnAttack(DemandModel model, TrainingData data) {
    this.model = model;
    this.data = data;
  }

  /// The share of pairs that it gets right; absent if there are too few weeks to try it on.
  OptionalDouble rightPairs(ModelWeights before, ModelWeights after) {
    int weeks = Math.min(WEEKS, data.validationDays() / DAYS);
    LocalDate until = data.until();
    List<Double> unseen = falls(before, after, until, weeks);
    List<Double> trained = falls(before, after, until.minusDays(data.validationDays()), weeks);
    return unseen.isEmpty() || trained.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(right(trained, unseen));
  }

  /// By how much the loss of each item's weeks before a day falls.
  private List<Double> falls(ModelWeights before, ModelWeights after, LocalDate until, int weeks) {
    List<Double> falls = new ArrayList<>();
    for (int week = 1; week <= weeks; week++) {
      LocalDate origin = until.minusDays((long) DAYS * week);
      Forecasts first = model.forecast(before, data, origin, DAYS);
      Forecasts second = model.forecast(after, data, origin, DAYS);
      for (SeriesKey key : some(data.series())) {
        Optional<Double> fall = fall(key, origin, first, second);
        fall.ifPresent(falls::add);
      }
    }
    return falls;
  }

  /// As many as tell enough, spread over all.
  private static List<SeriesKey> some(List<SeriesKey> all) {
    int step = Math.max(1, all.size() / MOST_SERIES);
    List<SeriesKey> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private Optional<Double> fall(
      SeriesKey key, LocalDate origin, Forecasts before, Forecasts after) {
    double fall = 0;
    double sold = 0;
    for (int ahead = 1; ahead <= DAYS; ahead++) {
      LocalDate day = origin.plusDays(ahead);
      OptionalDouble told = data.told(key, day);
      Optional<Quantiles> first = before.at(key, day);
      Optional<Quantiles> second = after.at(key, day);
      if (told.isPresent() && first.isPresent() && second.isPresent()) {
        sold += told.getAsDouble();
        fall += loss(first.get(), told.getAsDouble()) - loss(second.get(), told.getAsDouble());
      }
    }
    return sold > 0 ? Optional.of(fall / sold) : Optional.empty();
  }

  private static double loss(Quantiles said, double actual) {
    double loss = 0;
    for (int i = 0; i < Quantiles.LEVELS.size(); i++) {
      double level = Quantiles.LEVELS.get(i);
      double above = actual - said.values().get(i);
      loss += Math.max(level * above, (level - 1) * above);
    }
    return loss;
  }

  /// The share of pairs in which the trained one's loss fell more; a tie is half.
  static double right(List<Double> trained, List<Double> unseen) {
    double right = 0;
    for (double one : trained) {
      for (double other : unseen) {
        right += one > other ? 1 : one == other ? .5 : 0;
      }
    }
    return right / ((double) trained.size() * unseen.size());
  }
}
