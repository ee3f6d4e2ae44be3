package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What ledgers say of one epoch: the same whatever the order in which different authors' entries
/// came. Immutable.
///
/// @param attempts by proposal
/// @param results by author, the first of each
record Facts(Map<EntryId, Attempt> attempts, Map<MemberId, Entered<Result>> results) {
  /// The most proposals that one author's entries may bring in, its own and those that it names: an
  /// honest author needs no more, and a lying one takes nobody else's room.
  static final int MAX_PROPOSALS = 2 * LearningStatement.MAX_ATTEMPTS;

  static final Facts NONE = new Facts(Map.of(), Map.of());

  Facts with(Entered<? extends LearningStatement> entry) {
    return switch (entry.statement()) {
      case Propose propose ->
          change(entry.author(), entry.id(), attempt -> attempt.proposed(as(entry, propose)));
      case Advert advert ->
          change(
              entry.author(), advert.proposal(), attempt -> attempt.advertised(as(entry, advert)));
      case Masked masked ->
          change(entry.author(), masked.proposal(), attempt -> attempt.masked(as(entry, masked)));
      case Freeze freeze ->
          change(entry.author(), freeze.proposal(), attempt -> attempt.frozen(as(entry, freeze)));
      case Abandon abandon ->
          change(
              entry.author(), abandon.proposal(), attempt -> attempt.abandoned(as(entry, abandon)));
      case Result result -> plus(as(entry, result));
    };
  }

  private Facts change(MemberId author, EntryId proposal, UnaryOperator<Attempt> change) {
    Attempt before = attempts.getOrDefault(proposal, Attempt.named(proposal));
    if (!attempts.containsKey(proposal)
        && attempts.values().stream().filter(known -> known.isTouchedBy(author)).count()
            >= MAX_PROPOSALS) {
      return this;
    }
    var after = new TreeMap<>(attempts);
    after.put(proposal, change.apply(before));
    return new Facts(Collections.unmodifiableSortedMap(after), results);
  }

  private Facts plus(Entered<Result> entry) {
    if (results.containsKey(entry.author())) {
      return this;
    }
    var after = new TreeMap<>(results);
    after.put(entry.author(), entry);
    return new Facts(attempts, Collections.unmodifiableSortedMap(after));
  }

  private static <T extends LearningStatement> Entered<T> as(Entered<?> entry, T statement) {
    return new Entered<>(entry.federation(), entry.id(), entry.author(), statement);
  }
}
