package coop.minga.node.clock;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that many processes share through one mapped file: simulated time is an anchor plus the
/// real time since, times a rate.
///
/// The file is 32 bytes, four longs in this machine's byte order: a version, odd while the three
/// others change; the real anchor and the simulated anchor, milliseconds since 1970; the rate in
/// thousandths. One process sets it, any number read it. It never goes back: [#run] keeps the
/// present simulated time as the new anchor.
public final class SimulatedClock implements InstantSource, AutoCloseable {
  /// Rate of a clock that goes as the real one does.
  public static final long REAL_TIME = 1000;

  private static final Duration FOREVER = Duration.ofDays(365);
  private static final long BYTES = 32;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long VERSION = 0;
  private static final long REAL = 8;
  private static final long SIMULATED = 16;
  private static final long RATE = 24;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment file;
  private final InstantSource real;

  private SimulatedClock(Path path, InstantSource real) throws IOException {
    this.real = real;
    try (var channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      this.file = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena);
    }
  }

  /// Makes a clock file that stands still at an instant.
  public static SimulatedClock create(Path path, Instant start) throws IOException {
    var clock = new SimulatedClock(path, InstantSource.system());
    clock.set(start.toEpochMilli(), 0);
    return clock;
  }

  /// Reads a clock file that another process sets.
  public static SimulatedClock open(Path path) throws IOException {
    var clock = new SimulatedClock(path, InstantSource.system());
    if (clock.read(VERSION) == 0) {
      clock.close();
      throw new IOException(path + " is not a clock file: nobody has set it");
    }
    return clock;
  }

  /// From now on, goes at a rate in thousandths of real time; 0 stands still.
  public void run(long ratePermille) {
    set(millis(), ratePermille);
  }

  /// Jumps ahead to an instant and goes on at a rate; an instant already past changes only the
  /// rate.
  public void jump(Instant to, long ratePermille) {
    set(Math.max(millis(), to.toEpochMilli()), ratePermille);
  }

  /// Real time until a simulated instant, at the present rate; zero if it is past.
  public Duration realUntil(Instant simulated) {
    long ahead = simulated.toEpochMilli() - millis();
    long rate = read(RATE);
    if (ahead <= 0) {
      return Duration.ZERO;
    }
    return rate == 0 ? FOREVER : Duration.ofMillis(ahead * 1000 / rate + 1);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    while (true) {
      long version = read(VERSION);
      long realAnchor = read(REAL);
      long simulatedAnchor = read(SIMULATED);
      long rate = read(RATE);
      if ((version & 1) == 0 && version == read(VERSION)) {
        return simulatedAnchor + Math.max(0, real.millis() - realAnchor) * rate / 1000;
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private void set(long simulated, long rate) {
    long version = read(VERSION);
    write(VERSION, version + 1);
    write(REAL, real.millis());
    write(SIMULATED, simulated);
    write(RATE, rate);
    write(VERSION, version + 2);
  }

  private long read(long offset) {
    return (long) LONG.getVolatile(file, offset);
  }

  private void write(long offset, long value) {
    LONG.setVolatile(file, offset, value);
  }
}
