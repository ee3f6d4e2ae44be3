package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// How an update becomes integers: everything that all members of a cohort must hold in common.
///
/// An update is turned by a [Rotation] first, which leaves about C / sqrt(d) in each of the d
/// coordinates of one of length C: the step is that, divided by a power of two or, with noise, not
/// divided, for finer would only be drowned. A coordinate over [#PEAK] times it is cut to that; of
/// a turned vector that is one in 10^15. The clip is in millionths so that the agreed value is an
/// integer. The width of the ring and the variance of the noise are never configured: see [#bits]
/// and [#noiseVariance].
///
/// @param schema the hash of the model's inputs, shapes and order of parameters
/// @param dimension parameters in the model
/// @param clipMicros the greatest L2 norm of one update, in millionths
/// @param stepBits without noise, the step is clip / sqrt(d) / 2^stepBits
/// @param maxWeight the greatest weight of one member; 1 with noise
/// @param noiseThousandths the noise of the honest together, as a multiple z of what one member can
///   change, in thousandths; 0 is none
public record Encoding(
    Hash schema,
    int dimension,
    long clipMicros,
    int stepBits,
    int maxWeight,
    int noiseThousandths) {
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
  private static final String DOMAIN = "minga/learning/config/v3";
  private static final double MICROS = 1e6;
  private static final long LEAST_VARIANCE = 4;
  private static final double TAIL = 8;

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
            Pae.number(noiseThousandths)));
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
    return (PEAK << (isNoisy() ? 0 : stepBits)) - 1;
  }

  /// The turn that all updates are given.
  Rotation rotation() {
    return new Rotation(hash(), dimension);
  }

  /// The greatest sum of squares of one member's integers, which it keeps to by rounding anew: with
  /// C the clip, g the step and d the dimension, (C^2 + g^2 d / 4 + g (C + g sqrt(d) / 2)) / g^2,
  /// which is what rounding by chance comes to at most, but for a chance of e^(-1/2).
  ///
  /// Source: Kairouz, Liu, Steinke, 2021, section 4.
  public long sensitivitySquared() {
    double steps = steps();
    double root = Math.sqrt(turned());
    return (long) Math.ceil(steps * steps + turned() / 4.0 + steps + root / 2);
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

  /// The greatest L2 norm that the average of a sum of clipped updates can have, rounding and noise
  /// counted in.
  ///
  /// @param unit what one integer of the sum is in the average
  double greatestNorm(int members, int summed, double unit) {
    double root = Math.sqrt(turned());
    double noise = TAIL * Math.sqrt((double) noiseVariance(members) * summed);
    return clip() + unit * root * (summed + noise);
  }

  /// The clip in units of the integers.
  private double steps() {
    return Math.sqrt(turned()) * (isNoisy() ? 1 : 1 << stepBits);
  }

  private static void require(boolean holds, String what, long value, long max) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be 1 to " + max + ", not " + value);
    }
  }
}
