package coop.minga.node.command;

import coop.minga.federation.identity.Signer;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.RootKeyFile;
import coop.minga.node.keys.Token;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where an organisation's root key is, if not on its node.
final class RootOptions {
  private static final int MAX_PIN = 256;

  @Option(
      names = "--root-key",
      paramLabel = "FILE",
      description = "The root key's file. Twice for a change of root keys: the old and the new.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--pkcs11",
      paramLabel = "SETTINGS",
      description = "Settings of the token that holds it: name = ..., library = ....")
  private @Nullable Path token;

  @Option(names = "--alias", description = "The key's name in the token, if it has several.")
  private @Nullable String alias;

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = "A file with the token's PIN. Default: it is asked for.")
  private @Nullable Path pinFile;

  /// The root keys that these options reach; none if none is named.
  List<Signer> signers() throws IOException {
    var signers = new ArrayList<Signer>();
    for (Path file : files) {
      signers.add(RootKeyFile.read(file));
    }
    if (token != null) {
      signers.add(Token.open(token, Optional.ofNullable(alias), pin()));
    }
    return signers;
  }

  /// The one root key that these options reach.
  ///
  /// @throws UserError if it is none, or several
  Signer signer() throws IOException {
    List<Signer> signers = signers();
    if (signers.size() == 1) {
      return signers.getFirst();
    }
    throw new UserError(
        "--root-key, --pkcs11",
        signers.isEmpty() ? "no root key is named." : "several root keys are named.",
        "Give one: --root-key FILE, or --pkcs11 SETTINGS.");
  }

  private char[] pin() throws IOException {
    if (pinFile != null) {
      if (Files.size(pinFile) > MAX_PIN) {
        throw new UserError(
            pinFile.toString(), "this is too long for a PIN.", "Give a file of one line.");
      }
      return Files.readString(pinFile, StandardCharsets.UTF_8).strip().toCharArray();
    }
    return person()
        .orElseThrow(() ->
            new UserError(
                "--pin-file", "there is nobody to ask for the PIN.", "Give a file that has it."))
        .readPassword("PIN of the token: ");
  }

  /// Whoever sits at the terminal; absent if nobody does.
  static Optional<Console> person() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
