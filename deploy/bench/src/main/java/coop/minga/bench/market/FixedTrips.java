package coop.minga.bench.market;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Stops;
import coop.minga.federation.negotiation.Trip;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.surplus.Lot;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Takers that drive once, to so many places, each of which costs the same however little is
/// fetched there: beside the best there is where one may drive as often as one likes.
///
/// What is declined is offered once more, to those who have room, stops and load left.
///
/// @param bench says how much of it
record FixedTrips(MarketBench bench) {
  private static final int SIZE = 50;
  private static final double RATIO = .5;
  private static final int STOPS = 8;
  private static final int STOP_POINTS = 100;
  private static final int KILO = 1000;
  private static final Trip.Hours ALL_DAY = new Trip.Hours(LocalTime.MIDNIGHT, LocalTime.of(23, 0));

  /// What a day came to.
  ///
  /// @param welfare what stops cost taken off
  /// @param units that somebody fetched
  /// @param stops that were made
  /// @param declined units that were awarded first and did not fit
  private record Outcome(long welfare, long units, long stops, long declined) {}

  /// A day, and at whose door each of its lots stands.
  private record Scene(Day day, List<Integer> doors) {
    static Scene of(Region region) {
      Day day = region.day(RATIO);
      return new Scene(day, region.doors());
    }

    /// The same, each kilogram so many points farther.
    Scene dearer(int perKg) {
      return new Scene(FixedTrips.dearer(day, perKg), doors);
    }

    MemberId door(int good) {
      return new MemberId("g" + doors.get(good) + "x");
    }

    long stops(int[][] kept) {
      return IntStream.range(0, kept.length)
          .mapToLong(s ->
              IntStream.range(0, kept[s].length)
                  .filter(l -> kept[s][l] > 0)
                  .map(l -> doors.get(day.sites().get(s).links().get(l).good()))
                  .distinct()
                  .count())
          .sum();
    }
  }

  void run() {
    int seeds = bench.seeds();
    double[] spread = new double[seeds];
    double[] blind = new double[seeds];
    double[] declined = new double[seeds];
    double[] declinedBlind = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      Region region = new Region(SIZE, SIZE, seed);
      Outcome yesterday = play(Scene.of(region), 0);
      int perKg = (int) (STOP_POINTS * yesterday.stops() / yesterday.units());
      Scene today = Scene.of(region);
      double best = Arms.welfare(Optimum.of(today.day()));
      Outcome with = play(today, perKg);
      Outcome without = play(today, 0);
      spread[seed - 1] = with.welfare() / best;
      blind[seed - 1] = without.welfare() / best;
      declined[seed - 1] = with.declined() / (double) today.day().units();
      declinedBlind[seed - 1] = without.declined() / (double) today.day().units();
    }
    var params = Map.of("givers", SIZE, "takers", SIZE, "stops", STOPS, "stop-kg", 1);
    bench.print(
        "fixed-trips",
        params,
        MarketBench.mean(spread),
        Map.of("stops-not-in-the-bid", MarketBench.mean(blind)));
    bench.print(
        "fixed-trips-declined",
        params,
        MarketBench.mean(declined),
        Map.of("stops-not-in-the-bid", MarketBench.mean(declinedBlind)));
  }

  private static Outcome play(Scene scene, int perKg) {
    Day day = scene.day();
    Scene bid = scene.dearer(perKg);
    PaperSession session = bid.day().session(MarketBench.STEP).runInTurn();
    int[][] first = fitted(bid, session, new int[0][0]);
    Day again = dearer(day.after(shares(day, first)).withUnits(left(day, first)), perKg);
    int[][] both = fitted(bid, again.session(MarketBench.STEP).runInTurn(), first);
    long awarded = IntStream.range(0, day.goods().size()).mapToLong(session::held).sum();
    long stops = scene.stops(both);
    return new Outcome(
        Arms.welfare(shares(day, both)) - STOP_POINTS * stops,
        units(both),
        stops,
        awarded - units(first));
  }

  /// The same day, each kilogram so many points farther.
  private static Day dearer(Day day, int perKg) {
    return new Day(
        day.goods(),
        day.sites().stream()
            .map(site ->
                new Day.Site(
                    site.wants(),
                    site.links().stream()
                        .map(l -> new PaperSession.Link(l.good(), l.cost() + perKg, l.bonus()))
                        .toList()))
            .toList());
  }

  /// Units by site and link that go onto the trips, beside those that do already.
  private static int[][] fitted(Scene scene, PaperSession session, int[][] agreed) {
    int[][] kept = new int[scene.day().sites().size()][];
    for (int s = 0; s < kept.length; s++) {
      int site = s;
      Day.Site taker = scene.day().sites().get(s);
      int[] had = agreed.length == 0 ? new int[taker.links().size()] : agreed[s];
      List<Stops.Parcel> all =
          IntStream.range(0, had.length)
              .boxed()
              .flatMap(l ->
                  Stream.of(
                      parcel(scene, taker.links().get(l), had[l], true),
                      parcel(scene, taker.links().get(l), session.held(site, l), false)))
              .filter(parcel -> parcel.units() > 0)
              .toList();
      List<Stops.Parcel> fit =
          new Stops(trip(taker.wants()), taker.wants(), all).fitted().parcels();
      kept[s] = taker.links().stream().mapToInt(link -> units(fit, link.good())).toArray();
    }
    return kept;
  }

  private static int units(List<Stops.Parcel> fit, int good) {
    return fit.stream().filter(p -> p.seq() == good).mapToInt(Stops.Parcel::units).sum();
  }

  private static Stops.Parcel parcel(
      Scene scene, PaperSession.Link link, int units, boolean agreed) {
    Lot lot = lot(scene.day().goods().get(link.good()));
    return new Stops.Parcel(scene.door(link.good()), lot, link.good(), units, link.cost(), agreed);
  }

  private static Lot lot(PaperSession.Good good) {
    return new Lot(
        "lot",
        "shop",
        new Place(0, 0),
        new Product(good.category(), Optional.empty(), good.category(), good.storage()),
        new DateMark(DateMark.Kind.USE_BY, LocalDate.EPOCH),
        Math.max(1, good.units()),
        KILO);
  }

  /// A vehicle that carries all that there is room for.
  private static Trip trip(Wants wants) {
    return new Trip(wants.whole(), wants.whole(), STOPS, ALL_DAY, 0);
  }

  private static List<Share> shares(Day day, int[][] kept) {
    var shares = new ArrayList<Share>();
    for (int s = 0; s < kept.length; s++) {
      var share = new Share(day, s);
      for (int l = 0; l < kept[s].length; l++) {
        for (int unit = 0; unit < kept[s][l]; unit++) {
          share.give(l);
        }
      }
      shares.add(share);
    }
    return shares;
  }

  private static int[] left(Day day, int[][] kept) {
    int[] left = day.goods().stream().mapToInt(PaperSession.Good::units).toArray();
    for (int s = 0; s < kept.length; s++) {
      for (int l = 0; l < kept[s].length; l++) {
        left[day.sites().get(s).links().get(l).good()] -= kept[s][l];
      }
    }
    return left;
  }

  private static long units(int[][] kept) {
    return Arrays.stream(kept).flatMapToInt(Arrays::stream).sum();
  }
}
