package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Sixteen members look for one point; each has its own idea of where it is, and one to three of
/// them do harm. What is stated here is what the defences leave: they find out who goes beyond the
/// bounds, and within the bounds they only bound it.
class PoisonersTest {
  private static final int MEMBERS = 16;
  private static final int DIMENSION = 256;
  private static final int EPOCHS = 60;
  private static final double OWN_IDEA = 0.5;
  private static final double RATE = 0.3;
  private static final double CLIP = 1;

  /// Where a federation came to.
  ///
  /// @param away from the honest members' middle, as a share of where it began
  /// @param left how many members still learn
  private record Ended(double away, int left) {}

  private static Ended learn(Optional<Poison> poison, int poisoners, long seed) {
    List<MemberId> members = Samples.members(MEMBERS);
    var random = new Random(seed);
    double[] goal = drawn(random, 3);
    List<double[]> ideas = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      ideas.add(sum(goal, drawn(random, OWN_IDEA)));
    }
    List<double[]> honest = ideas.subList(poisoners, MEMBERS);
    double[] middle = new double[DIMENSION];
    honest.forEach(idea -> add(middle, idea, 1.0 / honest.size()));
    var epochs = new OpenEpochs(encoding(), members, seed);
    double[] at = new double[DIMENSION];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      List<Parameters> updates = ideas.stream().map(idea -> update(at, idea)).toList();
      List<Parameters> good = updates.subList(poisoners, MEMBERS);
      var handed = new TreeMap<MemberId, OpenEpochs.Handed>();
      for (int i = 0; i < MEMBERS; i++) {
        boolean bad = i < poisoners && poison.isPresent();
        Parameters given = bad ? poison.get().of(updates.get(i), good, CLIP) : updates.get(i);
        boolean beyond = bad && !poison.get().isWithinBounds();
        handed.put(
            members.get(i),
            beyond
                ? new OpenEpochs.Handed(updates.get(i), 1, 1000)
                : new OpenEpochs.Handed(given, 1, 1));
      }
      epochs
          .run(handed)
          .ifPresent(change -> {
            for (int i = 0; i < DIMENSION; i++) {
              at[i] += change.at(i);
            }
          });
    }
    return new Ended(
        distance(at, middle) / distance(new double[DIMENSION], middle), epochs.everyone().size());
  }

  @Test
  void withoutAPoisonerTheMiddleIsFound() {
    assertTrue(learn(Optional.empty(), 0, 1).away() < 0.02);
  }

  @Test
  void whoGoesBeyondTheBoundsIsFoundOutAndTheOthersLoseOnlyTime() {
    for (int poisoners = 1; poisoners <= 3; poisoners++) {
      Ended ended = learn(Optional.of(Poison.THOUSANDFOLD), poisoners, 10 + poisoners);
      assertEquals(MEMBERS - poisoners, ended.left(), poisoners + " poisoners");
      assertTrue(ended.away() < 0.1, poisoners + " poisoners: " + ended);
    }
  }

  @Test
  void withinTheBoundsHarmIsBoundedAndNobodyIsBlamed() {
    for (Poison poison : Poison.values()) {
      if (poison.isWithinBounds()) {
        for (int poisoners = 1; poisoners <= 3; poisoners++) {
          Ended ended = learn(Optional.of(poison), poisoners, 20 + poisoners);
          assertEquals(MEMBERS, ended.left(), poison + "");
          assertTrue(
              ended.away() < poisoners * most(poison), poison + " " + poisoners + ": " + ended);
        }
      }
    }
  }

  /// A thousandfold update makes itself look short by claiming all the weight that all together may
  /// have, if members may weigh differently. Where every one counts alike, the claim itself shows.
  @Test
  void whoClaimsMoreWeightThanItHasIsSeenWhereAllCountAlike() {
    for (long claimed : new long[] {1, 2, 16, 500, 1_015}) {
      assertTrue(withAClaim(1, claimed) instanceof RingCodec.Decoded.OutOfBounds, "" + claimed);
    }
    assertTrue(
        withAClaim(64, 9) instanceof RingCodec.Decoded.OutOfBounds, "too long for its weight");
    assertTrue(
        withAClaim(64, 880) instanceof RingCodec.Decoded.Average, "it hides behind a weight");
  }

  /// The sum of fifteen short updates of weight 9, or as much as is allowed, and a thousandfold one
  /// of a claimed weight.
  private static RingCodec.Decoded withAClaim(int maxWeight, long claimed) {
    var encoding = new Encoding(Samples.hash("poison"), DIMENSION, 1_000_000, 9, maxWeight, 0);
    var codec = new RingCodec(encoding, MEMBERS);
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    for (int member = 0; member < MEMBERS; member++) {
      Parameters update = Samples.change(new Random(member), DIMENSION, .05 / Math.sqrt(DIMENSION));
      var honest =
          (RingCodec.Encoded.Vector)
              codec.encode(update, Math.min(9, maxWeight), Samples.chance("claim " + member));
      sum = sum.plus(member > 0 ? honest.vector() : claiming(honest.vector(), claimed));
    }
    return codec.decode(sum, MEMBERS);
  }

  private static RingVector claiming(RingVector vector, long weight) {
    int[] values = new int[vector.size()];
    int last = values.length - 1;
    for (int i = 0; i < last; i++) {
      values[i] = 1_000 * vector.signedAt(i);
    }
    values[last] = (int) weight;
    return RingVector.of(vector.bits(), values);
  }

  /// How far each of one to three poisoners of sixteen may put the others off at most, as a share
  /// of the way.
  private static double most(Poison poison) {
    return switch (poison) {
      case SIGN_FLIP -> .1;
      case ALIE -> .02;
      case MIN_MAX -> .015;
      case IPM, FREE_RIDER -> .002;
      case THOUSANDFOLD -> throw new IllegalArgumentException("it is beyond the bounds");
    };
  }

  private static Encoding encoding() {
    return new Encoding(Samples.hash("poison"), DIMENSION, 1_000_000, 9, 1, 0);
  }

  private static Parameters update(double[] at, double[] idea) {
    float[] change = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      change[i] = (float) (RATE * (idea[i] - at[i]));
    }
    return Parameters.of(change);
  }

  private static double[] drawn(Random random, double length) {
    double[] vector = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextGaussian() * length / Math.sqrt(DIMENSION);
    }
    return vector;
  }

  private static double[] sum(double[] one, double[] other) {
    double[] sum = one.clone();
    add(sum, other, 1);
    return sum;
  }

  private static void add(double[] to, double[] other, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * other[i];
    }
  }

  private static double distance(double[] one, double[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return Math.sqrt(squares);
  }
}
