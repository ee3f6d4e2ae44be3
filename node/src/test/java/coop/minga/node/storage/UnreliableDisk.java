package coop.minga.node.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// A disk in memory that knows what is durable, counts every step, and fails at one of them.
///
/// It keeps each file twice, as a machine that runs sees it and as it would be found after a power
/// cut, and the names in the directories likewise. After a power cut whatever was not synced is
/// there, or is not, or is torn, as the dice fall: no order is kept that was not asked for.
public final class UnreliableDisk implements Disk {
  /// What goes wrong.
  public enum Fault {
    /// Nothing.
    NONE,
    /// The process is killed before the step; what it wrote is there for the next one.
    KILL,
    /// The power fails before the step.
    POWER_CUT,
    /// The power fails in the middle of the step.
    TORN,
    /// The step finds no room on the disk; a write is cut short.
    FULL,
    /// The step cannot be made durable; what it should have been is lost in the next power cut,
    /// even if a later sync says otherwise.
    SYNC_FAILS,
    /// A bit of what the step writes is flipped.
    FLIP
  }

  /// The process or the power is gone: not an exception that anything may handle.
  public static final class Gone extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final byte[] NOTHING = {};

  private static final class Content {
    private byte[] seen = NOTHING;
    private byte[] durable = NOTHING;
    private boolean unsyncable;
  }

  private final Random dice;
  private final TreeMap<Path, Content> seen = new TreeMap<>();
  private final TreeMap<Path, Content> durable = new TreeMap<>();
  private Fault fault = Fault.NONE;
  private long at = -1;
  private long steps;
  private boolean gone;
  private boolean struck;

  /// An empty disk.
  ///
  /// @param root a directory that is there
  public UnreliableDisk(Path root, Random dice) {
    this.dice = dice;
    Content directory = new Content();
    seen.put(root, directory);
    durable.put(root, directory);
  }

  /// A copy of a disk that nothing is underway on, with other dice.
  public UnreliableDisk(UnreliableDisk other, Random dice) {
    this.dice = dice;
    other.seen.forEach((path, content) -> {
      Content copy = afterwards(content.seen);
      seen.put(path, copy);
      durable.put(path, copy);
    });
  }

  /// From now on, the step of this number fails so; steps are counted anew.
  public void fail(Fault with, long step) {
    fault = with;
    at = step;
    steps = 0;
    gone = false;
    struck = false;
  }

  /// Steps since [#fail].
  public long steps() {
    return steps;
  }

  /// Whether the fault has happened, and was one at that step.
  public boolean struck() {
    return struck;
  }

  /// A new process, after a kill.
  public void restart() {
    fail(Fault.NONE, -1);
  }

  /// What is found when the power comes back.
  public void cutPower() {
    restart();
    seen.forEach((path, content) -> {
      if (!content.equals(durable.get(path)) && dice.nextBoolean()) {
        durable.put(path, content);
      }
    });
    for (Path path : List.copyOf(durable.keySet())) {
      boolean kept = seen.containsKey(path) || dice.nextBoolean();
      if (!kept || !isReachable(path)) {
        durable.remove(path);
      }
    }
    seen.clear();
    durable.forEach((path, content) -> seen.put(path, afterwards(settled(content))));
    durable.clear();
    durable.putAll(seen);
  }

  private boolean isReachable(Path path) {
    Path root = durable.firstKey();
    return path.equals(root) || durable.containsKey(Disk.parent(path));
  }

  private static Content afterwards(byte[] content) {
    Content found = new Content();
    found.seen = content;
    found.durable = content;
    return found;
  }

  private byte[] settled(Content content) {
    if (Arrays.equals(content.seen, content.durable)) {
      return content.durable;
    }
    int kept = Math.max(0, Arrays.mismatch(content.durable, content.seen));
    return switch (content.unsyncable ? 0 : dice.nextInt(4)) {
      case 0 -> content.durable;
      case 1 -> content.seen;
      case 2 -> Arrays.copyOf(content.seen, kept + dice.nextInt(content.seen.length - kept + 1));
      default -> zeroed(content.seen, kept);
    };
  }

  /// The length of what was written, and a part of it: a file system that lost the rest.
  private byte[] zeroed(byte[] content, int kept) {
    byte[] torn = content.clone();
    int zeros = kept + dice.nextInt(torn.length - kept + 1);
    Arrays.fill(torn, zeros, torn.length, (byte) 0);
    return torn;
  }

