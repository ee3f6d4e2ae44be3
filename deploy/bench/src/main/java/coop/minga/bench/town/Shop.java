package coop.minga.bench.town;

/// A shop.
///
/// @param id as the files name it
/// @param retailer whose it is, by place
/// @param spot where it is
/// @param policy whether its node says yes while its person is silent
record Shop(String id, int retailer, Spot spot, boolean policy) {}
