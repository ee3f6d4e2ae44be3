package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import org.junit.jupiter.api.Test;

class ModelWeightsTest {
  private static final Hash SCHEMA = Hash.sha256(Bytes.utf8("schema"));

  @Test
  void theHashIsOverTheBitsMostSignificantByteFirst() {
    ModelWeights weights = ModelWeights.of(SCHEMA, new float[] {1, -2});
    assertEquals(Hash.sha256(Bytes.hex("3f800000c0000000")), weights.hash());
  }

  @Test
  void whatIsEncodedIsDecodedToTheSameBits() {
    ModelWeights weights = ModelWeights.of(SCHEMA, new float[] {-0f, Float.MIN_VALUE, 3.1f});
    ModelWeights back = ModelWeights.decode(weights.encode());
    assertEquals(weights, back);
    assertEquals(weights.hash(), back.hash());
    assertEquals(SCHEMA, back.schema());
  }

  @Test
  void zeroAndMinusZeroAreDifferentBits() {
    assertNotEquals(
        ModelWeights.of(SCHEMA, new float[] {0f}), ModelWeights.of(SCHEMA, new float[] {-0f}));
  }

  @Test
  void whatIsNoModelIsRefused() {
    Bytes good = ModelWeights.of(SCHEMA, new float[] {1}).encode();
    for (Bytes bad :
        new Bytes[] {
          Bytes.empty(),
          good.slice(0, Hash.SIZE),
          good.slice(0, good.size() - 1),
          Bytes.of(new byte[Hash.SIZE + 4 * (ModelWeights.MAX_SIZE + 1)])
        }) {
      assertThrows(IllegalArgumentException.class, () -> ModelWeights.decode(bad));
    }
    assertThrows(
        IllegalArgumentException.class, () -> ModelWeights.of(SCHEMA, new float[] {Float.NaN}));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelWeights.of(SCHEMA, new float[] {Float.POSITIVE_INFINITY}));
  }
}
