package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.blob.PieceTree;
import coop.minga.federation.identity.Bytes;
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

/// Large things by their name, one file each, and who may fetch them: nobody, until [#serve] says
/// so in this run of the node. What has a name of either form has two files, and each is served by
/// itself. Usable from several threads.
public final class BlobShelf implements BlobSource {
  /// The largest blob, in bytes.
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private final Path directory;
  private final Map<BlobName, Served> served = new ConcurrentHashMap<>();

  /// Who may fetch a blob, and, once somebody has, the tree over its pieces: 32 bytes for each.
  private static final class Served {
    private final Set<MemberId> to;
    private Optional<PieceTree> tree = Optional.empty();

    Served(Set<MemberId> to) {
      this.to = Set.copyOf(to);
    }
  }

  /// Opens a directory, which it makes.
  public BlobShelf(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /// Keeps a blob; it is durable when this returns, and whole or not there after a crash.
  ///
  /// @param form how it is to be named
  /// @return its name
  public BlobName keep(BlobName.Form form, Bytes blob) {
    if (blob.size() > MAX_BYTES) {
      throw new IllegalArgumentException("a blob of " + blob.size() + " bytes");
    }
    BlobName name = BlobName.of(form, blob);
    try {
      Path part = Files.createTempFile(directory, "part", "");
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(blob.toArray());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          part, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A blob; absent if it is not here or no longer what its name says.
  public Optional<Bytes> find(BlobName name) {
    try {
      return Optional.of(Bytes.given(Files.readAllBytes(file(name)))).filter(name::isOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// From now on these members may fetch a blob, and no others.
  public void serve(BlobName name, Set<MemberId> to) {
    served.put(name, new Served(to));
  }

  /// Throws a blob away.
  public void forget(BlobName name) {
    served.remove(name);
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<BlobPart> read(MemberId asker, BlobName blob, int offset, int atMost)
      throws IOException {
    Served known = served.get(blob);
    if (known == null || !known.to.contains(asker) || !Files.exists(file(blob))) {
      return Optional.empty();
    }
    return switch (blob.form()) {
      case WHOLE -> Optional.of(part(blob, offset, atMost));
      case PIECES -> {
        Optional<PieceTree> tree = tree(known, blob).filter(found -> offset < found.size());
        yield tree.isEmpty()
            ? Optional.empty()
            : Optional.of(piece(part(blob, offset, atMost), tree.get(), offset));
      }
    };
  }

  private BlobPart part(BlobName blob, int offset, int atMost) throws IOException {
    try (var channel = FileChannel.open(file(blob), StandardOpenOption.READ)) {
      int size = (int) Math.min(channel.size(), MAX_BYTES);
      int length = Math.max(0, Math.min(atMost, size - offset));
      var part = ByteBuffer.allocate(length);
      while (part.hasRemaining() && channel.read(part, offset + part.position()) >= 0) {
        // Read on: a channel may give less than was asked for.
      }
      return new BlobPart(size, Bytes.given(part.array()));
    }
  }

  private static BlobPart piece(BlobPart read, PieceTree tree, int offset) {
    return new BlobPart(tree.size(), read.content(), tree.proof(offset / PieceTree.PIECE_BYTES));
  }

  /// Made once for all who ask, from the whole blob; absent if it is not what its name says.
  private Optional<PieceTree> tree(Served known, BlobName blob) throws IOException {
    synchronized (known) {
      if (known.tree.isEmpty()) {
        Bytes whole = Bytes.given(Files.readAllBytes(file(blob)));
        known.tree =
            whole.size() == 0
                ? Optional.empty()
                : Optional.of(PieceTree.of(whole)).filter(tree -> tree.name().equals(blob));
        if (known.tree.isEmpty()) {
          served.remove(blob, known); // nobody need ask for it again
        }
      }
      return known.tree;
    }
  }

  private Path file(BlobName name) {
    return directory.resolve(name.toString());
  }
}
