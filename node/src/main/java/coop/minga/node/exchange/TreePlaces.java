package coop.minga.node.exchange;

import coop.minga.federation.ledger.Origin;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.LocalDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// The directories of a node's trees, and all that is open in them.
///
/// A generation that is being begun lies beside the others under a name of its own until it is
/// whole; then it is renamed, once and for all. What a killed process left of one is thrown away.
final class TreePlaces implements Closeable {
  private final NodeDirectory directory;
  private final Deque<LedgerFiles> open = new ArrayDeque<>();

  TreePlaces(NodeDirectory directory) {
    this.directory = directory;
  }

  /// Opens a tree where it is.
  LedgerFiles open(TreePlace place, Origin origin) throws IOException {
    LedgerFiles files = LedgerFiles.open(place.path(), origin);
    open.push(files);
    return files;
  }

  /// A new, empty tree that is not whole yet.
  LedgerFiles begin(TreePlace place, Origin origin) throws IOException {
    remove(place.unfinished());
    LedgerFiles files = LedgerFiles.open(place.unfinished(), origin);
    open.push(files);
    return files;
  }

  /// A tree that was begun is whole: from now on it is the one to go on from. What may be in its
  /// place was never in force.
  LedgerFiles finish(TreePlace place, LedgerFiles begun) throws IOException {
    close(begun);
    remove(place.path());
    new LocalDisk().move(place.unfinished(), place.path());
    new LocalDisk().syncDirectory(place.parent());
    return open(place, begun.origin());
  }

  /// Closes a tree before the others.
  void close(LedgerFiles files) throws IOException {
    open.remove(files);
    files.close();
  }

  /// Where a generation of another member's ledger is held.
  TreePlace mirror(Origin origin) {
    return directory.mirror(origin.member().name(), origin.generation());
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(tree)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}
