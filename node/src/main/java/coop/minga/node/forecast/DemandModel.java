package coop.minga.node.forecast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// The local demand model: trained, tried and asked here, on one thread.
///
/// The model itself is a [ModelWeights]; this class holds none, so one instance serves any number
/// of versions. From the same weights, data and seed come the same bits in every process of one
/// kind of machine. Native memory is bounded by one batch and freed after each. Safe for several
/// threads: training steps wait for one another.
///
/// Sources: Das et al. 2023 (TiDE) for the shared temporal decoder; Koenker and Bassett 1978 for
/// the pinball loss; Kingma and Ba 2015 for Adam.
public final class DemandModel {
  private static final int BATCH_WINDOWS = 64;

  /// So many windows are all seen in one epoch.
  private static final int ALL_SEEN = 2000;

  private static final int ASKED_AT_ONCE = 512;
  private static final float RATE = .003f;
  private static final float FINE_RATE = RATE / 4;
  private static final int STEPS_OF_A_WEEK = 2;

  private final Effort effort;
  private final IntConsumer afterEpoch;

  /// How much training may cost.
  ///
  /// @param windowsPerEpoch at most so many windows are seen in an epoch, drawn by its seed
  /// @param fineTuneEpochs fine-tuning tries so many epochs
  public record Effort(int windowsPerEpoch, int fineTuneEpochs) {
    /// All that a member of a dozen shops and three years has, and eight epochs of fine-tuning.
    public static final Effort FULL = new Effort(200_000, 8);

    /// Checks that there is some.
    public Effort {
      if (windowsPerEpoch < 1 || fineTuneEpochs < 0 || fineTuneEpochs > 1000) {
        throw new IllegalArgumentException(
            windowsPerEpoch + " windows and " + fineTuneEpochs + " epochs are no effort");
      }
    }
  }

  /// What bounds [#siteWeeks].
  ///
  /// @param week the greatest L2 norm of one week's step
  /// @param all the greatest L2 norm of their sum
  public record Clips(double week, double all) {
    /// Checks that there is room for a step.
    public Clips {
      if (!(week > 0 && all >= week)) {
        throw new IllegalArgumentException("no step is between 0 and " + week + " of " + all);
      }
    }
  }

  private DemandModel(Effort effort, IntConsumer afterEpoch) {
    this.effort = effort;
    this.afterEpoch = afterEpoch;
  }

  /// Starts the engine if this process has not yet done so: up to 3 s, and once per cache folder
  /// some more for unpacking it.
  public static DemandModel open(Effort effort) {
    Torch.engine();
    return new DemandModel(effort, _ -> {});
  }

  /// The same, telling after each pass over the windows how many are done.
  public DemandModel telling(IntConsumer listener) {
    return new DemandModel(effort, listener);
  }

  /// What a node trains unless told otherwise, [Architecture#ROW64]: updates of another cannot be
  /// summed with it.
  public static Hash schema() {
    return Architecture.ROW64.schema();
  }

  /// How many numbers a model of [#schema] has.
  public static int size() {
    return Architecture.ROW64.size();
  }

  /// Untrained weights of [#schema], the same from the same seed everywhere.
  public static ModelWeights seeded(Hash seed) {
    return Architecture.ROW64.seeded(seed);
  }

  /// One local epoch of an epoch of learning together, with a fresh optimiser.
  ///
  /// @return the trained weights; the base itself if the data cannot be trained on
  public ModelWeights trainEpoch(ModelWeights base, TrainingData data, long seed) {
    Architecture architecture = Architecture.of(base);
    if (!data.trainable()) {
      return base;
    }
    float[] flat = base.toArray();
    var training = new Training(architecture.network(), flat, new Adam(RATE, flat.length));
    pass(training, data.training(), seed);
    return architecture.weights(flat);
  }

  /// In how many weeks' steps of [#siteWeeks] one week of one site occurs at most.
  public static int placesOfAWeek() {
    return SiteWeeks.PLACES;
  }

