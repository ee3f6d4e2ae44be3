package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One member's copy of another's ledger: what it may add to it, and what it may cosign.
///
/// It takes whatever the owner signed, in order, and reads no entry: an entry with a bad signature
/// is kept like any other, void for those who judge it. It never lets go of what it holds, so an
/// owner that goes back, or signs a second history, gets no cosignature and leaves evidence.
///
/// Entries that come without the checkpoint that ends them wait in memory, up to
/// [#MAX_WAITING_BYTES]; they are not held, and a wrong root throws them away. Immutable; `held` is
/// read through a port and must hold every entry of `frontier`.
public final class Mirror {
  /// Bytes of entries that may wait for their checkpoint.
  public static final int MAX_WAITING_BYTES = 64 * 1024 * 1024;

  private final Ports ports;
  private final Frontier frontier;
  private final Optional<Signed> last;
  private final Waiting waiting;

  /// What a mirror needs of its surroundings.
  ///
  /// @param key the owner's ledger key
  /// @param verifier of signatures
  /// @param held the tree as it is stored: every entry that the mirror was told is durable
  public record Ports(NoteKey key, SignatureVerifier verifier, Subtrees held) {}

  private record Signed(SignedNote note, Checkpoint checkpoint) {}

  private record Waiting(List<Bytes> frames, long bytes) {
    static final Waiting NONE = new Waiting(List.of(), 0);

    static Waiting of(List<Bytes> frames) {
      return new Waiting(frames, frames.stream().mapToLong(Bytes::size).sum());
    }
  }

  private Mirror(Ports ports, Frontier frontier, Optional<Signed> last, Waiting waiting) {
    this.ports = ports;
    this.frontier = frontier;
    this.last = last;
    this.waiting = waiting;
  }

  /// A mirror of a ledger of which nothing is held.
  public static Mirror begin(Ports ports) {
    return new Mirror(ports, Frontier.EMPTY, Optional.empty(), Waiting.NONE);
  }

  /// The mirror as it was stored. More may be held than the last checkpoint covers, after a crash
  /// between the two.
  ///
  /// @throws IllegalStateException if the checkpoint is not the owner's on what is held
  public static Mirror resume(Ports ports, Frontier frontier, Optional<SignedNote> last) {
    Optional<Signed> signed = last.map(note -> signed(ports, note));
    signed.ifPresent(s -> requireHeld(ports, frontier, s.checkpoint()));
    return new Mirror(ports, frontier, signed, Waiting.NONE);
  }

  /// Entries held.
  public long size() {
    return frontier.size();
  }

  /// The owner's last checkpoint, with the owner's signature only.
  public Optional<SignedNote> last() {
    return last.map(Signed::note);
  }

  /// What the last checkpoint says.
  public Optional<Checkpoint> checkpoint() {
    return last.map(Signed::checkpoint);
  }

  /// Offers entries, the first of them at index `from`, and a checkpoint of the owner's. Entries
  /// beyond the checkpoint, or none at all, are as good.
  public MirrorStep offer(long from, List<Bytes> frames, SignedNote note) {
    return switch (Checkpoint.open(note, ports.key(), ports.verifier())) {
      case Parsed.Bad<Checkpoint>(var why) -> refused(new MirrorStep.Reason.BadNote(why));
      case Parsed.Good<Checkpoint>(var checkpoint) -> {
        var signed = new Signed(note.only(ports.key()), checkpoint);
        if (checkpoint.size() <= size()) {
          yield compare(signed);
        }
        boolean fit = frames.stream().allMatch(Mirror::fits);
        if (!fit || from < 0 || from > Frontier.MAX_SIZE) {
          yield refused(new MirrorStep.Reason.BadEntries());
        }
        yield from < size() ? rejoin(from, frames, signed) : join(from, frames, signed);
      }
    };
  }

  /// Compares a checkpoint by a key that its owner has replaced with what is held. It adds nothing:
  /// by that key nothing is said any more. It is of what is held, or of another history.
  ///
  /// @param former that key
  public MirrorStep against(long from, List<Bytes> frames, SignedNote note, NoteKey former) {
    return switch (Checkpoint.open(note, former, ports.verifier())) {
      case Parsed.Bad<Checkpoint>(var why) -> refused(new MirrorStep.Reason.BadNote(why));
      case Parsed.Good<Checkpoint>(var checkpoint) -> {
        var signed = new Signed(note.only(former), checkpoint);
        if (checkpoint.size() <= size()) {
          boolean same = ports.held().root(checkpoint.size()).equals(checkpoint.root());
          yield same ? new MirrorStep.Nothing() : compare(signed);
        }
        boolean shown = from >= 0 && from <= size() && frames.stream().allMatch(Mirror::fits);
        yield shown ? parted(from, frames, signed) : refused(new MirrorStep.Reason.OtherRoot());
      }
    };
  }

  private static boolean fits(Bytes frame) {
    return frame.size() <= Entry.MAX_FRAME;
  }

  /// Cosigns the last checkpoint. The shell has made all it covers durable, and has checked and
  /// persisted that neither size nor time goes back.
  ///
  /// @throws IllegalStateException if there is no checkpoint yet
  public Cosignature cosign(NoteKey mirrorKey, long seconds, Signer signer) {
    Signed signed = last.orElseThrow(() -> new IllegalStateException("nothing to cosign"));
    return Cosignature.sign(mirrorKey, signed.note().text(), seconds, signer);
  }

