package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What one trip would have to fetch, and what of it is better declined, so that it fits.
///
/// Stops are given up whole, as far as they are not agreed yet: of too many the one whose food is
/// missed least, of too much food the one that is missed least for each gram. What is agreed stays,
/// also if it is too much: beside it the rest is given up.
///
/// @param trip it
/// @param wants of the site, which tell what is missed how much
/// @param parcels all that is to be fetched
public record Stops(Trip trip, Wants wants, List<Parcel> parcels) {
  private static final int GRAMS_PER_KG = 1000;

  /// Copies.
  public Stops {
    parcels = List.copyOf(parcels);
  }

  /// An award that is to be fetched.
  ///
  /// @param giver whose it is
  /// @param lot what
  /// @param seq the award's
  /// @param units that are to be fetched
  /// @param way points per kg that it costs to fetch them
  /// @param agreed whether it was accepted, and is no longer to be declined
  public record Parcel(MemberId giver, Lot lot, int seq, int units, int way, boolean agreed) {
    private Call call() {
      return new Call(giver, lot.place());
    }

    private long grams() {
      return lot.grams(units).value();
    }

    private LotName name() {
      return new LotName(giver, lot.name());
    }
  }

  /// A door at which a trip calls.
  private record Call(MemberId giver, Place place) {}

  private record Kind(String category, Storage storage) {}

  /// What may be left out: all at one door that is not agreed yet.
  private record Cut(List<Parcel> parcels, long loss, long grams) {}

  /// Whether an award is among those better declined.
  boolean leavesOut(LotName lot, int seq) {
    Stops kept = fitted();
    return kept.parcels.stream().noneMatch(p -> p.name().equals(lot) && p.seq() == seq);
  }

  /// Units of a lot that can still be fetched beside all of it.
  int beside(MemberId giver, Lot lot) {
    boolean isCalled = calls().contains(new Call(giver, lot.place()));
    if (!isCalled && calls().size() >= trip.stops()) {
      return 0;
    }
    long left = trip.load().value() - grams(false);
    if (isCold(lot)) {
      left = Math.min(left, trip.chilled().value() - grams(true));
    }
    return Math.clamp(left / lot.unitGrams(), 0, lot.units());
  }

  /// The same without what does not fit.
  public Stops fitted() {
    Stops now = this;
    Optional<Cut> next = now.cut();
    while (next.isPresent()) {
      now = now.without(next.get().parcels());
      next = now.cut();
    }
    return now;
  }

  private Stops without(List<Parcel> gone) {
    var rest = new ArrayList<>(parcels);
    rest.removeAll(gone);
    return new Stops(trip, wants, rest);
  }

  private Optional<Cut> cut() {
    return leastCall()
        .or(() -> leastByGram(false, trip.load()))
        .or(() -> leastByGram(true, trip.chilled()));
  }

  private Optional<Cut> leastCall() {
    return calls().size() > trip.stops()
        ? cuts(false).filter(this::savesACall).min(Comparator.comparingLong(Cut::loss))
        : Optional.empty();
  }

  private Optional<Cut> leastByGram(boolean cold, Grams most) {
    return grams(cold) > most.value()
        ? cuts(cold)
            .filter(cut -> cut.grams() > 0)
            .min((a, b) -> Long.compare(a.loss() * b.grams(), b.loss() * a.grams()))
        : Optional.empty();
  }

  private Stream<Cut> cuts(boolean cold) {
    return calls().stream()
        .map(call -> parcels.stream().filter(p -> p.call().equals(call) && !p.agreed()).toList())
        .filter(open -> !open.isEmpty())
        .map(open -> new Cut(open, worth() - without(open).worth(), grams(open, cold)));
  }

  private boolean savesACall(Cut cut) {
    return without(cut.parcels()).calls().size() < calls().size();
  }

  private List<Call> calls() {
    return parcels.stream().map(Parcel::call).distinct().toList();
  }

  private long grams(boolean cold) {
    return grams(parcels, cold);
  }

  private static long grams(List<Parcel> some, boolean cold) {
    return some.stream().filter(p -> !cold || isCold(p.lot())).mapToLong(Parcel::grams).sum();
  }

  private static boolean isCold(Lot lot) {
    return lot.product().storage().isCold();
  }

  /// Points, each for a kg, that all of it is worth beside its way.
  private long worth() {
    Map<Kind, Long> byKind = new HashMap<>();
    long way = 0;
    for (Parcel p : parcels) {
      var kind = new Kind(p.lot().product().category(), p.lot().product().storage());
      byKind.merge(kind, p.grams(), Long::sum);
      way += p.grams() * p.way() / GRAMS_PER_KG;
    }
    long sum = -way;
    for (Map.Entry<Kind, Long> each : byKind.entrySet()) {
      sum +=
          wants
              .of(each.getKey().category(), each.getKey().storage())
              .map(w -> worth(w, each.getValue()))
              .orElse(0L);
    }
    return sum;
  }

  private static long worth(Want want, long grams) {
    long left = grams;
    long sum = 0;
    for (Want.Tier tier : want.tiers()) {
      long part = Math.min(left, tier.grams().value());
      sum += part * tier.points() / GRAMS_PER_KG;
      left -= part;
    }
    return sum;
  }

  /// How full it is, for people.
  ///
  /// @param load grams
  /// @param chilled grams of them that must be kept cold
  /// @param stops places
  public record Full(Grams load, Grams chilled, int stops) {}

  /// How full it is as it stands.
  Full full() {
    return new Full(new Grams(grams(false)), new Grams(grams(true)), calls().size());
  }
}
