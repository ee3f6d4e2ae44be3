package coop.minga.federation.learning;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Two of nine, the coordinator among them, put together all that they know after the sum was
/// opened: every masked vector, everybody's own mask, which shares gave back, and their own pair
/// keys. Of the seven honest they want to know who had the large update.
class WhatColludersSeeTest {
  private static final int DIMENSION = 40;
  private static final int TRIALS = 240;
  private static final int COLLUDERS = 2;
  private static final double CHANCE = 4 * Math.sqrt(.25 / TRIALS);
  private static final Encoding ENCODING = Samples.encoding(DIMENSION);
  private static final List<MemberId> MEMBERS = Samples.members(9);
  private static final Cohort COHORT = new Cohort(MEMBERS, 6);

  /// What is left of each honest vector once every mask that colluders know is off it.
  private record View(boolean first, List<RingVector> left) {}

  /// One epoch in which either the first or the second honest member has the update.
  ///
  /// @param betrayed whether somebody gives them its pair key, too
  private static View trial(int number, boolean betrayed) {
    var random = new Random(number);
    boolean first = number % 2 == 0;
    var secrets = new TreeMap<MemberId, AttemptSecret>();
    MEMBERS.forEach(member -> secrets.put(member, AttemptSecret.of(Samples.secret(random))));
    SortedMap<MemberId, MaskKey> keys = new TreeMap<>();
    secrets.forEach((member, secret) -> keys.put(member, secret.maskKey()));
    var context =
        new Masks.Context(
            new AttemptName(LearningWorld.FEDERATION, 1, 1), Samples.hash("circle " + number));
    var left = new ArrayList<RingVector>();
    for (int i = COLLUDERS; i < MEMBERS.size(); i++) {
      boolean has = i == COLLUDERS + (first ? 0 : 1);
      MemberId member = MEMBERS.get(i);
      AttemptSecret secret = requireNonNull(secrets.get(member));
      RingVector plain = encoded(has ? update() : new float[DIMENSION], secret.chance());
      RingVector masked =
          ((Masks.Outcome.Done) Masks.mask(plain, member, keys, secret, context)).vector();
      int[] known = masked.toArray();
      new KeyStream(Masks.ownKey(secret.value(SecretKind.OWN_MASK), context)).addTo(known, -1);
      for (int j = 0; j < MEMBERS.size(); j++) {
        if (j != i && (j < COLLUDERS || betrayed)) {
          MemberId peer = MEMBERS.get(j);
          MaskKey shown = requireNonNull(keys.get(member));
          Bytes agreed = requireNonNull(secrets.get(peer)).agree(shown).orElseThrow();
          new KeyStream(Masks.pairKey(agreed, member, peer, context))
              .addTo(known, -Masks.sign(member, peer));
        }
      }
      left.add(RingVector.reduced(masked.bits(), known));
    }
    return new View(first, left);
  }

  private static float[] update() {
    float[] update = new float[DIMENSION];
    Arrays.fill(update, .15f);
    return update;
  }

  private static RingVector encoded(float[] change, RingCodec.Chance chance) {
    return ((RingCodec.Encoded.Vector)
            new RingCodec(ENCODING, MEMBERS.size()).encode(Parameters.of(change), 1000, chance))
        .vector();
  }

  /// Guesses by which of the two vectors looks more like the update.
  private static double rightGuesses(boolean betrayed) {
    RingVector wanted = encoded(update(), Samples.chance("any"));
    int right = 0;
    for (int number = 0; number < TRIALS; number++) {
      View view = trial(number, betrayed);
      boolean guess = likeness(view.left().get(0), wanted) > likeness(view.left().get(1), wanted);
      right += guess == view.first() ? 1 : 0;
    }
    return (double) right / TRIALS;
  }

  private static double likeness(RingVector one, RingVector other) {
    double sum = 0;
    for (int i = 0; i < ENCODING.turned(); i++) {
      sum += (double) one.signedAt(i) * other.signedAt(i);
    }
    return sum;
  }

  @Test
  void theyGuessWhoseUpdateItWasNoBetterThanByTossingACoin() {
    assertEquals(COLLUDERS, 2 * COHORT.threshold() - MEMBERS.size() - 1, "as many as may lie");
    assertEquals(.5, rightGuesses(false), CHANCE);
  }

