package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Roster;
import coop.minga.node.storage.PublishedEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one node holds of one tree, up to a checkpoint that is published or remembered as
/// witnessed.
///
/// @param witnessed the largest with a quorum
/// @param signed the largest, if it is larger
/// @param frames the entries of the larger of the two
record LedgerCopy(Optional<Noted> witnessed, Optional<Noted> signed, List<Bytes> frames) {
  /// Better is what more is witnessed of, then what is longer.
  static final Comparator<LedgerCopy> BY_WORTH =
      Comparator.comparingLong((LedgerCopy copy) -> size(copy.witnessed()))
          .thenComparingLong(copy -> copy.frames().size());

  private static final String CHECKPOINT = "checkpoint";

  /// A checkpoint that its owner signed.
  record Noted(Bytes note, Checkpoint checkpoint, boolean quorum) {}

  /// Reads a tree's directory.
  ///
  /// @param remembered notes that the node keeps elsewhere
  static LedgerCopy read(Path directory, Judging judging, List<Bytes> remembered)
      throws IOException {
    var notes = new ArrayList<Noted>();
    for (Bytes note : remembered) {
      judging.judge(note).ifPresent(notes::add);
    }
    published(directory).flatMap(judging::judge).ifPresent(notes::add);
    notes.sort(Comparator.comparingLong(noted -> noted.checkpoint().size()));
    while (!notes.isEmpty()) {
      Optional<List<Bytes>> frames =
          PublishedEntries.read(directory, notes.getLast().checkpoint().size());
      if (frames.isPresent()) {
        return of(notes, frames.get());
      }
      notes.removeLast();
    }
    return new LedgerCopy(Optional.empty(), Optional.empty(), List.of());
  }

  /// By which keys notes of a tree are read.
  record Judging(Roster roster, SignatureVerifier verifier, Origin tree) {
    Optional<Noted> judge(Bytes bytes) {
      Witnesses witnesses = roster.witnesses(tree);
      return SignedNote.parse(bytes)
          .found()
          .flatMap(note ->
              switch (witnesses.judge(note, Long.MAX_VALUE, verifier)) {
                case Standing.Witnessed(var checkpoint, _) ->
                    Optional.of(new Noted(bytes, checkpoint, true));
                case Standing.Signed(var checkpoint, _) ->
                    Optional.of(new Noted(bytes, checkpoint, false));
                case Standing.Refused _ -> Optional.empty();
              });
    }
  }

  /// As a part of a bundle.
  Bundle.Copy copy() {
    return new Bundle.Copy(witnessed.map(Noted::note), signed.map(Noted::note), frames);
  }

  /// The largest checkpoint is the signed one, unless it is itself the largest that is witnessed. A
  /// tree without entries has one, too.
  private static LedgerCopy of(List<Noted> rising, List<Bytes> frames) {
    Optional<Noted> witnessed = rising.reversed().stream().filter(Noted::quorum).findFirst();
    Optional<Noted> signed =
        Optional.of(rising.getLast())
            .filter(last -> witnessed.isEmpty() || frames.size() > size(witnessed));
    return new LedgerCopy(witnessed, signed, frames);
  }

  private static long size(Optional<Noted> noted) {
    return noted.map(found -> found.checkpoint().size()).orElse(0L);
  }

  private static Optional<Bytes> published(Path directory) throws IOException {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(directory.resolve(CHECKPOINT))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
