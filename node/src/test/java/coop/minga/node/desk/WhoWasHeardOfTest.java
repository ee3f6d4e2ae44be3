package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The almacen, one of four, three of whom decide: what it knows of the roster is as fresh as the
/// word of the third of them.
class WhoWasHeardOfTest {
  private static final Instant NOON = Instant.parse("2026-11-24T15:00:00Z");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TIA = new MemberId("tia");

  private final Counter counter = new Counter(NOON);
  private final Attendance attendance = new Attendance(counter);

  private void after(Duration time) {
    counter.now = NOON.plus(time);
  }

  @Test
  void aNodeThatHearsOfNobodySaysSoTwoDaysAfterItsStart() {
    attendance.recall();
    after(Duration.ofDays(2));
    assertEquals(Optional.empty(), attendance.unknownSince());
    after(Duration.ofHours(49));
    assertEquals(Optional.of(NOON.plus(Attendance.FRESH)), attendance.unknownSince());
  }

  @Test
  void theWordOfAsManyAsDecideKeepsItFreshAndOneFewerDoesNot() {
    attendance.recall();
    after(Duration.ofHours(40));
    attendance.seen(BOTICA);
    after(Duration.ofHours(60));
    assertEquals(Optional.of(NOON.plus(Attendance.FRESH)), attendance.unknownSince());
    attendance.seen(TIA);
    assertEquals(Optional.empty(), attendance.unknownSince());
    after(Duration.ofHours(89));
    assertEquals(
        Optional.of(NOON.plus(Duration.ofHours(40)).plus(Attendance.FRESH)),
        attendance.unknownSince());
  }

  @Test
  void aRestartRemembersWhoWasHeardOf() {
    attendance.recall();
    attendance.seen(BOTICA);
    after(Duration.ofHours(1));
    attendance.seen(TIA);
    after(Duration.ofHours(50));
    var again = new Attendance(counter);
    again.recall();
    assertEquals(Optional.of(NOON), again.of(BOTICA));
    assertEquals(
        Optional.of(NOON.plus(Duration.ofHours(1)).plus(Attendance.FRESH)),
        again.unknownSince(),
        "of the fourth it has not had the time to hear");
  }
}
