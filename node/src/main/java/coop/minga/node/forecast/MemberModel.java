package coop.minga.node.forecast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What one member forecasts with: its own model and the shared one, mixed, and the ranges set
/// right by its own recent days.
///
/// Everything is chosen on the member's own validation days: how much of the shared model is mixed
/// in, quantile by quantile (Ratcliff 1979, Vincent averaging), and how far the ranges are
/// stretched. With none of the shared model it is the member's own.
///
/// @param own trained on the member's data alone, where there is one
/// @param shared the federation's, fine-tuned or not, where there is one
/// @param sharedPercent how much of the shared one is mixed in: 0 to 100
/// @param stretch of the mixed ranges
public record MemberModel(
    Optional<ModelWeights> own,
    Optional<ModelWeights> shared,
    int sharedPercent,
    List<Double> stretch) {
  /// Which of the two models a member forecasts with.
  public enum Uses {
    /// Its own only.
    OWN,
    /// The shared one only.
    COMMON,
    /// Both, mixed.
    BOTH
  }

  private static final int STEP_PERCENT = 10;
  private static final int ALL = 100;

  /// What is mixed in before the member's own days speak: found on other windows of other days.
  private static final int USUAL_PERCENT = 60;

  /// How much better the far end from [#USUAL_PERCENT] must be: a model is chosen by the same days
  /// that it is then weighed by, and looks better on them than it is.
  private static final double DOUBT = .1;

  /// Of a shared model that is so much worse than the own one nothing is mixed in, however well
  /// that would do on the few days that there are: what it does not know of this member shows on
  /// other days.
  private static final double STRANGE = .15;

  /// Checks that what is mixed in is there.
  public MemberModel {
    stretch = new Stretch(stretch).byLevel();
    boolean noneOfIt =
        (sharedPercent > 0 && shared.isEmpty()) || (sharedPercent < ALL && own.isEmpty());
    if (sharedPercent < 0 || sharedPercent > ALL || noneOfIt) {
      throw new IllegalArgumentException("there is nothing to mix " + sharedPercent + " % with");
    }
  }

  /// Weights as they are: nothing to mix, nothing to stretch.
  public static MemberModel of(ModelWeights weights) {
    return new MemberModel(Optional.of(weights), Optional.empty(), 0, Stretch.NONE.byLevel());
  }

  /// The shared model alone, as it is.
  public static MemberModel shared(ModelWeights weights) {
    return new MemberModel(Optional.empty(), Optional.of(weights), ALL, Stretch.NONE.byLevel());
  }

  /// Two that are there to be mixed, half and half as long as nobody has judged them: see [#fit].
  public static MemberModel unmixed(ModelWeights own, ModelWeights shared) {
    return new MemberModel(Optional.of(own), Optional.of(shared), ALL / 2, Stretch.NONE.byLevel());
  }

  /// The best mixture on the member's validation days, in doubt the usual one, and none of a shared
  /// model that is much worse than the own there. With no day to judge by, it is the shared model
  /// as it is, or the own where there is no other.
  ///
  /// @throws IllegalArgumentException if there is no model at all
  public static MemberModel fit(
      DemandModel model,
      Optional<ModelWeights> own,
      Optional<ModelWeights> shared,
      TrainingData data) {
    if (own.isEmpty() && shared.isEmpty()) {
      throw new IllegalArgumentException("there is no model to forecast with");
    }
    List<TrainingData.Window> windows = data.trainable() ? data.validation() : List.of();
    if (windows.isEmpty()) {
      return new MemberModel(own, shared, shared.isPresent() ? ALL : 0, Stretch.NONE.byLevel());
    }
    Optional<List<Quantiles[]>> ownSaid = own.map(weights -> model.ask(weights, windows));
    Optional<List<Quantiles[]>> sharedSaid = shared.map(weights -> model.ask(weights, windows));
    List<Quantiles[]> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    int percent = 0;
    int most = isStrange(ownSaid, sharedSaid, windows) ? 0 : ALL;
    for (int tried = own.isPresent() ? 0 : ALL;
        tried <= (shared.isPresent() ? most : 0);
        tried += STEP_PERCENT) {
      List<Quantiles[]> said = mixed(ownSaid, sharedSaid, tried);
      double far = Math.abs(tried - USUAL_PERCENT) / (double) USUAL_PERCENT;
      double loss = DemandModel.loss(said, windows).orElse(0) * (1 + DOUBT * far);
      if (loss < least) {
        best = said;
        least = loss;
        percent = tried;
      }
    }
    return new MemberModel(own, shared, percent, stretch(best, windows).byLevel());
  }

  private static boolean isStrange(
      Optional<List<Quantiles[]>> own,
      Optional<List<Quantiles[]>> shared,
      List<TrainingData.Window> windows) {
    if (own.isEmpty() || shared.isEmpty()) {
      return false;
    }
    double theirs = DemandModel.loss(shared.get(), windows).orElse(0);
    return theirs > (1 + STRANGE) * DemandModel.loss(own.get(), windows).orElse(0);
  }

  /// Which of the two models are mixed in.
  public Uses uses() {
    if (sharedPercent == 0) {
      return Uses.OWN;
    }
    return sharedPercent == ALL ? Uses.COMMON : Uses.BOTH;
  }

  /// The loss of the mixture on the member's validation days; see [DemandModel#validationLoss].
  public OptionalDouble validationLoss(DemandModel model, TrainingData data) {
    List<TrainingData.Window> windows = data.validation();
    return DemandModel.loss(ask(model, windows), windows);
  }

  List<Quantiles[]> ask(DemandModel model, List<TrainingData.Window> windows) {
    Optional<List<Quantiles[]>> ownSaid =
        own.filter(_ -> sharedPercent < ALL).map(weights -> model.ask(weights, windows));
    Optional<List<Quantiles[]>> sharedSaid =
        shared.filter(_ -> sharedPercent > 0).map(weights -> model.ask(weights, windows));
    var ranges = new Stretch(stretch);
    List<Quantiles[]> said = mixed(ownSaid, sharedSaid, sharedPercent);
    for (Quantiles[] week : said) {
      java.util.Arrays.setAll(week, day -> ranges.apply(week[day]));
    }
    return said;
  }

  private static List<Quantiles[]> mixed(
      Optional<List<Quantiles[]>> own, Optional<List<Quantiles[]>> shared, int percent) {
    if (percent == 0) {
      return own.orElseThrow();
    }
    if (percent == ALL) {
      return shared.orElseThrow();
    }
    List<Quantiles[]> found = new ArrayList<>();
    for (int i = 0; i < own.orElseThrow().size(); i++) {
      Quantiles[] here = own.orElseThrow().get(i);
      Quantiles[] theirs = shared.orElseThrow().get(i);
      Quantiles[] week = new Quantiles[here.length];
      java.util.Arrays.setAll(week, day -> here[day].mixed(theirs[day], percent / (double) ALL));
      found.add(week);
    }
    return found;
  }

  private static Stretch stretch(List<Quantiles[]> said, List<TrainingData.Window> windows) {
    List<Quantiles> asked = new ArrayList<>();
    List<Double> sold = new ArrayList<>();
    Set<List<Object>> days = new HashSet<>();
    for (int i = 0; i < windows.size(); i++) {
      TrainingData.Window window = windows.get(i);
      int last = Math.min(window.end(), window.origin() + said.get(i).length);
      for (int day = window.origin() + 1; day <= last; day++) {
        if (window.series().tellsDemand(day)) {
          asked.add(said.get(i)[day - window.origin() - 1]);
          sold.add(window.series().demand(day));
          days.add(List.of(window.series().key(), day));
        }
      }
    }
    return asked.isEmpty() ? Stretch.NONE : Stretch.fit(asked, sold, days.size());
  }
}
