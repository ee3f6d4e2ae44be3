package coop.minga.node.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {
  @TempDir Path root;

  @Test
  void aSecondHolderIsRefusedAndToldWhoTheFirstIs() throws IOException {
    NodeLock first = NodeLock.take(root);
    UserError error = assertThrows(UserError.class, () -> NodeLock.take(root));
    assertEquals(
        "another process runs this node: process " + ProcessHandle.current().pid() + ".",
        error.what());
    first.close();
    NodeLock.take(root).close();
  }
}
