/// The demonstration: a whole federation on one machine, and what it is fed with.
///
/// [Town] is what the nodes of a demonstration are told on the first morning: a town invented from
/// a seed, or real sales that [SalesCut] cuts into members. What was made up is listed in words,
/// and what happens after that morning is kept apart ([Wanted]), so that no node can have seen it.
/// [FirstCome] is the yardstick: what today's practice makes of the same surplus.
@org.jspecify.annotations.NullMarked
package coop.minga.node.demo;
