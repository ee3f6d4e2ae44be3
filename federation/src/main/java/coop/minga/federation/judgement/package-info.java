/// Which leaves of a signed tree count, and why the others do not.
///
/// A mirror keeps whatever the signed tree contains, since a ledger is a line and one entry refused
/// would block it. What a leaf is worth is another matter, judged here and nowhere else, by nodes
/// and auditors alike: over bytes and witness times, never a clock.
///
/// ```
/// leaf -> void      counts for nothing, for good: not an entry, not its author's, a copy
///      -> unknown   of a later Minga: kept and passed on, without effect here
///      -> known     says something
///           -> held     and is dated ahead of all that witnesses know: without effect until then
/// ```
///
/// Whatever the ruling, it stops nothing: the next leaf is judged all the same.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.judgement;
