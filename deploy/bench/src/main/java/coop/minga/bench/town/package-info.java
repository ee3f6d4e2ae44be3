/// An invented town of thirty shops and fifteen kitchens, played from data: what is thrown away
/// when each orders alone, when whoever comes first takes, and when Minga negotiates.
///
/// All chance was drawn beforehand and lies in the files; a [Play][coop.minga.bench.town.Play]
/// draws nothing. Quantities are whole units, grams, metres, minutes, or thousandths of a unit
/// (*milli*); divisions are floor divisions; ties are broken by a hash. So a second program that
/// plays by the same rules gets the same numbers, not close ones.
///
/// An *arm* is a way of ordering and a way of sharing. *Closings* 1, 2 and 3 are at 11:00, 16:00
/// and 20:30; a *series* is one item at one shop. Only the play itself reads what customers want;
/// arms see what was sold.
@org.jspecify.annotations.NullMarked
package coop.minga.bench.town;
