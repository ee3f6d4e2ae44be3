/// What is left over and may be had: lots, their offers, the needs of those who would take them,
/// and the two signed legs of a handover.
///
/// A *lot* is a quantity of one item at one site with one date mark, in *units* of so many grams.
/// An *offer* is a lot as its giver offers it, a *notice* what every member sees of that: the rest
/// is committed to, and opened to those who may bid. Nothing past its use-by is ever offered or
/// handed over.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.surplus;