  @Test
  void withEverybodysPairKeysTheyWouldKnow() {
    assertEquals(1, rightGuesses(true));
  }

  /// Learned on one half of the epochs, tried on the other: the nearer of two centres.
  @Test
  void noCentreThatTheyLearnTellsTheTwoApart() {
    List<View> views = new ArrayList<>();
    for (int number = 0; number < TRIALS; number++) {
      views.add(trial(1_000 + number, false));
    }
    double[] one = centre(views.subList(0, TRIALS / 2), true);
    double[] other = centre(views.subList(0, TRIALS / 2), false);
    int right = 0;
    for (View view : views.subList(TRIALS / 2, TRIALS)) {
      double[] at = at(view);
      right += distance(at, one) < distance(at, other) == view.first() ? 1 : 0;
    }
    assertEquals(.5, 2.0 * right / TRIALS, CHANCE * Math.sqrt(2));
  }

  private static double[] centre(List<View> views, boolean first) {
    double[] centre = new double[ENCODING.turned()];
    List<View> those = views.stream().filter(view -> view.first() == first).toList();
    for (View view : those) {
      double[] at = at(view);
      for (int i = 0; i < centre.length; i++) {
        centre[i] += at[i] / those.size();
      }
    }
    return centre;
  }

  private static double[] at(View view) {
    double[] at = new double[ENCODING.turned()];
    for (int i = 0; i < at.length; i++) {
      at[i] = view.left().getFirst().signedAt(i);
    }
    return at;
  }

  private static double distance(double[] one, double[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      squares += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return squares;
  }

  // Seeds.

  @Test
  void everyOneOfA256BitsChangesEverythingThatIsDrawnFromASecret() {
    byte[] root = Samples.hash("root").value().toArray();
    assertEquals(256, 8 * AttemptSecret.SIZE);
    var seen = new HashSet<Object>();
    for (int bit = -1; bit < 256; bit++) {
      byte[] changed = root.clone();
      if (bit >= 0) {
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
      }
      AttemptSecret secret = AttemptSecret.of(Bytes.of(changed));
      for (SecretKind kind : SecretKind.values()) {
        assertEquals(32, secret.value(kind).size());
        assertTrue(seen.add(secret.value(kind)), kind + ", bit " + bit);
      }
      assertTrue(seen.add(secret.chance().noise()), "noise, bit " + bit);
      assertTrue(seen.add(secret.chance().rounding()), "rounding, bit " + bit);
    }
  }

  /// A seed of 32 bits would give one of so few streams; here each bit of the key gives another.
  @Test
  void everyOneOfA256BitsOfAKeyChangesTheStream() {
    byte[] key = Samples.hash("key").value().toArray();
    Set<Long> starts = new HashSet<>();
    for (int bit = -1; bit < 256; bit++) {
      byte[] changed = key.clone();
      if (bit >= 0) {
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
      }
      var stream = new KeyStream(new Hash(Bytes.of(changed)));
      starts.add(((long) stream.next() << 32) | Integer.toUnsignedLong(stream.next()));
    }
    assertEquals(257, starts.size());
  }

  /// The highest and the lowest byte of words, each against 256 even classes: 255 degrees of
  /// freedom, above 347 once in 10,000.
  @Test
  void theStreamHasTheFullRangeEvenly() {
    var stream = new KeyStream(Samples.hash("stream"));
    int[] high = new int[256];
    int[] low = new int[256];
    int draws = 1 << 18;
    boolean negative = false;
    for (int i = 0; i < draws; i++) {
      int word = stream.next();
      high[word >>> 24]++;
      low[word & 255]++;
      negative |= word < 0;
    }
    assertTrue(negative);
    assertTrue(chiSquare(high, draws) < 347, "high byte");
    assertTrue(chiSquare(low, draws) < 347, "low byte");
    assertNotEquals(0, high[255]);
  }

  private static double chiSquare(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    double chi = 0;
    for (int count : counts) {
      chi += (count - expected) * (count - expected) / expected;
    }
    return chi;
  }
}
