package coop.minga.federation.audit;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.Roster;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One ledger followed from checkpoint to checkpoint: by whose witnesses each is judged, and by
/// which of its owner's keys it must be signed.
///
/// ```
/// the roster that admitted its owner --ADOPT, covered by a checkpoint that the old set and the
///                                      new one witnessed--> the adopted roster --...
/// its card's ledger key --KEYS, covered by a checkpoint that the old key and the new one
///                         signed--> the next key --...
/// ```
///
/// Without the checkpoints in between nobody could tell an owner's change from a thief's. Where a
/// ledger was begun anew, those who retired the one before have followed it so far; the old private
/// keys may be erased by then, and no longer sign. For one thread.
public final class Course {
  private final Roll roll;
  private final MemberId owner;
  private final Deque<Adopt> waiting;
  private Adoption adoption;
  private long covered;

  /// What a ledger says at an index: from here on its witnesses are those of a roster.
  record Adopt(long index, Hash roster) {}

  /// What came of a checkpoint.
  public sealed interface Stand {
    /// It is not to be relied upon at all.
    ///
    /// @param why the first reason met
    record Refused(NoteFault why) implements Stand {}

    /// It is the first that covers a change of its owner's keys, and not signed by all of them.
    ///
    /// @param checkpoint what it says
    record NotByAllKeys(Checkpoint checkpoint) implements Stand {}

    /// Its owner signed it.
    ///
    /// @param checkpoint what it says
    /// @param cosignatures of the mirrors by whom it is judged
    /// @param witnessed whether these are enough, by every set that must have spoken
    /// @param by the last roster by which it was judged
    /// @param turns whether what comes after is judged by other witnesses, or signed by another key
    record Good(
        Checkpoint checkpoint,
        List<Cosignature> cosignatures,
        boolean witnessed,
        Roster by,
        boolean turns)
        implements Stand {}
  }

  Course(Roll roll, MemberId owner, Roster admitting, List<Adopt> adopts) {
    this.roll = roll;
    this.owner = owner;
    this.adoption = Adoption.begin(admitting);
    this.waiting = new ArrayDeque<>(adopts);
    advance();
  }

  /// Judges the next checkpoint. They are given in the order of their sizes.
  ///
  /// @param note whose entries are those that the roll has read
  public Stand next(SignedNote note) {
    return switch (roll.open(new TreeName(owner, Tree.LEDGER), note)) {
      case Parsed.Bad<Checkpoint>(var why) -> new Stand.Refused(why);
      case Parsed.Good<Checkpoint>(var checkpoint) when !isByAll(note, checkpoint) ->
          new Stand.NotByAllKeys(checkpoint);
      case Parsed.Good<Checkpoint>(var checkpoint) -> {
        Stand stand = judge(note, checkpoint, signers(checkpoint).size() > 1);
        covered = stand instanceof Stand.Good ? Math.max(covered, checkpoint.size()) : covered;
        yield stand;
      }
    };
  }

  /// The roster by which checkpoints are judged now.
  public Roster inForce() {
    return adoption.inForce();
  }

  /// The newest roster that the ledger has said it adopts, as far as it is known here.
  Roster adopted() {
    return adoption.pending().map(Adoption.Pending::next).orElse(adoption.inForce());
  }

  /// The first ADOPT that could not be taken: of a roster that is not known here.
  Optional<Adopt> unknown() {
    return Optional.ofNullable(waiting.peekFirst())
        .filter(adopt -> roll.chain().roster(adopt.roster()).isEmpty());
  }

  /// The policy by which a verifier that is not ours comes to the same word on a note that is
  /// witnessed: the keys that it names, of those who stand by it now.
  public Policy policy(SignedNote note) {
    Directory directory = roll.directory(adoption.inForce());
    Origin origin =
        roll.open(new TreeName(owner, Tree.LEDGER), note).found().orElseThrow().origin();
    NoteKey key = roll.ledgerKey(origin, note);
    List<NoteKey> mirrors =
        directory.mirrors(owner, note).stream()
            .filter(mirror -> !mirror.key().equals(key.key()))
            .filter(mirror ->
                mirror
                    .signatureOn(note, roll.verifier())
                    .then(Cosignature::read)
                    .found()
                    .filter(word -> !directory.isSafe(mirror, word))
                    .isEmpty())
            .toList();
    return new Witnesses(key, mirrors, Math.min(directory.needed(owner), mirrors.size())).policy();
  }

  private boolean isByAll(SignedNote note, Checkpoint checkpoint) {
    return roll.isByAll(signers(checkpoint), note, checkpoint);
  }

  private List<PublicKey> signers(Checkpoint checkpoint) {
    long before = Math.max(covered, roll.begun(checkpoint));
    return roll.ring(owner).signers(before, Math.max(before, checkpoint.size()));
  }

  /// Every set that must have witnessed it, one after the other.
  private Stand judge(SignedNote note, Checkpoint checkpoint, boolean newKey) {
    boolean turns = newKey;
    while (true) {
      Roster by = adoption.inForce();
      Optional<Adoption.Pending> sealed =
          adoption.pending().filter(adopt -> adopt.index() < checkpoint.size());
      Standing standing = adoption.judge(checkpoint.size(), roster -> by(roster, note, checkpoint));
      switch (standing) {
        case Standing.Refused(var why) -> {
          return new Stand.Refused(why);
        }
        case Standing.Signed(_, var found) -> {
          return new Stand.Good(checkpoint, found, false, by, turns);
        }
        case Standing.Witnessed(_, var found) when sealed.isEmpty() -> {
          boolean further = waiting.stream().anyMatch(adopt -> adopt.index() < checkpoint.size());
          return new Stand.Good(checkpoint, found, !further, by, turns);
        }
        case Standing.Witnessed _ -> {
          seal(sealed.orElseThrow());
          turns = true;
        }
      }
    }
  }

  private Standing by(Roster roster, SignedNote note, Checkpoint checkpoint) {
    return roll.directory(roster)
        .judge(checkpoint.origin(), note, roll.latestSeconds(), roll.verifier());
  }

  /// From the entry on the next set is in force: further ADOPTs may stand before the checkpoint.
  private void seal(Adoption.Pending sealed) {
    adoption = new Adoption(sealed.next(), sealed.index() + 1, Optional.empty());
    advance();
  }

  /// Takes the ADOPTs that can be taken: of rosters that are known, behind the last one sealed.
  private void advance() {
    while (!waiting.isEmpty() && adoption.pending().isEmpty()) {
      Adopt first = waiting.getFirst();
      Optional<Roster> known = roll.chain().roster(first.roster());
      if (known.isEmpty()) {
        return;
      }
      waiting.removeFirst();
      if (known.get().contains(owner)
          && adoption.adopt(first.index(), known.get()) instanceof Adoption.Taken.Pends(var next)) {
        adoption = next;
      }
    }
  }
}
