package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What ledgers say of one attempt. Immutable.
///
/// Of every author the first word of a kind counts, and of [Release] and [Abandon] the first of the
/// two. Whoever abandoned says nothing more: what comes after is not kept. So a member has at most
/// one entry of each kind here (and one exposure a dealer), whatever it enters.
///
/// @param proposals by author
/// @param adverts by author
/// @param deals by author
/// @param masked by author
/// @param freezes by author
/// @param releases by author
/// @param abandons by author
/// @param exposures by author, then by dealer
record Attempt(
    Map<MemberId, Entered<Propose>> proposals,
    Map<MemberId, Entered<Advert>> adverts,
    Map<MemberId, Entered<Deal>> deals,
    Map<MemberId, Entered<Masked>> masked,
    Map<MemberId, Entered<Freeze>> freezes,
    Map<MemberId, Entered<Release>> releases,
    Map<MemberId, Entered<Abandon>> abandons,
    Map<MemberId, Map<MemberId, Entered<Expose>>> exposures) {

  static final Attempt UNHEARD =
      new Attempt(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  Attempt proposed(Entered<Propose> entry) {
    return new Attempt(
        plus(proposals, entry), adverts, deals, masked, freezes, releases, abandons, exposures);
  }

  Attempt advertised(Entered<Advert> entry) {
    return new Attempt(
        proposals, plus(adverts, entry), deals, masked, freezes, releases, abandons, exposures);
  }

  Attempt dealt(Entered<Deal> entry) {
    return new Attempt(
        proposals, adverts, plus(deals, entry), masked, freezes, releases, abandons, exposures);
  }

  Attempt masked(Entered<Masked> entry) {
    return new Attempt(
        proposals, adverts, deals, plus(masked, entry), freezes, releases, abandons, exposures);
  }

  Attempt frozen(Entered<Freeze> entry) {
    return new Attempt(
        proposals, adverts, deals, masked, plus(freezes, entry), releases, abandons, exposures);
  }

  Attempt released(Entered<Release> entry) {
    return new Attempt(
        proposals, adverts, deals, masked, freezes, plus(releases, entry), abandons, exposures);
  }

  Attempt abandoned(Entered<Abandon> entry) {
    return releases.containsKey(entry.author())
        ? this
        : new Attempt(
            proposals, adverts, deals, masked, freezes, releases, plus(abandons, entry), exposures);
  }

  Attempt exposed(Entered<Expose> entry) {
    var all = new TreeMap<>(exposures);
    all.put(
        entry.author(),
        plus(exposures.getOrDefault(entry.author(), Map.of()), entry.statement().dealer(), entry));
    return new Attempt(
        proposals,
        adverts,
        deals,
        masked,
        freezes,
        releases,
        abandons,
        Collections.unmodifiableSortedMap(all));
  }

  /// Whether another has no more words than this one, of which it is known to have all: words are
  /// only ever added.
  boolean isAll(Attempt later) {
    return proposals.size() == later.proposals.size()
        && adverts.size() == later.adverts.size()
        && deals.size() == later.deals.size()
        && masked.size() == later.masked.size()
        && freezes.size() == later.freezes.size()
        && releases.size() == later.releases.size()
        && abandons.size() == later.abandons.size()
        && exposed() == later.exposed();
  }

  private int exposed() {
    return exposures.values().stream().mapToInt(Map::size).sum();
  }

  private <T extends LearningStatement> Map<MemberId, Entered<T>> plus(
      Map<MemberId, Entered<T>> before, Entered<T> entry) {
    return plus(before, entry.author(), entry);
  }

  private <T extends LearningStatement> Map<MemberId, Entered<T>> plus(
      Map<MemberId, Entered<T>> before, MemberId key, Entered<T> entry) {
    if (before.containsKey(key) || abandons.containsKey(entry.author())) {
      return before;
    }
    var after = new TreeMap<>(before);
    after.put(key, entry);
    return Collections.unmodifiableSortedMap(after);
  }
}
