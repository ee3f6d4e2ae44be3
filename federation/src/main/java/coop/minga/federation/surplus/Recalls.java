package coop.minga.federation.surplus;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Product;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every recall, who holds what it covers, and who has said that it was set aside.
///
/// An immutable value that changes by what stands in ledgers, whatever the order of their coming:
/// of a lot it knows what was opened to it, so a giver sees its own lots and their receivers, a
/// taker and an auditor more.
public final class Recalls {
  /// How long a holder has to acknowledge before it is told to more than the holder.
  public static final Duration CLIMBS_AFTER = Duration.ofHours(1);

  /// Nothing heard.
  public static final Recalls NONE =
      new Recalls(Map.of(), Map.of(), new TreeMap<>(), new TreeMap<>());

  private final Map<EntryId, Called> called;
  private final Map<EntryId, SortedMap<MemberId, Instant>> answers;
  private final SortedMap<LotName, Lot> lots;
  private final SortedMap<LotName, SortedSet<MemberId>> receivers;

  private Recalls(
      Map<EntryId, Called> called,
      Map<EntryId, SortedMap<MemberId, Instant>> answers,
      SortedMap<LotName, Lot> lots,
      SortedMap<LotName, SortedSet<MemberId>> receivers) {
    this.called = Collections.unmodifiableMap(called);
    this.answers = answers;
    this.lots = lots;
    this.receivers = receivers;
  }

  /// A recall.
  ///
  /// @param id its entry
  /// @param by who called
  /// @param recall what
  /// @param lifted when its author lifted it
  public record Called(EntryId id, MemberId by, Recall recall, Optional<Instant> lifted) {
    /// Whether it covers a lot and was in force at a time.
    public boolean covers(Lot lot, Instant at) {
      return covers(lot.product(), lot.date(), at);
    }

    private boolean covers(Product product, DateMark date, Instant at) {
      return recall.covers(product, date)
          && !at.isBefore(recall.at())
          && lifted.filter(end -> !at.isBefore(end)).isEmpty();
    }

    /// When it is told beyond a holder that has not acknowledged.
    public Instant climbsAt() {
      return recall.at().plus(CLIMBS_AFTER);
    }
  }

  /// Takes up an entry.
  public Recalls heard(EntryId id, MemberId author, SurplusStatement says) {
    return switch (says) {
      case Recall recall ->
          called.containsKey(id) ? this : with(new Called(id, author, recall, Optional.empty()));
      case Lift lift -> lifted(author, lift);
      case Acknowledge(var recall, _, var at) -> acknowledged(recall, author, at);
      case Offer offer -> with(new LotName(author, offer.lot().name()), offer.lot());
      case Received(var leg, _) when leg.units() > 0 -> received(leg.lot(), author);
      case Loaded(var leg, _) when leg.units() > 0 -> received(leg.lot(), author);
      case EntitlementStatement _, CarriageStatement _ -> this;
      case Received _, PickedUp _, Notice _, Withdraw _, Need _, StatedNeed _, Halt _ -> this;
    };
  }

  private Recalls lifted(MemberId author, Lift lift) {
    return recall(lift.recall())
        .filter(known -> known.by().equals(author) && known.lifted().isEmpty())
        .map(known -> new Called(known.id(), author, known.recall(), Optional.of(lift.at())))
        .map(this::with)
        .orElse(this);
  }

  private Recalls with(Called next) {
    var all = new LinkedHashMap<>(called);
    all.put(next.id(), next);
    return new Recalls(all, answers, lots, receivers);
  }

  /// An answer may come before the recall: they stand in two ledgers.
  private Recalls acknowledged(EntryId recall, MemberId author, Instant at) {
    var all = new HashMap<>(answers);
    var here = new TreeMap<>(acknowledged(recall));
    here.putIfAbsent(author, at);
    all.put(recall, here);
    return new Recalls(called, all, lots, receivers);
  }

  private Recalls with(LotName name, Lot lot) {
    var all = new TreeMap<>(lots);
    all.putIfAbsent(name, lot);
    return new Recalls(called, answers, all, receivers);
  }

  private Recalls received(LotName lot, MemberId taker) {
    var all = new TreeMap<>(receivers);
    var takers = new TreeSet<>(all.getOrDefault(lot, Collections.emptySortedSet()));
    takers.add(taker);
    all.put(lot, takers);
    return new Recalls(called, answers, lots, all);
  }

  /// Who has acknowledged a recall, and when first.
  public SortedMap<MemberId, Instant> acknowledged(EntryId recall) {
    return Collections.unmodifiableSortedMap(
        answers.getOrDefault(recall, Collections.emptySortedMap()));
  }

  /// All of them, as they came.
  public Collection<Called> all() {
    return called.values();
  }

  /// One of them.
  public Optional<Called> recall(EntryId id) {
    return Optional.ofNullable(called.get(id));
  }

  /// A lot, if it was opened.
  public Optional<Lot> lot(LotName name) {
    return Optional.ofNullable(lots.get(name));
  }

  /// A recall that covers a lot and is in force; absent if it may be eaten.
  public Optional<Called> covering(Lot lot, Instant at) {
    return covering(lot.product(), lot.date(), at);
  }

  /// The same of a product with a date printed on it.
  public Optional<Called> covering(Product product, DateMark date, Instant at) {
    return called.values().stream().filter(each -> each.covers(product, date, at)).findFirst();
  }

  /// Lots that a recall covers, by whom it was offered and who received of it.
  public SortedMap<LotName, SortedSet<MemberId>> holders(Called recall) {
    var found = new TreeMap<LotName, SortedSet<MemberId>>();
    lots.forEach((name, lot) -> {
      if (recall.recall().covers(lot)) {
        var who = new TreeSet<>(receivers.getOrDefault(name, Collections.emptySortedSet()));
        who.add(name.giver());
        found.put(name, who);
      }
    });
    return found;
  }

  /// Who holds what a recall covers and has not acknowledged it; nobody once it is lifted.
  public SortedSet<MemberId> waitingFor(Called recall) {
    var waiting = new TreeSet<MemberId>();
    if (recall.lifted().isEmpty()) {
      holders(recall).values().forEach(waiting::addAll);
      waiting.removeAll(acknowledged(recall.id()).keySet());
    }
    return waiting;
  }
}
