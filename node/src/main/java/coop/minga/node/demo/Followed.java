package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;

/// The lot whose way a demonstration tells: one that was clearly over-ordered.
///
/// @param units on the shelf on the first morning
/// @param leftOver units of it that nobody is expected to buy, by the mean of the last four same
///   weekdays
public record Followed(
    MemberId giver, String site, String item, String lot, int units, int leftOver) {}