  /// One epoch of learning together in which what a week of a site can change is bounded: a step
  /// for each, from the base, summed.
  ///
  /// @return the base and the sum; the base itself if the data cannot be trained on
  public ModelWeights siteWeeks(ModelWeights base, TrainingData data, Clips clips, long seed) {
    Architecture architecture = Architecture.of(base);
    Network network = architecture.network();
    if (network.grain() != Grain.DAY) {
      throw new IllegalArgumentException("a site's week is a step in series of days only");
    }
    if (!data.trainable()) {
      return base;
    }
    var weeks = new SiteWeeks(data, (windows, random) -> moved(network, base, windows, random));
    float[] flat = base.toArray();
    double[] sum = weeks.sum(flat.length, clips, seed);
    for (int i = 0; i < flat.length; i++) {
      flat[i] += (float) sum[i];
    }
    return architecture.weights(flat);
  }

  /// What a few steps on some windows alone change.
  private static float[] moved(
      Network network, ModelWeights base, List<TrainingData.Window> windows, SplitMix random) {
    float[] before = base.toArray();
    float[] flat = before.clone();
    var adam = new Adam(RATE, flat.length);
    for (int step = 0; step < STEPS_OF_A_WEEK; step++) {
      adam.step(flat, gradient(network, flat, Batch.of(network, windows), random));
    }
    for (int i = 0; i < flat.length; i++) {
      flat[i] -= before[i];
    }
    return flat;
  }

  /// Trains alone, with one optimiser over all epochs and a falling rate, and keeps the best epoch
  /// by the validation days (the last one if there are none).
  public ModelWeights train(ModelWeights base, TrainingData data, long seed, int epochs) {
    return data.trainable() ? best(base, data, seed, new Plan(RATE, epochs)).weights() : base;
  }

  /// The mean quantile loss over the validation days as a share of what was sold (wQL); empty if
  /// the history has no day to spare for it.
  public OptionalDouble validationLoss(ModelWeights weights, TrainingData data) {
    List<TrainingData.Window> windows = data.validation();
    if (windows.isEmpty()) {
      return OptionalDouble.empty();
    }
    return loss(ask(weights, windows), windows);
  }

  static OptionalDouble loss(List<Quantiles[]> asked, List<TrainingData.Window> windows) {
    Score score = new Score();
    for (int i = 0; i < asked.size(); i++) {
      TrainingData.Window window = windows.get(i);
      int last = Math.min(window.end(), window.origin() + asked.get(i).length);
      for (int day = window.origin() + 1; day <= last; day++) {
        if (window.series().tellsDemand(day)) {
          score.enter(asked.get(i)[day - window.origin() - 1], window.series().demand(day));
        }
      }
    }
    return score.days() == 0 ? OptionalDouble.empty() : OptionalDouble.of(score.wql());
  }

  /// Goes on from the federation's weights with a quarter of the rate, on this member's own data.
  ///
  /// @return the best of the epochs tried if it beats the base on the validation days, else the
  ///   base; with no validation days there is nothing to judge by, and it is the base
  public FineTuned fineTune(ModelWeights base, TrainingData data, long seed) {
    if (!data.trainable() || data.validationDays() == 0) {
      return new FineTuned(base, false, OptionalDouble.empty(), OptionalDouble.empty());
    }
    OptionalDouble before = validationLoss(base, data);
    FineTuned tuned = best(base, data, seed, new Plan(FINE_RATE, effort.fineTuneEpochs()));
    boolean better =
        tuned.kept()
            && before.isPresent()
            && tuned.after().isPresent()
            && tuned.after().getAsDouble() < before.getAsDouble();
    return new FineTuned(better ? tuned.weights() : base, better, before, tuned.after());
  }

  /// Forecasts all series from an origin. A series with too few days up to it has its past filled
  /// in with what its category sells, and the note says so. If the data has a
  /// [TrainingData#shortfall], everything is forecast by the weekday mean, and the note says that.
  ///
  /// @throws IllegalArgumentException if the origin is not yet known
  public Forecasts forecast(ModelWeights weights, TrainingData data, LocalDate origin, int days) {
    return forecast(MemberModel.of(weights), data, origin, days);
  }

