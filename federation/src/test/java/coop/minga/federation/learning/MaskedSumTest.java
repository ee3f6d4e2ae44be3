package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MaskedSumTest {
  private static final int DIMENSION = 300;

  private final Encoding encoding = Samples.encoding(DIMENSION);

  /// The keys of a cohort, and the secrets behind them.
  private record Keys(TreeMap<MemberId, AttemptSecret> secrets, TreeMap<MemberId, MaskKey> keys) {
    static Keys of(Random random, int members) {
      var keys = new Keys(new TreeMap<>(), new TreeMap<>());
      for (MemberId member : Samples.members(members)) {
        AttemptSecret secret = AttemptSecret.of(Samples.secret(random));
        keys.secrets.put(member, secret);
        keys.keys.put(member, secret.maskKey());
      }
      return keys;
    }
  }

  @Test
  void theSumOfMaskedVectorsIsTheSumOfPlainOnes() {
    for (int members = 2; members <= 16; members++) {
      Random random = new Random(members);
      Keys keys = Keys.of(random, members);
      int bits = encoding.bits(members);
      RingVector plainSum = RingVector.zero(bits, encoding.coordinates());
      RingVector maskedSum = plainSum;
      for (MemberId member : keys.keys.keySet()) {
        RingVector plain =
            encode(members, Samples.change(random, DIMENSION, 1), 1 + random.nextInt(1024));
        plainSum = plainSum.plus(plain);
        RingVector masked = mask(plain, member, keys, context(1, 1));
        assertNotEquals(plain, masked);
        maskedSum = maskedSum.plus(unpacked(masked, bits)).plus(ownMask(keys, member, bits, -1));
      }
      assertEquals(plainSum, maskedSum, "members=" + members);
      assertInstanceOf(
          RingCodec.Decoded.Average.class,
          new RingCodec(encoding, members).decode(maskedSum, members));
    }
  }

  @Test
  void theAverageIsTheOneByWeight() {
    int members = 9;
    Random random = new Random(5);
    var codec = new RingCodec(encoding, members);
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    double[] exact = new double[DIMENSION];
    long weights = 0;
    for (int i = 0; i < members; i++) {
      Parameters change = Samples.change(random, DIMENSION, 0.01);
      int weight = 200 + random.nextInt(800);
      sum = sum.plus(encode(members, change, weight));
      weights += weight;
      for (int k = 0; k < DIMENSION; k++) {
        exact[k] += (double) change.at(k) * weight;
      }
    }
    var average = (RingCodec.Decoded.Average) codec.decode(sum, members);
    assertEquals(weights, average.weight());
    double unit = encoding.step() * encoding.maxWeight() * members / weights;
    for (int k = 0; k < DIMENSION; k++) {
      assertEquals(exact[k] / weights, average.change().at(k), unit);
    }
  }

  @Test
  void aLongChangeIsClippedToTheNorm() {
    var average =
        (RingCodec.Decoded.Average)
            new RingCodec(encoding, 1)
                .decode(encode(1, Samples.change(new Random(3), DIMENSION, 1e30), 1024), 1);
    double squares = 0;
    for (int k = 0; k < DIMENSION; k++) {
      squares += (double) average.change().at(k) * average.change().at(k);
    }
    assertEquals(1.0, Math.sqrt(squares), 1e-3);
  }

  @Test
  void roundingKeepsTheExpectation() {
    float third = (float) (encoding.step() / 3);
    float[] values = new float[DIMENSION];
    Arrays.fill(values, third);
    var codec = new RingCodec(encoding, 1);
    double total = 0;
    for (int seed = 0; seed < 200; seed++) {
      var encoded =
          (RingCodec.Encoded.Vector)
              codec.encode(Parameters.of(values), 1024, Samples.chance("round " + seed));
      var average = (RingCodec.Decoded.Average) codec.decode(encoded.vector(), 1);
      for (int k = 0; k < DIMENSION; k++) {
        total += average.change().at(k) / encoding.step();
      }
    }
    assertEquals(1.0 / 3, total / (200.0 * DIMENSION), 0.01);
  }

  @Test
  void anUpdateInOneParameterIsSpreadAndComesBack() {
    for (int dimension : new int[] {1, 255, 256, 257, 8_124, 100_000}) {
      var one = new Encoding(Samples.hash("schema"), dimension, 1_000_000, 9, 64, 0);
      var codec = new RingCodec(one, 1);
      float[] values = new float[dimension];
      values[dimension - 1] = 1;
      var encoded =
          (RingCodec.Encoded.Vector)
              codec.encode(Parameters.of(values), 64, Samples.chance("spread"));
      var average = (RingCodec.Decoded.Average) codec.decode(encoded.vector(), 1);
      assertEquals(1, average.change().at(dimension - 1), 0.005, "of " + dimension);
      assertTrue(one.bits(16) <= 18, "of " + dimension + ": " + one.bits(16) + " bits");
    }
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    float[] broken = new float[DIMENSION];
    broken[7] = Float.NaN;
    assertEquals(RingCodec.Refusal.NOT_FINITE, refusal(Parameters.of(broken), 1));
    broken[7] = Float.NEGATIVE_INFINITY;
    assertEquals(RingCodec.Refusal.NOT_FINITE, refusal(Parameters.of(broken), 1));
    Parameters zero = Parameters.of(new float[DIMENSION]);
    assertEquals(RingCodec.Refusal.NO_WEIGHT, refusal(zero, 0));
    assertEquals(RingCodec.Refusal.NO_WEIGHT, refusal(zero, -5));
    assertEquals(RingCodec.Refusal.TOO_HEAVY, refusal(zero, 1025));
    assertEquals(RingCodec.Refusal.TOO_HEAVY, refusal(zero, Long.MAX_VALUE));
    assertEquals(RingCodec.Refusal.WRONG_SIZE, refusal(Parameters.of(new float[DIMENSION + 1]), 1));
  }

  @Test
  void theGreatestSumDoesNotWrapAndAGreaterOneIsSeen() {
    int members = 16;
    var codec = new RingCodec(encoding, members);
    int[] greatest = new int[encoding.coordinates()];
    greatest[0] = -members * encoding.qMax();
    greatest[encoding.turned()] = members * encoding.maxWeight();
    assertInstanceOf(
        RingCodec.Decoded.Average.class,
        codec.decode(RingVector.of(codec.bits(), greatest), members));
    greatest[0]--;
    assertEquals(
        new RingCodec.Decoded.OutOfBounds(0),
        codec.decode(RingVector.of(codec.bits(), greatest), members));
    greatest[0]++;
    greatest[encoding.turned()]++;
    assertEquals(
        new RingCodec.Decoded.OutOfBounds(encoding.turned()),
        codec.decode(RingVector.of(codec.bits(), greatest), members));
  }

  @Test
  void aSumThatIsLongerThanClippedUpdatesCanMakeItIsSeen() {
    int members = 7;
    var codec = new RingCodec(encoding, members);
    RingVector honest = RingVector.zero(codec.bits(), encoding.coordinates());
    for (int i = 0; i < members - 1; i++) {
      honest = honest.plus(encode(members, Samples.change(new Random(i), DIMENSION, 1), 1024));
    }
    // In each coordinate the liar stays below the clip; its length is a thousand times as much.
    int[] lying = new int[encoding.coordinates()];
    Arrays.fill(lying, encoding.qMax());
    lying[encoding.turned()] = 1024;
    RingVector poisoned = honest.plus(RingVector.of(codec.bits(), lying));
    assertEquals(
        new RingCodec.Decoded.OutOfBounds(encoding.turned()), codec.decode(poisoned, members));
    RingVector fair =
        honest.plus(encode(members, Samples.change(new Random(9), DIMENSION, 1e9), 1024));
    assertInstanceOf(RingCodec.Decoded.Average.class, codec.decode(fair, members));
  }

  @Test
  void theWidthIsTheLeastThatHoldsEverySum() {
    for (int members = 1; members <= LearningStatement.MAX_MEMBERS; members++) {
      double exact = Math.log(2.0 * members * encoding.qMax() + 1) / Math.log(2);
      assertEquals((int) Math.ceil(exact), encoding.bits(members), "members=" + members);
    }
    Encoding finest =
        new Encoding(
            Samples.hash("schema"),
            Encoding.MAX_DIMENSION,
            1,
            Encoding.MAX_STEP_BITS,
            Encoding.MAX_WEIGHT,
            0);
    assertTrue(finest.bits(LearningStatement.MAX_MEMBERS) <= RingVector.MAX_BITS);
    assertTrue(finest.packedBytes(LearningStatement.MAX_MEMBERS) <= RingVector.MAX_PACKED);
    assertThrows(
        IllegalArgumentException.class,
        () -> RingVector.zero(RingVector.MAX_BITS, Encoding.MAX_DIMENSION + (1 << 20)));
  }

  @Test
  void packedVectorsHaveOneForm() {
    for (int bits = 1; bits <= RingVector.MAX_BITS; bits++) {
      Random random = new Random(bits);
      int size = 1 + random.nextInt(40);
      RingVector vector = RingVector.of(bits, random.ints(size).toArray());
      Bytes packed = vector.pack();
      assertEquals(Optional.of(vector), RingVector.unpack(packed, size, bits));
      assertEquals(
          Optional.empty(), RingVector.unpack(packed.slice(0, packed.size() - 1), size, bits));
      if (size * bits % 8 != 0) {
        byte[] spare = packed.toArray();
        spare[spare.length - 1] |= (byte) 0x80;
        assertEquals(Optional.empty(), RingVector.unpack(Bytes.of(spare), size, bits));
      }
    }
  }

  @Test
  void theSameInputsGiveTheSameBytes() {
    Keys keys = Keys.of(new Random(1), 7);
    RingVector plain = encode(7, Samples.change(new Random(2), DIMENSION, 1), 9);
    MemberId self = keys.keys.firstKey();
    RingVector once = mask(plain, self, keys, context(1, 1));
    assertEquals(once, mask(plain, self, keys, context(1, 1)));
    assertNotEquals(once, mask(plain, self, keys, context(1, 2)));
    assertNotEquals(once, mask(plain, self, keys, context(2, 1)));
  }

  @Test
  void aKeyOfSmallOrderIsNamed() {
    Keys keys = Keys.of(new Random(1), 7);
    MemberId weak = new MemberId("shop-d");
    keys.keys.put(weak, new MaskKey(Bytes.of(new byte[MaskKey.SIZE])));
    MemberId self = keys.keys.firstKey();
    assertEquals(
        new Masks.Outcome.NoSecret(weak),
        Masks.mask(
            encode(7, Samples.change(new Random(2), DIMENSION, 1), 9),
            self,
            keys.keys,
            secretOf(keys, self),
            context(1, 1)));
  }

  /// Chi-square over the top four bits and over the low four, of a zero vector as its peers see it,
  /// even if peers tell the observer their keys and its own mask is known: one pair is enough. 15
  /// degrees of freedom: above 44.3 once in 10,000.
  @Test
  void whatOneMemberSeesOfAnothersVectorIsUniform() {
    int[] top = new int[16];
    int[] low = new int[16];
    int bits = encoding.bits(7);
    for (int run = 0; run < 60; run++) {
      Keys keys = Keys.of(new Random(run), 7);
      RingVector masked =
          mask(
              RingVector.zero(bits, encoding.coordinates()),
              keys.keys.firstKey(),
              keys,
              context(1, 1));
      RingVector known = ownMask(keys, keys.keys.firstKey(), bits, 1);
      for (MemberId colluder : List.of(new MemberId("shop-b"), new MemberId("shop-c"))) {
        known = known.plus(oneMask(keys, colluder, bits));
      }
      for (int k = 0; k < masked.size(); k++) {
        int seen = (masked.at(k) - known.at(k)) & ((1 << bits) - 1);
        top[seen >>> (bits - 4)]++;
        low[seen & 15]++;
      }
    }
    assertTrue(chiSquare(top) < 44.3, "top " + chiSquare(top));
    assertTrue(chiSquare(low) < 44.3, "low " + chiSquare(low));
  }

  private RingVector oneMask(Keys keys, MemberId colluder, int bits) {
    MemberId self = keys.keys.firstKey();
    Bytes agreed = secretOf(keys, colluder).agree(keyOf(keys, self)).orElseThrow();
    int[] values = new int[encoding.coordinates()];
    new KeyStream(Masks.pairKey(agreed, self, colluder, context(1, 1))).addTo(values, 1);
    return RingVector.of(bits, values);
  }

  private RingVector ownMask(Keys keys, MemberId member, int bits, int sign) {
    int[] values = new int[encoding.coordinates()];
    Bytes own = secretOf(keys, member).value(SecretKind.OWN_MASK);
    new KeyStream(Masks.ownKey(own, context(1, 1))).addTo(values, sign);
    return RingVector.of(bits, values);
  }

  private static AttemptSecret secretOf(Keys keys, MemberId member) {
    return Optional.ofNullable(keys.secrets.get(member)).orElseThrow();
  }

  private static MaskKey keyOf(Keys keys, MemberId member) {
    return Optional.ofNullable(keys.keys.get(member)).orElseThrow();
  }

  private static double chiSquare(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  private RingVector encode(int members, Parameters change, int weight) {
    return ((RingCodec.Encoded.Vector)
            new RingCodec(encoding, members).encode(change, weight, Samples.chance("rounding")))
        .vector();
  }

  private RingCodec.Refusal refusal(Parameters change, long weight) {
    return ((RingCodec.Encoded.Refused)
            new RingCodec(encoding, 7).encode(change, weight, Samples.chance("rounding")))
        .reason();
  }

  private static RingVector mask(
      RingVector plain, MemberId self, Keys keys, Masks.Context context) {
    return ((Masks.Outcome.Done) Masks.mask(plain, self, keys.keys, secretOf(keys, self), context))
        .vector();
  }

  private RingVector unpacked(RingVector masked, int bits) {
    return RingVector.unpack(masked.pack(), encoding.coordinates(), bits).orElseThrow();
  }

  private static Masks.Context context(long epoch, int attempt) {
    Hash root = Samples.hash("root");
    return new Masks.Context(new AttemptName(Samples.hash("federation"), epoch, attempt), root);
  }
}
