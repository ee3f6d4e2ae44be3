package coop.minga.node.history;

import java.time.LocalDate;
import java.util.Optional;

/// What was written off of an item at a site.
///
/// @param day it was
/// @param series which item at which site
/// @param quantity in the item's own unit, not negative
/// @param reason as the shop says it
/// @param destination where it went, as the shop says it
public record WasteLine(
    LocalDate day,
    SeriesKey series,
    double quantity,
    Optional<String> reason,
    Optional<String> destination) {}
