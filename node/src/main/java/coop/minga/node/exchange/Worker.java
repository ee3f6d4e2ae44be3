package coop.minga.node.exchange;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Does long work, one piece after the other, away from the loop: training, forecasting, imports.
final class Worker implements AutoCloseable {
  /// Pieces of work that may wait; more is a fault of ours.
  static final int MAX_WAITING = 64;

  /// How long a node that ends waits for the piece under way: it may be writing to the disk.
  private static final int SECONDS_TO_END = 2;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("minga-work").daemon().factory());

  private final Consumer<Mail> post;

  Worker(Consumer<Mail> post) {
    this.post = post;
  }

  <T> void work(String name, Callable<T> task, Consumer<T> then) {
    thread.execute(() -> {
      try {
        T result = task.call();
        post.accept(new Mail.Errand(() -> then.accept(result)));
      } catch (Exception | LinkageError | OutOfMemoryError e) {
        ExchangeLog.workFailed(name, e);
      }
    });
  }

  /// Interrupts the piece under way, waits a little for it to end, and drops what waits.
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        ExchangeLog.workGoesOn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
