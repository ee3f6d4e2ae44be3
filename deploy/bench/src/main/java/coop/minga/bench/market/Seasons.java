package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What many days give: fairness, and what lying brings.
///
/// A season is 54 days, of which the last 40 are looked at: in the first fourteen every priority is
/// 1 by rule.
///
/// @param bench says how much of it
record Seasons(MarketBench bench) {
  private static final int FIRST = 14;
  private static final int LOOKED_AT = 40;
  private static final int AWAY = 10;
  private static final int BACK = 5;
  private static final int NASH_STEPS = 8;
  private static final double RATIO = .5;
  private static final int PERCENT = 100;
  private static final double TENTH = .1;

  void run() {
    fairness(bench.quick() ? 12 : 50);
    List.of(3, 5, 7).forEach(this::fairness);
    lies(bench.quick() ? 12 : 30);
    List.of(3, 5, 7).forEach(this::lies);
    timing(bench.quick() ? 12 : 30);
    gains();
  }

  /// A region's days and who is entitled to what.
  private record Scene(List<Day> days, List<Double> entitlements) {
    /// The same, where a taker has split itself in two, each with half of all.
    Scene split(int taker) {
      var twice = new ArrayList<>(entitlements);
      twice.set(taker, entitlements.get(taker) / 2);
      twice.add(entitlements.get(taker) / 2);
      return new Scene(days.stream().map(day -> day.split(taker)).toList(), twice);
    }

    static Scene of(int size, double ratio, long seed) {
      var region = new Region(size, size, seed);
      return new Scene(
          Season.days(region, ratio, FIRST + LOOKED_AT),
          region.takers().stream().map(Region.Taker::entitlement).toList());
    }

    Season play(boolean priorities, Map<Integer, Season.Tongue> tongues) {
      return new Season(days, entitlements, MarketBench.STEP, priorities).run(tongues);
    }

    Season honest() {
      return play(true, Map.of());
    }

    double[] looked(Season season) {
      return IntStream.range(0, entitlements.size())
          .mapToDouble(s -> season.utility(s, FIRST, FIRST + LOOKED_AT))
          .toArray();
    }

    List<Day> lookedAt() {
      return days.subList(FIRST, FIRST + LOOKED_AT);
    }

    int largest() {
      return IntStream.range(0, entitlements.size())
          .boxed()
          .max(Comparator.comparingDouble(entitlements::get))
          .orElseThrow();
    }
  }

  private static Map<String, Integer> params(int takers) {
    return Map.of("takers", takers, "days", LOOKED_AT);
  }

