package coop.minga.node.storage;

import java.io.IOException;
import java.nio.file.Path;

/// What is on disk is not what was written. The node signs nothing more for this tree until a
/// person has looked.
public final class DamagedLedger extends IOException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /// @param file which file
  /// @param what what is wrong with it, and what follows, in sentences
  public DamagedLedger(Path file, String what) {
    super(file + ": " + what);
    this.sentence = file + ": " + what;
  }

  /// The file and what is wrong with it, as an operator reads it.
  public String sentence() {
    return sentence;
  }
}
