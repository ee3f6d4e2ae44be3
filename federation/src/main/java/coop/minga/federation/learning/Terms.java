package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;

/// What the entries of an epoch must agree with to count.
///
/// @param federation the charter's hash
/// @param epoch the epoch
/// @param cohort who trains, as drawn
/// @param base the version to train from
/// @param config [Encoding#hash]
/// @param vectorBytes the size of a packed vector
record Terms(Hash federation, long epoch, Cohort cohort, Hash base, Hash config, int vectorBytes) {}