  private void fairness(int size) {
    int seeds = bench.seeds();
    double[] with = new double[seeds];
    double[] without = new double[seeds];
    double[] tenth = new double[seeds];
    double[] tenthWithout = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      Scene scene = Scene.of(size, RATIO, seed);
      double[] best = Season.nash(scene.lookedAt(), scene.entitlements(), NASH_STEPS);
      double[] fair = scene.looked(scene.honest());
      double[] plain = scene.looked(scene.play(false, Map.of()));
      with[seed - 1] = Season.ofNash(fair, best, scene.entitlements());
      without[seed - 1] = Season.ofNash(plain, best, scene.entitlements());
      tenth[seed - 1] = tenth(fair, best);
      tenthWithout[seed - 1] = tenth(plain, best);
    }
    bench.print(
        "fairness-40-days",
        params(size),
        MarketBench.mean(with),
        Map.of("no-priorities", MarketBench.mean(without)));
    bench.print(
        "fairness-p10",
        params(size),
        MarketBench.mean(tenth),
        Map.of("no-priorities", MarketBench.mean(tenthWithout)));
  }

  /// The taker below whom a tenth of them are: what it got of its part of the Nash optimum.
  private static double tenth(double[] got, double[] best) {
    double[] ratios =
        IntStream.range(0, got.length)
            .filter(s -> best[s] > 0)
            .mapToDouble(s -> got[s] / best[s])
            .sorted()
            .toArray();
    return ratios[(int) (TENTH * ratios.length)];
  }

  private void lies(int size) {
    int seeds = bench.seeds();
    var gains = new TreeMap<String, double[]>();
    for (int seed = 1; seed <= seeds; seed++) {
      Scene scene = Scene.of(size, RATIO, seed);
      double[] honest = scene.looked(scene.honest());
      int liar = median(honest);
      int big = scene.largest();
      gain(
          gains,
          "lie-x10-gain",
          seed,
          gain(scene, honest, Map.of(liar, Season.Tongue.times(10)), liar));
      gain(
          gains,
          "lie-x3-gain",
          seed,
          gain(scene, honest, Map.of(liar, Season.Tongue.times(3)), liar));
      gain(gains, "one big", seed, gain(scene, honest, Map.of(big, Season.Tongue.times(10)), big));
      gain(gains, "one category", seed, gain(scene, honest, Map.of(liar, oneCategory()), liar));
      gain(gains, "demand halved", seed, gain(scene, honest, Map.of(liar, halved()), liar));
      gain(gains, "two identities", seed, splitGain(scene, honest, liar));
      Map<Integer, Season.Tongue> ring =
          Map.of(
              0, Season.Tongue.times(10),
              1, Season.Tongue.times(10),
              2, Season.Tongue.times(10));
      gain(gains, "ring of three", seed, ringGain(scene, honest, ring));
    }
    gains.forEach((name, all) -> {
      boolean named = name.startsWith("lie-");
      var params = new TreeMap<String, Object>(params(size));
      if (!named) {
        params.put("kind", name);
      }
      bench.print(named ? name : "lie-other-gain", params, MarketBench.mean(all), Map.of());
    });
  }

  /// The taker in the middle.
  private static int median(double[] utilities) {
    return IntStream.range(0, utilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(s -> utilities[s]))
        .skip(utilities.length / 2)
        .findFirst()
        .orElseThrow();
  }

  private void gain(Map<String, double[]> gains, String name, int seed, double gain) {
    double[] all = gains.computeIfAbsent(name, _ -> new double[bench.seeds()]);
    all[seed - 1] = gain;
  }

  private static double gain(
      Scene scene, double[] honest, Map<Integer, Season.Tongue> tongues, int liar) {
    double[] lied = scene.looked(scene.play(true, tongues));
    return honest[liar] > 0 ? lied[liar] / honest[liar] - 1 : 0;
  }

  private static double splitGain(Scene scene, double[] honest, int liar) {
    Scene split = scene.split(liar);
    double[] got = split.looked(split.honest());
    return honest[liar] > 0 ? (got[liar] + got[got.length - 1]) / honest[liar] - 1 : 0;
  }

  private static double ringGain(
      Scene scene, double[] honest, Map<Integer, Season.Tongue> tongues) {
    double[] lied = scene.looked(scene.play(true, tongues));
    double before = 0;
    double after = 0;
    for (int liar : tongues.keySet()) {
      before += honest[liar];
      after += lied[liar];
    }
    return before > 0 ? after / before - 1 : 0;
  }

  /// Ten times the value of one category.
  private static Season.Tongue oneCategory() {
    return (_, truth) ->
        Season.valued(
            truth, (want, points) -> want.category().equals(Region.name(2)) ? 10 * points : points);
  }

  /// Half of every need.
  private static Season.Tongue halved() {
    return (_, truth) -> {
      List<Want> wants =
          truth.wants().stream()
              .map(want ->
                  new Want(
                      want.category(),
                      want.storage(),
                      want.tiers().stream()
                          .map(t -> new Want.Tier(new Grams(t.grams().value() / 2), t.points()))
                          .toList()))
              .toList();
      return new Wants(truth.road(), wants, truth.room(), truth.whole());
    };
  }

  /// Who stays away, and who comes new.
  private void timing(int size) {
    int seeds = bench.seeds();
    double[] sleeper = new double[seeds];
    double[] peak = new double[seeds];
    int back = FIRST + AWAY + BACK;
    for (int seed = 1; seed <= seeds; seed++) {
      Scene scene = Scene.of(size, RATIO, seed);
      Season honest = scene.honest();
      Season slept = scene.play(true, Map.of(0, away(back, back + AWAY)));
      double usual = honest.utility(0, back + AWAY, back + AWAY + BACK);
      sleeper[seed - 1] =
          usual > 0 ? slept.utility(0, back + AWAY, back + AWAY + BACK) / usual - 1 : 0;
      peak[seed - 1] = scene.play(true, Map.of(0, away(0, back))).peak(0);
    }
    bench.print("sleeper-gain", params(size), MarketBench.mean(sleeper), Map.of());
    bench.print("newcomer-peak", params(size), MarketBench.mean(peak), Map.of());
  }

  private static Season.Tongue away(int from, int until) {
    return (day, truth) -> day >= from && day < until ? Season.nothing(truth) : truth;
  }

  /// Against first-come and the queue, with priorities on.
  private void gains() {
    int size = bench.quick() ? 12 : 50;
    var overFirst = new ArrayList<Double>();
    var overQueue = new ArrayList<Double>();
    for (Scale scale : List.of(new Scale(size, .5), new Scale(size, 1.0), new Scale(7, .5))) {
      double[] first = new double[bench.seeds()];
      double[] queue = new double[bench.seeds()];
      for (int seed = 1; seed <= bench.seeds(); seed++) {
        Scene scene = Scene.of(scale.size(), scale.ratio(), seed);
        double got = scene.honest().welfare();
        long come = 0;
        long turn = 0;
        for (Day day : scene.days()) {
          come += Arms.welfare(new Arms(day, new Random(seed)).firstCome());
          turn += Arms.welfare(new Arms(day, new Random(seed)).queue());
        }
        first[seed - 1] = got / come - 1;
        queue[seed - 1] = got / turn - 1;
      }
      overFirst.add(MarketBench.mean(first));
      overQueue.add(MarketBench.mean(queue));
    }
    print("gain-over-first-come-r05", size, overFirst);
    print("gain-over-queue-r05", size, overQueue);
  }

  private record Scale(int size, double ratio) {}

  private void print(String name, int size, List<Double> gains) {
    var params = Map.of("takers", size, "ratio-percent", (int) (PERCENT * RATIO));
    bench.print(
        name, params, gains.getFirst(), Map.of("ratio-1.0", gains.get(1), "7-by-7", gains.get(2)));
  }
}
