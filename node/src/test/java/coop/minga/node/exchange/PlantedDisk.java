package coop.minga.node.exchange;

import coop.minga.node.storage.Disk;
import coop.minga.node.storage.UnreliableDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A disk with a fault that is planted for good, to see that the tests see it.
///
/// @param disk beneath
/// @param syncs whether it makes anything durable
/// @param wrote what the writer wrote, given back to it whatever is there; nothing if it is honest
record PlantedDisk(UnreliableDisk disk, boolean syncs, Map<Path, byte[]> wrote, boolean flatters)
    implements Disk {
  static Disk lazy(UnreliableDisk disk) {
    return new PlantedDisk(disk, false, new HashMap<>(), false);
  }

  static Disk flattering(UnreliableDisk disk) {
    return new PlantedDisk(disk, true, new HashMap<>(), true);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    byte[] real = disk.read(file);
    return flatters ? wrote.getOrDefault(file, real) : real;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    wrote.put(file, content);
    disk.write(file, content);
  }

  @Override
  public void writeDurably(Path file, byte[] content) throws IOException {
    wrote.put(file, content);
    if (syncs) {
      disk.writeDurably(file, content);
    } else {
      disk.write(file, content);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    wrote.put(to, wrote.getOrDefault(from, new byte[0]));
    disk.move(from, to);
  }

  @Override
  public void delete(Path file) {
    wrote.remove(file);
    disk.delete(file);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    disk.createDirectory(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (syncs) {
      disk.syncDirectory(directory);
    }
  }

  @Override
  public List<Path> filesBelow(Path directory) {
    return disk.filesBelow(directory);
  }

  @Override
  public Tail tail(Path file) throws IOException {
    Tail real = disk.tail(file);
    var all = new ByteArrayOutputStream();
    all.writeBytes(wrote.getOrDefault(file, new byte[0]));
    return new Tail() {
      @Override
      public long size() throws IOException {
        return real.size();
      }

      @Override
      public void append(byte[] bytes) throws IOException {
        all.writeBytes(bytes);
        real.append(bytes);
      }

      @Override
      public void sync() throws IOException {
        if (syncs) {
          real.sync();
        }
      }

      @Override
      public void clear() throws IOException {
        all.reset();
        real.clear();
      }

      @Override
      public byte[] read(long from) throws IOException {
        byte[] written = all.toByteArray();
        return flatters ? Arrays.copyOfRange(written, (int) from, written.length) : real.read(from);
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }
}
