package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Optional;

/// A model's change and its weight as integers of a ring, and their sum as an average change.
///
/// A change is clipped to L2 norm C, scaled by weight / maxWeight, turned ([Rotation]), divided by
/// the step and rounded up or down at random with the expectation kept; the random stream is drawn
/// from the attempt's secret, so that the same change always gives the same integers. The weight
/// itself is one more coordinate, the last. All arithmetic is IEEE double in one order: the same
/// bits everywhere.
///
/// Source: Kairouz, Liu, Steinke, "The distributed discrete Gaussian mechanism for federated
/// learning with secure aggregation", 2021, section 4; McMahan and others, 2017, for weighting.
public final class RingCodec {
  private static final double TWO_TO_32 = 4294967296.0;

  private final Encoding encoding;
  private final int members;
  private final int bits;

  /// The codec of a cohort.
  ///
  /// @param members how many were drawn: the ring is as wide as the sum of all of them needs
  public RingCodec(Encoding encoding, int members) {
    if (members < 1 || members > LearningStatement.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a cohort has 1 to " + LearningStatement.MAX_MEMBERS + " members, not " + members);
    }
    this.encoding = encoding;
    this.members = members;
    this.bits = encoding.bits(members);
    if (bits > RingVector.MAX_BITS) {
      throw new IllegalArgumentException(
          "so much noise takes a ring of " + bits + " bits; " + RingVector.MAX_BITS + " are there");
    }
  }

  /// What encoding came to.
  public sealed interface Encoded {
    /// The integers.
    ///
    /// @param vector the turned parameters, then the weight
    record Vector(RingVector vector) implements Encoded {}

    /// The update cannot be encoded.
    ///
    /// @param reason why
    record Refused(Refusal reason) implements Encoded {}
  }

  /// Why an update cannot be encoded.
  public enum Refusal {
    /// Not one number a parameter.
    WRONG_SIZE,
    /// A NaN or an infinity.
    NOT_FINITE,
    /// A weight of zero or less.
    NO_WEIGHT,
    /// A weight above [Encoding#maxWeight].
    TOO_HEAVY
  }

  /// What decoding came to.
  public sealed interface Decoded {
    /// The average.
    ///
    /// @param change the average of the members' clipped changes, by weight
    /// @param weight of all together
    record Average(Parameters change, long weight) implements Decoded {}

    /// No sum of vectors within the clip: somebody's was out of bounds.
    ///
    /// @param coordinate the first that shows it; the last if all together do
    record OutOfBounds(int coordinate) implements Decoded {}
  }

  /// The width of the ring.
  public int bits() {
    return bits;
  }

  /// Integers in a vector.
  public int coordinates() {
    return encoding.coordinates();
  }

  /// Bytes of a packed vector.
  public int packedBytes() {
    return RingVector.packedBytes(encoding.coordinates(), bits);
  }

  /// Reads a packed vector of this cohort.
  public Optional<RingVector> unpack(Bytes packed) {
    return RingVector.unpack(packed, encoding.coordinates(), bits);
  }

  /// Encodes one member's update.
  ///
  /// @param chance what rounding and noise are drawn from
  public Encoded encode(Parameters change, long weight, Chance chance) {
    if (change.size() != encoding.dimension()) {
      return new Encoded.Refused(Refusal.WRONG_SIZE);
    }
    if (weight <= 0) {
      return new Encoded.Refused(Refusal.NO_WEIGHT);
    }
    if (weight > encoding.maxWeight()) {
      return new Encoded.Refused(Refusal.TOO_HEAVY);
    }
    double norm = norm(change);
    if (!Double.isFinite(norm)) {
      return new Encoded.Refused(Refusal.NOT_FINITE);
    }
    int[] values = rounded(change, weight, norm, new KeyStream(chance.rounding()));
    if (encoding.isNoisy()) {
      addNoise(values, new KeyStream(chance.noise()));
    }
    return new Encoded.Vector(RingVector.reduced(bits, values));
  }

  /// What an encoding is drawn from.
  ///
  /// @param rounding up or down
  /// @param noise as secret as what it hides
  public record Chance(Hash rounding, Hash noise) {}

  /// Decodes the sum of some members' vectors.
  ///
  /// @param summed how many
  public Decoded decode(RingVector sum, int summed) {
    if (sum.bits() != bits || sum.size() != encoding.coordinates()) {
      throw new IllegalArgumentException("not a sum of this cohort: " + sum);
    }
    int last = encoding.turned();
    long weight = sum.at(last);
    if (weight < summed || weight > (long) summed * encoding.maxWeight()) {
      return new Decoded.OutOfBounds(last);
    }
    long bound = encoding.greatest(members, summed);
    double unit = encoding.step() * encoding.maxWeight() / weight;
    double[] turned = new double[last];
    for (int i = 0; i < last; i++) {
      int total = sum.signedAt(i);
      if (Math.abs((long) total) > bound) {
        return new Decoded.OutOfBounds(i);
      }
      turned[i] = total * unit;
    }
    if (length(turned) > encoding.greatestNorm(members, summed, unit)) {
      return new Decoded.OutOfBounds(last);
    }
    return new Decoded.Average(floats(encoding.rotation().back(turned)), weight);
  }

  /// With noise, what one member can change is bounded exactly: rounding is done anew until it is.
  /// What one site's week can change is bounded however it is rounded, and rounding anew would
  /// unbind it: whether it happens depends on all weeks.
  private int[] rounded(Parameters change, long weight, double norm, KeyStream stream) {
    double clipped = norm > encoding.clip() ? encoding.clip() / norm : 1.0;
    double scale = clipped * weight / encoding.maxWeight() / encoding.step();
    double[] scaled = new double[encoding.turned()];
    for (int i = 0; i < change.size(); i++) {
      scaled[i] = change.at(i) * scale;
    }
    double[] turned = encoding.rotation().there(scaled);
    int most = encoding.qMax();
    int[] values = new int[encoding.coordinates()];
    do {
      for (int i = 0; i < turned.length; i++) {
        double floor = Math.floor(turned[i]);
        double chance = Integer.toUnsignedLong(stream.next()) / TWO_TO_32;
        int rounded = (int) floor + (chance < turned[i] - floor ? 1 : 0);
        values[i] = Math.clamp(rounded, -most, most);
      }
    } while (isTooLong(values));
    values[turned.length] = (int) weight;
    return values;
  }

  private boolean isTooLong(int[] values) {
    return switch (encoding.unit()) {
      case Unit.Organisation() ->
          encoding.isNoisy() && squares(values) > encoding.sensitivitySquared();
      case Unit.SiteWeek _ -> false;
    };
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static Parameters floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Parameters.keep(floats);
  }

  private static long squares(int[] values) {
    long squares = 0;
    for (int value : values) {
      squares += (long) value * value;
    }
    return squares;
  }

  /// On the turned parameters; the weight is the same for everybody.
  private void addNoise(int[] values, KeyStream stream) {
    var noise = new DiscreteGaussian(stream, encoding.noiseVariance(members));
    for (int i = 0; i < encoding.turned(); i++) {
      values[i] += noise.next();
    }
  }

  private static double norm(Parameters change) {
    double squares = 0;
    for (int i = 0; i < change.size(); i++) {
      double value = change.at(i);
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
