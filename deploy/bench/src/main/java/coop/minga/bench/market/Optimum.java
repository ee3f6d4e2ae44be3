package coop.minga.bench.market;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/// The best there is for a whole day, found centrally: a flow of least cost from lots through each
/// site's wants, storage classes and doors.
final class Optimum {
  private static final long KILO = 1000;

  static {
    Loader.loadNativeLibraries();
  }

  private final Day day;
  private final IntToLongFunction weight;
  private final MinCostFlow flow = new MinCostFlow();
  private final List<int[]> arcs = new ArrayList<>();
  private final int sink;
  private int nodes;

  private Optimum(Day day, IntToLongFunction weight) {
    this.day = day;
    this.weight = weight;
    this.nodes = day.goods().size();
    this.sink = nodes++;
  }

  /// The best shares, where a point of a site counts as `weight` says; bonuses count once.
  static List<Share> of(Day day, IntToLongFunction weight) {
    var optimum = new Optimum(day, weight);
    optimum.build();
    return optimum.solve();
  }

  /// The best shares, all points alike.
  static List<Share> of(Day day) {
    return of(day, _ -> 1);
  }

  private void build() {
    for (int s = 0; s < day.sites().size(); s++) {
      build(s, day.sites().get(s));
    }
    long all = 0;
    for (int g = 0; g < day.goods().size(); g++) {
      int units = day.goods().get(g).units();
      flow.setNodeSupply(g, units);
      flow.addArcWithCapacityAndUnitCost(g, sink, units, 0);
      all += units;
    }
    flow.setNodeSupply(sink, -all);
  }

  private void build(int number, Day.Site site) {
    long points = weight.applyAsLong(number);
    int door = nodes++;
    flow.addArcWithCapacityAndUnitCost(door, sink, site.wants().whole().value() / KILO, 0);
    int[] classes = new int[Storage.values().length];
    for (Storage storage : Storage.values()) {
      classes[Share.classOf(storage)] = nodes++;
      flow.addArcWithCapacityAndUnitCost(
          classes[Share.classOf(storage)], door, site.wants().roomFor(storage) / KILO, 0);
    }
    int[] wants = new int[site.wants().wants().size()];
    for (int w = 0; w < wants.length; w++) {
      Want want = site.wants().wants().get(w);
      wants[w] = nodes++;
      for (Want.Tier tier : want.tiers()) {
        flow.addArcWithCapacityAndUnitCost(
            wants[w],
            classes[Share.classOf(want.storage())],
            tier.grams().value() / KILO,
            -points * tier.points());
      }
    }
    for (int l = 0; l < site.links().size(); l++) {
      PaperSession.Link link = site.links().get(l);
      PaperSession.Good good = day.goods().get(link.good());
      for (int w = 0; w < wants.length; w++) {
        Want want = site.wants().wants().get(w);
        if (want.category().equals(good.category()) && want.storage() == good.storage()) {
          int arc =
              flow.addArcWithCapacityAndUnitCost(
                  link.good(), wants[w], good.units(), points * link.cost() - link.bonus());
          arcs.add(new int[] {arc, number, l});
        }
      }
    }
  }

  private List<Share> solve() {
    MinCostFlowBase.Status status = flow.solve();
    if (status != MinCostFlowBase.Status.OPTIMAL) {
      throw new IllegalStateException("the flow has no optimum: " + status);
    }
    List<Share> shares = Arms.shares(day);
    for (int[] arc : arcs) {
      for (long unit = 0; unit < flow.getFlow(arc[0]); unit++) {
        shares.get(arc[1]).give(arc[2]);
      }
    }
    return shares;
  }
}
