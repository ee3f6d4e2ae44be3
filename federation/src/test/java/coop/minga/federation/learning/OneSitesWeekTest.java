package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What one week of one site can change in what its organisation hands over, and what that costs.
class OneSitesWeekTest {
  private static final int DIMENSION = 400;
  private static final double WEEKS_CLIP = 1 / 64.0;
  private static final int PLACES = 9;
  private static final double MILLIONTH = 1e-6;

  private final Unit.SiteWeek unit = new Unit.SiteWeek(15_625, PLACES);
  private final Encoding encoding = encoding(DIMENSION, 1_000);
  private final Cohort cohort = Cohort.of(Samples.members(16), 6);

  private Encoding encoding(int dimension, int noiseThousandths) {
    return new Encoding(Samples.hash("weeks"), dimension, 1_000_000, 9, 1, noiseThousandths, unit);
  }

  /// All weeks in its nine places, and without one: whatever the others are, and above the
  /// organisation's clip too.
  @Test
  void aWeekThatIsTakenAwayChangesNoMoreThanIsChargedFor() {
    RingCodec codec = new RingCodec(encoding, 7);
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      double[] others = weeks(random, seed % 3 == 0 ? 40 : 400);
      double[] all = others.clone();
      double[] theWeeks = week(random);
      add(all, theWeeks, PLACES);
      assertTrue(
          squares(codec, all, others, seed) <= encoding.sensitivitySquared(), "seed " + seed);
    }
  }

  /// The bound is not so wide that anything would keep to it: ten places do not.
  @Test
  void aWeekInMorePlacesThanAreCountedBreaksTheBound() {
    RingCodec codec = new RingCodec(encoding, 7);
    double[] none = new double[DIMENSION];
    double[] more = new double[DIMENSION];
    add(more, week(new Random(1)), PLACES + 2);
    assertTrue(squares(codec, more, none, 1) > encoding.sensitivitySquared());
  }

  @Test
  void theStepIsAQuarterOfWhatAWeekLeavesInACoordinate() {
    assertEquals(WEEKS_CLIP / (4 * Math.sqrt(encoding.turned())), encoding.step(), 1e-12);
    double root = Math.sqrt(encoding.turned());
    double delta = (PLACES * WEEKS_CLIP + encoding.step() * root) / encoding.step();
    assertEquals(delta * delta, (double) encoding.sensitivitySquared(), 1e-6 * delta * delta);
  }

  /// z of noise costs 1 / (2 z^2) an epoch of whatever the unit is.
  @Test
  void theSameMultipleOfNoiseCostsTheSameOfItsUnit() {
    Privacy.Cost cost = Privacy.costOfEpoch(encoding(8_124, 4_000), cohort);
    assertEquals(1 / (2 * 16.0), cost.siteWeek(), 1e-4);
    double organisation = Privacy.rhoOfEpoch(Samples.noisy(8_124, 4_000), cohort);
    assertEquals(organisation, cost.siteWeek(), 1e-4);
  }

  /// The noise that hides a week hides an organisation as far as that is longer: here (64 + 1/4)
  /// against (9 + 1/4) weeks' clips.
  @Test
  void whatHidesAWeekTellsALotOfAnOrganisationAndSaysHowMuch() {
    Privacy.Cost cost = Privacy.costOfEpoch(encoding(8_124, 4_000), cohort);
    double longer = (64 + .25) / (PLACES + .25);
    assertEquals(longer * longer, cost.organisation() / cost.siteWeek(), .01 * longer * longer);
    assertTrue(Privacy.epsilon(cost.organisation(), MILLIONTH) > 5);
  }

  @Test
  void whatHidesAnOrganisationHidesItsWeeksAtFourTimesTheCost() {
    Privacy.Cost cost = Privacy.costOfEpoch(Samples.noisy(8_124, 4_000), cohort);
    assertEquals(4 * cost.organisation(), cost.siteWeek(), 1e-12);
  }

  @Test
  void honestSumsAreWithinBoundsAndKeepWhatWeeksHaveInCommon() {
    Encoding quiet = encoding(8_124, 20);
    RingCodec codec = new RingCodec(quiet, 16);
    var common = new double[8_124];
    add(common, week(new Random(5), common.length), 40);
    RingVector sum = RingVector.zero(codec.bits(), quiet.coordinates());
    for (int member = 0; member < 16; member++) {
      sum = sum.plus(encoded(codec, common, member));
    }
    var average = (RingCodec.Decoded.Average) codec.decode(sum, 16);
    double along = 0;
    double length = 0;
    for (int i = 0; i < common.length; i++) {
      along += average.change().at(i) * common[i];
      length += common[i] * common[i];
    }
    assertEquals(1, along / length, .05);
  }

  @Test
  void noUnitSmallerThanAllIsPromisedWithoutNoiseOrBeyondTheClip() {
    assertThrows(IllegalArgumentException.class, () -> encoding(DIMENSION, 0));
    var wide = new Unit.SiteWeek(2_000_000, PLACES);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Encoding(Samples.hash("weeks"), DIMENSION, 1_000_000, 9, 1, 1_000, wide));
    assertThrows(IllegalArgumentException.class, () -> new Unit.SiteWeek(1, 65));
    var tiny = new Unit.SiteWeek(244, PLACES);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Encoding(Samples.hash("weeks"), DIMENSION, 1_000_000, 9, 1, 1_000, tiny));
  }

  /// Who says another unit or counts other places is in no sum.
  @Test
  void theUnitIsPartOfWhatAllMustSayAlike() {
    Encoding organisation = new Encoding(Samples.hash("weeks"), DIMENSION, 1_000_000, 9, 1, 1_000);
    var eight = new Unit.SiteWeek(15_625, 8);
    Encoding fewer = new Encoding(Samples.hash("weeks"), DIMENSION, 1_000_000, 9, 1, 1_000, eight);
    assertEquals(
        3, List.of(encoding, organisation, fewer).stream().map(Encoding::hash).distinct().count());
  }

  private static long squares(RingCodec codec, double[] one, double[] other, int seed) {
    RingVector with = encoded(codec, one, seed);
    RingVector without = encoded(codec, other, seed);
    return IntStream.range(0, with.size())
        .mapToLong(i -> with.signedAt(i) - (long) without.signedAt(i))
        .map(changed -> changed * changed)
        .sum();
  }

  private static RingVector encoded(RingCodec codec, double[] update, int seed) {
    float[] floats = new float[update.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) update[i];
    }
    // The same chance gives the same noise: what differs is what the week changed.
    return ((RingCodec.Encoded.Vector)
            codec.encode(Parameters.of(floats), 1, Samples.chance("weeks " + seed)))
        .vector();
  }

  private static double[] weeks(Random random, int count) {
    double[] sum = new double[DIMENSION];
    double[] common = week(random);
    for (int i = 0; i < count; i++) {
      add(sum, common, .6);
      add(sum, week(random), .8);
    }
    return sum;
  }

  private static double[] week(Random random) {
    return week(random, DIMENSION);
  }

  private static double[] week(Random random, int dimension) {
    double[] change = new double[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      change[i] = random.nextGaussian();
      squares += change[i] * change[i];
    }
    for (int i = 0; i < dimension; i++) {
      change[i] *= WEEKS_CLIP / Math.sqrt(squares);
    }
    return change;
  }

  private static void add(double[] to, double[] other, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * other[i];
    }
  }
}
