package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.Privacy;
import coop.minga.federation.learning.Unit;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Hidden;
import coop.minga.node.forecast.Architecture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LessonTest {
  @Test
  void everyUpdateCountsAlikeAndTakesLittleRoom() {
    for (Encoding encoding : List.of(of(0, Hidden.ORGANISATION), of(1_000, Hidden.SITE_WEEK))) {
      assertEquals(1, encoding.maxWeight());
    }
    assertEquals(14, of(0, Hidden.ORGANISATION).bits(7));
    assertEquals(15, of(0, Hidden.ORGANISATION).bits(16));
    assertTrue(of(1_000, Hidden.SITE_WEEK).bits(16) <= 20, "two and a half bytes");
  }

  @Test
  void withoutNoiseTheUnitChangesNothing() {
    assertEquals(of(0, Hidden.ORGANISATION).hash(), of(0, Hidden.SITE_WEEK).hash());
    assertEquals(new Unit.Organisation(), of(0, Hidden.SITE_WEEK).unit());
  }

  /// What hides a week is far less, measured by how far an epoch moves the model.
  @Test
  void noiseForAWeekIsAFewTimesAnUpdateAndForAnOrganisationManyTimes() {
    assertTrue(
        noiseByClip(of(1_000, Hidden.SITE_WEEK))
            < noiseByClip(of(1_000, Hidden.ORGANISATION)) / 20);
    Cohort sixteen =
        new Cohort(
            IntStream.range(0, 16).mapToObj(i -> new MemberId("shop-" + (char) ('a' + i))).toList(),
            6);
    double week = Privacy.rhoOfEpoch(of(1_000, Hidden.SITE_WEEK), sixteen);
    double organisation = Privacy.rhoOfEpoch(of(1_000, Hidden.ORGANISATION), sixteen);
    assertEquals(organisation, week, 1e-3 * week);
  }

  private static double noiseByClip(Encoding encoding) {
    return Math.sqrt((double) encoding.noiseVariance(16)) * encoding.step() / encoding.clip();
  }

  private static Encoding of(int noiseThousandths, Hidden unit) {
    var privacy = new NodeConfig.Privacy(noiseThousandths, unit, 0);
    return new Lesson(Architecture.ROW64, privacy).encoding();
  }
}