  /// As [#forecast(ModelWeights, TrainingData, LocalDate, int)], by what a member uses. With the
  /// shared model in it not even the member's first series need be old.
  public Forecasts forecast(MemberModel used, TrainingData data, LocalDate origin, int days) {
    TrainingData known = data.until(origin);
    return known.trainable() || used.shared().isPresent()
        ? forecast(windows -> used.ask(this, windows), known, days)
        : plain(known, days);
  }

  /// By any model: old series as they are, young ones with their past filled in.
  static Forecasts forecast(
      Function<List<TrainingData.Window>, List<Quantiles[]>> used, TrainingData known, int days) {
    List<Series> old = new ArrayList<>();
    List<Young> young = new ArrayList<>();
    for (Series one : known.all()) {
      if (known.last(one) + 1 >= known.grain().least()) {
        old.add(one);
      } else if (known.last(one) >= 0 && known.grain() == Grain.DAY) {
        young.add(new Young(known, one));
      }
    }
    if (old.isEmpty() && young.isEmpty()) {
      return plain(known, days);
    }
    List<TrainingData.Window> windows = new ArrayList<>();
    old.forEach(one -> windows.add(new TrainingData.Window(one, known.last(one), known.last(one))));
    young.forEach(one -> windows.add(one.window()));
    List<Quantiles[]> asked = used.apply(windows);
    Map<SeriesKey, SeriesForecast> found = new LinkedHashMap<>(plain(known, days).bySeries());
    for (int i = 0; i < asked.size(); i++) {
      if (i >= old.size()) {
        asked.set(i, young.get(i - old.size()).widened(asked.get(i)));
      }
      found.put(windows.get(i).series().key(), spread(windows.get(i), asked.get(i), days));
    }
    return new Forecasts(known.until(), days, found, filledIn(known, young.size()));
  }

  private static Forecasts plain(TrainingData known, int days) {
    Forecasts plain = Baselines.forecast(Method.WEEKDAY_MEAN, known, known.until(), days);
    return new Forecasts(known.until(), days, plain.bySeries(), known.shortfall());
  }

