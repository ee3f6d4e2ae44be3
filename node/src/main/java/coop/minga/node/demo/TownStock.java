package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;

/// Units of one item with one date mark on one site's shelf, as it stands in `stock.csv`.
///
/// @param date the day on whose morning it was counted
/// @param lot its name among the lots of that site and item
public record TownStock(
    LocalDate date, String site, String item, String lot, int units, DateMark mark) {}
