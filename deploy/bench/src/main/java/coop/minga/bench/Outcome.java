package coop.minga.bench;

import java.util.List;

/// What one seed came to.
///
/// @param value over all members
/// @param byMember the same for each of them; empty where that says nothing
record Outcome(double value, List<Double> byMember) {}
