package coop.minga.node.demo;

import java.util.List;

/// What one member knows on the first morning, as the tables that it imports.
///
/// @param sales in order of date, site, item; no row for a day on which the site was closed
/// @param stock in order of site, item, date mark
/// @param needs of a taker only
public record TownTables(
    List<TownSite> sites,
    List<TownItem> items,
    List<TownSale> sales,
    List<TownStock> stock,
    List<TownNeed> needs) {
  /// Copies the lists.
  public TownTables {
    sites = List.copyOf(sites);
    items = List.copyOf(items);
    sales = List.copyOf(sales);
    stock = List.copyOf(stock);
    needs = List.copyOf(needs);
  }
}
