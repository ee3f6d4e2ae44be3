package coop.minga.node.bundle;

import coop.minga.federation.audit.Bundle;
import coop.minga.federation.audit.HeldTree;
import coop.minga.federation.audit.Roll;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.wire.EntryWire;
import coop.minga.node.config.UserError;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Some entries of a bundle's ledgers, each by its own proof.
///
/// @param ids as they were asked for: whole, or their first digits
record SingleEntries(List<String> ids) {
  /// Fewer digits tell no entry.
  private static final int LEAST_DIGITS = 8;

  /// Copies, and looks at the digits.
  SingleEntries {
    ids = List.copyOf(ids);
    for (String id : ids) {
      if (!id.matches("[0-9a-f]{%d,64}".formatted(LEAST_DIGITS))) {
        throw new UserError(
            id,
            "This is not an entry's id.",
            "Give at least its first %d digits, as minga log show lists it."
                .formatted(LEAST_DIGITS));
      }
    }
  }

  /// The bundle with the proofs and without the ledgers.
  Bundle of(Bundle whole) {
    var proofs = new TreeMap<MemberId, SortedMap<Long, Bytes>>();
    var found = new TreeMap<String, String>();
    whole
        .ledgers()
        .forEach((owner, copy) -> {
          SortedMap<Long, Bytes> own = proofs(copy, found);
          if (!own.isEmpty()) {
            proofs.put(owner, own);
          }
        });
    Optional<String> missing = ids.stream().filter(id -> !found.containsKey(id)).findFirst();
    if (missing.isPresent()) {
      throw new UserError(
          missing.get(),
          "No ledger here has a witnessed entry by this id.",
          "See minga log show; an entry without its quorum can be proven once it has one.");
    }
    return new Bundle(
            whole.charter(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap())
        .under(whole.certificates())
        .proving(proofs);
  }

  private SortedMap<Long, Bytes> proofs(Bundle.Copy copy, Map<String, String> found) {
    var proofs = new TreeMap<Long, Bytes>();
    Optional<SignedNote> note = copy.witnessed().flatMap(bytes -> SignedNote.parse(bytes).found());
    if (note.isEmpty()) {
      return proofs;
    }
    List<Bytes> frames = copy.frames().subList(0, size(note.get()));
    HeldTree tree = HeldTree.of(frames);
    for (int index = 0; index < frames.size(); index++) {
      Bytes frame = frames.get(index);
      if (isAsked(frame, found) || Roll.isOfUs(frame)) {
        TlogProof proof = TlogProof.make(tree, index, note.get()).with(frame);
        proofs.put((long) index, proof.encode());
      }
    }
    return proofs;
  }

  /// @param found gets the whole id by the digits that were given of it
  private boolean isAsked(Bytes frame, Map<String, String> found) {
    String id = EntryWire.decode(frame).map(Entry::id).map(EntryId::toString).orElse("");
    List<String> asked = ids.stream().filter(id::startsWith).toList();
    for (String digits : asked) {
      String other = found.putIfAbsent(digits, id);
      if (other != null && !other.equals(id)) {
        throw new UserError(
            digits, "Several entries begin with these digits.", "Give more of the id.");
      }
    }
    return !asked.isEmpty();
  }

  private static int size(SignedNote note) {
    return switch (Checkpoint.parse(note.text())) {
      case Parsed.Good<Checkpoint>(var checkpoint) -> Math.toIntExact(checkpoint.size());
      case Parsed.Bad<Checkpoint>(var why) -> throw new IllegalStateException(why.sentence());
    };
  }
}
