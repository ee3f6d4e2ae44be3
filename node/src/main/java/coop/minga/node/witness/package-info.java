/// Witnesses outside the federation: a city, a university, anybody who runs a C2SP `tlog-witness`.
///
/// They hold nothing; they only see that a ledger grows and never forks, and cosign what they have
/// seen. So they are a further condition for who wants one, and never counted among the mirrors,
/// who hold what they sign. A node that names none talks to none.
///
/// ```
/// published checkpoint -> POST add-checkpoint (old size, consistency proof, note)
///   200 -> its line is checked and added to the published checkpoint
///   409 -> it says what size it saw last: asked again from there
///   else, or no answer -> again later, ever later
/// ```
@org.jspecify.annotations.NullMarked
package coop.minga.node.witness;
