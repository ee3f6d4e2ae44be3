package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MirrorSampleTest {
  private static final Hash ROSTER = Hash.sha256(Bytes.utf8("roster"));
  private static final Hash VALUE = Hash.sha256(Bytes.utf8("value"));
  private static final List<MemberId> MEMBERS =
      IntStream.range(0, 200).mapToObj(i -> new MemberId("m" + i)).toList();

  @Test
  void aTenthOfAThousandBadTakesFiftyTwo() {
    assertEquals(52, new MirrorSample(1000, 100).size());
    assertTrue(new MirrorSample(1000, 100).isEnough(52));
    assertFalse(new MirrorSample(1000, 100).isEnough(51));
  }

  @Test
  void smallerFederationsTakeFewerAndHonestOnesOne() {
    assertEquals(28, new MirrorSample(100, 100).size());
    assertEquals(22, new MirrorSample(65, 100).size());
    assertEquals(1, new MirrorSample(65, 0).size());
  }

  @Test
  void sixteenOfAHundredAreTooFewWhereAThirdIsBad() {
    assertFalse(new MirrorSample(100, 333).isEnough(16));
    assertTrue(new MirrorSample(70, 333).size() > 60, "nearly all of them");
  }

  @Test
  void whoIsDrawnFollowsFromTheValueAndIsNeverTheOwner() {
    MemberId owner = MEMBERS.getFirst();
    var drawn = MirrorSample.draw(VALUE, owner, MEMBERS, 52);
    assertEquals(52, drawn.size());
    assertFalse(drawn.contains(owner));
    assertEquals(drawn, MirrorSample.draw(VALUE, owner, MEMBERS.reversed(), 52));
    assertNotEquals(drawn, MirrorSample.draw(ROSTER, owner, MEMBERS, 52));
    assertNotEquals(drawn, MirrorSample.draw(VALUE, MEMBERS.getLast(), MEMBERS, 52));
  }

  @Test
  void everybodyIsDrawnAboutAsOften() {
    var times = new TreeMap<MemberId, Integer>();
    for (MemberId owner : MEMBERS) {
      MirrorSample.draw(VALUE, owner, MEMBERS, 50).forEach(m -> times.merge(m, 1, Integer::sum));
    }
    assertEquals(MEMBERS.size(), times.size());
    times.values().forEach(count -> assertTrue(count > 25 && count < 80, () -> "" + times));
  }

  @Test
  void nobodyKnowsTheValueBeforeAllHaveOpened() {
    MemberId one = MEMBERS.get(1);
    MemberId other = MEMBERS.get(2);
    Bytes first = Bytes.utf8("first");
    Bytes second = Bytes.utf8("second");
    var commitments =
        Map.of(
            one, MirrorSample.commitment(ROSTER, 2027, one, first),
            other, MirrorSample.commitment(ROSTER, 2027, other, second));
    assertEquals(
        Optional.empty(), MirrorSample.value(ROSTER, 2027, commitments, Map.of(one, first)));
    assertEquals(
        Optional.empty(),
        MirrorSample.value(ROSTER, 2027, commitments, Map.of(one, first, other, first)),
        "what was not committed to opens nothing");
    assertEquals(
        Optional.empty(),
        MirrorSample.value(ROSTER, 2028, commitments, Map.of(one, first, other, second)),
        "another year's commitments are other ones");
    assertTrue(
        MirrorSample.value(ROSTER, 2027, commitments, Map.of(one, first, other, second))
            .isPresent());
    assertEquals(Optional.empty(), MirrorSample.value(ROSTER, 2027, Map.of(), Map.of()));
  }

  @Test
  void moreThanAThirdIsNobodysAssumption() {
    assertThrows(IllegalArgumentException.class, () -> new MirrorSample(100, 334));
    assertThrows(IllegalArgumentException.class, () -> new MirrorSample(0, 100));
  }
}
