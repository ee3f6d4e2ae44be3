package coop.minga.node.bundle;

import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.config.GivenFile;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Path;

/// A bundle on disk.
public final class BundleFile {
  private BundleFile() {}

  /// Reads one, whole.
  ///
  /// @throws UserError if there is none, or it is longer than any bundle
  public static Bytes read(Path file) throws IOException {
    return GivenFile.read(file, BundleForm.MAX_BYTES, "Give the bundle that you were sent.");
  }
}
