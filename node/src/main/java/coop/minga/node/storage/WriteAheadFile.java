package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private final FileChannel channel;

  private WriteAheadFile(FileChannel channel) {
    this.channel = channel;
  }

  /// What could be read back.
  ///
  /// @param file open for appending after the last whole record
  /// @param first the index of the first entry, 0 if there is none
  /// @param entries one after the other
  /// @param dropped bytes of a torn end
  record Recovered(WriteAheadFile file, long first, List<Bytes> entries, long dropped) {}

  static Recovered open(Path path) throws IOException {
    Bytes content = Bytes.of(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
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
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(end);
    channel.position(end);
    channel.force(true);
    DurableFiles.syncDirectory(DurableFiles.parent(path));
    return new Recovered(new WriteAheadFile(channel), first, entries, content.size() - (long) end);
  }

  /// Puts a new file into place that holds these entries only.
  static WriteAheadFile replace(Path path, long first, List<Bytes> entries) throws IOException {
    DurableFiles.replace(path, entries.isEmpty() ? new byte[0] : record(first, entries));
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    channel.position(channel.size());
    return new WriteAheadFile(channel);
  }

  /// Adds entries; they are durable when this returns.
  void append(long first, List<Bytes> entries) throws IOException {
    DurableFiles.writeFully(channel, ByteBuffer.wrap(record(first, entries)));
    channel.force(false);
  }

  /// Forgets all entries: a bundle holds them, durably. If a power cut undoes this, they are found
  /// again and known to be in the bundle.
  void clear() throws IOException {
    channel.truncate(0);
    channel.position(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
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
