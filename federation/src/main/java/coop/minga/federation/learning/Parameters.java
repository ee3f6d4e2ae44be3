package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// An immutable vector of floats: a model's parameters, or a change of them. Equal only if every
/// bit is.
public final class Parameters {
  private final float[] values;

  private Parameters(float[] values) {
    this.values = values;
  }

  /// A copy of the given values.
  public static Parameters of(float[] values) {
    return new Parameters(values.clone());
  }

  /// Keeps the array, which the caller must not use again.
  static Parameters keep(float[] values) {
    return new Parameters(values);
  }

  /// Reads what [#packed] wrote.
  ///
  /// @throws IllegalArgumentException if the size is no multiple of 4
  public static Parameters unpack(Bytes packed) {
    if (packed.size() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "packed parameters come in 4 bytes each; " + packed.size() + " are no whole number");
    }
    float[] values = new float[packed.size() / Float.BYTES];
    ByteBuffer.wrap(packed.toArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Parameters(values);
  }

  /// IEEE 754 single precision, little-endian, one after the other.
  public Bytes packed() {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return Bytes.of(bytes);
  }

  /// How many.
  public int size() {
    return values.length;
  }

  /// One of them.
  public float at(int index) {
    return values[index];
  }

  /// A copy that the caller may change.
  public float[] toArray() {
    return values.clone();
  }

  /// Each value and its change added in double precision, rounded once.
  public Parameters plus(Parameters change) {
    checkSize(change);
    float[] sum = new float[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) ((double) values[i] + change.values[i]);
    }
    return new Parameters(sum);
  }

  /// How far this is from a base, rounded once: what a member trained.
  public Parameters minus(Parameters base) {
    checkSize(base);
    float[] difference = new float[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (float) ((double) values[i] - base.values[i]);
    }
    return new Parameters(difference);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Parameters that) || values.length != that.values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (Float.floatToRawIntBits(values[i]) != Float.floatToRawIntBits(that.values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " parameters";
  }

  private void checkSize(Parameters other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          values.length + " parameters and " + other.values.length + " do not go together");
    }
  }
}
