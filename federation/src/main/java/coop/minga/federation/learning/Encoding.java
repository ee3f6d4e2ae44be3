package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;

/// How an update becomes integers: everything that all members of a cohort must hold in common.
///
/// The clip is in millionths so that the agreed value is an integer; the step is the clip divided
/// by a power of two. The width of the ring is never configured: see [#bits].
///
/// @param schema the hash of the model's inputs, shapes and order of parameters
/// @param dimension parameters in the model
/// @param clipMicros the greatest L2 norm of one update, in millionths
/// @param stepBits the step is clip / 2^stepBits
/// @param maxWeight the greatest weight of one member; at most 2^stepBits
public record Encoding(Hash schema, int dimension, long clipMicros, int stepBits, int maxWeight) {
  /// The most parameters.
  public static final int MAX_DIMENSION = 1 << 22;

  /// The finest step: keeps the ring of the largest cohort within 31 bits.
  public static final int MAX_STEP_BITS = 22;

  private static final long MAX_CLIP_MICROS = 1_000_000_000_000L;
  private static final String DOMAIN = "minga/learning/config/v1";
  private static final double MICROS = 1e6;

  /// Checks the ranges.
  public Encoding {
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "parameters", dimension, MAX_DIMENSION);
    require(clipMicros >= 1 && clipMicros <= MAX_CLIP_MICROS, "clip", clipMicros, MAX_CLIP_MICROS);
    require(stepBits >= 1 && stepBits <= MAX_STEP_BITS, "step bits", stepBits, MAX_STEP_BITS);
    require(maxWeight >= 1 && maxWeight <= 1 << stepBits, "weight", maxWeight, 1L << stepBits);
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
            Pae.number(maxWeight)));
  }

  /// The greatest L2 norm of one update.
  public double clip() {
    return clipMicros / MICROS;
  }

  /// One unit of the integers.
  public double step() {
    return clip() / (1 << stepBits);
  }

  /// The greatest integer of one coordinate: a whole clip in one place, and one for rounding up.
  public int qMax() {
    return (1 << stepBits) + 1;
  }

  /// The width of the ring for a cohort of so many: ceil(log2(2 c qmax + 1)), so that no sum of
  /// honest vectors ever wraps.
  public int bits(int members) {
    long values = 2L * members * qMax() + 1;
    return Long.SIZE - Long.numberOfLeadingZeros(values - 1);
  }

  /// Coordinates of a vector: the parameters and the weight.
  public int coordinates() {
    return dimension + 1;
  }

  /// Bytes of a packed vector of a cohort of so many.
  public int packedBytes(int members) {
    return RingVector.packedBytes(coordinates(), bits(members));
  }

  private static void require(boolean holds, String what, long value, long max) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be 1 to " + max + ", not " + value);
    }
  }
}
