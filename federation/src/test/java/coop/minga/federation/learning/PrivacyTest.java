package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrivacyTest {
  private static final double MILLIONTH = 1e-6;

  @Test
  void aGaussianOfKnownSizeHasItsKnownEpsilon() {
    double z = 4.530877117;
    assertEquals(1.0, Privacy.epsilon(1 / (2 * z * z), MILLIONTH), 1e-4);
  }

  /// Published with the conversion: a divergence of 1.1 at each of the orders 2 to 32.
  @Test
  void aConstantDivergenceHasItsKnownEpsilon() {
    double best = Double.POSITIVE_INFINITY;
    for (int order = 2; order <= 32; order++) {
      best = Math.min(best, Privacy.epsilonAt(order, 1.1, 1e-5));
    }
    assertEquals(1.32783806176, best, 1e-10);
  }

  /// A year of weekly epochs. The closed form of the Gaussian gives 4.34 and 9.71; what we report
  /// is never less, and a little more.
  @Test
  void aYearOfEpochsIsReportedNoBetterThanTheClosedForm() {
    double eight = Privacy.epsilon(52 / (2 * 64.0), MILLIONTH);
    double four = Privacy.epsilon(52 / (2 * 16.0), MILLIONTH);
    assertTrue(eight >= 4.34 && eight < 4.34 * 1.08, "" + eight);
    assertTrue(four >= 9.71 && four < 9.71 * 1.08, "" + four);
  }

  @Test
  void theClosedFormOfTheGaussianHasItsKnownAnswers() {
    assertEquals(4.34, Privacy.gaussianEpsilon(52 / (2 * 64.0), MILLIONTH), 5e-3);
    assertEquals(9.71, Privacy.gaussianEpsilon(52 / (2 * 16.0), MILLIONTH), 5e-3);
    for (double rho = 0.001; rho < 20; rho *= 1.7) {
      assertTrue(
          Privacy.gaussianEpsilon(rho, MILLIONTH) < Privacy.epsilon(rho, MILLIONTH), "" + rho);
    }
    assertEquals(0, Privacy.gaussianEpsilon(1e-14, 0.5), 1e-9);
  }

  @Test
  void theSumOfDiscreteGaussiansCostsWhatTheirVarianceSays() {
    Encoding encoding = Samples.noisy(8_124, 4_000);
    Cohort cohort = Cohort.of(Samples.members(16), 6);
    assertEquals(6, cohort.honest());
    double rho = Privacy.rhoOfEpoch(encoding, cohort);
    assertEquals(1 / (2 * 16.0), rho, 1e-4);
    assertTrue(rho <= 1 / (2 * 16.0), "the variance is rounded up");
  }

  @Test
  void withLittleNoiseTheSumOfDiscreteGaussiansIsNotTakenForOne() {
    double continuous = Privacy.rho(1, 100, 5, 1_000);
    assertEquals(1 / (2 * 500.0), continuous, 1e-12);
    assertTrue(Privacy.rho(1, 0.3, 5, 1_000) > 3 * 1 / (2 * 1.5), "tau counts");
  }

  @Test
  void theNoiseIsNeverLessThanTwoSteps() {
    assertEquals(4, Samples.noisy(4, 1).noiseVariance(16));
  }

  @Test
  void moreNoiseLastsLonger() {
    int few = Privacy.epochsWithin(1 / (2 * 16.0), 8, MILLIONTH);
    int many = Privacy.epochsWithin(1 / (2 * 64.0), 8, MILLIONTH);
    assertTrue(few > 10 && many > 3 * few, few + " and " + many);
    assertTrue(Privacy.epsilon(few / (2 * 16.0), MILLIONTH) <= 8);
    assertTrue(Privacy.epsilon((few + 1) / (2 * 16.0), MILLIONTH) > 8);
    assertEquals(0, Privacy.epochsWithin(10, 1, MILLIONTH));
  }

  /// Chi-square against the exact probabilities, of 200,000 draws; 14 degrees of freedom: above
  /// 42.6 once in 10,000.
  @Test
  void theSamplerDrawsTheDiscreteGaussian() {
    int sigmaSquared = 7;
    var sampler = new DiscreteGaussian(new KeyStream(Samples.hash("noise")), sigmaSquared);
    int[] counts = new int[15];
    int draws = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      int drawn = sampler.next();
      sum += drawn;
      squares += (double) drawn * drawn;
      counts[Math.clamp(drawn, -7, 7) + 7]++;
    }
    double all = 0;
    for (int x = -60; x <= 60; x++) {
      all += weight(x, sigmaSquared);
    }
    double chi = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = 0;
      for (int x = -60; x <= 60; x++) {
        expected += Math.clamp(x, -7, 7) + 7 == i ? draws * weight(x, sigmaSquared) / all : 0;
      }
      chi += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertTrue(chi < 42.6, "chi-square " + chi);
    assertEquals(0, sum / draws, 0.03);
    assertEquals(sigmaSquared, squares / draws, 0.1);
  }

  private static double weight(int x, double sigmaSquared) {
    return Math.exp(-x * x / (2 * sigmaSquared));
  }

  @Test
  void whatOneMemberCanChangeIsBoundedExactly() {
    int dimension = 400;
    Encoding encoding = Samples.noisy(dimension, 4_000);
    RingCodec codec = new RingCodec(encoding, 7);
    Parameters nothing = Parameters.of(new float[dimension]);
    for (int seed = 0; seed < 60; seed++) {
      // The same chance gives the same noise: what differs is what the member changed.
      Parameters change = Samples.change(new Random(seed), dimension, seed % 2 == 0 ? 1 : 1e-3);
      RingVector with = encoded(codec, change, seed);
      RingVector without = encoded(codec, nothing, seed);
      long squares = 0;
      for (int k = 0; k < encoding.turned(); k++) {
        long changed = with.signedAt(k) - (long) without.signedAt(k);
        squares += changed * changed;
      }
      assertTrue(squares <= encoding.sensitivitySquared(), "seed " + seed + ": " + squares);
      assertEquals(1, with.at(encoding.turned()), "the weight has no noise");
    }
    assertTrue(encoding.sensitivitySquared() < 1.4 * encoding.turned());
  }

  private static RingVector encoded(RingCodec codec, Parameters change, int seed) {
    return ((RingCodec.Encoded.Vector) codec.encode(change, 1, chance(seed))).vector();
  }

  @Test
  void noiseIsThereAfterAThirdFellSilent() {
    int dimension = 2_000;
    Encoding encoding = Samples.noisy(dimension, 2_000);
    List<MemberId> cohort = Samples.members(7);
    RingCodec codec = new RingCodec(encoding, cohort.size());
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    int summed = 5;
    Parameters nothing = Parameters.of(new float[dimension]);
    for (int i = 0; i < summed; i++) {
      sum = sum.plus(encoded(codec, nothing, i));
    }
    var average = (RingCodec.Decoded.Average) codec.decode(sum, summed);
    double squares = 0;
    for (int k = 0; k < dimension; k++) {
      double steps = average.change().at(k) * summed / encoding.step();
      squares += steps * steps;
    }
    double expected = (double) summed * encoding.noiseVariance(7);
    assertEquals(1, squares / dimension / expected, 0.15);
  }

  /// Noise is long, but about equally long each time: so what is three times as long shows, though
  /// every coordinate of it may well be noise.
  @Test
  void nothingThreeTimesAsLongAsTheNoiseHidesBehindIt() {
    int dimension = 2_000;
    Encoding encoding = Samples.noisy(dimension, 2_000);
    RingCodec codec = new RingCodec(encoding, 7);
    int threefold = (int) Math.ceil(3 * Math.sqrt(7.0 * encoding.noiseVariance(7)));
    int[] harm = new int[encoding.coordinates()];
    java.util.Arrays.fill(harm, 0, encoding.turned(), threefold);
    for (int seed = 0; seed < 30; seed++) {
      RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
      for (int i = 0; i < 7; i++) {
        Parameters longest = Samples.change(new Random(1), dimension, 1);
        sum = sum.plus(encoded(codec, longest, 7 * seed + i));
      }
      assertTrue(codec.decode(sum, 7) instanceof RingCodec.Decoded.Average, "seed " + seed);
      RingVector spoiled = sum.plus(RingVector.of(codec.bits(), harm));
      assertTrue(codec.decode(spoiled, 7) instanceof RingCodec.Decoded.OutOfBounds, "seed " + seed);
    }
  }

  @Test
  void everyoneComesToTheSameNoisySumWhenTwoFallSilent() {
    LearningWorld world = new LearningWorld(11, 7, 1);
    world.encoding = Samples.noisy(LearningWorld.DIMENSION, 1_500);
    List<MemberId> silent = world.cohort.members().subList(2, 4);
    world.watch =
        (node, statement) -> {
          if (silent.contains(node.self) && statement instanceof LearningStatement.Masked) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    List<MemberId> rest =
        world.cohort.members().stream().filter(member -> !silent.contains(member)).toList();
    ModelVersion noisy = world.naive(rest, 1);
    for (LearningWorld.Node node : world.nodes.values()) {
      if (!node.dead) {
        var agreed = (RoundOutcome.Agreed) node.outcomes.getFirst();
        assertEquals(noisy, agreed.version(), node.toString());
      }
    }
    world.encoding =
        new Encoding(world.encoding.schema(), LearningWorld.DIMENSION, 1_000_000, 16, 1, 0);
    assertTrue(!noisy.equals(world.naive(rest, 1)), "there was noise");
  }

  @Test
  void anEpochIsChargedOnceByWhoIsInTheSumAndByNobodyElse() {
    LearningWorld world = new LearningWorld(7, 7, 2);
    MemberId silent = world.someMember(1);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(silent) && statement instanceof LearningStatement.Masked) {
            node.crash();
            node.dead = true;
            return Optional.empty();
          }
          return Optional.of(statement);
        };
    world.start().runToTheEnd();
    var charged = new ArrayList<MemberId>();
    world
        .nodes
        .values()
        .forEach(node -> {
          for (int i = 0; i < node.charged; i++) {
            charged.add(node.self);
          }
        });
    assertEquals(
        world.cohort.members().stream().filter(member -> !member.equals(silent)).toList(), charged);
  }

  private static RingCodec.Chance chance(int seed) {
    return Samples.chance("privacy " + seed);
  }
}
