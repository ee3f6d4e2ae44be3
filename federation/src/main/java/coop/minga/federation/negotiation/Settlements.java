package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Cell;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What follows from all ledgers: the settlement of each epoch that a member has counted.
///
/// An entry counts in the epoch whose COUNTED first covers it. Of a debit its points count, and its
/// grams as handed over unless nobody came for them; a taker is active in an epoch in which it was
/// awarded something.
///
/// A debit that rests on the giver's word alone (a NO_SHOW, or a PICKED_UP without a RECEIVED)
/// waits for [#EPOCHS_TO_ANSWER] more: a whole local day lies between, and with it the time in
/// which its taker may say the contrary. If by then the count covers such a claim, the debit is
/// nobody's, and nothing was handed over. What a debit rests on is looked for before it in its own
/// ledger only: of another's ledger one has heard more, another less. Everybody who holds the
/// ledgers as far as a COUNTED says comes to the same settlement, the auditor too. Grows only; not
/// for two threads.
public final class Settlements {
  /// Epochs after which a debit on the giver's word alone counts, unless it is contradicted.
  public static final int EPOCHS_TO_ANSWER = 2;

  /// So many counts' prices are kept; others are computed again when they are asked for.
  private static final int MOST_PRICES = 64;

  private static final float LOAD = 0.75f;

  private final ToIntFunction<String> basePoints;
  private final ToLongFunction<MemberId> held;
  private final Predicate<MemberId> takes;
  private final Map<MemberId, SortedMap<Long, Placed>> ledgers = new TreeMap<>();
  private final Map<MemberId, List<Counted>> counts = new TreeMap<>();
  private final Map<MemberId, List<Settlement>> made = new TreeMap<>();
  private final Map<LotName, SortedMap<Long, Kept>> kept = new HashMap<>();

  /// By giver and time, each with its index: prices are of the last days only, however long the
  /// ledgers are.
  private final Map<MemberId, NavigableMap<Instant, SortedMap<Long, Close>>> closes =
      new TreeMap<>();

  private final Map<LotName, Long> firstAwards = new HashMap<>();
  private final Map<Asked, Clearings> prices = new Lately();
  private final Set<EntryId> heard = new HashSet<>();
  private final Map<EntryId, Place> missed = new HashMap<>();
  private final Map<EntryId, Place> handed = new HashMap<>();
  private final Contested contested = new Contested();
  private final Entitlements entitlements = new Entitlements();
  private final GivingRecord giving = new GivingRecord();
  private final Sponsors sponsors = new Sponsors();
  private final Map<MemberId, SortedMap<MemberId, Instant>> known = new TreeMap<>();

  /// Where an entry stands.
  private record Place(MemberId author, long index) {
    /// Whether it is of the same ledger as another, and before it: whoever counts the other counts
    /// it too, so that nobody's settlement depends on what it has heard beyond its count.
    boolean isBefore(Place other) {
      return author.equals(other.author()) && index < other.index();
    }
  }

  /// What everybody sees of a lot: of which food it is, and about where.
  private record Kept(String category, Cell cell, boolean part) {}

  private record Placed(Place place, NegotiationStatement says) {}

  /// Settlements of ledgers of which nothing was heard yet.
  ///
  /// @param basePoints of a category, by the charter
  /// @param held entries held of a member's ledger
  /// @param takes whether a member takes donations by the charter, and attests to no sponsor
  public Settlements(
      ToIntFunction<String> basePoints, ToLongFunction<MemberId> held, Predicate<MemberId> takes) {
    this.basePoints = basePoints;
    this.held = held;
    this.takes = takes;
  }

  /// Settlements where the charter names no takers.
  public Settlements(ToIntFunction<String> basePoints, ToLongFunction<MemberId> held) {
    this(basePoints, held, _ -> false);
  }

  /// Hears what stands in a ledger; the same again changes nothing.
  public void hear(long index, Stated stated) {
    if (!heard.add(stated.id())) {
      return;
    }
    contested.hear(index, stated);
    entitlements.hear(index, stated);
    giving.hear(index, stated);
    sponsors.hear(index, stated);
    var place = new Place(stated.author(), index);
    switch (stated) {
      case Stated.OfSurplus(_, var author, Notice notice) ->
          isOf(
              new LotName(author, notice.outline().lot()),
              index,
              new Kept(
                  notice.outline().category(),
                  notice.outline().cell(),
                  notice.said().parent().isPresent()));
      case Stated.OfSurplus(_, var author, Offer offer) ->
          isOf(
              new LotName(author, offer.lot().name()),
              index,
              new Kept(
                  offer.lot().product().category(),
                  Cell.of(offer.lot().place()),
                  offer.said().parent().isPresent()));
      case Stated.OfSurplus(var id, var author, PickedUp(var leg, _))
          when author.equals(leg.lot().giver()) ->
          handed.put(id, place);
      case Stated.OfSurplus _ -> {}
      case Stated.OfNegotiation(var id, var author, var says) -> {
        if (says instanceof NoShow) {
          missed.put(id, place);
        }
        if (says instanceof Close close) {
          closes
              .computeIfAbsent(author, _ -> new TreeMap<>())
              .computeIfAbsent(close.at(), _ -> new TreeMap<>())
              .put(index, close);
        }
        if (says instanceof Award award) {
          firstAwards.merge(new LotName(author, award.lot()), index, Math::min);
        }
        if (says instanceof Debit || says instanceof Award) {
          ledgers.computeIfAbsent(author, _ -> new TreeMap<>()).put(index, new Placed(place, says));
        }
      }
    }
  }

