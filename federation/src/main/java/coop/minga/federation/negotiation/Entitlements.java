package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.PeopleServed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What each taker is entitled to, by how many people it feeds: its own claim, or that of a
/// kitchen's sponsor of the kitchen's people, attested by members who take nothing.
///
/// Whoever was ever awarded something, or claims anything itself, attests to nothing: takers would
/// vouch for each other. Of a taker's claims the last one attested holds. It counts whole for
/// [#WHOLE], then by a tenth less a week, down to half. A taker without one counts as the median of
/// the others for [#UNATTESTED], then fades alike. Where nobody has one, all count the same. Grows
/// only; not for two threads.
public final class Entitlements {
  /// Attestations that a claim needs.
  public static final int ATTESTERS = 2;

  /// How long a claim counts whole.
  public static final Duration WHOLE = Duration.ofDays(90);

  /// How long a taker without an attested claim counts as the median.
  public static final Duration UNATTESTED = Duration.ofDays(30);

  private static final int WEEK = 7;
  private static final int PERCENT = 100;
  private static final int PERCENT_A_WEEK = 10;
  private static final int LEAST_PERCENT = 50;

  /// By who said it, then of whom.
  private final SortedMap<MemberId, SortedMap<MemberId, NavigableMap<Long, Claim>>> claims =
      new TreeMap<>();

  private final Map<EntryId, List<Word>> words = new HashMap<>();

  /// What a taker says of itself, or of a kitchen for which it bids.
  ///
  /// @param id the entry's
  /// @param by whose word it is
  /// @param says what
  public record Claim(EntryId id, MemberId by, PeopleServed says) {}

  private record Word(MemberId by, long index, Instant at) {}

  /// Up to where ledgers are read, and when.
  ///
  /// @param counted entries of each ledger
  /// @param at the moment by which claims age
  /// @param awarded who was ever awarded something, since when it is known as a taker
  /// @param kitchens who bids for which kitchen
  record View(
      Counted counted, Instant at, SortedMap<MemberId, Instant> awarded, Kitchens kitchens) {}

  /// Takes up an entry.
  ///
  /// @param index in its author's ledger
  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(var id, var author, PeopleServed claim) ->
          claimed(author, author, index, new Claim(id, author, claim));
      case Stated.OfSurplus(var id, var author, KitchenServes(var kitchen, var claim)) ->
          claimed(author, kitchen, index, new Claim(id, author, claim));
      case Stated.OfSurplus(_, var author, Attest(var claim, var at)) ->
          words.computeIfAbsent(claim, _ -> new ArrayList<>()).add(new Word(author, index, at));
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  private void claimed(MemberId by, MemberId of, long index, Claim claim) {
    claims
        .computeIfAbsent(by, _ -> new TreeMap<>())
        .computeIfAbsent(of, _ -> new TreeMap<>())
        .putIfAbsent(index, claim);
  }

  private NavigableMap<Long, Claim> said(MemberId by, MemberId of) {
    return claims.getOrDefault(by, Collections.emptySortedMap()).getOrDefault(of, new TreeMap<>());
  }

  /// Who has spoken for a taker so far: it itself, or for a kitchen that says nothing its sponsor.
  private MemberId speaker(MemberId taker, Kitchens kitchens) {
    return said(taker, taker).isEmpty()
        ? Optional.ofNullable(kitchens.sponsored().get(taker))
            .map(Kitchens.Kitchen::sponsor)
            .orElse(taker)
        : taker;
  }

  /// The last claim of each member and kitchen, attested or not.
  ///
  /// @param kitchens who bids for which
  public SortedMap<MemberId, Claim> last(Kitchens kitchens) {
    var takers = new TreeSet<>(claims.keySet());
    takers.addAll(kitchens.sponsored().keySet());
    var last = new TreeMap<MemberId, Claim>();
    for (MemberId taker : takers) {
      NavigableMap<Long, Claim> all = said(speaker(taker, kitchens), taker);
      if (!all.isEmpty()) {
        last.put(taker, all.lastEntry().getValue());
      }
    }
    return last;
  }

  /// Who attests to a claim, whether that counts or not.
  public SortedSet<MemberId> attesters(EntryId claim) {
    var who = new TreeSet<MemberId>();
    words.getOrDefault(claim, List.of()).forEach(word -> who.add(word.by()));
    return who;
  }

  /// What each taker is entitled to; empty where no claim counts.
  Map<MemberId, Long> of(View view) {
    var attested = new TreeMap<MemberId, Long>();
    for (MemberId taker : view.awarded().keySet()) {
      holds(view, taker)
          .ifPresent(claim ->
              attested.put(taker, faded(claim.entitlement(), claim.at().plus(WHOLE), view.at())));
    }
    if (attested.isEmpty()) {
      return Map.of();
    }
    List<Long> sorted = attested.values().stream().sorted().toList();
    long median = sorted.get((sorted.size() - 1) / 2);
    var all = new TreeMap<MemberId, Long>();
    view.awarded()
        .forEach((taker, since) ->
            all.put(
                taker,
                Optional.ofNullable(attested.get(taker))
                    .orElseGet(() -> faded(median, since.plus(UNATTESTED), view.at()))));
    return all;
  }

  /// The last claim that counts: a taker's own; of a kitchen that has none, its sponsor's. What the
  /// kitchen says later, or what nobody has attested yet, takes nothing away from that.
  private Optional<PeopleServed> holds(View view, MemberId taker) {
    return holds(view, taker, taker)
        .or(() ->
            Optional.ofNullable(view.kitchens().sponsored().get(taker))
                .flatMap(kitchen -> holds(view, kitchen.sponsor(), taker)));
  }

  private Optional<PeopleServed> holds(View view, MemberId speaker, MemberId taker) {
    return said(speaker, taker)
        .headMap(view.counted().of(speaker), false)
        .descendingMap()
        .values()
        .stream()
        .filter(claim -> !claim.says().at().isAfter(view.at()))
        .filter(claim -> isAttested(view, claim))
        .map(Claim::says)
        .findFirst();
  }

  /// Whoever claims is a taker, and no attester of its own claim.
  private boolean isAttested(View view, Claim claim) {
    Set<MemberId> who = new TreeSet<>();
    for (Word word : words.getOrDefault(claim.id(), List.of())) {
      if (word.index() < view.counted().of(word.by())
          && !word.at().isAfter(view.at())
          && !isTaker(view, word.by())) {
        who.add(word.by());
      }
    }
    return who.size() >= ATTESTERS;
  }

  private boolean isTaker(View view, MemberId member) {
    return view.awarded().containsKey(member)
        || claims.getOrDefault(member, Collections.emptySortedMap()).values().stream()
            .anyMatch(all -> !all.headMap(view.counted().of(member)).isEmpty());
  }

  /// A tenth less for each whole week after it counted whole, but never less than half.
  private static long faded(long whole, Instant until, Instant at) {
    long days = Math.max(0, Duration.between(until, at).toDays());
    long percent = Math.max(LEAST_PERCENT, PERCENT - PERCENT_A_WEEK * (days / WEEK));
    return Math.max(1, whole * percent / PERCENT);
  }
}
