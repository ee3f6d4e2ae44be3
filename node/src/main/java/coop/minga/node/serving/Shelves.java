package coop.minga.node.serving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

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
        ? Optional.of(place(origin)).filter(place -> isOf(place, origin))
        : Optional.empty();
  }

  private Path place(Origin origin) {
    TreePlace any =
        origin.member().equals(self)
            ? directory.ledger(origin.generation())
            : directory.mirror(origin.member().name(), origin.generation());
    return any.path();
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
