package coop.minga.bench.town;

/// A vehicle, which runs once a day, at one closing, for one taker.
///
/// @param id as the files name it
/// @param taker whose it is, by place
/// @param closing at which it runs
/// @param capacityGrams that it carries
/// @param stops at most so many shops
/// @param metres at most so far, from home to home
/// @param lost whether it is gone during the shock
record Vehicle(
    String id, int taker, int closing, int capacityGrams, int stops, int metres, boolean lost) {}
