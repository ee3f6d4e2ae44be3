package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does things later, on one thread of its own: so nothing that blocks. What fails is logged and
/// stops nothing else; what would come after the close is not wanted and is dropped.
final class Timer implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;

  Timer(MemberId member) {
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("peering-" + member).factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  void later(Duration wait, Runnable action) {
    var _ = executor.schedule(() -> guarded(action), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  void every(Duration pause, Runnable action) {
    long nanos = pause.toNanos();
    var _ =
        executor.scheduleWithFixedDelay(() -> guarded(action), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      PeeringLog.fault("timer", e); // else what is repeated would stop without a word
    }
  }
}
