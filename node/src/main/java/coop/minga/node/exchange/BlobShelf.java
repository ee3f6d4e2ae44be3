package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.BlobPart;
import coop.minga.node.peering.BlobSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Large things by their hash, one file each, and who may fetch them: nobody, until [#serve] says
/// so in this run of the node. Usable from several threads.
public final class BlobShelf implements BlobSource {
  /// The largest blob, in bytes.
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private final Path directory;
  private final Map<Hash, Set<MemberId>> served = new ConcurrentHashMap<>();

  /// Opens a directory, which it makes.
  public BlobShelf(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /// Keeps a blob; it is durable when this returns, and whole or not there after a crash.
  public void keep(Bytes blob) {
    if (blob.size() > MAX_BYTES) {
      throw new IllegalArgumentException("a blob of " + blob.size() + " bytes");
    }
    Path file = file(Hash.sha256(blob));
    try {
      Path part = Files.createTempFile(directory, "part", "");
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(blob.toArray());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A blob; absent if it is not here or no longer what its name says.
  public Optional<Bytes> find(Hash name) {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(file(name))))
          .filter(blob -> Hash.sha256(blob).equals(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// From now on these members may fetch a blob, and no others.
  public void serve(Hash name, Set<MemberId> to) {
    served.put(name, Set.copyOf(to));
  }

  /// Throws a blob away.
  public void forget(Hash name) {
    served.remove(name);
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<BlobPart> read(MemberId asker, Hash blob, int offset, int atMost)
      throws IOException {
    Path file = file(blob);
    if (!served.getOrDefault(blob, Set.of()).contains(asker) || !Files.exists(file)) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int size = (int) Math.min(channel.size(), MAX_BYTES);
      int length = Math.max(0, Math.min(atMost, size - offset));
      var part = ByteBuffer.allocate(length);
      while (part.hasRemaining() && channel.read(part, offset + part.position()) >= 0) {
        // Read on: a channel may give less than was asked for.
      }
      return Optional.of(new BlobPart(size, Bytes.of(part.array())));
    }
  }

  private Path file(Hash name) {
    return directory.resolve(name.toString());
  }
}
