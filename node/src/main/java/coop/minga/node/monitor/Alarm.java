package coop.minga.node.monitor;

import coop.minga.node.history.Site;
import java.util.List;

/// What somebody is told: one cause, of one item or of many.
///
/// @param reach how far the cause reaches
/// @param site where
/// @param what the item's name, or the category's; empty for a whole site
/// @param category what is at stake; of a whole site, the one with the most at stake
/// @param noticed what was seen: of the item, or of the sum of those concerned
/// @param items the items concerned, by their codes, sorted
/// @param watched how many items there are in its reach
/// @param grams at stake: what is sold less or more than usual, over the days that it keeps
public record Alarm(
    Reach reach,
    Site site,
    String what,
    String category,
    Noticed noticed,
    List<String> items,
    int watched,
    long grams) {
  /// How far a cause reaches.
  public enum Reach {
    /// One item.
    ITEM,
    /// Most items of a category.
    CATEGORY,
    /// Most items of a site.
    SITE
  }

  /// Copies.
  public Alarm {
    items = List.copyOf(items);
  }

  /// By what alarms are ranked: grams at stake, times how probable it is that they are.
  public double weight() {
    return grams * noticed.chances().any();
  }
}
