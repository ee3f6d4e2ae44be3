package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The almacen's nights begin at three. Some nights the members learn, most nights nobody does.
class ANightAloneTest {
  private static final LocalTime THREE = LocalTime.of(3, 0);
  private static final ZoneId ZONE = ZoneId.of("America/Santiago");
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final MemberId BOTICA = new MemberId("botica");

  private final Counter counter = new Counter(at(MONDAY, 2, 0));
  private final Alone trainer = new Alone();
  private final Others others = new Others();
  private OwnModelDesk almacen = desk();

  /// What the members learn together, as the almacen's other desk has it.
  private static final class Others implements OwnModelDesk.Learning {
    private boolean open;
    private boolean held;
    private final List<LocalDate> tried = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public boolean isUnderWay() {
      return open;
    }

    @Override
    public boolean isTried(LocalDate night) {
      return tried.contains(night);
    }

    @Override
    public boolean isHeld() {
      return held;
    }

    @Override
    public void trainedAlone(Trainer.Adoption result) {
      told.add(result.sentence());
    }
  }

  /// Writes down for which nights it trained.
  private static final class Alone implements Trainer {
    private final List<LocalDate> nights = new ArrayList<>();

    @Override
    public Encoding encoding() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Adoption alone(long night) {
      nights.add(LocalDate.ofEpochDay(night));
      return new Adoption(false, Optional.empty(), "Alone.");
    }
  }

  private static Instant at(LocalDate day, int hour, int minute) {
    return day.atTime(hour, minute).atZone(ZONE).toInstant();
  }

  private OwnModelDesk desk() {
    return desk(THREE);
  }

  private OwnModelDesk desk(LocalTime start) {
    return new OwnModelDesk(counter, trainer, others, start);
  }

  private void passes(Instant until) {
    counter.now = until;
    almacen.tick();
  }

  @Test
  void onceANightItTrainsAloneAnHourAfterTheNightBegan() {
    passes(at(MONDAY, 3, 59));
    assertEquals(List.of(), trainer.nights);
    passes(at(MONDAY, 4, 0));
    passes(at(MONDAY, 4, 1));
    assertEquals(List.of(MONDAY), trainer.nights);
    assertEquals(List.of("Alone."), others.told, "minga rounds tells it");
    almacen = desk();
    passes(at(MONDAY, 5, 0));
    assertEquals(List.of(MONDAY), trainer.nights, "a start is no new night");
    passes(at(MONDAY.plusDays(1), 4, 0));
    assertEquals(List.of(MONDAY, MONDAY.plusDays(1)), trainer.nights);
  }

  @Test
  void aNightWhoseTrainingAStopCutOffIsTakenUpAgainAfterTheStart() {
    counter.busy = true;
    passes(at(MONDAY, 4, 0));
    passes(at(MONDAY, 4, 1));
    assertEquals(1, counter.waiting.size(), "it waits for its turn once");
    counter.waiting.clear();
    counter.busy = false;
    passes(at(MONDAY, 4, 2));
    assertEquals(List.of(), trainer.nights, "what failed is not tried again by the minute");
    almacen = desk();
    passes(at(MONDAY, 5, 0));
    assertEquals(List.of(MONDAY), trainer.nights);
  }

  @Test
  void byDayNobodyTrains() {
    passes(at(MONDAY, 10, 0));
    passes(at(MONDAY, 23, 59));
    passes(at(MONDAY.plusDays(1), 3, 59));
    assertEquals(List.of(), trainer.nights);
  }

  @Test
  void aNightWhoseVersionIsTriedIsNone() {
    others.open = true;
    passes(at(MONDAY, 4, 0));
    others.open = false;
    others.tried.add(MONDAY);
    passes(at(MONDAY, 5, 0));
    assertEquals(List.of(), trainer.nights, "trying it trains the own model");
    OwnModelDesk.trained(counter, MONDAY);
    others.tried.clear();
    almacen = desk();
    passes(at(MONDAY, 5, 1));
    assertEquals(List.of(), trainer.nights, "trying it trained the own model");
    passes(at(MONDAY.plusDays(1), 4, 0));
    assertEquals(List.of(MONDAY.plusDays(1)), trainer.nights, "the next night they do not learn");
  }

  @Test
  void aNightWhoseEpochsComeToNothingHereIsOne() {
    others.open = true;
    passes(at(MONDAY, 4, 0));
    assertEquals(List.of(), trainer.nights, "something may still come of it");
    others.open = false;
    passes(at(MONDAY, 6, 0));
    assertEquals(List.of(MONDAY), trainer.nights);
  }

  @Test
  void whatOthersSayNightByNightKeepsNobodyFromTraining() {
    others.open = true;
    for (int day = 0; day < 2; day++) {
      passes(at(MONDAY.plusDays(day), 8, 59));
      almacen.seen(Counter.heard(BOTICA, new Said.OfLearning(new LearningStatement.Abandon(1, 1))));
      passes(at(MONDAY.plusDays(day), 9, 0));
    }
    assertEquals(List.of(MONDAY, MONDAY.plusDays(1)), trainer.nights);
  }

  @Test
  void whatAPersonKeepsNoNightChanges() {
    others.held = true;
    passes(at(MONDAY, 4, 0));
    assertEquals(List.of(), trainer.nights);
    others.held = false;
    passes(at(MONDAY, 5, 0));
    assertEquals(List.of(MONDAY), trainer.nights, "the same night, when it is no longer kept");
  }

  @Test
  void aNightThatBeginsLateInTheEveningGoesOnAfterMidnight() {
    almacen = desk(LocalTime.of(23, 30));
    LocalDate tuesday = MONDAY.plusDays(1);
    passes(at(MONDAY, 23, 59));
    assertEquals(List.of(), trainer.nights);
    passes(at(tuesday, 0, 30));
    passes(at(tuesday, 1, 0));
    assertEquals(List.of(MONDAY), trainer.nights);
    passes(at(tuesday.plusDays(1), 0, 30));
    assertEquals(List.of(MONDAY, tuesday), trainer.nights);
  }
}
