/// The one agreement: which change follows a parent, when nobody owns the answer.
///
/// A *chain* of decisions belongs to a [Subject][coop.minga.federation.decision.Subject]: the first
/// parent is given, each decided change gives the next. People *approve* a change; approvals do not
/// bind. With Q witnessed approvals somebody's node *calls* a *ballot*, and each voter's node says
/// one word on it in its ledger: *commit* or *decline*. The first word counts, because a ledger is
/// a line.
///
/// ```
/// approvals -- Q --> called --+-- Q commits --> passed: the change follows the parent
///                             +-- d declines -> dead:   called again, open for twice as long
///                             +-- neither ----> over:   called again; who committed stays bound
/// ```
///
/// Of n voters f = floor((n-1)/3) may lie, Q = floor(2n/3)+1 pass a ballot, d = n-Q+1 kill it.
/// Passed and dead exclude each other, since Q + d > n and a word is unique. A node commits to a
/// change only if every ballot of a *different* change that it committed to on that parent is dead;
/// two changes that both passed would share an honest node, which saw the other one dead. So one
/// change at most follows a parent, whatever clocks, liars and the network do.
///
/// Clocks steer only when things are called and given up. No time, no median of times and no
/// absence of a word ever counts for or against a ballot.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.decision;