  private static Optional<String> filledIn(TrainingData data, int young) {
    return young == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d series have fewer than %d days of sales: what their category sells stands in for the rest, and their ranges are wider."
                .formatted(young, data.all().size(), TrainingData.MIN_DAYS));
  }

  /// Closed days are 0, days after the model's horizon repeat its last week, and what sold-out days
  /// may hide of which nobody said so widens the range.
  private static SeriesForecast spread(TrainingData.Window window, Quantiles[] week, int days) {
    Series series = window.series();
    double unsaid = series.unsaid(window.origin());
    List<Quantiles> found = new ArrayList<>();
    for (int ahead = 0; ahead < days; ahead++) {
      boolean closed = series.expectClosed(window.origin() + 1 + ahead, window.origin());
      found.add(closed ? Quantiles.ZERO : week[ahead % week.length].evened(unsaid));
    }
    return new SeriesForecast(Method.MODEL, found, Baselines.carryOver(series, window.origin()));
  }

  private record Plan(float rate, int epochs) {}

  private FineTuned best(ModelWeights base, TrainingData data, long seed, Plan plan) {
    Architecture architecture = Architecture.of(base);
    float[] flat = base.toArray();
    var training = new Training(architecture.network(), flat, new Adam(plan.rate(), flat.length));
    List<TrainingData.Window> windows = data.training();
    ModelWeights best = base;
    OptionalDouble least = OptionalDouble.empty();
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      training.adam.slow(plan.rate() * (1 - .95f * epoch / plan.epochs()));
      pass(training, windows, new SplitMix(seed + epoch).next());
      ModelWeights now = architecture.weights(flat);
      OptionalDouble loss = validationLoss(now, data);
      if (loss.isEmpty() || least.isEmpty() || loss.getAsDouble() < least.getAsDouble()) {
        best = now;
        least = loss;
      }
      afterEpoch.accept(epoch + 1);
    }
    return new FineTuned(best, plan.epochs() > 0, OptionalDouble.empty(), least);
  }

  /// Weights on their way, and the optimiser that moves them.
  private static final class Training {
    private final Network network;
    private final float[] flat;
    private final Adam adam;

    Training(Network network, float[] flat, Adam adam) {
      this.network = network;
      this.flat = flat;
      this.adam = adam;
    }
  }

  /// One epoch: a seventh of the windows, so that each day is asked for about once, but all of a
  /// small member's.
  private void pass(Training training, List<TrainingData.Window> windows, long seed) {
    Network network = training.network;
    int[] order = new int[windows.size()];
    java.util.Arrays.setAll(order, i -> i);
    var random = new SplitMix(seed);
    random.shuffle(order);
    int once = Math.max(ALL_SEEN, order.length / network.grain().horizon());
    int seen = Math.min(order.length, Math.min(once, effort.windowsPerEpoch()));
    for (int from = 0; from < seen; from += BATCH_WINDOWS) {
      List<TrainingData.Window> drawn = new ArrayList<>(BATCH_WINDOWS);
      for (int i = from; i < Math.min(seen, from + BATCH_WINDOWS); i++) {
        drawn.add(windows.get(order[i]));
      }
      Batch batch = Batch.of(network, drawn);
      training.adam.step(training.flat, gradient(network, training.flat, batch, random));
    }
  }

  /// The gradient of one batch. A manager of its own holds all that it takes.
  private static float[] gradient(Network network, float[] flat, Batch batch, SplitMix random) {
    synchronized (Torch.TRAINING) {
      try (NDManager manager = Torch.newManager()) {
        NDArray leaf = manager.create(flat);
        leaf.setRequiresGradient(true);
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
          NDArray asked = network.forward(leaf, batch);
          if (batch.anyCensored()) {
            batch.fillIn(asked.toFloatArray(), random);
          }
          NDArray loss = Network.loss(asked, batch.targets(manager), batch.weights(manager));
          collector.backward(loss);
        }
        try (NDArray gradient = leaf.getGradient()) {
          return gradient.toFloatArray();
        }
      }
    }
  }

  /// The quantiles in units of each window's week.
  List<Quantiles[]> ask(ModelWeights weights, List<TrainingData.Window> windows) {
    Network network = Architecture.of(weights).network();
    if (windows.stream().anyMatch(window -> window.series().grain() != network.grain())) {
      throw new IllegalArgumentException("a model of days is not asked for weeks, nor the reverse");
    }
    float[] flat = weights.toArray();
    List<Quantiles[]> found = new ArrayList<>(windows.size());
    for (int from = 0; from < windows.size(); from += ASKED_AT_ONCE) {
      List<TrainingData.Window> some =
          windows.subList(from, Math.min(windows.size(), from + ASKED_AT_ONCE));
      float[] raw;
      try (NDManager manager = Torch.newManager()) {
        raw = network.forward(manager.create(flat), Batch.of(network, some)).toFloatArray();
      }
      for (int i = 0; i < some.size(); i++) {
        found.add(week(some.get(i), raw, i * network.grain().horizon()));
      }
    }
    return found;
  }

  static Quantiles[] week(TrainingData.Window window, float[] raw, int row) {
    int levels = Quantiles.LEVELS.size();
    double scale = Features.scale(window.series(), window.origin());
    Quantiles[] week = new Quantiles[window.series().grain().horizon()];
    for (int day = 0; day < week.length; day++) {
      double[] units = new double[levels];
      for (int level = 0; level < levels; level++) {
        float log = raw[(row + day) * levels + level];
        units[level] = StrictMath.expm1(Math.clamp(log, 0, Network.MAX_LOG_RATIO)) * scale;
      }
      week[day] = Quantiles.rearranged(units);
    }
    return week;
  }
}
