package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.surplus.Window;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one site wants and has room for.
///
/// Each want is of one category in one storage class, each class has one capacity, and the site has
/// one over all: a laminar family, so that lots stay substitutes and a held bid never has to be
/// withdrawn. Another family cannot be built: a need that two classes could meet is split between
/// them beforehand.
///
/// @param road how the site reaches givers
/// @param wants one for each category in a storage class
/// @param room beside what stands there and is promised; a class not named has none
/// @param whole room over all classes together
/// @param trip on which everything is fetched; absent if it is no matter how often one drives
/// @param avoids what the site keeps out: it takes nothing that contains it, and nothing of which
///   that is not declared
public record Wants(
    Road road,
    List<Want> wants,
    Map<Storage, Grams> room,
    Grams whole,
    Optional<Trip> trip,
    Allergens avoids) {
  /// The most categories of a site.
  public static final int MAX_CATEGORIES = 256;

  /// How a site reaches givers.
  ///
  /// @param place where the site is
  /// @param metresPerMinute on the way, at least 1
  /// @param serveMinutes from arrival until it is eaten or frozen
  /// @param farthestMetres beyond which it fetches nothing
  public record Road(Place place, int metresPerMinute, int serveMinutes, int farthestMetres) {
    /// Checks the ranges.
    public Road {
      Checks.range("metres a minute", metresPerMinute, 1, 10_000);
      Checks.range("minutes to serve", serveMinutes, 0, 7 * 24 * 60);
      Checks.range("metres", farthestMetres, 0, 1_000_000);
    }

    /// Whether a place is near enough.
    public boolean reaches(Place other) {
      return place.metresTo(other) <= farthestMetres;
    }

    /// How long from a place to the plate.
    public Bid.Reach from(Place other) {
      int minutes = (place.metresTo(other) + metresPerMinute - 1) / metresPerMinute;
      return new Bid.Reach(minutes, serveMinutes);
    }

    /// Points per kg that the way from a place costs, rounded up.
    public int points(Place other, int milliPointsPerKm) {
      long millionths = Math.multiplyExact((long) place.metresTo(other), milliPointsPerKm);
      return (int) ((millionths + 999_999) / 1_000_000);
    }
  }

  /// Wants of a site that has no other bound than those of its classes.
  public Wants(Road road, List<Want> wants, Map<Storage, Grams> room) {
    this(road, wants, room, room.values().stream().reduce(Grams.ZERO, Grams::plus));
  }

  /// Wants of a site that drives as often as it must.
  public Wants(Road road, List<Want> wants, Map<Storage, Grams> room, Grams whole) {
    this(road, wants, room, whole, Optional.empty(), Allergens.NONE);
  }

  /// The same wants of a site that drives once.
  public Wants fetchedOn(Trip one) {
    return new Wants(road, wants, room, whole, Optional.of(one), avoids);
  }

  /// The same wants of a site that keeps some things out.
  public Wants avoiding(Allergens some) {
    return new Wants(road, wants, room, whole, trip, some);
  }

  /// Checks that no category is named twice, and copies.
  public Wants {
    wants = List.copyOf(wants);
    room = Map.copyOf(room);
    Checks.range("categories", wants.size(), 0, MAX_CATEGORIES);
    var kinds = new HashSet<List<Object>>();
    if (!wants.stream().allMatch(w -> kinds.add(List.of(w.category(), w.storage())))) {
      throw new IllegalArgumentException("a category of a storage class is wanted once");
    }
  }

  /// What is wanted of a category in a storage class.
  public Optional<Want> of(String category, Storage storage) {
    return wants.stream()
        .filter(w -> w.category().equals(category) && w.storage() == storage)
        .findFirst();
  }

  /// The same wants at a priority: what is worth so many points is bid for at so many times as
  /// much.
  public Wants times(Priority priority) {
    List<Want> all =
        wants.stream()
            .map(want ->
                new Want(
                    want.category(),
                    want.storage(),
                    want.tiers().stream()
                        .map(t -> new Want.Tier(t.grams(), priority.of(t.points())))
                        .toList()))
            .toList();
    return new Wants(road, all, room, whole, trip, avoids);
  }

  /// Points per kg that it costs to fetch from a place: the way, and what a stop of its trip costs.
  int way(Place other, int milliPointsPerKm) {
    return road.points(other, milliPointsPerKm) + trip.map(Trip::pointsPerKg).orElse(0);
  }

  /// Whether its vehicle, if it has one, drives at all while a window is open.
  boolean isOnItsWay(Window window, ZoneId zone) {
    return trip.map(one -> one.meets(window, zone)).orElse(true);
  }

  /// Grams there is room for.
  public long roomFor(Storage storage) {
    return room.getOrDefault(storage, Grams.ZERO).value();
  }
}
