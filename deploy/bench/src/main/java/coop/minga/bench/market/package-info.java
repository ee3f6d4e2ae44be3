/// The auctions beside the best there is and beside simpler ways to give things away.
///
/// A [Region][coop.minga.bench.market.Region] invents places, people and needs, and each day's
/// lots; a [Day][coop.minga.bench.market.Day] is one instance of it;
/// [Optimum][coop.minga.bench.market.Optimum] solves it centrally by a minimum-cost flow;
/// [Arms][coop.minga.bench.market.Arms] are the simpler ways.
@org.jspecify.annotations.NullMarked
package coop.minga.bench.market;
