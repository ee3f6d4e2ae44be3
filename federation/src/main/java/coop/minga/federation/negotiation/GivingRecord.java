package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.Outline;
import coop.minga.federation.surplus.Purpose;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How givers used the say that they have in who gets their lots, in all ledgers as far as they
/// were heard: anybody can count it, and `minga share` shows it.
///
/// Grows only; not for two threads.
public final class GivingRecord {
  /// Days of which a half may be offered to one taker first.
  public static final int DAYS = 30;

  private static final int PARTS = 2;

  private final SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes = new TreeMap<>();

  private final SortedMap<MemberId, SortedMap<Outlet, Long>> outlets = new TreeMap<>();

  private final Map<MemberId, SortedMap<Long, Given>> offers = new TreeMap<>();

  private final Map<LotName, Long> takenBack = new TreeMap<>();

  private final Map<LotName, Awaited> awaited = new TreeMap<>();

  /// The first offer of each name in its giver's ledger: what is offered later under the same name
  /// takes nothing away from it.
  private final Map<LotName, Long> firstOffers = new HashMap<>();

  private final Set<LotName> setAside = new HashSet<>();

  /// A lot that is or was only expected, and what its takers and its giver said of it.
  private static final class Awaited {
    private Optional<Instant> firmBy = Optional.empty();
    private int kilograms;
    private long said = Long.MAX_VALUE;
    private Optional<FirmUp> word = Optional.empty();
    private long stopped = Long.MAX_VALUE;
    private Optional<Instant> stoppedAt = Optional.empty();
    private final Map<Integer, Award> awards = new TreeMap<>();
    private final Set<Answer> accepted = new HashSet<>();
    private final Set<Answer> givenBack = new HashSet<>();

    private record Answer(MemberId by, int seq) {}

    /// Whether somebody counts on it: whoever it was awarded to said so, or took it first.
    boolean isCountedOn() {
      return awards.values().stream()
          .filter(award -> !givenBack.contains(answer(award)))
          .anyMatch(
              award -> accepted.contains(answer(award)) || award.answerBy().equals(award.at()));
    }

    private void say(long index, FirmUp firm) {
      if (index < said) {
        said = index;
        word = Optional.of(firm);
      }
    }

    private void stop(long index, Instant at) {
      if (index < stopped) {
        stopped = index;
        stoppedAt = Optional.of(at);
      }
    }

    /// Whether a recall stopped it in time, before its giver said anything.
    boolean isStopped(Instant by) {
      return stopped < said && stoppedAt.filter(by::isAfter).isPresent();
    }

    private static Answer answer(Award award) {
      return new Answer(award.taker().member(), award.seq());
    }
  }

  /// What became of a giver's lots that were only expected, of those that somebody counted on.
  ///
  /// @param whole lots of which all was there
  /// @param part lots of which some was there
  /// @param none lots that their giver said in time are not there
  /// @param silent lots of which it said nothing in time
  /// @param kilograms expected, as everybody sees them
  /// @param there of those
  public record Expected(int whole, int part, int none, int silent, long kilograms, long there) {
    private static final int PERCENT = 100;

    /// Per cent of what was expected that was there.
    public long percentThere() {
      return kilograms == 0 ? PERCENT : there * PERCENT / kilograms;
    }

    private Expected plus(Expected more) {
      return new Expected(
          whole + more.whole,
          part + more.part,
          none + more.none,
          silent + more.silent,
          kilograms + more.kilograms,
          there + more.there);
    }
  }

  /// An offer.
  ///
  /// @param all whether it is among what was offered to all: what is only expected may not be there
  ///   in the end, and a part of what its giver collected was offered before
  private record Given(Instant openedAt, LotName lot, int kilograms, boolean first, boolean all) {}

