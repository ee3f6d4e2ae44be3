package coop.minga.node.serving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.config.NodeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the ledgers that may be served stand in a node's directory. Books are not among them.
///
/// @param directory the node's
/// @param federation its federation
/// @param self its member
public record Shelves(NodeDirectory directory, Hash federation, MemberId self) {
  private static final String CHECKPOINT = "checkpoint";

  /// The directory of a ledger; absent if there is none of exactly that origin. An owner whose
  /// ledger was begun anew has several.
  Optional<Path> directory(Origin origin) {
    boolean ours =
        origin.tree() == Tree.LEDGER
            && Origin.of(federation, origin.member(), Tree.LEDGER)
                .federation()
                .equals(origin.federation());
    return ours
        ? places(origin.member()).stream().filter(place -> isOf(place, origin)).findFirst()
        : Optional.empty();
  }

  private List<Path> places(MemberId owner) {
    Path first =
        owner.equals(self) ? directory.ledger() : directory.mirrors().resolve(owner.name());
    String name = first.getFileName().toString();
    Path parent = first.toAbsolutePath().getParent();
    if (parent == null) {
      return List.of(first);
    }
    try (Stream<Path> beside = Files.list(parent)) {
      return beside
          .filter(place -> place.getFileName().toString().matches(name + "(-[1-9][0-9]?)?"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isOf(Path place, Origin origin) {
    try {
      Bytes note = Bytes.of(Files.readAllBytes(place.resolve(CHECKPOINT)));
      return SignedNote.parse(note)
          .then(read -> Checkpoint.parse(read.text()))
          .found()
          .filter(checkpoint -> checkpoint.origin().equals(origin))
          .isPresent();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      ServingLog.unreadable(place, e);
      return false;
    }
  }
}
