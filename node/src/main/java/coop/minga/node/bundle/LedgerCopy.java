package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.Course;
import coop.minga.federation.audit.Roll;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one node holds of one tree, judged.
///
/// @param witnessed the largest checkpoint with a quorum
/// @param signed the largest, if it is larger
/// @param frames the entries of the larger of the two
/// @param turns of a ledger, the checkpoints that lead there
/// @param policy of a ledger, by whose word `witnessed` is witnessed
record LedgerCopy(
    Optional<Noted> witnessed,
    Optional<Noted> signed,
    List<Bytes> frames,
    List<Bytes> turns,
    Optional<Bytes> policy) {
  /// Better is what more is witnessed of, then what is longer.
  static final Comparator<LedgerCopy> BY_WORTH =
      Comparator.comparingLong((LedgerCopy copy) -> size(copy.witnessed()))
          .thenComparingLong(copy -> copy.frames().size());

  /// A checkpoint that its owner signed.
  record Noted(Bytes note, Checkpoint checkpoint, boolean quorum) {}

  /// Judges a ledger.
  ///
  /// @param roll which has read it
  static LedgerCopy of(Roll roll, TreeName tree, HeldCopy held) {
    return new Following(roll.course(tree.owner()), held).copy();
  }

  /// A book, which is its owner's alone.
  static LedgerCopy ofBook(Roll roll, TreeName tree, HeldCopy held) {
    List<Noted> good =
        held.notes().stream()
            .filter(note -> roll.open(tree, note.note()).found().isPresent())
            .map(note -> new Noted(note.written(), note.says(), false))
            .toList();
    if (good.isEmpty()) {
      return new LedgerCopy(
          Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }
    Noted last = good.getLast();
    List<Bytes> frames = held.frames().subList(0, (int) last.checkpoint().size());
    return new LedgerCopy(Optional.empty(), Optional.of(last), frames, List.of(), Optional.empty());
  }

  /// As a part of a bundle.
  Bundle.Copy copy() {
    return new Bundle.Copy(
        witnessed.map(Noted::note), signed.map(Noted::note), frames, turns, policy);
  }

  private static long size(Optional<Noted> noted) {
    return noted.map(found -> found.checkpoint().size()).orElse(0L);
  }

  /// Follows a ledger as an auditor will.
  private static final class Following {
    private final Course course;
    private final HeldCopy held;
    private final List<Bytes> turns = new ArrayList<>();
    private Frontier hashed = Frontier.EMPTY;
    private Optional<Noted> witnessed = Optional.empty();
    private Optional<Noted> newest = Optional.empty();
    private Optional<Bytes> policy = Optional.empty();

    Following(Course course, HeldCopy held) {
      this.course = course;
      this.held = held;
    }

    LedgerCopy copy() {
      int next = 0;
      for (HeldCopy.Note note : held.notes()) {
        while (next < held.turns().size()
            && held.turns().get(next).says().size() <= note.says().size()) {
          turn(held.turns().get(next++));
        }
        take(note);
      }
      long size = LedgerCopy.size(newest);
      Optional<Noted> beyond = newest.filter(last -> witnessed.isEmpty() || isBeyond(last));
      return new LedgerCopy(witnessed, beyond, held.frames().subList(0, (int) size), turns, policy);
    }

    /// One of a generation whose end was lost is not of this tree. What neither turns anything nor
    /// was witnessed shows nothing.
    private void turn(HeldCopy.Note note) {
      long size = note.says().size();
      hashed =
          hashed.append(
              held.frames().subList((int) hashed.size(), (int) size).stream()
                  .map(MerkleTree::leafHash)
                  .toList());
      if (hashed.root().equals(note.says().root())
          && course.next(note.note()) instanceof Course.Stand.Good good
          && (good.turns() || good.witnessed())) {
        turns.add(note.written());
      }
    }

    private void take(HeldCopy.Note note) {
      if (course.next(note.note()) instanceof Course.Stand.Good good) {
        var noted = new Noted(note.written(), good.checkpoint(), good.witnessed());
        newest = Optional.of(noted);
        if (good.witnessed()) {
          witnessed = newest;
          policy = Optional.of(course.policy(note.note()).encode());
        }
        if (good.turns()) {
          turns.add(note.written());
        }
      }
    }

    private boolean isBeyond(Noted last) {
      return last.checkpoint().size() > LedgerCopy.size(witnessed);
    }
  }
}