  private void isOf(LotName lot, long index, Kept what) {
    kept.computeIfAbsent(lot, _ -> new TreeMap<>()).put(index, what);
  }

  /// Hears how far a member counts from now on. One that is not its next, or counts less of a
  /// ledger than the one before, has no effect.
  public void hear(MemberId author, Counted counted) {
    List<Counted> before = counts.computeIfAbsent(author, _ -> new ArrayList<>());
    if (counted.follows(before.isEmpty() ? Counted.NOTHING : before.getLast())) {
      before.add(counted);
    }
  }

  /// The last epoch that a member has counted; 0 before the first.
  public int last(MemberId counter) {
    return counts.getOrDefault(counter, List.of()).size();
  }

  /// What a member should enter, now that a quorum holds so much of each ledger: its next count;
  /// absent if nothing was awarded or debited since its last and no debit waits to be counted.
  ///
  /// @param at the time of the count; that of the last one if it is before
  public Optional<Counted> next(MemberId counter, SortedMap<MemberId, Long> sizes, Instant at) {
    Counted last = count(counter, last(counter));
    var more = new TreeMap<>(sizes);
    last.sizes().forEach((member, size) -> more.merge(member, size, Math::max));
    Instant when = last.at().filter(at::isBefore).orElse(at);
    var next = new Counted(last.epoch() + 1, more, Optional.of(when));
    boolean news = between(last, next).findAny().isPresent();
    Counted settled = count(counter, last.epoch() - EPOCHS_TO_ANSWER);
    return news || between(settled, last).anyMatch(this::isWaiting)
        ? Optional.of(next)
        : Optional.empty();
  }

  /// What givers and takers claim against each other, in all ledgers as far as they were heard.
  public Contested contested() {
    return contested;
  }

  /// How givers used their say in who gets their lots.
  public GivingRecord giving() {
    return giving;
  }

  /// Who claims to feed how many, and who attests to it, as far as it was heard.
  public Entitlements entitlements() {
    return entitlements;
  }

  /// Who bids for which kitchen, and who attests to it, as far as it was heard.
  public Sponsors sponsors() {
    return sponsors;
  }

  private Counted count(MemberId counter, int epoch) {
    return epoch <= 0 ? Counted.NOTHING : counts.getOrDefault(counter, List.of()).get(epoch - 1);
  }

  /// The settlement after the epochs that a member has counted up to one; absent if it has not, or
  /// if a ledger is not held here as far as it counted it.
  public Optional<Settlement> of(MemberId counter, int epoch) {
    if (epoch == 0) {
      return Optional.of(Settlement.NONE);
    }
    List<Counted> all = counts.getOrDefault(counter, List.of());
    if (epoch > all.size()) {
      return Optional.empty();
    }
    List<Settlement> done = made.computeIfAbsent(counter, _ -> new ArrayList<>());
    while (done.size() < epoch) {
      int now = done.size() + 1;
      if (!isHeld(count(counter, now))) {
        return Optional.empty();
      }
      Settlement before = done.isEmpty() ? Settlement.NONE : done.getLast();
      done.add(before.after(epoch(counter, now)));
    }
    return Optional.of(done.get(epoch - 1));
  }

  private boolean isHeld(Counted counted) {
    return counted.sizes().entrySet().stream()
        .allMatch(each -> held.applyAsLong(each.getKey()) >= each.getValue());
  }

  private Settlement.Epoch epoch(MemberId counter, int number) {
    Counted now = count(counter, number);
    var sums = new Sums();
    between(count(counter, number - 1), now)
        .forEach(placed -> {
          switch (placed.says()) {
            case Award award -> sums.active.add(award.taker().account());
            case Debit debit when !isWaiting(placed) -> sums.add(placed.place(), debit);
            default -> {}
          }
        });
    int waited = number - EPOCHS_TO_ANSWER;
    between(count(counter, waited - 1), count(counter, waited))
        .filter(this::isWaiting)
        .forEach(placed -> {
          if (placed.says() instanceof Debit debit
              && !contested.isContradicted(
                  placed.place().author(), placed.place().index(), debit, now)) {
            sums.add(placed.place(), debit);
          }
        });
    SortedMap<MemberId, Instant> takers = takers(counter, now, sums.active);
    Set<MemberId> awarded = takers.keySet();
    Kitchens kitchens = sponsors.of(now, takes.or(awarded::contains));
    return new Settlement.Epoch(
        sums.debits,
        sums.active,
        sums.handedOver,
        now.at()
            .map(at -> entitlements.of(new Entitlements.View(now, at, takers, kitchens)))
            .orElse(Map.of()),
        kitchens);
  }

