package coop.minga.bench.market;

import coop.minga.bench.Figures;
import coop.minga.federation.negotiation.Clearings;
import coop.minga.federation.negotiation.PaperSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What one day's sessions give.
///
/// @param bench says how much of it
record Sessions(MarketBench bench) {
  private static final int PERCENT = 100;
  private static final List<Double> RATIOS = List.of(.5, 1.0);

  /// 60 s at 50 ms a message: a bid and its answer are two.
  private static final int ROUNDS = 600;

  private static final int SMALL_INSTANCES = 200;

  /// How far a session ends from the best differs by a tenth of a percent from one region to the
  /// next, and from one order of messages to the next.
  private static final int REGIONS = 10;

  private List<Integer> sizes() {
    return bench.quick() ? List.of(50) : List.of(50, 100, 200);
  }

  void run() {
    welfare("welfare-eps5", MarketBench.STEP);
    welfare("welfare-eps1", 1);
    if (!bench.quick()) {
      fiveHundred();
    }
    exactSmall();
    simpler();
    inSessions();
    bidding();
    openingPrices();
    noShows();
    throughput("sim-lots-per-second-100", bench.quick() ? 50 : 100, bench.seeds());
  }

  private static Map<String, Integer> params(int size, double ratio) {
    return Map.of("givers", size, "takers", size, "ratio-percent", (int) (PERCENT * ratio));
  }

  /// A day, what a session with a bid step came to, and the best.
  private record Played(Day day, PaperSession session, long got, long best) {
    /// As over a network: all speak at once, and a seed says whose bid arrives first.
    static Played of(Day day, int step, long seed) {
      var dice = new Random(seed);
      return of(
          day,
          day.session(step).runAtOnce(bids -> Collections.shuffle(bids, dice), Integer.MAX_VALUE),
          Arms.welfare(Optimum.of(day)));
    }

    private static Played of(Day day, PaperSession session, long best) {
      return new Played(day, session, Arms.welfare(Arms.of(day, session)), best);
    }

    /// The same day with one site speaking after the other.
    Played inTurn(int step) {
      return of(day, day.session(step).runInTurn(), best);
    }

    double ratio() {
      return got / (double) best;
    }

    /// Units that sites hold and were not offered.
    long overPromised() {
      long[] held = new long[day.goods().size()];
      for (int s = 0; s < day.sites().size(); s++) {
        List<PaperSession.Link> links = day.sites().get(s).links();
        for (int l = 0; l < links.size(); l++) {
          held[links.get(l).good()] += session.held(s, l);
        }
      }
      return IntStream.range(0, held.length)
          .mapToLong(g -> Math.max(0, held[g] - day.goods().get(g).units()))
          .sum();
    }

    double ofBound(int step) {
      return (best - got) / ((double) step * day.units());
    }
  }

  private void welfare(String name, int step) {
    double worst = 0;
    int regions = bench.quick() ? bench.seeds() : REGIONS;
    Figures of = bench.figures().over(regions);
    long over = 0;
    double lost = 0;
    double most = 0;
    for (int size : sizes()) {
      for (double ratio : RATIOS) {
        double[] ratios = new double[regions];
        double[] inTurn = new double[regions];
        double[] messages = new double[regions];
        for (int seed = 1; seed <= regions; seed++) {
          Day day = new Region(size, size, seed).day(ratio);
          Played played = Played.of(day, step, seed);
          ratios[seed - 1] = played.ratio();
          inTurn[seed - 1] = played.inTurn(step).ratio();
          messages[seed - 1] = played.session().messages() / (double) pairs(day);
          worst = Math.max(worst, played.ofBound(step));
          over += played.overPromised();
          lost += played.best() - played.got();
          most += played.best();
        }
        of.print(
            new Figures.Figure(
                name,
                params(size, ratio),
                MarketBench.mean(ratios),
                "",
                Map.of(
                    "worst", Arrays.stream(ratios).min().orElse(0),
                    "in-turn", MarketBench.mean(inTurn))));
        if (step == MarketBench.STEP) {
          of.print(
              new Figures.Figure(
                  "messages-per-pair",
                  params(size, ratio),
                  MarketBench.mean(messages),
                  "",
                  Map.of()));
        }
      }
    }
    of.print(
        new Figures.Figure("over-promises", Map.of("step", step), (double) over, "", Map.of()));
    of.print(new Figures.Figure("loss-over-bound", Map.of("step", step), worst, "", Map.of()));
    if (step == 1) {
      of.print(new Figures.Figure("loss-eps1", Map.of(), lost / most, "", Map.of()));
    }
  }

  private static long pairs(Day day) {
    return day.sites().stream().mapToLong(site -> site.links().size()).sum();
  }

