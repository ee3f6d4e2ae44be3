package coop.minga.node.desk;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.surplus.Needs;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.node.history.NeedLine;
import coop.minga.node.planning.Shortage;
import coop.minga.node.planning.ShortageFinder.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a taker's kitchens need: by its ledger where that speaks of a site and category, else by
/// the table that it imported.
///
/// @param lines the needs
/// @param most that is taken on one day, where it is bounded
record KitchenNeeds(List<NeedLine> lines, Map<Place, Grams> most) {
  /// Copies.
  KitchenNeeds {
    lines = List.copyOf(lines);
    most = Map.copyOf(most);
  }

  /// The two together.
  static KitchenNeeds of(Needs said, List<NeedLine> table) {
    var lines = new ArrayList<NeedLine>();
    var most = new TreeMap<Place, Grams>();
    table.stream().filter(line -> !said.speakOf(line.site(), line.category())).forEach(lines::add);
    for (StatedNeed need : said.standing()) {
      lines.add(line(need));
      if (need.most().compareTo(StatedNeed.NO_BOUND) < 0) {
        most.put(new Place(need.need().site(), need.need().category()), need.most());
      }
    }
    return new KitchenNeeds(lines, most);
  }

  private static NeedLine line(StatedNeed said) {
    return new NeedLine(
        said.need().site(),
        said.need().category(),
        said.need().perWeekday().stream().map(Grams::value).toList(),
        Optional.of(said.need().until()),
        said.need().firm());
  }

  /// A shortage without what would be more than is taken on one day.
  Shortage bounded(Shortage shortage, Map<Place, Grams> received) {
    var place = new Place(shortage.site(), shortage.category());
    Grams bound = most.get(place);
    if (bound == null) {
      return shortage;
    }
    long room = bound.value() - received.getOrDefault(place, Grams.ZERO).value();
    var tiers = new ArrayList<Shortage.Tier>();
    for (Shortage.Tier tier : shortage.tiers()) {
      long grams = Math.min(Math.max(0, room), tier.grams().value());
      room -= grams;
      if (grams > 0) {
        tiers.add(new Shortage.Tier(new Grams(grams), tier.worthPermille(), tier.needPermille()));
      }
    }
    return new Shortage(
        shortage.site(), shortage.category(), shortage.needed(), shortage.missing(), tiers);
  }
}
