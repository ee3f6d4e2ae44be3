package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What became of the say that a giver has in who gets a lot.
///
/// @param shown whether what it wished stands in its ledger
/// @param first who took of it before anybody bid; absent if nobody has
/// @param firm how much it said is there of what was only expected; absent if it has not
/// @param stopped whether it stopped the lot: it is not asked any more how much is there
/// @param ruledOut who gets nothing of it since it was opened
record Choice(
    boolean shown,
    Optional<First> first,
    Optional<FirmUp> firm,
    boolean stopped,
    Set<MemberId> ruledOut) {
  static final Choice NONE = new Choice(false, Optional.empty(), Optional.empty(), false, Set.of());

  Choice {
    ruledOut = Set.copyOf(ruledOut);
  }

  /// A word of the taker that the lot names.
  record First(EntryId id, Party taker, Take take) {}

  Choice showing() {
    return new Choice(true, first, firm, stopped, ruledOut);
  }

  /// The first word counts, and no other.
  Choice taken(First word) {
    return first.isPresent() ? this : new Choice(shown, Optional.of(word), firm, stopped, ruledOut);
  }

  Choice firmed(FirmUp said) {
    return new Choice(shown, first, Optional.of(said), stopped, ruledOut);
  }

  Choice stopping() {
    return new Choice(shown, first, firm, true, ruledOut);
  }

  Choice rulingOut(MemberId taker) {
    var all = new HashSet<>(ruledOut);
    all.add(taker);
    return new Choice(shown, first, firm, stopped, all);
  }

  boolean isFirst(Award award) {
    return first.filter(f -> f.id().equals(award.because())).isPresent();
  }
}
