package coop.minga.node.bundle;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.storage.PublishedEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one node holds of one tree, before anybody has judged it.
///
/// @param notes that are published or remembered as witnessed, the smallest first
/// @param turns after which others witness it, or other keys sign it, the smallest first
/// @param frames as many as the largest note covers of which all are here
record HeldCopy(List<Note> notes, List<Note> turns, List<Bytes> frames) {
  private static final String CHECKPOINT = "checkpoint";

  /// A note, as it is written and as it reads.
  record Note(Bytes written, SignedNote note, Checkpoint says) {
    static Optional<Note> read(Bytes bytes) {
      return SignedNote.parse(bytes)
          .then(note ->
              Checkpoint.parse(note.text()).then(says -> Parsed.good(new Note(bytes, note, says))))
          .found();
    }
  }

  /// Reads a tree's directory.
  ///
  /// @param remembered notes that the node keeps elsewhere
  static HeldCopy read(Path directory, List<Bytes> remembered, List<Bytes> turns)
      throws IOException {
    var all = new ArrayList<>(remembered);
    published(directory).ifPresent(all::add);
    var notes = new ArrayList<>(rising(all));
    while (!notes.isEmpty()) {
      Optional<List<Bytes>> frames =
          PublishedEntries.read(directory, notes.getLast().says().size());
      if (frames.isPresent()) {
        return new HeldCopy(List.copyOf(notes), rising(turns), frames.get());
      }
      notes.removeLast();
    }
    return new HeldCopy(List.of(), List.of(), List.of());
  }

  private static List<Note> rising(List<Bytes> notes) {
    return notes.stream()
        .flatMap(bytes -> Note.read(bytes).stream())
        .sorted(Comparator.comparingLong((Note note) -> note.says().size()))
        .toList();
  }

  private static Optional<Bytes> published(Path directory) throws IOException {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(directory.resolve(CHECKPOINT))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
