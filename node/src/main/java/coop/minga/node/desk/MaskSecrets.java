package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// One secret a proposal, each in a file of its own, owner only, never in a backup, erased when the
/// proposal is masked or dead.
public final class MaskSecrets {
  private static final int SECRET_BYTES = 32;

  private final Path directory;
  private final SecureRandom random;

  MaskSecrets(Path directory, SecureRandom random) throws IOException {
    this.directory = directory;
    this.random = random;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /// A fresh secret, durable when this returns.
  Bytes make(EntryId proposal) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.deleteIfExists(file(proposal));
    try (FileChannel channel = FileChannel.open(file(proposal), options, ownerOnly)) {
      channel.write(ByteBuffer.wrap(secret));
      channel.force(true);
    }
    return Bytes.of(secret);
  }

  /// The secret of a proposal; absent if it was erased, or never whole.
  Optional<Bytes> find(EntryId proposal) throws IOException {
    if (!Files.exists(file(proposal))) {
      return Optional.empty();
    }
    return Optional.of(Bytes.of(Files.readAllBytes(file(proposal))))
        .filter(secret -> secret.size() == SECRET_BYTES);
  }

  /// The proposals whose secret is still here.
  Set<EntryId> held() throws IOException {
    var held = new HashSet<EntryId>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        EntryId proposal = new EntryId(Hash.hex(file.getFileName().toString()));
        if (find(proposal).isPresent()) {
          held.add(proposal);
        }
      }
    }
    return held;
  }

  void erase(EntryId proposal) throws IOException {
    Files.deleteIfExists(file(proposal));
  }

  private Path file(EntryId proposal) {
    return directory.resolve(proposal.toString());
  }
}