  private void fiveHundred() {
    int seeds = 3;
    double[] ratios = new double[seeds];
    double[] perSecond = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      Day day = new Region(500, 500, seed).day(.5);
      long begun = System.nanoTime();
      PaperSession session = day.session(MarketBench.STEP).runInTurn();
      perSecond[seed - 1] = day.goods().size() / seconds(begun);
      ratios[seed - 1] =
          Arms.welfare(Arms.of(day, session)) / (double) Arms.welfare(Optimum.of(day));
    }
    Figures three = bench.figures().over(seeds);
    three.print(
        new Figures.Figure("welfare-500", params(500, .5), MarketBench.mean(ratios), "", Map.of()));
    three.print(
        new Figures.Figure(
            "sim-lots-per-second-500", params(500, .5), Figures.median(perSecond), "/s", Map.of()));
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private void throughput(String name, int size, int seeds) {
    double[] all = new double[seeds | 1];
    for (int seed = 1; seed <= all.length; seed++) {
      Day day = new Region(size, size, seed).day(.5);
      day.session(MarketBench.STEP).runInTurn();
      long begun = System.nanoTime();
      day.session(MarketBench.STEP).runInTurn();
      all[seed - 1] = day.goods().size() / seconds(begun);
    }
    bench
        .figures()
        .over(all.length)
        .print(new Figures.Figure(name, params(size, .5), Figures.median(all), "/s", Map.of()));
  }

  /// Three lots and three takers, with a bid step below a point for each unit.
  private void exactSmall() {
    int exact = 0;
    for (int i = 0; i < SMALL_INSTANCES; i++) {
      Day day = small(i);
      int scale = (int) day.units() + 1;
      Day fine = times(day, scale);
      long got = Arms.welfare(Arms.of(fine, fine.session(1).runInTurn()));
      exact += got == Arms.welfare(Optimum.of(fine)) ? 1 : 0;
    }
    bench.print(
        "exact-small",
        Map.of("instances", SMALL_INSTANCES),
        exact / (double) SMALL_INSTANCES,
        Map.of());
  }

  private static Day small(int number) {
    Day whole = new Region(3, 12, 1000 + number).day(.3);
    int goods = Math.min(5, whole.goods().size());
    return part(whole, IntStream.range(0, goods).boxed().toList());
  }

  /// The same day with some of its lots only.
  static Day part(Day day, List<Integer> goods) {
    return new Day(
        goods.stream().map(day.goods()::get).toList(),
        day.sites().stream()
            .map(site ->
                new Day.Site(
                    site.wants(),
                    site.links().stream()
                        .filter(link -> goods.contains(link.good()))
                        .map(link ->
                            new PaperSession.Link(
                                goods.indexOf(link.good()), link.cost(), link.bonus()))
                        .toList()))
            .toList());
  }

  private static Day times(Day day, int factor) {
    return new Day(
        day.goods(),
        day.sites().stream()
            .map(site ->
                new Day.Site(
                    Season.valued(site.wants(), (_, points) -> points * factor),
                    site.links().stream()
                        .map(l ->
                            new PaperSession.Link(l.good(), l.cost() * factor, l.bonus() * factor))
                        .toList()))
            .toList());
  }

  private void simpler() {
    int size = 50;
    for (double ratio : RATIOS) {
      double[] net = new double[bench.seeds()];
      double[] greedy = new double[bench.seeds()];
      for (int seed = 1; seed <= bench.seeds(); seed++) {
        Day day = new Region(size, size, seed).day(ratio);
        double got = Arms.welfare(Arms.of(day, day.session(MarketBench.STEP).runInTurn()));
        net[seed - 1] = got / Arms.welfare(new Arms(day, new Random(seed)).contractNet()) - 1;
        greedy[seed - 1] = got / Arms.welfare(new Arms(day, new Random(seed)).greedy()) - 1;
      }
      bench.print("gain-over-contract-net", params(size, ratio), MarketBench.mean(net), Map.of());
      bench.print("gain-over-greedy", params(size, ratio), MarketBench.mean(greedy), Map.of());
    }
  }

  private void inSessions() {
    int size = 50;
    for (int sessions : List.of(1, 3, 6, 0)) {
      bench.mean(
          "day-in-sessions",
          Map.of("sessions", sessions == 0 ? "one by one" : sessions, "givers", size),
          Map.of(),
          seed -> {
            Day day = new Region(size, size, seed).day(.5);
            int parts = sessions == 0 ? day.goods().size() : sessions;
            return inParts(day, parts) / (double) Arms.welfare(Optimum.of(day));
          });
    }
  }

  private static long inParts(Day day, int parts) {
    long sum = 0;
    Day left = day;
    for (int part = 0; part < parts; part++) {
      int of = part;
      List<Integer> goods =
          IntStream.range(0, day.goods().size()).filter(g -> g % parts == of).boxed().toList();
      Day now = part(left, goods);
      List<Share> shares = Arms.of(now, now.session(MarketBench.STEP).runInTurn());
      sum += Arms.welfare(shares);
      left = left.after(shares);
    }
    return sum;
  }

