package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import java.util.Arrays;
import java.util.Optional;

/// An immutable vector of integers modulo 2^bits, with one packed form.
///
/// Packed, value after value takes `bits` bits, lowest bit first, from the lowest bit of the first
/// byte on; the bits left over in the last byte are zero.
public final class RingVector {
  /// The largest packed vector, in bytes: [Encoding#MAX_DIMENSION] parameters at 31 bits.
  public static final int MAX_PACKED = 17 << 20;

  /// The widest ring.
  public static final int MAX_BITS = 31;

  private final int bits;
  private final int[] values;

  private RingVector(int bits, int[] values) {
    this.bits = bits;
    this.values = values;
  }

  /// The values reduced modulo 2^bits.
  public static RingVector of(int bits, int[] values) {
    checkShape(values.length, bits);
    return reduced(bits, values.clone());
  }

  /// As [#of], keeping the array, which the caller must not use again.
  static RingVector reduced(int bits, int[] values) {
    int mask = mask(bits);
    for (int i = 0; i < values.length; i++) {
      values[i] &= mask;
    }
    return new RingVector(bits, values);
  }

  /// The all-zero vector.
  public static RingVector zero(int bits, int size) {
    checkShape(size, bits);
    return new RingVector(bits, new int[size]);
  }

  /// Bytes of a packed vector.
  public static int packedBytes(int size, int bits) {
    return Math.toIntExact(((long) size * bits + Byte.SIZE - 1) / Byte.SIZE);
  }

  /// Reads a packed vector; absent if the bytes are not exactly one of this shape, whose left-over
  /// bits are zero.
  public static Optional<RingVector> unpack(Bytes packed, int size, int bits) {
    checkShape(size, bits);
    if (packed.size() != packedBytes(size, bits)) {
      return Optional.empty();
    }
    byte[] bytes = packed.toArray();
    int used = (int) ((long) size * bits % Byte.SIZE);
    if (used != 0 && (bytes[bytes.length - 1] & 0xff) >>> used != 0) {
      return Optional.empty();
    }
    return Optional.of(new RingVector(bits, unpacked(bytes, size, bits)));
  }

  /// Its one packed form.
  public Bytes pack() {
    byte[] out = new byte[packedBytes(values.length, bits)];
    long held = 0;
    int count = 0;
    int at = 0;
    for (int value : values) {
      held |= (long) value << count;
      count += bits;
      while (count >= Byte.SIZE) {
        out[at++] = (byte) held;
        held >>>= Byte.SIZE;
        count -= Byte.SIZE;
      }
    }
    if (count > 0) {
      out[at] = (byte) held;
    }
    return Bytes.of(out);
  }

  /// The sum, coordinate by coordinate, modulo 2^bits.
  public RingVector plus(RingVector other) {
    if (other.bits != bits || other.values.length != values.length) {
      throw new IllegalArgumentException("only vectors of one ring and size can be added");
    }
    int[] sum = values.clone();
    int mask = mask(bits);
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] + other.values[i]) & mask;
    }
    return new RingVector(bits, sum);
  }

  /// Adds the values to a running total, which is reduced at the end only: 2^bits divides 2^32.
  void addTo(int[] total) {
    for (int i = 0; i < values.length; i++) {
      total[i] += values[i];
    }
  }

  /// The width of the ring.
  public int bits() {
    return bits;
  }

  /// Number of coordinates.
  public int size() {
    return values.length;
  }

  /// A coordinate, 0 to 2^bits - 1.
  public int at(int index) {
    return values[index];
  }

  /// A coordinate read as the number nearest to zero that it stands for.
  public int signedAt(int index) {
    int shift = Integer.SIZE - bits;
    return values[index] << shift >> shift;
  }

  /// A copy that the caller may change.
  int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingVector that
        && bits == that.bits
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + bits;
  }

  @Override
  public String toString() {
    return values.length + " integers of " + bits + " bits";
  }

  private static int[] unpacked(byte[] bytes, int size, int bits) {
    int[] values = new int[size];
    int mask = mask(bits);
    long held = 0;
    int count = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      while (count < bits) {
        held |= (bytes[at++] & 0xffL) << count;
        count += Byte.SIZE;
      }
      values[i] = (int) held & mask;
      held >>>= bits;
      count -= bits;
    }
    return values;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  private static void checkShape(int size, int bits) {
    if (bits < 1 || bits > MAX_BITS) {
      throw new IllegalArgumentException("a ring has 1 to " + MAX_BITS + " bits, not " + bits);
    }
    if (size < 1 || packedBytes(size, bits) > MAX_PACKED) {
      throw new IllegalArgumentException(
          "a packed vector has 1 to " + MAX_PACKED + " bytes; " + size + " values do not fit");
    }
  }
}
