package coop.minga.node.demo;

import java.time.LocalDate;

/// What customers want after the demonstration's first morning: no member may read it.
///
/// @param units wanted on that day, whether or not the shelf has them
public record Wanted(LocalDate date, String site, String item, int units) {}
