package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Priority;
import coop.minga.federation.negotiation.Settlement;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/// Many days of one region, each settled as the federation's nodes settle it: bids times priority,
/// debits at clearing prices, priorities from debits.
///
/// Takers say what they want, which need not be true, and may be away. What they are given is worth
/// to them what it truly is.
final class Season {
  private static final long ENTITLEMENT_UNITS = 1_000_000;

  private final List<Day> days;
  private final List<Double> entitlements;
  private final int step;
  private final boolean priorities;
  private final double[] utility;
  private final double[][] utilityOn;
  private final double[] peak;
  private Settlement settlement = Settlement.NONE;
  private long welfare;

  /// What a taker says of what it wants.
  interface Tongue {
    /// What it bids for on a day.
    ///
    /// @param day its number, from 0
    /// @param truth what it wants; nothing if it is to stay away
    Wants says(int day, Wants truth);

    /// The truth.
    static Tongue honest() {
      return (_, truth) -> truth;
    }

    /// Every value times so many.
    static Tongue times(double factor) {
      return (_, truth) -> valued(truth, (_, points) -> (int) Math.round(points * factor));
    }
  }

  interface Valuing {
    int value(Want want, int points);
  }

  /// The same wants at other values.
  static Wants valued(Wants truth, Valuing valuing) {
    List<Want> wants =
        truth.wants().stream()
            .map(want ->
                new Want(
                    want.category(),
                    want.storage(),
                    want.tiers().stream()
                        .map(t -> new Want.Tier(t.grams(), valuing.value(want, t.points())))
                        .toList()))
            .toList();
    return new Wants(truth.road(), wants, truth.room(), truth.whole());
  }

  /// Wants nothing.
  static Wants nothing(Wants truth) {
    return new Wants(
        truth.road(),
        truth.wants(),
        Map.of(
            Storage.AMBIENT, Grams.ZERO, Storage.CHILLED, Grams.ZERO, Storage.FROZEN, Grams.ZERO),
        Grams.ZERO);
  }

  Season(List<Day> days, List<Double> entitlements, int step, boolean priorities) {
    this.days = List.copyOf(days);
    this.entitlements = List.copyOf(entitlements);
    this.step = step;
    this.priorities = priorities;
    this.utility = new double[entitlements.size()];
    this.utilityOn = new double[days.size()][entitlements.size()];
    this.peak = new double[entitlements.size()];
  }

  /// Plays all days.
  ///
  /// @param tongues of the takers that have another than the honest one
  Season run(Map<Integer, Tongue> tongues) {
    for (int d = 0; d < days.size(); d++) {
      play(d, days.get(d), tongues);
    }
    return this;
  }

  private void play(int number, Day day, Map<Integer, Tongue> tongues) {
    var session = new PaperSession(day.goods(), step);
    for (int s = 0; s < day.sites().size(); s++) {
      Day.Site site = day.sites().get(s);
      Priority priority = priorities ? settlement.priority(id(s)) : Priority.ONE;
      peak[s] = Math.max(peak[s], priority.scaled() / (double) Priority.ONE.scaled());
      Wants said = bounded(tongues.getOrDefault(s, Tongue.honest()).says(number, site.wants()));
      session.add(said.times(priority), weighted(site.links(), priority));
    }
    session.runInTurn();
    List<Share> shares = Arms.of(day, session);
    for (int s = 0; s < shares.size(); s++) {
      utility[s] += shares.get(s).worth();
      utilityOn[number][s] = shares.get(s).worth();
    }
    welfare += Arms.welfare(shares);
    settle(day, session);
  }

  /// No bid counts above priority times base points, which a charter sets at the most that a
  /// category is worth to anybody.
  private static Wants bounded(Wants said) {
    return valued(said, (want, points) -> Math.min(points, Region.most(want.category())));
  }

  private static List<PaperSession.Link> weighted(
      List<PaperSession.Link> links, Priority priority) {
    return links.stream()
        .map(l -> new PaperSession.Link(l.good(), -priority.of(-l.cost()), l.bonus()))
        .toList();
  }

