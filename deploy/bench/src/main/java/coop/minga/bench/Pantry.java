package coop.minga.bench;

import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/// What was trained, kept for the next run: a benchmark that was stopped goes on where it was, and
/// what is made of the same models is measured again without training them.
///
/// A model's name says what it was trained with, not by which state of the code: a directory is for
/// one.
///
/// @param directory empty if nothing is kept
record Pantry(Optional<Path> directory) {
  /// Models of one name: what is there, or what is trained now and kept.
  MemberModel of(String name, LocalDate until, Supplier<MemberModel> training) {
    if (directory.isEmpty()) {
      return training.get();
    }
    var file = new ModelFile(directory.get().resolve(name));
    try {
      Optional<ModelFile.Kept> kept = file.read();
      if (kept.isPresent()) {
        return kept.get().model();
      }
      MemberModel trained = training.get();
      file.write(trained, until);
      return trained;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where something else may keep what it trained; empty if nothing is kept.
  Optional<Path> folder(String name) {
    return directory.map(path -> path.resolve(name));
  }

  /// The same of one model that all share.
  ModelWeights weights(String name, LocalDate until, Supplier<ModelWeights> training) {
    return of(name, until, () -> MemberModel.shared(training.get())).shared().orElseThrow();
  }
}
