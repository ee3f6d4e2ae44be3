/// What to do about the forecast: what to order, what will be left over, what will be missing.
///
/// *Stock* is counted units with a last day of sale; it sells oldest first, so the lot that ends
/// soonest goes first, and what was there before what comes. *Cover* is the days from one
/// delivery's arrival to the next one's. Nothing here says yes to anything: a person or a policy
/// does. What is not known is assumed, and every line names what was.
@org.jspecify.annotations.NullMarked
package coop.minga.node.planning;
