package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Members, keys and updates drawn from seeds.
final class Samples {
  private Samples() {}

  static List<MemberId> members(int count) {
    var members = new ArrayList<MemberId>();
    for (int i = 0; i < count; i++) {
      members.add(new MemberId("shop-" + (char) ('a' + i)));
    }
    return members;
  }

  static Hash hash(String text) {
    return Hash.sha256(Bytes.utf8(text));
  }

  static Bytes secret(Random random) {
    byte[] bytes = new byte[MaskKey.SIZE];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  static Parameters change(Random random, int dimension, double scale) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return Parameters.of(values);
  }

  static Encoding encoding(int dimension) {
    return new Encoding(hash("schema"), dimension, 1_000_000, 16, 1024, 0);
  }

  static Encoding noisy(int dimension, int noiseThousandths) {
    return new Encoding(hash("schema"), dimension, 1_000_000, 16, 1, noiseThousandths);
  }

  static RingCodec.Chance chance(String text) {
    return new RingCodec.Chance(hash("rounding " + text), hash("noise " + text));
  }

  /// What may be drawn where each of these learns as one cohort.
  static Draws draws(Cohort... possible) {
    return new Draws(Stream.of(possible).map(Cohorts::of).toList());
  }
}
