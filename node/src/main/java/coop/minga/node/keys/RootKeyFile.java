package coop.minga.node.keys;

import coop.minga.federation.identity.Signer;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// An organisation's root key in a file of its own, on a stick in a drawer; its public half lies
/// beside it, in a file with `.pub` at the end.
public final class RootKeyFile {
  private RootKeyFile() {}

  /// Makes a key.
  ///
  /// @throws UserError if there is a file already
  public static Signer create(Path file, SecureRandom random) throws IOException {
    Ed25519Key key = Ed25519Key.generate(random);
    write(file, key);
    return key;
  }

  /// Reads a key.
  ///
  /// @throws UserError if it is missing, damaged, or open to others
  public static Signer read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new UserError(
          file.toString(), "this key is missing.", "Give the file of the root key.");
    }
    return KeyFiles.readSigning(file);
  }

  static void write(Path file, Ed25519Key key) throws IOException {
    if (Files.exists(file)) {
      throw new UserError(
          file.toString(), "there is a file already.", "Choose another name for the key.");
    }
    PrivateFile.write(file, KeyFiles.KEY, KeyFiles.pkcs8(key));
    PublicKeyFile.write(beside(file), key.publicKey());
  }

  /// Where its public half is.
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }
}