  private void bidding() {
    int size = bench.quick() ? 50 : 100;
    double[] ratios = new double[bench.seeds()];
    double[] rounds = new double[bench.seeds()];
    for (int seed = 1; seed <= bench.seeds(); seed++) {
      Region region = new Region(size, size, seed);
      Day yesterday = region.day(.5);
      PaperSession cleared = yesterday.session(MarketBench.STEP).runInTurn();
      Day day = region.day(.5).opened(openings(yesterday, cleared));
      var dice = new Random(seed);
      PaperSession session =
          day.session(MarketBench.STEP).runAtOnce(bids -> Collections.shuffle(bids, dice), ROUNDS);
      rounds[seed - 1] = 2 * session.rounds();
      ratios[seed - 1] =
          Arms.welfare(Arms.of(day, session)) / (double) Arms.welfare(Optimum.of(day));
    }
    bench.print(
        "bidding-60s",
        params(size, .5),
        MarketBench.mean(ratios),
        Map.of("message-delays", MarketBench.mean(rounds)));
  }

  /// The same days opened from zero and at prices of the day before: welfare, and the messages that
  /// it took, cuts among them.
  private void openingPrices() {
    int size = bench.quick() ? 50 : 100;
    for (double ratio : RATIOS) {
      double[] opened = new double[bench.seeds()];
      double[] fromZero = new double[bench.seeds()];
      double[] messages = new double[bench.seeds()];
      double[] messagesFromZero = new double[bench.seeds()];
      for (int seed = 1; seed <= bench.seeds(); seed++) {
        Region region = new Region(size, size, seed);
        Day yesterday = region.day(ratio);
        PaperSession cleared = yesterday.session(MarketBench.STEP).runInTurn();
        Day day = region.day(ratio);
        Played plain = Played.of(day, MarketBench.STEP, seed);
        Played priced = Played.of(day.opened(openings(yesterday, cleared)), MarketBench.STEP, seed);
        opened[seed - 1] = priced.ratio();
        fromZero[seed - 1] = plain.ratio();
        messages[seed - 1] = priced.session().messages() / (double) pairs(day);
        messagesFromZero[seed - 1] = plain.session().messages() / (double) pairs(day);
      }
      bench.print(
          "welfare-opening-prices",
          params(size, ratio),
          MarketBench.mean(opened),
          Map.of("from-zero", MarketBench.mean(fromZero)));
      bench.print(
          "messages-opening-prices",
          params(size, ratio),
          MarketBench.mean(messages),
          Map.of("from-zero", MarketBench.mean(messagesFromZero)));
    }
  }

  /// What a category's lots open at by what they cleared at yesterday, all of the region being
  /// near.
  private static Map<String, Integer> openings(Day day, PaperSession session) {
    var all = new TreeMap<String, List<Integer>>();
    for (int g = 0; g < day.goods().size(); g++) {
      all.computeIfAbsent(day.goods().get(g).category(), _ -> new ArrayList<>())
          .add(session.clearingPoints(g));
    }
    var openings = new TreeMap<String, Integer>();
    all.forEach((category, points) -> openings.put(category, Clearings.opening(points)));
    return openings;
  }

  /// A tenth of the takers vanish after the awards; what they held is offered again.
  private void noShows() {
    int size = 50;
    bench.mean(
        "no-show-10",
        params(size, .5),
        Map.of(),
        seed -> {
          Day day = new Region(size, size, seed).day(.5);
          var dice = new Random(seed);
          List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
          Collections.shuffle(order, dice);
          List<Integer> gone = order.subList(0, size / 10);
          return offeredAgain(day, gone)
              / (double) Arms.welfare(Optimum.of(day.withoutSites(gone)));
        });
  }

  private static long offeredAgain(Day day, List<Integer> gone) {
    PaperSession session = day.session(MarketBench.STEP).runInTurn();
    List<Share> shares = Arms.of(day, session);
    int[] freed =
        IntStream.range(0, day.goods().size())
            .map(g -> day.goods().get(g).units() - session.held(g))
            .toArray();
    long kept = 0;
    for (int s = 0; s < shares.size(); s++) {
      if (gone.contains(s)) {
        List<PaperSession.Link> links = day.sites().get(s).links();
        for (int l = 0; l < links.size(); l++) {
          freed[links.get(l).good()] += session.held(s, l);
        }
      } else {
        kept += shares.get(s).welfare();
      }
    }
    Day again = day.after(shares).withUnits(freed).withoutSites(gone);
    return kept + Arms.welfare(Arms.of(again, again.session(MarketBench.STEP).runInTurn()));
  }
}
