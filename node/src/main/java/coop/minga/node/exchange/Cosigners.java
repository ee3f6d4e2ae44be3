package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each mirror has cosigned of each ledger, as far as this node has seen: enough to show that
/// one has gone back, or stands by two histories.
///
/// Kept for each pair of a ledger and a mirror: the largest tree and the latest word. Lost at a
/// stop, since both come again with the next checkpoints.
final class Cosigners {
  private final Roll roll;
  private final Map<Pair, Words> said = new HashMap<>();

  private record Pair(String origin, MemberId mirror) {}

  private record Word(SignedNote note, long size, long seconds) {}

  private record Words(Word largest, Word latest) {}

  /// A mirror, and what shows that it broke a rule.
  record Finding(MemberId mirror, Evidence evidence) {}

  Cosigners(Roll roll) {
    this.roll = roll;
  }

  /// A checkpoint with valid cosignatures has come.
  List<Finding> heard(SignedNote note, Checkpoint checkpoint, List<Cosignature> cosignatures) {
    var found = new ArrayList<Finding>();
    for (Cosignature cosignature : cosignatures) {
      for (MemberId member : roll.roster().members().keySet()) {
        on(cosignature.line(), member)
            .flatMap(key -> {
              var word = new Word(note.only(key), checkpoint.size(), cosignature.seconds());
              return heard(new Pair(checkpoint.origin().text(), member), word);
            })
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// The mirrors that stand by both of two checkpoints of one ledger that part.
  ///
  /// @param other of another history than the one that is held
  /// @param ours of the history that is held, and no smaller
  List<Finding> both(HeldLedger held, SignedNote other, SignedNote ours) {
    var found = new ArrayList<Finding>();
    for (MemberId member : roll.roster().others(held.owner)) {
      Optional<NoteKey> onOther = on(other, member);
      Optional<NoteKey> onOurs = on(ours, member);
      if (onOther.isPresent() && onOurs.isPresent()) {
        var parting =
            Parting.make(other.only(onOther.get()), ours.only(onOurs.get()), held.files.tree());
        found.add(new Finding(member, new Evidence.WitnessFork(parting)));
      }
    }
    return found;
  }

  /// The key by which a member is named on a note: the one it has now, or one that it had.
  private Optional<NoteKey> on(SignedNote note, MemberId member) {
    return note.signatures().stream().flatMap(line -> on(line, member).stream()).findFirst();
  }

  private Optional<NoteKey> on(NoteSignature line, MemberId member) {
    return roll.mirrorKeys(member).stream().filter(key -> key.isNamedBy(line)).findFirst();
  }

  private Optional<Finding> heard(Pair pair, Word word) {
    Words before = said.get(pair);
    if (before == null) {
      said.put(pair, new Words(word, word));
      return Optional.empty();
    }
    Word largest = word.size() > before.largest().size() ? word : before.largest();
    Word latest = word.seconds() > before.latest().seconds() ? word : before.latest();
    said.put(pair, new Words(largest, latest));
    return wentBack(before.largest(), word)
        .or(() -> wentBack(word, before.latest()))
        .map(evidence -> new Finding(pair.mirror(), evidence));
  }

  private static Optional<Evidence> wentBack(Word larger, Word later) {
    return later.size() < larger.size() && later.seconds() > larger.seconds()
        ? Optional.of(new Evidence.WitnessWentBack(larger.note(), later.note()))
        : Optional.empty();
  }
}
