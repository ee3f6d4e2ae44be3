/// What a node does with its entries, one desk a feature: foresee, learn, give, take.
///
/// A desk is the shell's half of a core machine: it hears entries and time, hands them to the
/// machine, and does the effects in their order. Whatever it keeps in memory follows from entries
/// and can be built anew from them.
@org.jspecify.annotations.NullMarked
package coop.minga.node.desk;
