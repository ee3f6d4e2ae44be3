package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.PeopleServed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What each taker is entitled to, by how many people it feeds: its own claim, attested by members
/// who take nothing.
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

  private final SortedMap<MemberId, TreeMap<Long, Claim>> claims = new TreeMap<>();
  private final Map<EntryId, List<Word>> words = new HashMap<>();

  /// What a taker says of itself.
  ///
  /// @param id the entry's
  /// @param says what
  public record Claim(EntryId id, PeopleServed says) {}

  private record Word(MemberId by, long index, Instant at) {}

  /// Up to where ledgers are read, and when.
  ///
  /// @param counted entries of each ledger
  /// @param at the moment by which claims age
  /// @param awarded who was ever awarded something, since when it is known as a taker
  record View(Counted counted, Instant at, SortedMap<MemberId, Instant> awarded) {}

  /// Takes up an entry.
  ///
  /// @param index in its author's ledger
  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(var id, var author, PeopleServed claim) ->
          claims
              .computeIfAbsent(author, _ -> new TreeMap<>())
              .putIfAbsent(index, new Claim(id, claim));
      case Stated.OfSurplus(_, var author, Attest(var claim, var at)) ->
          words.computeIfAbsent(claim, _ -> new ArrayList<>()).add(new Word(author, index, at));
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  /// The last claim of each member, attested or not.
  public SortedMap<MemberId, Claim> last() {
    var last = new TreeMap<MemberId, Claim>();
    claims.forEach((member, all) -> last.put(member, all.lastEntry().getValue()));
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

  /// The last claim of a taker that counts.
  private Optional<PeopleServed> holds(View view, MemberId taker) {
    return claims
        .getOrDefault(taker, new TreeMap<>())
        .headMap(view.counted().of(taker), false)
        .descendingMap()
        .values()
        .stream()
        .filter(claim -> !claim.says().at().isAfter(view.at()))
        .filter(claim -> isAttested(view, taker, claim.id()))
        .map(Claim::says)
        .findFirst();
  }

  private boolean isAttested(View view, MemberId taker, EntryId claim) {
    Set<MemberId> who = new TreeSet<>();
    for (Word word : words.getOrDefault(claim, List.of())) {
      if (word.index() < view.counted().of(word.by())
          && !word.at().isAfter(view.at())
          && !word.by().equals(taker)
          && !isTaker(view, word.by())) {
        who.add(word.by());
      }
    }
    return who.size() >= ATTESTERS;
  }

  private boolean isTaker(View view, MemberId member) {
    return view.awarded().containsKey(member)
        || !claims
            .getOrDefault(member, new TreeMap<>())
            .headMap(view.counted().of(member))
            .isEmpty();
  }

  /// A tenth less for each whole week after it counted whole, but never less than half.
  private static long faded(long whole, Instant until, Instant at) {
    long days = Math.max(0, Duration.between(until, at).toDays());
    long percent = Math.max(LEAST_PERCENT, PERCENT - PERCENT_A_WEEK * (days / WEEK));
    return Math.max(1, whole * percent / PERCENT);
  }
}
