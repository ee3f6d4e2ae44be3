package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.MaskKey;
import coop.minga.federation.learning.MaskSecret;
import coop.minga.federation.learning.Masks;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.learning.RingCodec;
import coop.minga.federation.learning.RingVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What masking costs a member, and what everybody's adding up costs, one thread, in this process.
///
/// @param figures where they go
/// @param quick smaller models
record LearningBench(Figures figures, boolean quick) {
  private static final int TURNS = 5;
  private static final int MEMBERS = 16;
  private static final int STEP_BITS = 20;
  private static final int MAX_WEIGHT = 64;
  private static final long CLIP_MICROS = 8_000_000;
  private static final double MILLION = 1e6;

  private record Cohort(
      Encoding encoding, Map<MemberId, MaskSecret> secrets, TreeMap<MemberId, MaskKey> keys) {}

  void run() {
    List<Integer> sizes = quick ? List.of(8_124, 100_000) : List.of(8_124, 100_000, 1 << 20);
    for (int size : sizes) {
      measure(cohort(size));
    }
  }

  private void measure(Cohort cohort) {
    double[] masking = new double[TURNS];
    double[] summing = new double[TURNS];
    Bytes packed = Bytes.empty();
    for (int turn = 0; turn < TURNS; turn++) {
      List<RingVector> plain = plain(cohort, turn);
      List<RingVector> masked = new ArrayList<>();
      long start = System.nanoTime();
      masked.add(mask(cohort, plain, 0, turn));
      masking[turn] = (System.nanoTime() - start) / MILLION;
      for (int i = 1; i < MEMBERS; i++) {
        masked.add(mask(cohort, plain, i, turn));
      }
      start = System.nanoTime();
      RingVector sum = sum(cohort, masked);
      var decoded = new RingCodec(cohort.encoding(), MEMBERS).decode(sum);
      summing[turn] = (System.nanoTime() - start) / MILLION;
      if (!sum.equals(sum(cohort, plain)) || !(decoded instanceof RingCodec.Decoded.Average)) {
        throw new IllegalStateException("the masked sum is not the plain one");
      }
      packed = masked.getFirst().pack();
    }
    report(cohort, masking, summing, packed);
  }

  private void report(Cohort cohort, double[] masking, double[] summing, Bytes packed) {
    int size = cohort.encoding().dimension();
    Map<String, Integer> params = Map.of("n", MEMBERS, "parameters", size, "dropped", 0);
    print("mask-ms", params, Figures.median(masking), "ms");
    print("sum-decode-ms", params, Figures.median(summing), "ms");
    double formula = cohort.encoding().bits(MEMBERS) / 8.0 * size;
    print("bytes-up-ratio", params, packed.size() / formula, "");
  }

  private void print(String name, Map<String, Integer> params, double value, String unit) {
    figures.print(new Figures.Figure(name, params, value, unit, Map.of()));
  }

  private static RingVector sum(Cohort cohort, List<RingVector> all) {
    RingVector sum =
        RingVector.zero(cohort.encoding().bits(MEMBERS), cohort.encoding().coordinates());
    for (RingVector each : all) {
      sum = sum.plus(each);
    }
    return sum;
  }

  private static RingVector mask(Cohort cohort, List<RingVector> plain, int member, int turn) {
    MemberId self = member(member);
    var context =
        new Masks.Context(
            Hash.sha256(Bytes.utf8("bench")), turn + 1L, 1, Hash.sha256(Bytes.empty()));
    MaskSecret secret = cohort.secrets().getOrDefault(self, peer -> Optional.empty());
    return switch (Masks.mask(plain.get(member), self, cohort.keys(), secret, context)) {
      case Masks.Outcome.Done(var masked) -> masked;
      case Masks.Outcome.NoSecret(var whose) ->
          throw new IllegalStateException("no secret with " + whose);
    };
  }

  private static List<RingVector> plain(Cohort cohort, int turn) {
    var codec = new RingCodec(cohort.encoding(), MEMBERS);
    var all = new ArrayList<RingVector>();
    for (int i = 0; i < MEMBERS; i++) {
      var random = new SplittableRandom(Run.SEED + 1000L * turn + i);
      float[] change = new float[cohort.encoding().dimension()];
      for (int k = 0; k < change.length; k++) {
        change[k] = (float) (random.nextGaussian() * .01);
      }
      Hash rounding = Hash.sha256(Bytes.utf8("rounding " + turn + " " + i));
      switch (codec.encode(Parameters.of(change), 1 + i, rounding)) {
        case RingCodec.Encoded.Vector(var vector) -> all.add(vector);
        case RingCodec.Encoded.Refused(var reason) ->
            throw new IllegalStateException(reason.toString());
      }
    }
    return all;
  }

  private static Cohort cohort(int size) {
    var secrets = new TreeMap<MemberId, MaskSecret>();
    var keys = new TreeMap<MemberId, MaskKey>();
    for (int i = 0; i < MEMBERS; i++) {
      Bytes secret = Hash.sha256(Bytes.utf8("secret " + Run.SEED + " " + i)).value();
      secrets.put(member(i), MaskSecret.of(secret));
      keys.put(member(i), MaskSecret.publicKey(secret));
    }
    Hash schema = Hash.sha256(Bytes.utf8("bench"));
    return new Cohort(
        new Encoding(schema, size, CLIP_MICROS, STEP_BITS, MAX_WEIGHT), secrets, keys);
  }

  private static MemberId member(int i) {
    return new MemberId("member-" + i);
  }
}
