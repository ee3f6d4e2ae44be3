package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The numbers of one demand model, in one fixed order, as the federation averages them.
///
/// Immutable. All numbers are finite. Two of one schema may be subtracted number by number: an
/// update is *trained minus base*.
public final class ModelWeights {
  /// The most numbers that a model may have: an encoded one is then just over 1 MiB.
  public static final int MAX_SIZE = 1 << 18;

  private final Hash schema;
  private final float[] values;

  private ModelWeights(Hash schema, float[] values) {
    this.schema = schema;
    this.values = values;
  }

  /// Weights of a schema, copied.
  ///
  /// @throws IllegalArgumentException if there are none or too many, or if one is not finite
  public static ModelWeights of(Hash schema, float[] values) {
    if (values.length == 0 || values.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a model has 1 to " + MAX_SIZE + " weights, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("weight " + i + " is " + values[i]);
      }
    }
    return new ModelWeights(schema, values.clone());
  }

  /// Which features and which architecture the numbers belong to.
  public Hash schema() {
    return schema;
  }

  /// How many numbers there are.
  public int size() {
    return values.length;
  }

  /// The number at an index.
  public float get(int index) {
    return values[index];
  }

  /// A copy that the caller may change.
  public float[] toArray() {
    return values.clone();
  }

  /// SHA-256 of the exact bits of all numbers, each as four bytes, most significant first.
  public Hash hash() {
    return Hash.sha256(bits().array());
  }

  /// The schema's 32 bytes, then the numbers as in [#hash].
  public Bytes encode() {
    byte[] bits = bits().array();
    ByteBuffer out = ByteBuffer.allocate(Hash.SIZE + bits.length);
    out.put(schema.value().toArray()).put(bits);
    return Bytes.of(out.array());
  }

  /// What [#encode] wrote.
  ///
  /// @throws IllegalArgumentException if the bytes are no model of ours
  public static ModelWeights decode(Bytes encoded) {
    int length = encoded.size() - Hash.SIZE;
    if (length < Float.BYTES || length % Float.BYTES != 0 || length / Float.BYTES > MAX_SIZE) {
      throw new IllegalArgumentException("no model has " + encoded.size() + " bytes");
    }
    Hash schema = new Hash(encoded.slice(0, Hash.SIZE));
    ByteBuffer bits = ByteBuffer.wrap(encoded.slice(Hash.SIZE, encoded.size()).toArray());
    float[] values = new float[length / Float.BYTES];
    bits.asFloatBuffer().get(values);
    return of(schema, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelWeights that
        && schema.equals(that.schema)
        && bits().equals(that.bits());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "model " + hash().brief() + " of " + values.length + " weights";
  }

  private ByteBuffer bits() {
    ByteBuffer out = ByteBuffer.allocate(values.length * Float.BYTES);
    out.asFloatBuffer().put(values);
    return out;
  }
}
