package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.SignedNote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Entries of a ledger's later generation, of which nothing is held yet, until all that a
/// checkpoint covers are here: by which of its owner's keys it is signed is known only once they
/// are read.
///
/// In a first generation the checkpoints on the way are signed by the old key and the new one, and
/// whoever comes late follows them. Those of a later generation are not: the old private keys may
/// be erased by the time it begins. That enough members agree on what stands before its beginning
/// is checked before it is taken up.
///
/// Nothing is verified before all of it is here, so what each peer sends is kept apart: whoever
/// sends something else spoils only its own. All of them together have as much room as a mirror has
/// for what waits; who needs most of it gives way.
final class Unread {
  private final Map<MemberId, Waiting> waiting = new TreeMap<>();

  /// Offers entries and a checkpoint, as to a mirror of nothing.
  ///
  /// @param mirror which holds nothing
  /// @param read gives the mirror of nothing by the key that entries give their owner
  MirrorStep offer(
      MemberId peer, Offered offered, Mirror mirror, Function<List<Bytes>, Mirror> read) {
    Optional<Long> size = Checkpoint.parse(offered.note().text()).found().map(Checkpoint::size);
    if (size.isEmpty()) {
      return mirror.offer(offered.from(), offered.frames(), offered.note());
    }
    Waiting its = waiting.computeIfAbsent(peer, _ -> new Waiting());
    if (offered.from() < 0 || offered.from() > its.frames.size()) {
      return new MirrorStep.Gap(mirror, its.frames.size());
    }
    its.add(offered);
    if (!makeRoom(peer)) {
      return new MirrorStep.Refused(mirror, new MirrorStep.Reason.TooMuchWaiting());
    }
    if (its.frames.size() < size.get()) {
      return new MirrorStep.Gap(mirror, its.frames.size());
    }
    waiting.remove(peer);
    List<Bytes> entries = List.copyOf(its.frames.subList(0, Math.toIntExact(size.get())));
    MirrorStep step = read.apply(entries).offer(0, entries, offered.note());
    if (step instanceof MirrorStep.Extended) {
      waiting.clear();
    }
    return step;
  }

  /// Lets go of whatever is most, and says whether what this peer sent is still here.
  private boolean makeRoom(MemberId peer) {
    while (waiting.values().stream().mapToLong(each -> each.bytes).sum()
        > Mirror.MAX_WAITING_BYTES) {
      waiting.entrySet().stream()
          .max(Comparator.comparingLong(each -> each.getValue().bytes))
          .map(Map.Entry::getKey)
          .ifPresent(waiting::remove);
    }
    return waiting.containsKey(peer);
  }

  /// What one peer sent, from the first entry on.
  private static final class Waiting {
    /// About what an entry takes beside its bytes.
    private static final int OVERHEAD = 64;

    private final List<Bytes> frames = new ArrayList<>();
    private long bytes;

    void add(Offered offered) {
      int known = (int) (frames.size() - offered.from());
      offered.frames().stream()
          .skip(known)
          .forEach(frame -> {
            frames.add(frame);
            bytes += frame.size() + OVERHEAD;
          });
    }
  }

  /// What a peer sends of a ledger.
  ///
  /// @param from the index of the first entry
  /// @param frames the entries
  /// @param note the checkpoint that ends them, or one beyond them
  record Offered(long from, List<Bytes> frames, SignedNote note) {}
}