  // ---- Steps

  /// Begins a step; whether it shall go wrong in a way that the step itself must see to.
  private boolean step() {
    if (gone) {
      throw new Gone();
    }
    boolean now = steps++ == at;
    if (now && (fault == Fault.KILL || fault == Fault.POWER_CUT)) {
      struck = true;
      leave();
    }
    return now;
  }

  private void leave() {
    gone = true;
    throw new Gone();
  }

  /// Puts new content into a file, or as much of it as the fault allows.
  private void put(Content file, byte[] before, byte[] after) throws IOException {
    boolean now = step();
    file.seen = after;
    if (now && (fault == Fault.TORN || fault == Fault.FULL) && after.length > before.length) {
      int length = before.length + dice.nextInt(after.length - before.length);
      file.seen = Arrays.copyOf(after, length);
      struck = true;
      if (fault == Fault.TORN) {
        leave();
      }
      throw full();
    }
    if (now && fault == Fault.FLIP && after.length > before.length) {
      file.seen = after.clone();
      int flipped = before.length + dice.nextInt(after.length - before.length);
      file.seen[flipped] ^= (byte) (1 << dice.nextInt(8));
      struck = true;
    }
  }

  private void sync(Content file) throws IOException {
    if (step() && fault == Fault.SYNC_FAILS) {
      struck = true;
      file.unsyncable = true;
      throw new IOException("Input/output error");
    }
    if (!file.unsyncable) {
      file.durable = file.seen;
    }
  }

  /// A step that changes names; a full disk may refuse it.
  private void nameStep() throws IOException {
    if (step() && fault == Fault.FULL) {
      struck = true;
      throw full();
    }
  }

  private static IOException full() {
    return new IOException("No space left on device");
  }

  // ---- The disk

  @Override
  public boolean exists(Path path) {
    step();
    return seen.containsKey(path);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    step();
    return content(file).seen.clone();
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    if (!seen.containsKey(file)) {
      nameStep();
      requireParent(file);
      seen.put(file, new Content());
    }
    put(content(file), NOTHING, content.clone());
  }

  @Override
  public void writeDurably(Path file, byte[] content) throws IOException {
    nameStep();
    requireParent(file);
    Content fresh = new Content();
    seen.put(file, fresh);
    put(fresh, NOTHING, content.clone());
    sync(fresh);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    nameStep();
    Content moved = content(from);
    seen.remove(from);
    seen.put(to, moved);
  }

  @Override
  public void delete(Path file) {
    step();
    seen.remove(file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    nameStep();
    requireParent(directory);
    seen.putIfAbsent(directory, new Content());
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    content(directory);
    if (step() && fault == Fault.SYNC_FAILS) {
      struck = true;
      throw new IOException("Input/output error");
    }
    durable.keySet().removeIf(path -> isIn(directory, path) && !seen.containsKey(path));
    seen.forEach((path, content) -> {
      if (isIn(directory, path)) {
        durable.put(path, content);
      }
    });
  }

  private static boolean isIn(Path directory, Path path) {
    return directory.equals(path.getParent());
  }

  @Override
  public List<Path> filesBelow(Path directory) {
    step();
    return seen.keySet().stream()
        .filter(path -> path.startsWith(directory))
        .filter(path -> seen.keySet().stream().noneMatch(other -> isIn(path, other)))
        .toList();
  }

  @Override
  public Tail tail(Path file) throws IOException {
    if (!seen.containsKey(file)) {
      nameStep();
      requireParent(file);
      seen.put(file, new Content());
    }
    return new Growing(content(file));
  }

  private Content content(Path path) throws NoSuchFileException {
    Content found = seen.get(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  private void requireParent(Path path) throws NoSuchFileException {
    content(Disk.parent(path));
  }

  private final class Growing implements Tail {
    private final Content file;

    private Growing(Content file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.seen.length;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      byte[] before = file.seen;
      byte[] after = Arrays.copyOf(before, before.length + bytes.length);
      System.arraycopy(bytes, 0, after, before.length, bytes.length);
      put(file, before, after);
    }

    @Override
    public void sync() throws IOException {
      UnreliableDisk.this.sync(file);
    }

    @Override
    public void clear() {
      step();
      file.seen = NOTHING;
    }

    @Override
    public byte[] read(long from) {
      step();
      return Arrays.copyOfRange(file.seen, (int) from, file.seen.length);
    }

    @Override
    public void close() {}
  }
}
