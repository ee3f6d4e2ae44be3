package coop.minga.bench.market;

import coop.minga.federation.negotiation.PaperSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/// Simpler ways to give a day's lots away.
///
/// @param day what is on offer
/// @param dice draws the order in which lots come up
record Arms(Day day, Random dice) {
  private record Eligible(int site, int link, int cost) {}

  /// Lots in random order, the nearest first: it takes all that it values above nothing.
  List<Share> firstCome() {
    return lotByLot((shares, eligible, units) -> {
      eligible.sort(Comparator.comparingInt(Eligible::cost).thenComparingInt(Eligible::site));
      return takeAll(shares, eligible, units);
    });
  }

  /// The same by turn: who got something goes to the end.
  List<Share> queue() {
    var turns = new ArrayList<>(IntStream.range(0, day.sites().size()).boxed().toList());
    return lotByLot((shares, eligible, units) -> {
      int left = units;
      for (int site : List.copyOf(turns)) {
        var here = new ArrayList<>(eligible.stream().filter(e -> e.site() == site).toList());
        int after = takeAll(shares, here, left);
        if (after < left) {
          turns.remove(Integer.valueOf(site));
          turns.add(site);
        }
        left = after;
      }
      return left;
    });
  }

  /// Lots in random order, each unit to whom it is worth most now.
  List<Share> contractNet() {
    return lotByLot((shares, eligible, units) -> {
      int left = units;
      while (left > 0) {
        Eligible best =
            Collections.max(
                eligible,
                Comparator.comparingLong((Eligible e) -> shares.get(e.site()).next(e.link()))
                    .thenComparing(Comparator.comparingInt(Eligible::site).reversed()));
        if (shares.get(best.site()).next(best.link()) <= 0) {
          return left;
        }
        shares.get(best.site()).give(best.link());
        left--;
      }
      return 0;
    });
  }

  /// Unit by unit, wherever it is worth most to anybody.
  List<Share> greedy() {
    List<Share> shares = shares(day);
    int[] left = day.goods().stream().mapToInt(PaperSession.Good::units).toArray();
    var heap =
        new PriorityQueue<long[]>(
            Comparator.<long[]>comparingLong(e -> -e[0])
                .thenComparingLong(e -> e[1])
                .thenComparingLong(e -> e[2]));
    for (int s = 0; s < day.sites().size(); s++) {
      for (int l = 0; l < day.sites().get(s).links().size(); l++) {
        heap.add(new long[] {shares.get(s).next(l), s, l});
      }
    }
    while (!heap.isEmpty()) {
      long[] top = heap.remove();
      int site = (int) top[1];
      int link = (int) top[2];
      int good = day.sites().get(site).links().get(link).good();
      long now = shares.get(site).next(link);
      if (left[good] == 0 || now <= 0) {
        continue;
      }
      if (now == top[0]) {
        shares.get(site).give(link);
        left[good]--;
        now = shares.get(site).next(link);
      }
      heap.add(new long[] {now, site, link});
    }
    return shares;
  }

  /// What a session's bids came to.
  static List<Share> of(Day day, PaperSession session) {
    List<Share> shares = shares(day);
    for (int s = 0; s < day.sites().size(); s++) {
      int site = s;
      Share share = shares.get(s);
      // The cheapest way first changes nothing in the sum: tiers are the site's, ways the links'.
      IntStream.range(0, day.sites().get(s).links().size())
          .forEach(l -> IntStream.range(0, session.held(site, l)).forEach(_ -> share.give(l)));
    }
    return shares;
  }

  /// Nothing given yet.
  static List<Share> shares(Day day) {
    return new ArrayList<>(
        IntStream.range(0, day.sites().size()).mapToObj(s -> new Share(day, s)).toList());
  }

  /// All shares together.
  static long welfare(List<Share> shares) {
    return shares.stream().mapToLong(Share::welfare).sum();
  }

  private interface Rule {
    /// Gives units of one lot away and says how many are left.
    int give(List<Share> shares, List<Eligible> eligible, int units);
  }

  private List<Share> lotByLot(Rule rule) {
    List<Share> shares = shares(day);
    List<List<Eligible>> eligible =
        IntStream.range(0, day.goods().size())
            .<List<Eligible>>mapToObj(_ -> new ArrayList<>())
            .toList();
    for (int s = 0; s < day.sites().size(); s++) {
      List<PaperSession.Link> links = day.sites().get(s).links();
      for (int l = 0; l < links.size(); l++) {
        eligible.get(links.get(l).good()).add(new Eligible(s, l, links.get(l).cost()));
      }
    }
    Integer[] order = IntStream.range(0, day.goods().size()).boxed().toArray(Integer[]::new);
    Collections.shuffle(Arrays.asList(order), dice);
    for (int good : order) {
      if (!eligible.get(good).isEmpty()) {
        rule.give(shares, eligible.get(good), day.goods().get(good).units());
      }
    }
    return shares;
  }

  private static int takeAll(List<Share> shares, List<Eligible> inOrder, int units) {
    int left = units;
    for (Eligible one : inOrder) {
      while (left > 0 && shares.get(one.site()).next(one.link()) > 0) {
        shares.get(one.site()).give(one.link());
        left--;
      }
    }
    return left;
  }
}
