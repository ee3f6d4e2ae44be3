package coop.minga.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// By how much the heap grew at most in some span, garbage included: an upper bound of what was
/// needed. Looks twice a millisecond.
final class HeapPeak {
  private static final long PAUSE_NANOS = 500_000;
  private static final double MILLION = 1e6;

  private final AtomicLong most = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final long before;

  private HeapPeak() {
    System.gc();
    this.before = used();
  }

  static HeapPeak begin() {
    var peak = new HeapPeak();
    Thread.ofPlatform().daemon().start(peak::watch);
    return peak;
  }

  double endMegabytes() {
    over.set(true);
    look();
    return most.get() / MILLION;
  }

  private void watch() {
    while (!over.get()) {
      look();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void look() {
    most.accumulateAndGet(used() - before, Math::max);
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