  /// A checkpoint of what is held already.
  private MirrorStep compare(Signed signed) {
    Checkpoint checkpoint = signed.checkpoint();
    boolean same = ports.held().root(checkpoint.size()).equals(checkpoint.root());
    long lastSize = checkpoint().map(Checkpoint::size).orElse(-1L);
    if (same && checkpoint.size() <= lastSize) {
      return new MirrorStep.Nothing();
    }
    if (same) {
      var next = new Mirror(ports, frontier, Optional.of(signed), waiting);
      return new MirrorStep.Extended(next, size(), List.of(), checkpoint);
    }
    return last.filter(_ -> checkpoint.size() <= lastSize)
        .map(present -> forked(signed, present, ports.held()))
        .orElseGet(() -> refused(new MirrorStep.Reason.OtherRoot()));
  }

  /// Entries of which some are held already.
  private MirrorStep rejoin(long from, List<Bytes> frames, Signed signed) {
    int held = (int) Math.min(frames.size(), size() - from);
    for (int i = 0; i < held; i++) {
      Hash leafHash = MerkleTree.leafHash(frames.get(i));
      if (!leafHash.equals(ports.held().complete(0, from + i))) {
        return parted(from, frames, signed);
      }
    }
    return join(size(), frames.subList(held, frames.size()), signed);
  }

  /// Entries other than those held: a fork if the owner signed these too.
  private MirrorStep parted(long from, List<Bytes> frames, Signed signed) {
    long covered = signed.checkpoint().size() - from;
    if (frames.size() >= covered && last.isPresent()) {
      List<Hash> leaves =
          frames.subList(0, (int) covered).stream().map(MerkleTree::leafHash).toList();
      Subtrees other = new Overlay(ports.held(), from, leaves);
      Checkpoint ours = last.get().checkpoint();
      boolean theOwners = other.root(signed.checkpoint().size()).equals(signed.checkpoint().root());
      if (theOwners && !other.root(ours.size()).equals(ours.root())) {
        return forked(last.get(), signed, other);
      }
    }
    return refused(new MirrorStep.Reason.OtherRoot());
  }

  /// Entries none of which is held.
  private MirrorStep join(long from, List<Bytes> frames, Signed signed) {
    long end = size() + waiting.frames().size();
    if (from > end) {
      return new MirrorStep.Gap(this, end);
    }
    Waiting joined = from + frames.size() <= end ? waiting : waitingWith(from, frames);
    if (joined.bytes() > MAX_WAITING_BYTES) {
      return refused(new MirrorStep.Reason.TooMuchWaiting());
    }
    long until = size() + joined.frames().size();
    return until < signed.checkpoint().size()
        ? new MirrorStep.Gap(new Mirror(ports, frontier, last, joined), until)
        : extend(joined.frames(), signed);
  }

  private Waiting waitingWith(long from, List<Bytes> frames) {
    var joined = new ArrayList<>(waiting.frames().subList(0, (int) (from - size())));
    joined.addAll(frames);
    return Waiting.of(List.copyOf(joined));
  }

  private MirrorStep extend(List<Bytes> frames, Signed signed) {
    int covered = (int) (signed.checkpoint().size() - size());
    List<Bytes> fresh = frames.subList(0, covered);
    Frontier grown = frontier.append(fresh.stream().map(MerkleTree::leafHash).toList());
    if (!grown.root().equals(signed.checkpoint().root())) {
      return refused(new MirrorStep.Reason.OtherRoot());
    }
    Waiting rest = Waiting.of(List.copyOf(frames.subList(covered, frames.size())));
    var next = new Mirror(ports, grown, Optional.of(signed), rest);
    return new MirrorStep.Extended(next, size(), fresh, signed.checkpoint());
  }

  private static MirrorStep forked(Signed smaller, Signed larger, Subtrees largerTree) {
    return new MirrorStep.Forked(Parting.make(smaller.note(), larger.note(), largerTree));
  }

  /// Whatever waited is thrown away: it may be what was wrong.
  private MirrorStep refused(MirrorStep.Reason reason) {
    Mirror next =
        reason instanceof MirrorStep.Reason.BadNote
            ? this
            : new Mirror(ports, frontier, last, Waiting.NONE);
    return new MirrorStep.Refused(next, reason);
  }

  private static Signed signed(Ports ports, SignedNote note) {
    Checkpoint checkpoint =
        Checkpoint.open(note, ports.key(), ports.verifier())
            .found()
            .orElseThrow(
                () -> new IllegalStateException("not a checkpoint of " + ports.key().name()));
    return new Signed(note.only(ports.key()), checkpoint);
  }

  private static void requireHeld(Ports ports, Frontier frontier, Checkpoint checkpoint) {
    if (checkpoint.size() > frontier.size()
        || !ports.held().root(checkpoint.size()).equals(checkpoint.root())) {
      throw new IllegalStateException(
          "what is held of " + checkpoint.origin() + " is not what its last checkpoint says");
    }
  }
}
