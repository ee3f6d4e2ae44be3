package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.AttemptSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One secret an attempt, each in a file of its own, owner only, never in a backup, erased when the
/// attempt is sworn off or the epoch has ended.
public final class AttemptSecrets {
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)");

  private final Path directory;
  private final SecureRandom random;

  AttemptSecrets(Path directory, SecureRandom random) throws IOException {
    this.directory = directory;
    this.random = random;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /// A fresh secret, durable when this returns.
  AttemptSecret make(long epoch, int attempt) throws IOException {
    byte[] secret = new byte[AttemptSecret.SIZE];
    random.nextBytes(secret);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.deleteIfExists(file(epoch, attempt));
    try (FileChannel channel = FileChannel.open(file(epoch, attempt), options, ownerOnly)) {
      channel.write(ByteBuffer.wrap(secret));
      channel.force(true);
    }
    return AttemptSecret.of(Bytes.of(secret));
  }

  /// The secrets of an epoch that are still here, by attempt.
  Map<Integer, AttemptSecret> held(long epoch) throws IOException {
    var held = new HashMap<Integer, AttemptSecret>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) == epoch) {
          read(file).ifPresent(secret -> held.put(Integer.parseInt(name.group(2)), secret));
        }
      }
    }
    return held;
  }

  void erase(long epoch, int attempt) throws IOException {
    Files.deleteIfExists(file(epoch, attempt));
  }

  /// Erases whatever a crash left of epochs that have ended, and files of other names.
  void eraseUpTo(long epoch) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || Long.parseLong(name.group(1)) <= epoch) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// A secret of which only a part was written when the machine died was never used.
  private static Optional<AttemptSecret> read(Path file) throws IOException {
    return Optional.of(Bytes.of(Files.readAllBytes(file)))
        .filter(secret -> secret.size() == AttemptSecret.SIZE)
        .map(AttemptSecret::of);
  }

  private Path file(long epoch, int attempt) {
    return directory.resolve(epoch + "-" + attempt);
  }
}