  /// Who is known as a taker by a count, and since when: the days of one are counted from the first
  /// count that says when it was made and knows it as one.
  private SortedMap<MemberId, Instant> takers(MemberId counter, Counted now, Set<MemberId> active) {
    SortedMap<MemberId, Instant> takers = known.computeIfAbsent(counter, _ -> new TreeMap<>());
    Instant at = now.at().orElse(Instant.MAX);
    active.forEach(taker -> takers.merge(taker, at, (a, b) -> a.isBefore(b) ? a : b));
    if (now.at().isPresent()) {
      takers.replaceAll((_, since) -> since.isBefore(at) ? since : at);
    }
    return takers;
  }

  /// Awards and debits that the one count covers and the other does not.
  private Stream<Placed> between(Counted last, Counted next) {
    return next.sizes().keySet().stream()
        .flatMap(member ->
            ledgers
                .getOrDefault(member, new TreeMap<>())
                .subMap(last.of(member), next.of(member))
                .values()
                .stream());
  }

  /// Whether a debit rests on its giver's word alone: on what its giver said before it.
  private boolean isWaiting(Placed placed) {
    return placed.says() instanceof Debit debit
        && (isSaidBefore(placed.place(), missed.get(debit.because()))
            || isSaidBefore(placed.place(), handed.get(debit.because())));
  }

  private static boolean isSaidBefore(Place debit, @Nullable Place because) {
    return because != null && because.isBefore(debit);
  }

  private final class Sums {
    private final Map<MemberId, Long> debits = new TreeMap<>();
    private final Set<MemberId> active = new HashSet<>();
    private long handedOver;

    void add(Place place, Debit debit) {
      debits.merge(debit.taker().account(), debit.milliPoints(), Settlement::sum);
      handedOver = Settlement.sum(handedOver, worth(place, debit));
    }
  }

  private long worth(Place place, Debit debit) {
    var lot = new LotName(place.author(), debit.lot());
    Optional<Kept> said = saidBefore(lot, place.index());
    return said.isEmpty() || said.get().part() || isSaidBefore(place, missed.get(debit.because()))
        ? 0
        : Math.multiplyExact(debit.grams().value(), basePoints.applyAsInt(said.get().category()));
  }

  private Optional<Kept> saidBefore(LotName lot, long index) {
    SortedMap<Long, Kept> said = kept.getOrDefault(lot, new TreeMap<>()).headMap(index);
    return said.isEmpty() ? Optional.empty() : Optional.of(said.lastEntry().getValue());
  }

  // ---- Prices

  /// Whose count was asked for prices, and which.
  private record Asked(MemberId counter, int epoch) {}

  /// The prices that were asked for last: lots that are still bid for name counts of late, and
  /// whoever goes through all of a ledger asks for one after the other.
  private static final class Lately extends LinkedHashMap<Asked, Clearings> {
    private static final long serialVersionUID = 1;

    Lately() {
      super(MOST_PRICES, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Asked, Clearings> eldest) {
      return size() > MOST_PRICES;
    }
  }

  /// What lots cleared for in the days before a count of a member's; nothing by a count that does
  /// not say when it was made. Absent if it has not counted so far, or if a ledger is not held here
  /// as far as it counted it.
  public Optional<Clearings> clearings(MemberId counter, int epoch) {
    if (epoch == 0) {
      return Optional.of(Clearings.NONE);
    }
    List<Counted> all = counts.getOrDefault(counter, List.of());
    if (epoch > all.size() || !isHeld(count(counter, epoch))) {
      return Optional.empty();
    }
    return Optional.of(
        prices.computeIfAbsent(new Asked(counter, epoch), _ -> cleared(count(counter, epoch))));
  }

  private Clearings cleared(Counted now) {
    return now.at().map(at -> cleared(now, at)).orElse(Clearings.NONE);
  }

  private Clearings cleared(Counted now, Instant at) {
    Instant from = at.minus(Duration.ofDays(Clearings.DAYS));
    var all = new ArrayList<Clearings.Cleared>();
    closes.forEach((giver, said) ->
        said.subMap(from, true, at, true)
            .values()
            .forEach(together ->
                together
                    .headMap(now.of(giver))
                    .forEach((index, close) -> cleared(giver, index, close).ifPresent(all::add))));
    return new Clearings(all);
  }

  /// A lot of which something was awarded before its close was not left to those who bid for it,
  /// and says nothing of prices.
  private Optional<Clearings.Cleared> cleared(MemberId giver, long index, Close close) {
    var name = new LotName(giver, close.lot());
    boolean takenFirst = firstAwards.getOrDefault(name, Long.MAX_VALUE) < index;
    return takenFirst
        ? Optional.empty()
        : saidBefore(name, index)
            .map(lot -> new Clearings.Cleared(lot.category(), lot.cell(), close.clearingPoints()));
  }
}
