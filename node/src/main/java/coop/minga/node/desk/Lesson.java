package coop.minga.node.desk;

import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Unit;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.forecast.TrainingData;

/// What members hold in common of how they train: the model, what bounds an update, and what noise
/// hides. The same at all, or their updates are not summed.
///
/// @param common what all learn together
/// @param privacy the noise on each update, and what it hides
public record Lesson(Architecture common, NodeConfig.Privacy privacy) {
  /// What every update counts: alike, so that nobody can claim more.
  static final int WEIGHT = 1;

  /// Most updates are shorter; that of a dozen shops' first epochs is not.
  private static final long CLIP_MICROS = 2_000_000;

  private static final int STEP_BITS = 7;

  /// Steps of weeks are small: twenty epochs of them go as far as a few of the others.
  private static final long ALL_WEEKS_CLIP_MICROS = 500_000;

  private static final long WEEKS_CLIP_MICROS = 1_000;

  /// How updates become integers.
  public Encoding encoding() {
    return new Encoding(
        common.schema(),
        common.size(),
        clipMicros(),
        STEP_BITS,
        WEIGHT,
        privacy.noiseThousandths(),
        unit());
  }

  private boolean isNoisy() {
    return privacy.noiseThousandths() > 0;
  }

  private long clipMicros() {
    return switch (unit()) {
      case Unit.Organisation() -> CLIP_MICROS;
      case Unit.SiteWeek _ -> ALL_WEEKS_CLIP_MICROS;
    };
  }

  /// Without noise nothing is hidden, and the bound that costs least will do.
  private Unit unit() {
    if (!isNoisy()) {
      return new Unit.Organisation();
    }
    return switch (privacy.unit()) {
      case ORGANISATION -> new Unit.Organisation();
      case SITE_WEEK -> new Unit.SiteWeek(WEEKS_CLIP_MICROS, DemandModel.placesOfAWeek());
    };
  }

  /// One local epoch, in the training that the unit allows: a bound on all of it bounds an
  /// organisation, and only a bound on each week's part of it bounds a week.
  public ModelWeights trained(DemandModel model, ModelWeights base, TrainingData data, long epoch) {
    Encoding encoding = encoding();
    return switch (encoding.unit()) {
      case Unit.Organisation() -> model.trainEpoch(base, data, epoch);
      case Unit.SiteWeek week ->
          model.siteWeeks(base, data, new DemandModel.Clips(week.clip(), encoding.clip()), epoch);
    };
  }
}
