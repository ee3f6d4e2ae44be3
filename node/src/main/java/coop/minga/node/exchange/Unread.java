package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.SignedNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Entries of a ledger's later generation, of which nothing is held yet, until all that a
/// checkpoint covers are here: by which of its owner's keys it is signed is known only once they
/// are read.
///
/// In a first generation the checkpoints on the way are signed by the old key and the new one, and
/// whoever comes late follows them. Those of a later generation are not: the old private keys may
/// be erased by the time it begins. That enough members agree on what stands before its beginning
/// is checked before it is taken up.
final class Unread {
  private final List<Bytes> waiting = new ArrayList<>();
  private long bytes;

  /// Offers entries and a checkpoint, as to a mirror of nothing.
  ///
  /// @param mirror which holds nothing
  /// @param read gives the mirror of nothing by the key that entries give their owner
  MirrorStep offer(Offered offered, Mirror mirror, Function<List<Bytes>, Mirror> read) {
    Optional<Long> size = Checkpoint.parse(offered.note().text()).found().map(Checkpoint::size);
    if (size.isEmpty()) {
      return mirror.offer(offered.from(), offered.frames(), offered.note());
    }
    if (offered.from() > waiting.size()) {
      return new MirrorStep.Gap(mirror, waiting.size());
    }
    int known = (int) (waiting.size() - offered.from());
    offered.frames().stream().skip(known).forEach(this::wait);
    if (bytes > Mirror.MAX_WAITING_BYTES) {
      forget();
      return new MirrorStep.Refused(mirror, new MirrorStep.Reason.TooMuchWaiting());
    }
    if (waiting.size() < size.get()) {
      return new MirrorStep.Gap(mirror, waiting.size());
    }
    List<Bytes> entries = List.copyOf(waiting.subList(0, Math.toIntExact(size.get())));
    forget();
    return read.apply(entries).offer(0, entries, offered.note());
  }

  private void wait(Bytes frame) {
    waiting.add(frame);
    bytes += frame.size();
  }

  private void forget() {
    waiting.clear();
    bytes = 0;
  }

  /// What a peer sends of a ledger.
  ///
  /// @param from the index of the first entry
  /// @param frames the entries
  /// @param note the checkpoint that ends them, or one beyond them
  record Offered(long from, List<Bytes> frames, SignedNote note) {}
}
