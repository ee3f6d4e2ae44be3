package coop.minga.bench;

import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.audit.Report;
import coop.minga.node.bundle.BundleFile;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// One audit in a process of its own, so that nothing else is in its heap: prints its seconds and
/// the megabytes that were live at most, and ends with 3 if the bundle is not what was signed.
///
/// What is live is known by collecting, again and again; that takes about a tenth of the seconds.
final class AuditOnce {
  private static final double MILLION = 1e6;
  private static final int RARELY = 10;

  private AuditOnce() {}

  public static void main(String[] arguments) throws IOException {
    var most = new AtomicLong();
    Thread.ofPlatform().daemon().start(() -> watch(most));
    long start = System.nanoTime();
    Report report =
        new Auditor(new StrictVerifier(), Demands.ALL)
            .audit(BundleFile.read(Path.of(arguments[0])));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(seconds + " " + most.get() / MILLION);
    if (!report.verified()) {
      System.err.println(report.sentence());
      System.exit(3);
    }
  }

  private static void watch(AtomicLong most) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    while (true) {
      long start = System.nanoTime();
      memory.gc();
      most.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max);
      LockSupport.parkNanos(RARELY * (System.nanoTime() - start));
    }
  }
}
