package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkerTest {
  /// Who trains opens the history's database; a node that has ended must no longer write to it.
  @Test
  void aNodeThatEndsWaitsForTheWorkUnderWay() throws Exception {
    var begun = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    var worker = new Worker(_ -> {});
    worker.work(
        "train",
        () -> {
          begun.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException _) {
            Thread.sleep(100);
          }
          ended.set(true);
          return true;
        },
        _ -> {});
    begun.await();
    worker.close();
    assertTrue(ended.get());
  }
}
