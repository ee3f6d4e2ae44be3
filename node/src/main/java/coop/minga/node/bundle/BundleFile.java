package coop.minga.node.bundle;

import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A bundle on disk.
public final class BundleFile {
  private BundleFile() {}

  /// Reads one, whole.
  ///
  /// @throws UserError if there is none, or it is longer than any bundle
  public static Bytes read(Path file) throws IOException {
    try {
      if (Files.size(file) > BundleForm.MAX_BYTES) {
        throw new UserError(
            file.toString(),
            "This file is longer than " + BundleForm.MAX_BYTES + " bytes.",
            "No bundle is; ask for another.");
      }
      return Bytes.given(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UserError(
          file.toString(), "There is no such file.", "Give the bundle that you were sent.", e);
    }
  }
}