  /// Hears what stands in a ledger, each entry once.
  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          given(giver, index, notice.outline(), notice.openedAt(), notice.said());
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          given(giver, index, Outline.of(offer.lot()), offer.openedAt(), offer.said());
      case Stated.OfSurplus(_, var giver, Withdraw withdraw) ->
          takenBack.putIfAbsent(new LotName(giver, withdraw.lot()), index);
      case Stated.OfSurplus(_, var giver, Halt halt) -> {
        var lot = new LotName(giver, halt.lot());
        takenBack.putIfAbsent(lot, index);
        awaited(lot).stop(index, halt.at());
      }
      case Stated.OfNegotiation(_, var giver, FirmUp word) ->
          awaited(new LotName(giver, word.lot())).say(index, word);
      case Stated.OfNegotiation(_, var giver, Award award) ->
          awaited(new LotName(giver, award.lot())).awards.putIfAbsent(award.seq(), award);
      case Stated.OfNegotiation(_, var giver, RuleOut ruling) -> vetoed(giver, ruling.reason());
      case Stated.OfNegotiation(_, var giver, Elsewhere elsewhere) ->
          outlets
              .computeIfAbsent(giver, _ -> new TreeMap<>())
              .merge(elsewhere.way().outlet(), elsewhere.grams().value(), Math::addExact);
      case Stated.OfNegotiation(_, var taker, Accept accept) ->
          awaited(accept.lot()).accepted.add(new Awaited.Answer(taker, accept.seq()));
      case Stated.OfNegotiation(_, var taker, GiveBack back) ->
          awaited(back.lot()).givenBack.add(new Awaited.Answer(taker, back.seq()));
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }

    if (stated instanceof Stated.OfNegotiation(_, var giver, Wished wished)) {
      wished.wishes().vetoes().values().forEach(reason -> vetoed(giver, reason));
    }
  }

  private void vetoed(MemberId giver, VetoReason reason) {
    vetoes.computeIfAbsent(giver, _ -> new TreeMap<>()).merge(reason, 1, Integer::sum);
  }

  /// Of what was set aside nothing is awaited, and nothing is kept.
  private Awaited awaited(LotName lot) {
    return setAside.contains(lot)
        ? new Awaited()
        : awaited.computeIfAbsent(lot, _ -> new Awaited());
  }

  private void given(MemberId giver, long index, Outline lot, Instant openedAt, Clauses said) {
    var name = new LotName(giver, lot.lot());
    if (index < firstOffers.getOrDefault(name, Long.MAX_VALUE)) {
      firstOffers.put(name, index);
      said.firmBy()
          .ifPresentOrElse(by -> expected(awaited(name), by, lot.kilograms()), () -> firm(name));
    }
    boolean firm = said.firmBy().isEmpty() && said.purpose() == Purpose.DONATION;
    if (firm || said.first().isPresent()) {
      offers
          .computeIfAbsent(giver, _ -> new TreeMap<>())
          .put(
              index,
              new Given(
                  openedAt,
                  name,
                  lot.kilograms(),
                  said.first().isPresent(),
                  firm && said.parent().isEmpty()));
    }
  }

  private static void expected(Awaited lot, Instant by, int kilograms) {
    lot.firmBy = Optional.of(by);
    lot.kilograms = kilograms;
  }

  private void firm(LotName lot) {
    setAside.add(lot);
    awaited.remove(lot);
  }

  /// Why the offer at an index of a giver's ledger may not name who has it first, in a plain
  /// sentence; absent if it may, or names nobody.
  public Optional<String> fault(MemberId giver, long index) {
    SortedMap<Long, Given> all = offers.getOrDefault(giver, new TreeMap<>());
    Given offer = all.get(index);
    return offer == null || !offer.first() || mayNameFirst(giver, index, offer.openedAt())
        ? Optional.empty()
        : Optional.of(
            "lot %s is first offered to one taker, as more than half of what %s offered in %d days"
                .formatted(offer.lot().lot(), giver, DAYS));
  }

  /// Whether a giver may offer something to one taker first: of what it offered in the days before,
  /// as everybody sees it, no more than half was. What it took back, stopped, or had itself
  /// collected is not among what it offered, nor is what it only expected; what it offered first is
  /// counted whatever came of it.
  public boolean mayNameFirst(MemberId giver, long index, Instant at) {
    Instant from = at.minus(Duration.ofDays(DAYS));
    long all = 0;
    long first = 0;
    for (Given each : offers.getOrDefault(giver, new TreeMap<>()).headMap(index).values()) {
      int kilograms = each.openedAt().isBefore(from) ? 0 : each.kilograms();
      all += each.all() && !isTakenBack(each, index) ? kilograms : 0;
      first += each.first() ? kilograms : 0;
    }
    return PARTS * first <= all;
  }

  private boolean isTakenBack(Given offer, long below) {
    return takenBack.getOrDefault(offer.lot(), Long.MAX_VALUE) < below;
  }

  /// What became of lots that were only expected, by giver, as far as the time is over to say so;
  /// without those that a recall stopped before.
  public SortedMap<MemberId, Expected> expected(Instant now) {
    return expected(Instant.MIN, now);
  }

  /// The same of those of which it was to be said since a time.
  public SortedMap<MemberId, Expected> expected(Instant since, Instant now) {
    var found = new TreeMap<MemberId, Expected>();
    awaited.forEach((name, lot) ->
        lot.firmBy
            .filter(by -> !by.isBefore(since) && lot.isCountedOn() && !lot.isStopped(by))
            .filter(by -> lot.word.isPresent() || now.isAfter(by))
            .ifPresent(by -> found.merge(name.giver(), became(lot, by), Expected::plus)));
    return Collections.unmodifiableSortedMap(found);
  }

  private static Expected became(Awaited lot, Instant by) {
    Optional<FirmUp> word = lot.word.filter(said -> said.at().isBefore(by));
    long there = word.map(said -> (long) lot.kilograms * said.units() / said.of()).orElse(0L);
    int whole = word.filter(said -> said.units() == said.of()).isPresent() ? 1 : 0;
    int none = word.filter(said -> said.units() == 0).isPresent() ? 1 : 0;
    int silent = word.isEmpty() ? 1 : 0;
    return new Expected(whole, 1 - whole - none - silent, none, silent, lot.kilograms, there);
  }

  /// Grams of each giver's lots that no member took, by what became of them.
  public SortedMap<MemberId, SortedMap<Outlet, Long>> outlets() {
    return Collections.unmodifiableSortedMap(outlets);
  }

  /// How often each giver excluded a taker from a lot, before it opened or after, by reason.
  public SortedMap<MemberId, SortedMap<VetoReason, Integer>> vetoes() {
    return Collections.unmodifiableSortedMap(vetoes);
  }
}