  private void settle(Day day, PaperSession session) {
    var debits = new HashMap<MemberId, Long>();
    long handedOver = 0;
    for (int s = 0; s < day.sites().size(); s++) {
      List<PaperSession.Link> links = day.sites().get(s).links();
      for (int l = 0; l < links.size(); l++) {
        int good = links.get(l).good();
        long grams = 1000L * session.held(s, l);
        debits.merge(id(s), grams * session.clearingPoints(good), Long::sum);
        handedOver += grams * Region.most(day.goods().get(good).category());
      }
    }
    Set<MemberId> active = new HashSet<>();
    session.contenders().forEach(s -> active.add(id(s)));
    settlement = settlement.after(new Settlement.Epoch(debits, active, handedOver, entitled()));
  }

  private Map<MemberId, Long> entitled() {
    var all = new HashMap<MemberId, Long>();
    for (int s = 0; s < entitlements.size(); s++) {
      all.put(id(s), Math.max(1, Math.round(entitlements.get(s) * ENTITLEMENT_UNITS)));
    }
    return all;
  }

  private static MemberId id(int site) {
    return new MemberId("t" + site);
  }

  /// Points of true worth to each taker, over all days.
  double[] utility() {
    return utility.clone();
  }

  /// The same over some days.
  double utility(int site, int from, int until) {
    return IntStream.range(from, until).mapToDouble(d -> utilityOn[d][site]).sum();
  }

  /// The highest priority that a taker ever had.
  double peak(int site) {
    return peak[site];
  }

  /// All welfare, bonuses included.
  long welfare() {
    return welfare;
  }

  /// How near utilities come to others, as the mean of each taker's ratio, weighted by entitlement:
  /// geometric, as the Nash product has it.
  static double ofNash(double[] got, double[] best, List<Double> entitlements) {
    double sum = 0;
    double weights = 0;
    for (int s = 0; s < got.length; s++) {
      if (best[s] > 0) {
        sum += entitlements.get(s) * Math.log(Math.max(got[s], 1) / best[s]);
        weights += entitlements.get(s);
      }
    }
    return Math.exp(sum / weights);
  }

  /// The utilities of the largest Nash product in hindsight: all days at once, by Frank and Wolfe's
  /// steps over each day's minimum-cost flow.
  static double[] nash(List<Day> days, List<Double> entitlements, int steps) {
    double[] at = new double[entitlements.size()];

    add(days, at, _ -> 1, 1);
    for (int k = 1; k <= steps; k++) {
      double[] now = at.clone();
      double[] towards = new double[at.length];
      double most =
          IntStream.range(0, at.length)
              .mapToDouble(s -> entitlements.get(s) / Math.max(now[s], 1))
              .max()
              .orElse(1);
      add(
          days,
          towards,
          s -> Math.max(1, Math.round(10_000 * entitlements.get(s) / Math.max(now[s], 1) / most)),
          1);
      double step = best(now, towards, entitlements);
      for (int s = 0; s < at.length; s++) {
        at[s] = (1 - step) * now[s] + step * towards[s];
      }
    }
    return at;
  }

  private static double best(double[] from, double[] to, List<Double> entitlements) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      double slope = 0;
      for (int s = 0; s < from.length; s++) {
        double at = (1 - middle) * from[s] + middle * to[s];
        slope += entitlements.get(s) * (to[s] - from[s]) / Math.max(at, 1e-9);
      }
      if (slope > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void add(List<Day> days, double[] utility, IntToLongFunction weight, int factor) {
    for (Day day : days) {
      List<Share> shares = Optimum.of(day.withoutBonus(), weight);
      for (int s = 0; s < shares.size(); s++) {
        utility[s] += factor * shares.get(s).worth();
      }
    }
  }

  /// So many days of a region.
  static List<Day> days(Region region, double ratio, int count) {
    var days = new ArrayList<Day>();
    for (int d = 0; d < count; d++) {
      days.add(region.day(ratio));
    }
    return days;
  }
}
