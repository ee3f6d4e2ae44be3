package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// How an update becomes integers: everything that all members of a cohort must hold in common.
///
/// An update is turned by a [Rotation] first, which leaves about C / sqrt(d) in each of the d
/// coordinates of one of length C: the step is that, divided by a power of two or, with noise, not
/// divided, for finer would only be drowned. If noise hides a site's week only, what is to be
/// drowned is a week's change, and the step is a quarter of what that leaves in a coordinate. A
/// coordinate over [#PEAK] times C / sqrt(d) is cut to that; of a turned vector that is one in
/// 10^15. The clip is in millionths so that the agreed value is an integer. The width of the ring
/// and the variance of the noise are never configured: see [#bits] and [#noiseVariance].
///
/// @param schema the hash of the model's inputs, shapes and order of parameters
/// @param dimension parameters in the model
/// @param clipMicros the greatest L2 norm of one update, in millionths
/// @param stepBits without noise, the step is clip / sqrt(d) / 2^stepBits
/// @param maxWeight the greatest weight of one member; 1 with noise
/// @param noiseThousandths the noise of the honest together, as a multiple z of what one member can
///   change, in thousandths; 0 is none
/// @param unit what "one" is: of which the noise hides whether it was there
public record Encoding(
    Hash schema,
    int dimension,
    long clipMicros,
    int stepBits,
    int maxWeight,
    int noiseThousandths,
    Unit unit) {
  /// The most parameters.
  public static final int MAX_DIMENSION = 1 << 22;

  /// The finest step: keeps the ring of the largest cohort within 31 bits.
  public static final int MAX_STEP_BITS = 16;

  /// The greatest weight.
  public static final int MAX_WEIGHT = 1 << 22;

  /// How many times the usual size of a coordinate one may have.
  public static final int PEAK = 8;

  /// The most noise.
  public static final int MAX_NOISE_THOUSANDTHS = 100_000;

  private static final long MAX_CLIP_MICROS = 1_000_000_000_000L;
  private static final String DOMAIN = "minga/learning/config/v4";
  private static final double MICROS = 1e6;
  private static final long LEAST_VARIANCE = 4;
  private static final long MOST_WEEKS = 4096;

  /// A sum of noise is never so many times its usual size in any coordinate: once in 10^15.
  private static final double TAIL = 8;

  /// A sum of noise is never longer than usual by so many times its usual size in a coordinate:
  /// once in 10^7, as its length varies by less than one.
  private static final double LONGER = 6;

  private static final double ROUNDING_VARIANCE = 0.25;

  /// Checks the ranges.
  public Encoding {
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "parameters", dimension, MAX_DIMENSION);
    require(clipMicros >= 1 && clipMicros <= MAX_CLIP_MICROS, "clip", clipMicros, MAX_CLIP_MICROS);
    require(stepBits >= 1 && stepBits <= MAX_STEP_BITS, "step bits", stepBits, MAX_STEP_BITS);
    require(maxWeight >= 1 && maxWeight <= MAX_WEIGHT, "weight", maxWeight, MAX_WEIGHT);
    if (noiseThousandths < 0 || noiseThousandths > MAX_NOISE_THOUSANDTHS) {
      throw new IllegalArgumentException("noise is 0 to " + MAX_NOISE_THOUSANDTHS + " thousandths");
    }
    if (noiseThousandths > 0 && maxWeight != 1) {
      throw new IllegalArgumentException("with noise every weight is 1");
    }
    if (unit instanceof Unit.SiteWeek week) {
      if (noiseThousandths == 0) {
        throw new IllegalArgumentException("without noise no unit smaller than all is hidden");
      }
      require(week.clipMicros() <= clipMicros, "a week's clip", week.clipMicros(), clipMicros);
      long weeks = clipMicros / week.clipMicros();
      require(weeks <= MOST_WEEKS, "weeks' clips in a clip", weeks, MOST_WEEKS);
    }
  }

  /// With the whole organisation as the unit.
  public Encoding(
      Hash schema,
      int dimension,
      long clipMicros,
      int stepBits,
      int maxWeight,
      int noiseThousandths) {
    this(
        schema,
        dimension,
        clipMicros,
        stepBits,
        maxWeight,
        noiseThousandths,
        new Unit.Organisation());
  }

  /// What a [LearningStatement.Propose] names: equal only if every field is.
  public Hash hash() {
    return Hash.sha256(
        Pae.encode(
            DOMAIN,
            schema.value(),
            Pae.number(dimension),
            Pae.number(clipMicros),
            Pae.number(stepBits),
            Pae.number(maxWeight),
            Pae.number(noiseThousandths),
            Pae.number(unit instanceof Unit.SiteWeek week ? week.clipMicros() : 0),
            Pae.number(unit instanceof Unit.SiteWeek week ? week.places() : 0)));
  }

  /// Whether members add noise.
  public boolean isNoisy() {
    return noiseThousandths > 0;
  }

  /// The greatest L2 norm of one update.
  public double clip() {
    return clipMicros / MICROS;
  }

  /// Coordinates of a turned update, d.
  public int turned() {
    return Rotation.size(dimension);
  }

  /// One unit of the integers.
  public double step() {
    return clip() / steps();
  }

  /// The greatest integer of one coordinate before noise.
  public int qMax() {
    return PEAK * (int) Math.ceil(fineness()) - 1;
  }

  /// The turn that all updates are given.
  Rotation rotation() {
    return new Rotation(hash(), dimension);
  }

  /// The square of the most by which one unit can change a member's integers, as an L2 norm.
  ///
  /// Of an organisation, with C the clip, g the step and d the dimension, (C^2 + g^2 d / 4 + g (C +
  /// g sqrt(d) / 2)) / g^2: what rounding by chance comes to at most, but for a chance of e^(-1/2),
  /// so that a member keeps to it by rounding anew. Of a site's week, which occurs in p places and
  /// changes each by its clip C_u at most, (p C_u / g + sqrt(d))^2: the same chance rounds two
  /// numbers apart by less than one step more than they are.
  ///
  /// Source: Kairouz, Liu, Steinke, 2021, section 4, for the first.
  public long sensitivitySquared() {
    return switch (unit) {
      case Unit.Organisation() -> {
        double steps = steps();
        double root = Math.sqrt(turned());
        yield (long) Math.ceil(steps * steps + turned() / 4.0 + steps + root / 2);
      }
      case Unit.SiteWeek(_, var places) -> {
        long roots = (long) places * Unit.SiteWeek.FINENESS + 1;
        yield roots * roots * turned();
      }
    };
  }

  /// The square of the most by which a whole organisation can change its integers.
  long organisationSquared() {
    return switch (unit) {
      case Unit.Organisation() -> sensitivitySquared();
      case Unit.SiteWeek _ -> {
        double most = steps() + Math.sqrt(turned());
        yield (long) Math.ceil(most * most);
      }
    };
  }

  /// The variance of one member's noise in a coordinate, in units of the integers: so that the
  /// noise of the honest alone is z times what one member can change.
  ///
  /// @param members of the cohort as drawn
  public long noiseVariance(int members) {
    if (!isNoisy()) {
      return 0;
    }
    int threshold = members - members / 3;
    int honest = members + 1 - threshold;
    double multiple = noiseThousandths / 1000.0;
    double variance = multiple * multiple * sensitivitySquared() / honest;
    return Math.max(LEAST_VARIANCE, (long) Math.ceil(variance));
  }

  /// The greatest size of a coordinate of a sum, but for a chance that never comes.
  long greatest(int members, int summed) {
    double noise = TAIL * Math.sqrt((double) noiseVariance(members) * summed);
    return (long) summed * qMax() + (long) Math.ceil(noise);
  }

  /// The width of the ring for a cohort of so many, so that no sum of honest vectors ever wraps.
  public int bits(int members) {
    long weights = (long) members * maxWeight + 1;
    long values = Math.max(2 * greatest(members, members) + 1, weights);
    return Long.SIZE - Long.numberOfLeadingZeros(values - 1);
  }

  /// Coordinates of a vector: the turned update's and the weight.
  public int coordinates() {
    return turned() + 1;
  }

  /// Bytes of a packed vector of a cohort of so many.
  public int packedBytes(int members) {
    return RingVector.packedBytes(coordinates(), bits(members));
  }

  /// The greatest L2 norm that the average of a sum of clipped updates can have: the clip, and what
  /// rounding and noise of all who are summed add to it, but for once in 10^7 epochs.
  ///
  /// @param unit what one integer of the sum is in the average
  double greatestNorm(int members, int summed, double unit) {
    double each = Math.sqrt(summed * (noiseVariance(members) + ROUNDING_VARIANCE));
    return clip() + unit * each * (Math.sqrt(turned()) + LONGER);
  }

  /// The clip in units of the integers.
  private double steps() {
    return Math.sqrt(turned()) * fineness();
  }

  /// Into how many steps the usual size of a coordinate is divided.
  private double fineness() {
    return switch (unit) {
      case Unit.Organisation() -> isNoisy() ? 1 : 1 << stepBits;
      case Unit.SiteWeek week -> Unit.SiteWeek.FINENESS * clip() / week.clip();
    };
  }

  private static void require(boolean holds, String what, long value, long max) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be 1 to " + max + ", not " + value);
    }
  }
}
