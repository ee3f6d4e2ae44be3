package coop.minga.node.storage;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.DisclosureWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The salts and values behind hidden fields, one file an entry, owner only, apart from all else:
/// what must be forgotten one day must not lie where nothing can be taken out, in a ledger, in a
/// database's free pages or in its log.
///
/// What a method keeps or erases is durable when it returns. An erased file is gone from the file
/// system; what a disk keeps of it, and what backups have, is not for us to say. For one thread;
/// others may read meanwhile.
public final class OpeningFiles {
  private static final String FORGOTTEN = "forgotten";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  private final Path directory;

  /// What was erased, and when.
  public record Forgotten(EntryId entry, Instant at) {}

  private OpeningFiles(Path directory) {
    this.directory = directory;
  }

  /// Opens a directory, which it makes.
  public static OpeningFiles open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return reading(directory);
  }

  /// Opens the directory of a node that may be running, for reading alone.
  public static OpeningFiles reading(Path directory) {
    return new OpeningFiles(directory);
  }

  /// Keeps an opening.
  public void keep(EntryOpening opening) throws IOException {
    Path file = file(opening.entry());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(part, fresh, ownerOnly)) {
      write(channel, DisclosureWire.encode(opening));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory();
  }

  /// The opening of an entry; absent if there is none, or it was erased.
  public Optional<EntryOpening> find(EntryId entry) throws IOException {
    try {
      return DisclosureWire.decodeOpening(Bytes.of(Files.readAllBytes(file(entry))))
          .filter(opening -> opening.entry().equals(entry));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// All that are here.
  public SortedMap<EntryId, EntryOpening> all() throws IOException {
    var all = new TreeMap<EntryId, EntryOpening>();
    if (!Files.isDirectory(directory)) {
      return all;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          EntryId entry = new EntryId(Hash.hex(name));
          find(entry).ifPresent(opening -> all.put(entry, opening));
        }
      }
    }
    return all;
  }

  /// Erases openings for good, and notes which. A crash in between leaves a note of one that is
  /// still here; erasing it again is right.
  public void erase(Collection<EntryId> entries, Instant at) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try (FileChannel notes = FileChannel.open(directory.resolve(FORGOTTEN), options)) {
      for (EntryId entry : entries) {
        write(notes, Bytes.utf8(entry + " " + at + "\n"));
      }
    }
    for (EntryId entry : entries) {
      Files.deleteIfExists(file(entry));
    }
    syncDirectory();
  }

  /// What was erased, in order.
  public List<Forgotten> forgotten() throws IOException {
    Path notes = directory.resolve(FORGOTTEN);
    if (!Files.exists(notes)) {
      return List.of();
    }
    return Files.readAllLines(notes, StandardCharsets.UTF_8).stream()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2 && NAME.matcher(parts[0]).matches())
        .map(parts -> new Forgotten(new EntryId(Hash.hex(parts[0])), Instant.parse(parts[1])))
        .toList();
  }

  private static void write(FileChannel channel, Bytes content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path file(EntryId entry) {
    return directory.resolve(entry.toString());
  }
}
