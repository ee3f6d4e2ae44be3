package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What ledgers say of one proposal, whether or not the proposal itself was seen yet. Immutable.
///
/// Of every author the first word of a kind counts. A coordinator's freeze and abandon exclude each
/// other, and whoever abandoned says nothing more: what comes after is not kept.
///
/// @param id the proposal
/// @param proposal as entered, once seen
/// @param adverts by author
/// @param masked by author
/// @param freezes by author
/// @param abandons by author
record Attempt(
    EntryId id,
    Optional<Entered<LearningStatement.Propose>> proposal,
    Map<MemberId, Entered<LearningStatement.Advert>> adverts,
    Map<MemberId, Entered<LearningStatement.Masked>> masked,
    Map<MemberId, Entered<LearningStatement.Freeze>> freezes,
    Map<MemberId, Entered<LearningStatement.Abandon>> abandons) {

  static Attempt named(EntryId id) {
    return new Attempt(id, Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  Attempt proposed(Entered<LearningStatement.Propose> entry) {
    return new Attempt(id, Optional.of(entry), adverts, masked, freezes, abandons);
  }

  Attempt advertised(Entered<LearningStatement.Advert> entry) {
    return abandons.containsKey(entry.author())
        ? this
        : new Attempt(id, proposal, plus(adverts, entry), masked, freezes, abandons);
  }

  Attempt masked(Entered<LearningStatement.Masked> entry) {
    return abandons.containsKey(entry.author())
        ? this
        : new Attempt(id, proposal, adverts, plus(masked, entry), freezes, abandons);
  }

  Attempt frozen(Entered<LearningStatement.Freeze> entry) {
    return abandons.containsKey(entry.author())
        ? this
        : new Attempt(id, proposal, adverts, masked, plus(freezes, entry), abandons);
  }

  Attempt abandoned(Entered<LearningStatement.Abandon> entry) {
    return freezes.containsKey(entry.author())
        ? this
        : new Attempt(id, proposal, adverts, masked, freezes, plus(abandons, entry));
  }

  /// Whether any of this is an author's.
  boolean isTouchedBy(MemberId author) {
    return proposal.filter(entry -> entry.author().equals(author)).isPresent()
        || adverts.containsKey(author)
        || masked.containsKey(author)
        || freezes.containsKey(author)
        || abandons.containsKey(author);
  }

  private static <T extends LearningStatement> Map<MemberId, Entered<T>> plus(
      Map<MemberId, Entered<T>> before, Entered<T> entry) {
    if (before.containsKey(entry.author())) {
      return before;
    }
    var after = new TreeMap<>(before);
    after.put(entry.author(), entry);
    return Collections.unmodifiableSortedMap(after);
  }
}
