package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The entries that no full bundle holds yet, in the order in which they were acknowledged.
///
/// Records of `u32 length | u32 CRC-32C | u64 index of the first entry | entries as in a bundle`;
/// length and CRC are of what follows the CRC. A record that is cut short or does not fit its CRC
/// ends the file: it was being written when the power failed, and nobody was told of it.
final class WriteAheadFile implements Closeable {
  private static final int HEAD = 2 * Integer.BYTES;

  private final Disk.Tail tail;

  /// Bytes at the beginning that were read back.
  private long compared;

  private WriteAheadFile(Disk.Tail tail) {
    this.tail = tail;
  }

  /// What could be read.
  ///
  /// @param first the index of the first entry, 0 if there is none
  /// @param entries one after the other
  /// @param end bytes of whole records
  /// @param dropped bytes of a torn end
  record Found(long first, List<Bytes> entries, int end, long dropped) {
    private static final Found NOTHING = new Found(0, List.of(), 0, 0);
  }

  /// Reads a file as far as its records are whole.
  static Found read(Disk disk, Path path) throws IOException {
    return disk.exists(path) ? read(disk.read(path)) : Found.NOTHING;
  }

  private static Found read(byte[] bytes) {
    Bytes content = Bytes.of(bytes);
    var entries = new ArrayList<Bytes>();
    long first = 0;
    int end = 0;
    for (int next = end; (next = recordEnd(content, end)) > 0; end = next) {
      long index = number(content.slice(end + HEAD, end + HEAD + Long.BYTES));
      var read = EntryBundle.decode(content.slice(end + HEAD + Long.BYTES, next));
      if (read.isEmpty() || (!entries.isEmpty() && index != first + entries.size())) {
        break;
      }
      first = entries.isEmpty() ? index : first;
      entries.addAll(read.get());
    }
    return new Found(first, entries, end, content.size() - (long) end);
  }

  /// Puts a new file into place that holds these entries only. What an old one held may be known to
  /// the machine and not to the disk: after a sync that failed, nothing but writing it again helps.
  static WriteAheadFile replace(Disk disk, Path path, long first, List<Bytes> entries)
      throws IOException {
    disk.replace(path, entries.isEmpty() ? new byte[0] : record(first, entries));
    return new WriteAheadFile(disk.tail(path));
  }

  /// Adds entries; they are durable after the next [#sync].
  void append(long first, List<Bytes> entries) throws IOException {
    tail.append(record(first, entries));
  }

  /// All that was added is durable when this returns.
  void sync() throws IOException {
    tail.sync();
  }

  /// Reads back what was added since the last time.
  Found readBack() throws IOException {
    Found found = read(tail.read(compared));
    compared += found.end();
    return found;
  }

  /// Forgets all entries: a bundle holds them, durably. If a power cut undoes this, they are found
  /// again and known to be in the bundle.
  void clear() throws IOException {
    tail.clear();
    compared = 0;
  }

  @Override
  public void close() throws IOException {
    tail.close();
  }

  private static byte[] record(long first, List<Bytes> entries) {
    byte[] bundle = EntryBundle.encode(entries).toArray();
    ByteBuffer record = ByteBuffer.allocate(HEAD + Long.BYTES + bundle.length);
    record.putInt(Long.BYTES + bundle.length).putInt(0).putLong(first).put(bundle);
    record.putInt(Integer.BYTES, crc(record.array(), HEAD, record.capacity()));
    return record.array();
  }

  /// Where the record at a place ends; 0 if no whole one is there.
  private static int recordEnd(Bytes content, int at) {
    if (content.size() - at < HEAD + Long.BYTES) {
      return 0;
    }
    ByteBuffer head = ByteBuffer.wrap(content.slice(at, at + HEAD).toArray());
    int length = head.getInt();
    int crc = head.getInt();
    if (length < Long.BYTES || length > content.size() - at - HEAD) {
      return 0;
    }
    byte[] body = content.slice(at + HEAD, at + HEAD + length).toArray();
    return crc(body, 0, body.length) == crc ? at + HEAD + length : 0;
  }

  private static int crc(byte[] bytes, int from, int until) {
    var crc = new CRC32C();
    crc.update(bytes, from, until - from);
    return (int) crc.getValue();
  }

  private static long number(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toArray()).getLong();
  }
}
