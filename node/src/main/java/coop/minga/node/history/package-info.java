/// What the organisation knows of itself: its sales, stock, deliveries, waste, items, sites, supply
/// and needs.
///
/// [Import] takes files in, [History] gives series out. None of it ever leaves the node: other
/// packages of the node make forecasts and lots from it, and only those are told to peers.
///
/// Words: a *series* is one item at one site; a *day* of a series is sold, zero, or closed, and
/// sold out is a third thing besides (demand that nobody saw); a *master* is the description of an
/// item or a site; a *mapping* says how a file's columns are to be read; a *reject* is a row that
/// was not imported, with its reason and cure.
@org.jspecify.annotations.NullMarked
package coop.minga.node.history;
