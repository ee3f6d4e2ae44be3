package coop.minga.node.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedClockTest {
  private static final Instant TUESDAY = Instant.parse("2026-11-24T09:00:00Z");

  @TempDir Path directory;

  @Test
  void twoReadersOfOneFileAgreeToTheMillisecondWhileItStandsStill() throws IOException {
    try (var set = SimulatedClock.create(directory.resolve("clock"), TUESDAY);
        var read = SimulatedClock.open(directory.resolve("clock"))) {
      assertEquals(TUESDAY, read.instant());
      set.jump(TUESDAY.plus(Duration.ofHours(5)), 0);
      assertEquals(TUESDAY.plus(Duration.ofHours(5)), read.instant());
      assertEquals(Duration.ZERO, read.realUntil(TUESDAY));
      assertEquals(Duration.ofDays(365), read.realUntil(TUESDAY.plus(Duration.ofDays(1))));
    }
  }

  @Test
  void itNeverGoesBack() throws IOException {
    try (var clock = SimulatedClock.create(directory.resolve("clock"), TUESDAY)) {
      clock.jump(TUESDAY.minusSeconds(60), 0);
      assertEquals(TUESDAY, clock.instant());
      clock.run(1_000_000);
      Instant before = clock.instant();
      clock.run(SimulatedClock.REAL_TIME);
      assertFalse(clock.instant().isBefore(before));
    }
  }

  @Test
  void aFileThatNobodySetIsNoClock() throws IOException {
    Path file = directory.resolve("clock");
    Files.write(file, new byte[32]);
    assertThrows(IOException.class, () -> SimulatedClock.open(file).close());
  }
}
