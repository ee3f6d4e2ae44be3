package coop.minga.node.control;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where the socket of a node's directory is: in it, or, where that path is longer than the 100
/// bytes which every system takes, in a private directory named after it.
final class ControlPath {
  private static final int LONGEST = 100;

  private ControlPath() {}

  static UnixDomainSocketAddress of(Path wanted) throws IOException {
    Path path = wanted.toAbsolutePath().normalize();
    if (path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return UnixDomainSocketAddress.of(path);
    }
    String name = Hash.sha256(Bytes.utf8(path.toString())).brief();
    Path shared = Path.of(System.getProperty("java.io.tmpdir"), "minga-" + name);
    if (!Files.isDirectory(shared)) {
      Files.createDirectory(
          shared,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return UnixDomainSocketAddress.of(shared.resolve("control"));
  }
}
