package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads a tree's static files as anybody may who is given them, while a node goes on writing:
/// takes no lock, writes nothing, and leaves comparing with a checkpoint to its caller.
public final class PublishedEntries {
  private PublishedEntries() {}

  /// The first `size` entries; absent if not so many are published.
  public static Optional<List<Bytes>> read(Path directory, long size) throws IOException {
    var entries = new ArrayList<Bytes>();
    long full = size / TilePath.FULL;
    for (long index = 0; index < full; index++) {
      Optional<List<Bytes>> bundle = bundle(directory, TilePath.entries(index, TilePath.FULL));
      if (bundle.isEmpty()) {
        return Optional.empty();
      }
      entries.addAll(bundle.get());
    }
    int rest = (int) (size % TilePath.FULL);
    if (rest == 0) {
      return Optional.of(entries);
    }
    return atLeast(directory, full, rest)
        .map(last -> {
          entries.addAll(last.subList(0, rest));
          return List.copyOf(entries);
        });
  }

  /// The beginning of a bundle. A partial bundle is gone once two larger ones are published; they
  /// begin alike.
  private static Optional<List<Bytes>> atLeast(Path directory, long index, int width)
      throws IOException {
    for (int wider : partials(directory, index).tailSet(width)) {
      Optional<List<Bytes>> found = bundle(directory, TilePath.entries(index, wider));
      if (found.isPresent()) {
        return found;
      }
    }
    return bundle(directory, TilePath.entries(index, TilePath.FULL));
  }

  private static SortedSet<Integer> partials(Path directory, long index) throws IOException {
    var found = new TreeSet<Integer>();
    Path partials = Disk.parent(TilePath.entries(index, 1).in(directory));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials, "[0-9]*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("[1-9][0-9]{0,2}")) {
          found.add(Integer.parseInt(name));
        }
      }
      return found;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return found;
    }
  }

  private static Optional<List<Bytes>> bundle(Path directory, TilePath path) throws IOException {
    try {
      return EntryBundle.decode(Bytes.of(Files.readAllBytes(path.in(directory))))
          .filter(entries -> entries.size() == path.width());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
