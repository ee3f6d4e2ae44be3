package coop.minga.node;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Waits for what other threads or processes do: as long as something still changes, and no longer.
public final class Await {
  /// The longest that nothing may change, in real time. Far more than a busy machine needs.
  public static final Duration NO_PROGRESS = Duration.ofMinutes(2);

  private static final Duration GLANCE = Duration.ofMillis(50);

  private Await() {}

  /// What is looked at; it may fail as long as whoever is asked is not there.
  ///
  /// @param <T> with an equality that tells whether something has changed
  public interface Look<T> {
    T look() throws Exception;
  }

  /// Waits until what is seen is as wanted.
  ///
  /// @return what was seen then
  /// @throws AssertionError if nothing changes for [#NO_PROGRESS]; it tells what was seen last
  public static <T> T until(String what, Look<T> look, Predicate<? super T> wanted) {
    Object before = "nothing yet";
    long changed = System.nanoTime();
    while (true) {
      Object seen = before;
      try {
        T now = look.look();
        if (wanted.test(now)) {
          return now;
        }
        seen = now;
      } catch (Exception e) {
        seen = e.toString();
      }
      if (!Objects.equals(seen, before)) {
        changed = System.nanoTime();
        before = seen;
      } else if (System.nanoTime() - changed > NO_PROGRESS.toNanos()) {
        throw new AssertionError("no progress while waiting for " + what + "; last seen: " + seen);
      }
      pause(GLANCE);
    }
  }

  /// Lets real time pass between two looks or two blows.
  public static void pause(Duration real) {
    long end = System.nanoTime() + real.toNanos();
    for (long left = real.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
