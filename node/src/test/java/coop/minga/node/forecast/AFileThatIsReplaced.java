package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.storage.Disk;
import coop.minga.node.storage.UnreliableDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Power cuts before each step of a write, and at its end, with several dice each.
final class AFileThatIsReplaced {
  private static final int DICE = 20;

  private AFileThatIsReplaced() {}

  /// One write.
  interface Write {
    void to(Disk disk) throws IOException;
  }

  /// Whenever the second write is cut short, the first or the second stands there whole; once it
  /// has returned, the second.
  static void holds(Path file, Write first, Write second) throws IOException {
    for (int seed = 0; seed < DICE; seed++) {
      var whole = new UnreliableDisk(Disk.parent(file), new Random(seed));
      first.to(whole);
      byte[] before = whole.read(file);
      second.to(whole);
      byte[] after = whole.read(file);
      boolean returned = false;
      for (int step = 0; !returned; step++) {
        var disk = new UnreliableDisk(Disk.parent(file), new Random(seed));
        first.to(disk);
        returned = isDone(disk, second, step);
        disk.cutPower();
        byte[] found = disk.read(file);
        boolean isOld = !returned && Arrays.equals(found, before);
        assertTrue(isOld || Arrays.equals(found, after), "seed " + seed + ", step " + step);
      }
    }
  }

  private static boolean isDone(UnreliableDisk disk, Write write, int cutBefore)
      throws IOException {
    disk.fail(UnreliableDisk.Fault.POWER_CUT, cutBefore);
    try {
      write.to(disk);
      return true;
    } catch (UnreliableDisk.Gone _) {
      return false;
    }
  }
}
