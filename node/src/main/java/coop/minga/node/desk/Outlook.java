package coop.minga.node.desk;

import coop.minga.node.forecast.Evaluation;
import coop.minga.node.history.NeedLine;
import coop.minga.node.history.Site;
import coop.minga.node.planning.LeftOver;
import coop.minga.node.planning.OrderLine;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a node foresees on one morning.
///
/// @param morning the day that is looked at, before its sales
/// @param orders what to order of each item for each site; none without sales
/// @param leftOvers what will be left of each dated lot, the one to offer first at the front
/// @param pastBest what lies there past its best-before, and may be offered if somebody has looked
/// @param needs what the kitchens need
/// @param sites the member's sites
/// @param evaluation how the model in use and the plain rules did on the last days, of those that
///   none of them was trained on; absent if there is no model or no such week
/// @param notes what was assumed or could not be said
public record Outlook(
    LocalDate morning,
    List<OrderLine> orders,
    List<LeftOver> leftOvers,
    List<LeftOver> pastBest,
    List<NeedLine> needs,
    List<Site> sites,
    Optional<Evaluation> evaluation,
    List<String> notes) {
  /// Copies the lists.
  public Outlook {
    orders = List.copyOf(orders);
    leftOvers = List.copyOf(leftOvers);
    pastBest = List.copyOf(pastBest);
    needs = List.copyOf(needs);
    sites = List.copyOf(sites);
    notes = List.copyOf(notes);
  }

  /// A site by its name.
  public Optional<Site> site(String name) {
    return sites.stream().filter(site -> site.site().equals(name)).findFirst();
  }
}
