/// What will be sold: the local demand model, the plain rules beside it, and how good each of them
/// was.
///
/// A *window* is one series seen from one *origin*, the last day whose sales are known. A *row* is
/// one day to forecast from one window. A *level* is a probability, a *quantile* the quantity that
/// demand stays under with that probability. Everything that touches DJL stays in this package:
/// nobody else sees an NDArray.
///
/// It must never look past an origin, and never read a clock or an unseeded random source: the same
/// weights, data and seed give the same bits, in any process.
@org.jspecify.annotations.NullMarked
package coop.minga.node.forecast;
