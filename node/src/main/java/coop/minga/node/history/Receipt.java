package coop.minga.node.history;

import coop.minga.federation.goods.DateMark;
import java.time.LocalDate;
import java.util.Optional;

/// A delivery of an item to a site.
///
/// @param day it came
/// @param series which item to which site
/// @param quantity in the item's own unit; below zero it went back to the supplier
/// @param mark the printed date, where a file tells it
public record Receipt(LocalDate day, SeriesKey series, double quantity, Optional<DateMark> mark) {}
