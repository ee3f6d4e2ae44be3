package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.EntryBundle;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node's files of one ledger as they were at an earlier checkpoint, the last that is known to be
/// witnessed: a partial tile that has given way to a wider one is cut from that.
///
/// @param directory where they are
/// @param note the checkpoint
record WitnessedFiles(LedgerDirectory directory, Bytes note) implements StaticFiles {
  private static final Pattern PARTIAL = Pattern.compile("(tile/.*\\.p)/([1-9][0-9]{0,2})");
  private static final String ENTRIES = "tile/entries/";
  private static final int HASH = 32;

  @Override
  public Optional<Bytes> read(String name) throws IOException {
    if (name.equals(PublishedLedger.CHECKPOINT)) {
      return Optional.of(note);
    }
    Optional<Bytes> exact = directory.read(name);
    Matcher partial = PARTIAL.matcher(name);
    return exact.isPresent() || !partial.matches()
        ? exact
        : cut(partial.group(1), Integer.parseInt(partial.group(2)));
  }

  private Optional<Bytes> cut(String partials, int width) throws IOException {
    for (int wider : widths(directory.directory().resolve(partials)).tailSet(width)) {
      Optional<Bytes> found = directory.read(partials + "/" + wider);
      if (found.isPresent()) {
        return partials.startsWith(ENTRIES)
            ? entries(found.get(), width)
            : found
                .filter(tile -> tile.size() >= width * HASH)
                .map(tile -> tile.slice(0, width * HASH));
      }
    }
    return Optional.empty();
  }

  private static Optional<Bytes> entries(Bytes bundle, int width) {
    List<Bytes> entries = EntryBundle.wholeEntries(bundle);
    return entries.size() < width
        ? Optional.empty()
        : Optional.of(EntryBundle.encode(entries.subList(0, width)));
  }

  private static NavigableSet<Integer> widths(Path partials) throws IOException {
    var widths = new TreeSet<Integer>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials, "[1-9]*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("[1-9][0-9]{0,2}")) {
          widths.add(Integer.parseInt(name));
        }
      }
      return widths;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return widths;
    }
  }
}
